/* Tables of what may follow what. */
#include <string.h>

#include "groupbuy/domain/after_sale.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/domain/card.h"
#include "groupbuy/domain/complaint.h"
#include "groupbuy/domain/payout.h"
#include "groupbuy/domain/round.h"
#include "simulation/properties/properties.h"

#define STATES_MAX 16

#define OF(what)                                                                                                       \
    static bool what##_goes(int from, int to)                                                                          \
    {                                                                                                                  \
        return what##_may_move(from, to);                                                                              \
    }
OF(order)
OF(after_sale)
OF(round)
OF(booking)
OF(card)
OF(refund)
OF(payout)

static const struct table {
    bool (*may_move)(int from, int to);
    int first, last;
    unsigned ends; /* a bit each */
} tables[] = {
    { order_goes, ORDER_NONE, ORDER_COMPLETED, 1u << ORDER_REFUNDED },
    { after_sale_goes, AFTER_SALE_REQUESTED, AFTER_SALE_WITHDRAWN, 1u << AFTER_SALE_DONE | 1u << AFTER_SALE_WITHDRAWN },
    { round_goes, ROUND_DRAFT, ROUND_CANCELLED, 1u << ROUND_DONE | 1u << ROUND_CANCELLED },
    { booking_goes, BOOKING_BOOKED, BOOKING_CANCELLED,
      1u << BOOKING_DONE | 1u << BOOKING_NO_SHOW | 1u << BOOKING_CANCELLED },
    { card_goes, CARD_UNPAID, CARD_OFF, 1u << CARD_REFUNDED | 1u << CARD_EXPIRED | 1u << CARD_OFF },
    { refund_goes, REFUND_REQUESTED, REFUND_ABNORMAL, 1u << REFUND_SUCCESS },
    { payout_goes, PAYOUT_WAITING_APPROVAL, PAYOUT_DECLINED,
      1u << PAYOUT_PAID | 1u << PAYOUT_FAILED | 1u << PAYOUT_DECLINED },
};

static unsigned reached_from(const struct table *table, int first)
{
    unsigned reached = 1u << first;

    for (int lap = 0; lap <= table->last; lap++)
        for (int from = 0; from <= table->last; from++)
            for (int to = 0; to <= table->last; to++)
                if (reached & 1u << from && table->may_move(from, to))
                    reached |= 1u << to;
    return reached;
}

/* From the first every other one is reached, from each an end is; what is an end leads nowhere, nothing to itself. */
void every_state_is_reached(struct world *world)
{
    const struct table *table = &tables[any_below(world, (int)(sizeof tables / sizeof *tables))];
    unsigned all = 0;

    for (int state = table->first; state <= table->last; state++) {
        unsigned reached = reached_from(table, state);

        all |= 1u << state;
        HOLDS(world, !table->may_move(state, state));
        HOLDS(world, reached & table->ends);
        HOLDS(world, !(table->ends & 1u << state) || reached == 1u << state);
    }
    HOLDS(world, (reached_from(table, table->first) & all) == all);
    HOLDS(world, !table->may_move(table->last + 1, table->first));
    HOLDS(world, booking_is_open(BOOKING_BOOKED) && !booking_is_open(BOOKING_DONE));
    HOLDS(world, payout_is_settled(PAYOUT_PAID) && payout_is_settled(PAYOUT_FAILED) && !payout_is_settled(PAYOUT_SENT));
}

/* Silence never decides against the buyer, and every step has its time. */
void after_sales_go_on(struct world *world)
{
    static const struct after_sale_times times = { 1, 2, 3, 4 };
    const char *leader = ANY_OF(world, "", "ann", "bob"), *asked_by = ANY_OF(world, "ann", "bob");
    int64_t now_us = any_between(world, 1, 1000000);

    for (enum after_sale_status status = AFTER_SALE_REQUESTED; status <= AFTER_SALE_WITHDRAWN; status++)
        for (enum after_sale_kind kind = AFTER_SALE_REFUND; kind <= AFTER_SALE_SEND_AGAIN; kind++) {
            enum after_sale_status late = after_sale_when_late(status, kind);
            int64_t deadline_us = after_sale_deadline_us(&times, status, now_us);

            HOLDS(world, late == AFTER_SALE_NONE || (after_sale_may_move(status, late) && late != AFTER_SALE_DECLINED));
            HOLDS(world, deadline_us == 0 || (deadline_us > now_us && after_sale_is_open(status)));
            HOLDS(world, late == AFTER_SALE_NONE || deadline_us > 0);
            HOLDS(world, (late == AFTER_SALE_ESCALATED) ==
                             (status == AFTER_SALE_WITH_LEADER || status == AFTER_SALE_AWAITING_RETURN));
            HOLDS(world,
                  (late == AFTER_SALE_REFUNDING) == (status == AFTER_SALE_RETURNED && kind == AFTER_SALE_RETURN));
        }
    for (enum after_sale_kind kind = AFTER_SALE_NO_KIND; kind <= AFTER_SALE_SEND_AGAIN; kind++) {
        enum after_sale_status to = after_sale_approved_to(kind, false), back = after_sale_approved_to(kind, true);

        HOLDS(world, to == AFTER_SALE_APPROVED || after_sale_may_move(AFTER_SALE_APPROVED, to));
        HOLDS(world, back != AFTER_SALE_AWAITING_RETURN);
        HOLDS(world, !after_sale_fits(kind, ORDER_PENDING_PAYMENT) && !after_sale_fits(kind, ORDER_CANCELLED));
        HOLDS(world, kind == AFTER_SALE_NO_KIND || after_sale_fits(kind, ORDER_FULFILLED));
    }
    HOLDS(world, after_sale_first(leader, "ann", asked_by) ==
                     (strcmp(leader, "bob") == 0 && strcmp(asked_by, "bob") != 0 ? AFTER_SALE_WITH_LEADER
                                                                                 : AFTER_SALE_ESCALATED));
}

void refunds_follow_wechat(struct world *world)
{
    HOLDS(world, refund_state_of_wechat("CLOSED") == REFUND_ABNORMAL && refund_state_of_wechat("?") == REFUND_NONE);
    HOLDS(world, refund_is_settled(REFUND_ABNORMAL) && !refund_is_settled(REFUND_WAITING_FUNDS));
    HOLDS(world, complaint_entry_is(COMPLAINT_REPLY, "MERCHANT_RESPONSE"));
    HOLDS(world, complaint_entry_is(COMPLAINT_COMPLETE, "MERCHANT_CONFIRM_COMPLETE"));
    HOLDS(world, complaint_entry_is(COMPLAINT_APPROVE_REFUND, "MERCHANT_APPROVE_REFUND"));
    HOLDS(world, complaint_entry_is(COMPLAINT_REJECT_REFUND,
                                    ANY_OF(world, "MERCHANT_REFUSE_RERUND", "MERCHANT_REJECT_REFUND")));
    HOLDS(world, !complaint_entry_is(COMPLAINT_STEP_NONE, "MERCHANT_RESPONSE"));
}
