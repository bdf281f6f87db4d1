/* The life of a booking: what may follow what, what goes back when it is called off, when it may be moved to another
 * time. Pure.
 *
 *     BOOKED → CONFIRMED → IN_SERVICE → DONE | NO_SHOW | CANCELLED
 *
 * The numbers are those of linli.groupbuy.v1.BookingStatus; the database has the same table (booking_moves), and a test
 * compares. */
#ifndef GROUPBUY_DOMAIN_BOOKING_H
#define GROUPBUY_DOMAIN_BOOKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define BOOKING_STEPS_MAX   10
#define BOOKING_PHOTOS_MAX  9    /* a phase */
#define BOOKING_BEGIN_S     1800 /* work may begin so long before the slot does */
#define BOOKING_SLOT_S_MAX  (7 * 86400)
#define BOOKING_AHEAD_S_MAX (366 * 86400)

enum booking_status {
    BOOKING_NONE = 0,
    BOOKING_BOOKED = 1,
    BOOKING_CONFIRMED = 2,
    BOOKING_IN_SERVICE = 3,
    BOOKING_DONE = 4,
    BOOKING_NO_SHOW = 5,
    BOOKING_CANCELLED = 6,
};

struct booking_move {
    enum booking_status from;
    enum booking_status to;
};

extern const struct booking_move booking_moves[];
extern const size_t booking_moves_count;

bool booking_may_move(enum booking_status from, enum booking_status to);
/* It is still to come: it may be called off. */
bool booking_is_open(enum booking_status status);
const char *booking_status_name(enum booking_status status);
enum booking_status booking_status_of(const char *name);

/* So much of what was paid goes back when there are at least so many hours left. */
struct booking_step {
    int32_t hours_before;
    int32_t refund_percent;
};

/* Hours each once; whoever cancels earlier gets no less. FIELDS_INVALID */
struct status booking_check_steps(const struct booking_step *steps, size_t count);
/* What goes back of it now, in percent; 0 from the slot's beginning on. In any order. */
int32_t booking_refund_percent(const struct booking_step *steps, size_t count, int64_t starts_us, int64_t now_us);

/* A slot lies ahead, ends after it begins, and neither lasts nor waits too long. `field`: its name for the caller.
 * FIELDS_INVALID */
struct status booking_check_slot(const char *field, int64_t starts_us, int64_t ends_us, int64_t now_us);

#endif
