/* Transfers to people (商家转账) as groupbuy uses them: one payout is one transfer under the payout's id, out
 * of its account.
 *
 * Never inside a transaction. Texts live in the call's arena. Failures are PAYMENT_UNAVAILABLE when it is worth another
 * try, under the same number. */
#ifndef GROUPBUY_FLOW_TRANSFERS_H
#define GROUPBUY_FLOW_TRANSFERS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/payout_store.h"

/* What has become of a payout, as WeChat tells it: by answer, query or notice. */
struct payout_fact {
    const char *payout_id;
    const char *merchant_id;   /* the account that tells it */
    const char *wechat_number; /* "": not told */
    const char *openid;        /* "": not told */
    fen net;                   /* 0: not told */
    enum payout_state state;   /* WAITING_FUNDS, SENT, PAID, FAILED */
    const char *package_info;  /* "": not told */
    bool confirmed;            /* by the person: nothing to confirm any more */
    const char *reason;        /* of FAILED */
};

/* Asks for it, as often as need be. `name` in clear; given to WeChat wherever it takes one. What WeChat will never do,
 * and has not begun, is a fact: FAILED. */
struct status channel_transfer(struct call *call, const struct payout *payout, const char *name,
                               struct payout_fact *ret_fact);
/* NOT_HERE when WeChat has never heard of it. */
struct status channel_transfer_query(struct call *call, const struct payout *payout, struct payout_fact *ret_fact);

/* A notice, verified and decrypted. */
struct transfer_notice {
    const char *id;
    const char *resource; /* decrypted JSON */
    struct payout_fact fact;
};

/* FORBIDDEN when the signature does not hold, BAD_REQUEST when it is not what it should be. */
struct status channel_transfer_notice(struct call *call, const Api__RawRequest *raw,
                                      struct transfer_notice *ret_notice);

/* What wx.requestMerchantTransfer wants. No call to the outside. */
struct transfer_confirm {
    const char *merchant_id, *app_id, *package_info;
};
struct transfer_confirm channel_transfer_confirm(const struct call *call, const struct payout *payout);

#endif
