/* Payment cases: money that does not go its way and waits for somebody. Pure. */
#ifndef GROUPBUY_DOMAIN_CASE_H
#define GROUPBUY_DOMAIN_CASE_H

/* The numbers of linli.groupbuy.v1.PaymentCaseReason. */
enum case_reason {
    CASE_NONE = 0,
    CASE_REFUND_ABNORMAL = 1,   /* WeChat cannot pay it out */
    CASE_REFUND_MISMATCH = 2,   /* order, amount or merchant of a refund are not those we asked for */
    CASE_REFUND_UNKNOWN = 3,    /* a refund that is not ours */
    CASE_PAYMENT_MISMATCH = 4,  /* app, merchant, amount or number of a payment are not those we asked for */
    CASE_PAYMENT_UNKNOWN = 5,   /* a payment that is not ours */
    CASE_BILL_MISSING = 6,      /* ours, and not in the bill of its day */
    CASE_BILL_UNKNOWN = 7,      /* in the bill, and not ours */
    CASE_BILL_AMOUNT = 8,       /* in the bill with another amount */
    CASE_BILL_STATE = 9,        /* in the bill in another state, or under another number of WeChat's */
    CASE_BILL_DOUBLED = 10,     /* in the bill more than once */
    CASE_LEDGER_DIFFERS = 11,   /* the ledger says something else than payments and refunds do */
    CASE_PAYOUT_MISMATCH = 12,  /* person or amount of a transfer are not those we asked for */
    CASE_PAYOUT_UNKNOWN = 13,   /* a transfer that is not ours */
    CASE_SHIPPING_REFUSED = 14, /* WeChat will not hear how, or how late, goods go out: it keeps their money */
    CASE_BILL_ACCOUNT = 15,     /* in the bill of one merchant account, and another's */
};

#define CASE_REASONS 16 /* CASE_NONE counted */

/* "REFUND_ABNORMAL" …, "" for CASE_NONE. */
const char *case_reason_name(enum case_reason reason);
enum case_reason case_reason_of(const char *name);

#endif
