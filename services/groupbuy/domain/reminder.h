/* When people who asked for it are reminded of a campaign. Pure. */
#ifndef GROUPBUY_DOMAIN_REMINDER_H
#define GROUPBUY_DOMAIN_REMINDER_H

#include <stdint.h>

#define REMIND_OF_START_S 600  /* before it starts */
#define REMIND_OF_END_S   1800 /* before it ends, and not before it starts */

int64_t reminder_of_start_us(int64_t starts_at_us);
int64_t reminder_of_end_us(int64_t starts_at_us, int64_t ends_at_us);

#endif
