/* Bookings on their way: who may touch one, its places, its moves with what follows, what goes back of its order.
 *
 * Everything in the caller's transaction. Locks: the order, the booking, its slot. */
#ifndef GROUPBUY_FLOW_BOOKINGS_H
#define GROUPBUY_FLOW_BOOKINGS_H

#include "groupbuy/bookings.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/booking_store.h"
#include "groupbuy/store/order_store.h"

/* What the caller is to a booking. */
enum booking_side { BOOKING_BUYER = 1, BOOKING_STAFF = 2, BOOKING_PROVIDER = 4 };

/* The caller runs the service: an operator of its place, or a leader there. FORBIDDEN, LEADER_DISABLED. */
struct status booking_provides(struct call *call, const struct booking_terms *terms);
/* … and that slot of it: a leader has opened it herself. FORBIDDEN, LEADER_DISABLED. */
struct status booking_provides_slot(struct call *call, const struct booking_terms *terms,
                                    const struct booking_slot *slot);
/* Whose slots of the service the caller runs; "": all. He provides it. */
const char *booking_opener(const struct call *call, const struct booking_terms *terms);
/* The booking for a caller who is one of `sides`. NOT_HERE to everybody else. */
struct status booking_look(struct call *call, const char *id, int sides, struct booking *ret_booking);
/* The same with its order and itself held. */
struct status booking_reach(struct call *call, const char *id, int sides, struct order *ret_order,
                            struct booking *ret_booking);

/* Places of the slot become the booking's: SLOT_CLOSED, SLOT_FULL. */
struct status booking_take_places(struct call *call, const char *slot_id, int32_t places);
/* The buyer will be reminded as its terms say, of the slot it has now. */
struct status booking_remind_later(struct call *call, const struct booking *booking, const struct booking_terms *terms);

/* The next step: logged, everybody told; a cancelled one gives its places back. */
struct status booking_move(struct call *call, struct booking *booking, enum booking_status to, const char *actor,
                           const char *why);
/* It is there, or has got another slot: everybody is told. */
struct status booking_tell_placed(struct call *call, const struct booking *booking);
struct status booking_tell_rescheduled(struct call *call, const struct booking *booking);
/* It is called off, `percent` of what is left of its paid order goes back; the order ends with the rest, if any. */
struct status booking_call_off(struct call *call, struct order *order, struct booking *booking, int32_t percent,
                               const char *actor);
/* Its order is off, or all of it goes back: a booking that is still to come is over. Orders without one are let be. */
struct status booking_follow_order(struct call *call, const char *order_id, const char *actor, const char *why);

/* What goes back now, percent. */
int32_t booking_percent_now(const struct call *call, const struct booking *booking, const struct booking_terms *terms);

void booking_terms_view(struct call *call, const struct booking_terms *terms, Gb__BookingTerms *out);
void booking_slot_view(struct call *call, const struct booking_slot *slot, Gb__BookingSlot *out);
/* The moments of the scale that are still to come for what was or is to be paid, never above `percent_max`. */
void booking_offers_view(struct call *call, const struct booking_terms *terms, int64_t starts_us, fen goods,
                         int32_t percent_max, size_t *ret_n, Gb__CancellationOffer ***ret_offers);
/* In call->tx. */
struct status booking_show(struct call *call, const struct booking *booking, Gb__Booking *out);
struct status bookings_show(struct call *call, const struct booking *bookings, size_t count, Gb__Booking **outs);

#endif
