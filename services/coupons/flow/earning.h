/* Points and growth that are earned by what people do, and taken back when it is undone; in call->tx. The account of points is
 * held, also for growth: a person's earnings come one after the other. */
#ifndef LINLI_COUPONS_FLOW_EARNING_H
#define LINLI_COUPONS_FLOW_EARNING_H

#include "coupons/flow/points.h"
#include "coupons/store/earning_store.h"

struct earn {
    enum earn_trigger trigger;
    const char *user_id;
    const char *source_id; /* what earns: by each rule once */
    const char *order_id;  /* "": none */
    fen amount;            /* ORDER_PAID */
    int streak;            /* SIGN_IN */
};

/* By all rules in force. *ret_points is what was earned now. */
struct status points_earn(struct call *call, const struct earn *earn, int64_t *ret_points);
/* Takes back what the source has earned, beyond what it keeps when `refunded` of its amount went back. */
struct status points_unearn(struct call *call, const char *user_id, const char *source_id, fen refunded, bool whole);

#endif
