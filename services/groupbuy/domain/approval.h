/* What needs a second pair of eyes, and what has become of the question. Pure. */
#ifndef GROUPBUY_DOMAIN_APPROVAL_H
#define GROUPBUY_DOMAIN_APPROVAL_H

/* The numbers of linli.groupbuy.v1.ApprovalKind. A new kind is a line here, one in approval.c, one in the proto. */
enum approval_kind {
    APPROVAL_NONE = 0,
    APPROVAL_REFUND_ORDER = 1,      /* an operator's refund of an order, above a sum; subject: the order */
    APPROVAL_SKU_REFUND = 2,        /* a whole-SKU refund, above a sum; subject: the refund's list */
    APPROVAL_PUBLISH_CAMPAIGN = 3,  /* a campaign whose check is red; subject: the campaign */
    APPROVAL_PAYOUT = 4,            /* a payout, above a sum; subject: the payout */
    APPROVAL_WITHDRAW_CAMPAIGN = 5, /* everybody is refunded, above a sum; subject: the campaign */
    APPROVAL_PUBLISH_ROUND = 6,     /* a leader's round whose check is red; subject: the round */
};

/* The numbers of linli.groupbuy.v1.ApprovalState. */
enum approval_state {
    APPROVAL_STATE_NONE = 0,
    APPROVAL_PENDING = 1,
    APPROVAL_APPROVED = 2,
    APPROVAL_REJECTED = 3,
    APPROVAL_EXPIRED = 4,
    APPROVAL_USED = 5,
};

const char *approval_kind_name(enum approval_kind kind);
enum approval_kind approval_kind_of(const char *name);
const char *approval_state_name(enum approval_state state);
enum approval_state approval_state_of(const char *name);

#endif
