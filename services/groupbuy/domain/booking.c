#include "groupbuy/domain/booking.h"

#include "base/clock.h"
#include "groupbuy/domain/names.h"

#define HOUR_US (3600 * US_PER_S)

const struct booking_move booking_moves[] = {
    { BOOKING_BOOKED, BOOKING_CONFIRMED },     { BOOKING_BOOKED, BOOKING_CANCELLED },
    { BOOKING_CONFIRMED, BOOKING_IN_SERVICE }, { BOOKING_CONFIRMED, BOOKING_NO_SHOW },
    { BOOKING_CONFIRMED, BOOKING_CANCELLED },  { BOOKING_IN_SERVICE, BOOKING_DONE },
};
const size_t booking_moves_count = sizeof booking_moves / sizeof booking_moves[0];

static const char *const statuses[] = { "NONE", "BOOKED", "CONFIRMED", "IN_SERVICE", "DONE", "NO_SHOW", "CANCELLED" };

bool booking_may_move(enum booking_status from, enum booking_status to)
{
    for (size_t i = 0; i < booking_moves_count; i++)
        if (booking_moves[i].from == from && booking_moves[i].to == to)
            return true;
    return false;
}

bool booking_is_open(enum booking_status status)
{
    return status == BOOKING_BOOKED || status == BOOKING_CONFIRMED;
}

const char *booking_status_name(enum booking_status status)
{
    return NAME_OF(statuses, status);
}

enum booking_status booking_status_of(const char *name)
{
    return (enum booking_status)NUMBER_OF(statuses, name);
}

struct status booking_check_steps(const struct booking_step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) {
            int64_t earlier = (int64_t)steps[i].hours_before - steps[k].hours_before;
            int64_t more = (int64_t)steps[i].refund_percent - steps[k].refund_percent;

            if (earlier == 0)
                return fail_field("cancellation", "%d hours stand there twice", steps[i].hours_before);
            if ((earlier > 0 && more < 0) || (earlier < 0 && more > 0))
                return fail_field("cancellation", "who cancels earlier must get no less");
        }
    return OK;
}

int32_t booking_refund_percent(const struct booking_step *steps, size_t count, int64_t starts_us, int64_t now_us)
{
    int32_t percent = 0;

    if (now_us >= starts_us)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (starts_us - now_us >= steps[i].hours_before * HOUR_US && steps[i].refund_percent > percent)
            percent = steps[i].refund_percent;
    return percent;
}

struct status booking_check_slot(const char *field, int64_t starts_us, int64_t ends_us, int64_t now_us)
{
    if (starts_us <= now_us || starts_us - now_us > BOOKING_AHEAD_S_MAX * US_PER_S)
        return fail_field(field, "must begin within a year from now");
    if (ends_us <= starts_us || ends_us - starts_us > BOOKING_SLOT_S_MAX * US_PER_S)
        return fail_field(field, "must end after it begins, within a week");
    return OK;
}
