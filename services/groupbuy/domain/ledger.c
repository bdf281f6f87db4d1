#include "groupbuy/domain/ledger.h"

#include <stdio.h>
#include <string.h>

void ledger_add(struct ledger_posting *posting, const char *account, fen amount)
{
    size_t i = 0;

    if (amount == 0)
        return;
    while (i < posting->count && i < LEDGER_ENTRIES_MAX && strcmp(posting->entries[i].account, account) != 0)
        i++;
    if (i == LEDGER_ENTRIES_MAX) {
        posting->count = LEDGER_ENTRIES_MAX + 1;
        return;
    }
    if (i == posting->count) {
        snprintf(posting->entries[i].account, LEDGER_ACCOUNT_BYTES, "%s", account);
        posting->count++;
    }
    posting->entries[i].amount += amount;
}

struct ledger_posting ledger_payment(const struct ledger_worth *worth)
{
    struct ledger_posting posting = { .kind = "PAYMENT" };

    ledger_add(&posting, ACCOUNT_WECHAT, worth->paid);
    ledger_add(&posting, ACCOUNT_COUPONS, worth->coupon);
    ledger_add(&posting, ACCOUNT_POINTS, worth->points);
    ledger_add(&posting, ACCOUNT_DEPOSITS, -(worth->paid + worth->coupon + worth->points));
    return posting;
}

struct ledger_posting ledger_refund_promised(const struct ledger_worth *worth)
{
    struct ledger_posting posting = { .kind = "REFUND_PROMISED" };

    ledger_add(&posting, ACCOUNT_DEPOSITS, worth->paid + worth->coupon + worth->points);
    ledger_add(&posting, ACCOUNT_REFUNDS, -worth->paid);
    ledger_add(&posting, ACCOUNT_COUPONS, -worth->coupon);
    ledger_add(&posting, ACCOUNT_POINTS, -worth->points);
    return posting;
}

static struct ledger_posting refund_paid_from(const char *account, fen amount)
{
    struct ledger_posting posting = { .kind = "REFUND_PAID" };

    ledger_add(&posting, ACCOUNT_REFUNDS, amount);
    ledger_add(&posting, account, -amount);
    return posting;
}

struct ledger_posting ledger_refund_paid(fen amount)
{
    return refund_paid_from(ACCOUNT_WECHAT, amount);
}

struct ledger_posting ledger_refund_paid_by_hand(fen amount)
{
    return refund_paid_from(ACCOUNT_BY_HAND, amount);
}

static void add_sales(struct ledger_posting *posting, const struct ledger_sale *sales, size_t count, int sign)
{
    char account[LEDGER_ACCOUNT_BYTES];

    for (size_t i = 0; i < count; i++) {
        snprintf(account, sizeof account, ACCOUNT_REVENUE "%s", sales[i].seller);
        ledger_add(posting, ACCOUNT_DEPOSITS, sign * (sales[i].goods + sales[i].delivery));
        ledger_add(posting, account, -sign * sales[i].goods);
        ledger_add(posting, ACCOUNT_DELIVERY, -sign * sales[i].delivery);
    }
}

struct ledger_posting ledger_revenue(const struct ledger_sale *sales, size_t count)
{
    struct ledger_posting posting = { .kind = "REVENUE" };

    add_sales(&posting, sales, count, 1);
    return posting;
}

struct ledger_posting ledger_revenue_undone(const struct ledger_sale *sales, size_t count)
{
    struct ledger_posting posting = { .kind = "REVENUE_UNDONE" };

    add_sales(&posting, sales, count, -1);
    return posting;
}

struct ledger_posting ledger_wechat_fees(fen fees)
{
    struct ledger_posting posting = { .kind = "FEES" };

    ledger_add(&posting, ACCOUNT_WECHAT_FEES, fees);
    ledger_add(&posting, ACCOUNT_WECHAT, -fees);
    return posting;
}

static void add_share(struct ledger_posting *posting, bool partner, fen amount)
{
    ledger_add(posting, partner ? ACCOUNT_PARTNERS_COST : ACCOUNT_LEADERS_COST, amount);
    ledger_add(posting, partner ? ACCOUNT_PARTNER_SHARES : ACCOUNT_LEADER_SHARES, -amount);
}

struct ledger_posting ledger_share_accrued(bool partner, fen amount)
{
    struct ledger_posting posting = { .kind = "SHARE_ACCRUED" };

    add_share(&posting, partner, amount);
    return posting;
}

struct ledger_posting ledger_shares_reversed(fen leaders, fen partners)
{
    struct ledger_posting posting = { .kind = "SHARE_REVERSED" };

    add_share(&posting, false, -leaders);
    add_share(&posting, true, -partners);
    return posting;
}

static void add_payout(struct ledger_posting *posting, const struct ledger_payout *payout, int sign)
{
    ledger_add(posting, ACCOUNT_LEADER_SHARES, sign * payout->leaders);
    ledger_add(posting, ACCOUNT_PARTNER_SHARES, sign * payout->partners);
    ledger_add(posting, ACCOUNT_TAXES, -sign * payout->withheld);
    ledger_add(posting, ACCOUNT_PAYOUTS, -sign * (payout->leaders + payout->partners - payout->withheld));
}

struct ledger_posting ledger_payout_asked(const struct ledger_payout *payout)
{
    struct ledger_posting posting = { .kind = "PAYOUT_ASKED" };

    add_payout(&posting, payout, 1);
    return posting;
}

struct ledger_posting ledger_payout_paid(const struct ledger_payout *payout)
{
    struct ledger_posting posting = { .kind = "PAYOUT_PAID" };
    fen net = payout->leaders + payout->partners - payout->withheld;

    ledger_add(&posting, ACCOUNT_PAYOUTS, net);
    ledger_add(&posting, ACCOUNT_WECHAT, -net);
    return posting;
}

struct ledger_posting ledger_payout_back(const struct ledger_payout *payout)
{
    struct ledger_posting posting = { .kind = "PAYOUT_BACK" };

    add_payout(&posting, payout, -1);
    return posting;
}

struct ledger_posting ledger_share_returned(fen leaders, fen partners)
{
    struct ledger_posting posting = { .kind = "SHARE_RETURNED" };

    ledger_add(&posting, ACCOUNT_WECHAT, leaders + partners);
    ledger_add(&posting, ACCOUNT_LEADER_SHARES, -leaders);
    ledger_add(&posting, ACCOUNT_PARTNER_SHARES, -partners);
    return posting;
}
