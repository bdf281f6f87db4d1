/* Phone numbers as WeChat gives them. Pure. */
#ifndef LINLI_AUTH_DOMAIN_PHONE_H
#define LINLI_AUTH_DOMAIN_PHONE_H

#include <stdbool.h>

#define PHONE_BYTES 24 /* +86 and 11 digits; at most 15 digits (E.164), with room */

struct phone {
    char number[PHONE_BYTES]; /* +8613800000000 */
    char masked[PHONE_BYTES]; /* 138****0000 */
};

/* False when it is no number: a country code of 1..3 digits, then 5..12 digits. */
bool phone_read(const char *country_code, const char *number, struct phone *ret_phone);

#endif
