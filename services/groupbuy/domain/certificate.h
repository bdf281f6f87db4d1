/* When operators hear that a certificate ends. Pure. */
#ifndef GROUPBUY_DOMAIN_CERTIFICATE_H
#define GROUPBUY_DOMAIN_CERTIFICATE_H

#include <stdint.h>

/* The stage that it is in: it ends within 30, 7 or 1 days (or has ended: 1). 0: none yet. */
int32_t certificate_stage_days(int64_t until_us, int64_t now_us);

#endif
