/* Enums that are kept as texts: every number has its own name, and nothing else has. */
#include <string.h>

#include "groupbuy/domain/after_sale.h"
#include "groupbuy/domain/approval.h"
#include "groupbuy/domain/bill.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/domain/card.h"
#include "groupbuy/domain/case.h"
#include "groupbuy/domain/complaint.h"
#include "groupbuy/domain/invoice.h"
#include "groupbuy/domain/payout.h"
#include "groupbuy/domain/round.h"
#include "groupbuy/domain/settlement.h"
#include "groupbuy/domain/shipping.h"
#include "groupbuy/domain/sku_refund.h"
#include "simulation/properties/properties.h"

/* name: what the functions begin with; from … last have names of their own. */
#define NAMES(X)                                                                                                       \
    X(after_sale_status, 1, AFTER_SALE_WITHDRAWN)                                                                      \
    X(after_sale_kind, 1, AFTER_SALE_SEND_AGAIN)                                                                       \
    X(after_sale_cause, 1, AFTER_SALE_OTHER)                                                                           \
    X(approval_kind, 1, APPROVAL_PUBLISH_ROUND)                                                                        \
    X(approval_state, 1, APPROVAL_USED)                                                                                \
    X(booking_status, 1, BOOKING_CANCELLED)                                                                            \
    X(buyers, BUYERS_ANY, BUYERS_NEW)                                                                                  \
    X(card_status, 1, CARD_OFF)                                                                                        \
    X(case_reason, 1, CASE_BILL_ACCOUNT)                                                                               \
    X(complaint_state, 1, COMPLAINT_TOLD)                                                                              \
    X(complaint_step_kind, 1, COMPLAINT_REJECT_REFUND)                                                                 \
    X(complaint_step_state, 1, COMPLAINT_STEP_REFUSED)                                                                 \
    X(invoice_state, 1, INVOICE_REVERSED)                                                                              \
    X(invoice_kind, 1, INVOICE_FOR_COMPANY)                                                                            \
    X(order_status, 1, ORDER_COMPLETED)                                                                                \
    X(cancel_reason, 1, CANCEL_ALL_SHORT)                                                                              \
    X(campaign_kind, 1, KIND_CARD)                                                                                     \
    X(pool, 1, POOL_NONE)                                                                                              \
    X(late_payment, 1, LATE_OPEN_TEAM)                                                                                 \
    X(delivery, 1, DELIVERY_EXPRESS)                                                                                   \
    X(payout_state, 1, PAYOUT_DECLINED)                                                                                \
    X(payout_way, 1, PAYOUT_BY_SHARING)                                                                                \
    X(no_return, 1, NO_RETURN_AGREED)                                                                                  \
    X(bearer, 1, BEARER_PLATFORM)                                                                                      \
    X(refund_state, 1, REFUND_ABNORMAL)                                                                                \
    X(refund_reason, 1, REFUND_FOR_CARD_ENDED)                                                                         \
    X(round_status, 1, ROUND_CANCELLED)                                                                                \
    X(share_role, 1, SHARE_HALL)                                                                                       \
    X(shipping_kind, 1, SHIPPING_PICK_UP)                                                                              \
    X(shipping_state, 1, SHIPPING_REFUSED)                                                                             \
    X(sku_refund_state, 1, SKU_REFUND_CANCELLED)                                                                       \
    X(sku_refund_line_state, 1, SKU_REFUND_LINE_SKIPPED)                                                               \
    X(team_status, 1, TEAM_FAILED)                                                                                     \
    X(member_state, 1, MEMBER_LEFT)

#define THERE_AND_BACK(what, from, last)                                                                               \
    for (int i = (int)(from); i <= (int)(last); i++) {                                                                 \
        const char *name = what##_name(i);                                                                             \
        HOLDS(world, *name && (int)what##_of(name) == i);                                                              \
    }

#define OF_NOTHING(what, from, last)                                                                                   \
    HOLDS(world, (int)what##_of(unknown) == 0);                                                                        \
    HOLDS(world, strcmp(what##_name((int)(last) + beyond), what##_name(0)) == 0);

void names_go_there_and_back(struct world *world)
{
    NAMES(THERE_AND_BACK)
}

/* What nobody has named is the 0 of each. */
void names_of_nothing(struct world *world)
{
    static const char *const types[] = { "交易",     "退款",     "扣除交易手续费", "分账",
                                         "分账回退", "商家转账", "商家转账退回" };
    const char *unknown = ANY_OF(world, "no such thing", "NONE ", "paid", "?");
    int beyond = 1 + any_below(world, 1000), type = any_below(world, 7);

    NAMES(OF_NOTHING)
    HOLDS(world, (int)bill_kind_of(types[type]) == type + 1);
    HOLDS(world, *bill_kind_name(bill_kind_of(types[type])));
    HOLDS(world, bill_kind_of(unknown) == BILL_OTHER);
    HOLDS(world, *settlement_way_name(SETTLED_NONE) == 0 && *settlement_way_name(SETTLED_IN_LEDGER));
    for (int reason = 1; reason <= REFUND_FOR_CARD_ENDED; reason++)
        HOLDS(world, *refund_reason_text(reason) && strlen(refund_reason_text(reason)) <= 80);
    for (int kind = POSTING_EARNED; kind <= POSTING_EXCHANGED; kind++)
        HOLDS(world, *posting_kind_name(kind));
    for (int account = 0; account < POINTS_ACCOUNTS; account++)
        HOLDS(world, *points_account_name(account));
}
