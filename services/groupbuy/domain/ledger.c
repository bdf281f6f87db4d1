#include "groupbuy/domain/ledger.h"

static void post(struct ledger_posting *posting, const char *account, fen amount)
{
    if (amount)
        posting->entries[posting->count++] = (struct ledger_entry){ account, amount };
}

struct ledger_posting ledger_payment(fen paid, fen coupon)
{
    struct ledger_posting posting = { .kind = "PAYMENT" };

    post(&posting, ACCOUNT_WECHAT, paid);
    post(&posting, ACCOUNT_COUPONS, coupon);
    post(&posting, ACCOUNT_DEPOSITS, -(paid + coupon));
    return posting;
}

struct ledger_posting ledger_refund_promised(fen amount, fen coupon)
{
    struct ledger_posting posting = { .kind = "REFUND_PROMISED" };

    post(&posting, ACCOUNT_DEPOSITS, amount + coupon);
    post(&posting, ACCOUNT_REFUNDS, -amount);
    post(&posting, ACCOUNT_COUPONS, -coupon);
    return posting;
}

struct ledger_posting ledger_refund_paid(fen amount)
{
    struct ledger_posting posting = { .kind = "REFUND_PAID" };

    post(&posting, ACCOUNT_REFUNDS, amount);
    post(&posting, ACCOUNT_WECHAT, -amount);
    return posting;
}
