/* When an unpaid order is asked about at WeChat, should its notice not come. Pure. */
#ifndef GROUPBUY_DOMAIN_SCHEDULE_H
#define GROUPBUY_DOMAIN_SCHEDULE_H

#include <stdint.h>

/* The time of the n-th look (from 0) after the payment began; 0: no further look, the time-out takes over. */
int64_t payment_look_us(int64_t began_us, int look, int64_t pay_by_us);

#endif
