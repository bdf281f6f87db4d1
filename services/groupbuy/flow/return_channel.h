/* Receivers of parts, and what merchants give back, as WeChat Pay hears of them (分账接收方, 分账回退).
 *
 * Never inside a transaction. Texts live in the call's arena. Failures are PAYMENT_UNAVAILABLE when it is worth another
 * try, under the same number. WeChat's no is an answer. */
#ifndef GROUPBUY_FLOW_RETURN_CHANNEL_H
#define GROUPBUY_FLOW_RETURN_CHANNEL_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/receiver_store.h"

/* *ret_no: WeChat's word why not; "": he is on its list. As often as need be, and so below. */
struct status channel_receiver_add(struct call *call, const struct receiver *receiver, const char **ret_no);
/* He is not on it any more. */
struct status channel_receiver_delete(struct call *call, const struct receiver *receiver);

struct return_fact {
    enum share_return_state state; /* SENT, DONE, FAILED */
    const char *wechat_number;     /* "": WeChat has not taken it */
    const char *reason;            /* of FAILED */
    fen amount;                    /* 0: not told */
};

/* Asks for it under its number; what WeChat has of that number already is its answer. */
struct status channel_share_return(struct call *call, const struct share_return *back, struct return_fact *ret_fact);

#endif
