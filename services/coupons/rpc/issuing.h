/* Issuing coupons, many at once: limits, budgets, rows and events together, in call->tx.
 *
 * Lock order: holders (sorted by template and user), then templates (sorted). */
#ifndef LINLI_COUPONS_RPC_ISSUING_H
#define LINLI_COUPONS_RPC_ISSUING_H

#include "coupons/coupons.h"
#include "coupons/domain/template.h"
#include "coupons/store/coupon_store.h"

/* Somebody who is to have a coupon, and what came of it. */
struct wish {
    struct grant grant;        /* template, user, channel, key and hash; the rest is filled */
    const char *traceparent;   /* of who wished: his event carries it */
    struct template *template; /* set when it is there */
    struct status outcome;     /* OK: grant.coupon_id is his, new or granted before by the same key */
    bool is_new;
};

/* Gives each wish its outcome; a failure of the whole leaves the transaction to be rolled back. */
struct status coupons_issue(struct call *call, struct wish *wishes, size_t count);

/* One wish of the caller's, or of `user_id`: the coupon, or why not. */
struct status coupon_issue(struct call *call, const char *template_id, const char *user_id, enum channel channel,
                           const char *grant_key, struct coupon *ret_coupon);

#endif
