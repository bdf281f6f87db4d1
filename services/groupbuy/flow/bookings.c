#include "groupbuy/flow/bookings.h"

#include <string.h>

#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/refunding.h"

#define HOUR_US (3600 * US_PER_S)

/* ---- who ---- */

static bool operates(const struct call *call, const struct booking_terms *terms)
{
    return call_has_role(call, "operator", *terms->community_id ? terms->community_id : NULL);
}

struct status booking_provides(struct call *call, const struct booking_terms *terms)
{
    if (operates(call, terms))
        return OK;
    if (!*terms->community_id)
        return fail(FORBIDDEN, "service %s is run by operators", terms->product_id);
    return leading(call, terms->community_id, false);
}

static bool is_caller(const struct call *call, const char *user_id)
{
    return *user_id && strcmp(user_id, call->caller->user_id) == 0;
}

const char *booking_opener(const struct call *call, const struct booking_terms *terms)
{
    return operates(call, terms) ? "" : call->caller->user_id;
}

struct status booking_provides_slot(struct call *call, const struct booking_terms *terms,
                                    const struct booking_slot *slot)
{
    TRY(booking_provides(call, terms));
    return operates(call, terms) || is_caller(call, slot->opened_by)
               ? OK
               : fail(FORBIDDEN, "slot %s was opened by another leader", slot->id);
}

/* Who runs the service, by its newest terms, runs the bookings of the slots that are his: of the same service another
 * leader's buyers are hers. */
static struct status provides_it(struct call *call, const struct booking *booking)
{
    struct booking_terms terms;
    struct status provides;

    TRY(booking_terms_get(call->tx, booking->product_id, 0, &terms));
    provides = booking_provides_slot(call, &terms, &booking->slot);
    return failed_with(provides, FORBIDDEN) ? fail(NOT_HERE, "booking %s", booking->id) : provides;
}

struct status booking_look(struct call *call, const char *id, int sides, struct booking *ret_booking)
{
    TRY(booking_get(call->tx, id, ret_booking));
    if ((sides & BOOKING_BUYER) && is_caller(call, ret_booking->user_id))
        return OK;
    if ((sides & BOOKING_STAFF) && is_caller(call, ret_booking->slot.staff_id))
        return OK;
    return sides & BOOKING_PROVIDER ? provides_it(call, ret_booking) : fail(NOT_HERE, "booking %s", id);
}

struct status booking_reach(struct call *call, const char *id, int sides, struct order *ret_order,
                            struct booking *ret_booking)
{
    TRY(booking_look(call, id, sides, ret_booking));
    TRY(order_lock(call->tx, ret_booking->order_id, NULL, ret_order));
    return booking_lock(call->tx, id, ret_booking);
}

/* ---- places ---- */

struct status booking_take_places(struct call *call, const char *slot_id, int32_t places)
{
    struct booking_slot slot;
    bool taken;

    TRY(slot_take(call->tx, slot_id, places, &taken));
    if (taken)
        return OK;
    TRY(slot_get(call->tx, slot_id, &slot));
    if (slot.closed || slot.starts_us <= call->now_us)
        return fail(SLOT_CLOSED, "slot %s is closed or has begun", slot_id);
    return fail(SLOT_FULL, "slot %s has %d places left", slot_id, slot.capacity - slot.taken);
}

struct status booking_remind_later(struct call *call, const struct booking *booking, const struct booking_terms *terms)
{
    int64_t at = booking->slot.starts_us - terms->remind_hours * HOUR_US;

    if (terms->remind_hours == 0 || at <= call->now_us)
        return OK;
    return job_add(call->tx, JOB_REMIND_BOOKING, arena_printf(call->arena, "%s:%s", booking->id, booking->slot_id), at,
                   NULL, 0);
}

/* ---- moves ---- */

static struct status tell(struct call *call, const struct booking *booking, const char *why, bool by_buyer,
                          bool rescheduled)
{
    Gb__BookingMoved event = GB__BOOKING_MOVED__INIT;

    event.booking_id = booking->id;
    event.order_id = booking->order_id;
    event.user_id = booking->user_id;
    event.staff_id = booking->slot.staff_id;
    event.product_id = booking->product_id;
    event.product_title = booking->product_title;
    event.status = (Gb__BookingStatus)booking->status;
    event.starts_at_us = booking->slot.starts_us;
    event.ends_at_us = booking->slot.ends_us;
    event.quantity = booking->quantity;
    event.rescheduled = rescheduled;
    event.by_buyer = by_buyer;
    event.why = why;
    event.paid = booking->paid_us != 0;
    hint_user(call, booking->user_id, "booking", booking->id);
    return emit(call, booking->id, &event.base);
}

struct status booking_tell_placed(struct call *call, const struct booking *booking)
{
    return tell(call, booking, "booked", true, false);
}

struct status booking_tell_rescheduled(struct call *call, const struct booking *booking)
{
    return tell(call, booking, "rescheduled", true, true);
}

struct status booking_move(struct call *call, struct booking *booking, enum booking_status to, const char *actor,
                           const char *why)
{
    TRY(booking_advance(call->tx, booking, to, actor, why));
    if (to == BOOKING_CANCELLED)
        TRY(slot_give_back(call->tx, booking->slot_id, booking->quantity));
    return tell(call, booking, why, strcmp(actor, booking->user_id) == 0, false);
}

/* Without units: they are the fee that stays. Points and coupon that stood in for money go back in the same part. */
static struct status refund_part_of(struct call *call, struct order *order, int32_t percent, const char *actor)
{
    const struct refund_ask ask = {
        .reason = REFUND_FOR_BOOKING_OFF, .actor = actor, .key = "booking", .part = percent, .whole = 100
    };

    return percent > 0 ? refund_start(call, order, &ask, NULL) : OK;
}

struct status booking_call_off(struct call *call, struct order *order, struct booking *booking, int32_t percent,
                               const char *actor)
{
    bool by_buyer = strcmp(actor, booking->user_id) == 0;

    TRY(booking_move(call, booking, BOOKING_CANCELLED, actor, "called off"));
    if (percent == 100 && order->status == ORDER_READY)
        return order_cancel(call, order, NULL, by_buyer ? CANCEL_BY_BUYER : CANCEL_BY_OPERATOR, actor);
    TRY(refund_part_of(call, order, percent, actor));
    return order_end(call, order, actor, "booking called off");
}

struct status booking_follow_order(struct call *call, const char *order_id, const char *actor, const char *why)
{
    struct booking booking;
    bool found;

    TRY(booking_lock_of_order(call->tx, order_id, &booking, &found));
    if (!found || !booking_is_open(booking.status))
        return OK;
    return booking_move(call, &booking, BOOKING_CANCELLED, actor, why);
}

int32_t booking_percent_now(const struct call *call, const struct booking *booking, const struct booking_terms *terms)
{
    int32_t percent = booking_refund_percent(terms->steps, terms->steps_count, booking->slot.starts_us, call->now_us);

    return percent < booking->refund_percent_max ? percent : booking->refund_percent_max;
}
