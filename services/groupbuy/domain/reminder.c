#include "groupbuy/domain/reminder.h"

#include "base/clock.h"

int64_t reminder_of_start_us(int64_t starts_at_us)
{
    return starts_at_us - REMIND_OF_START_S * US_PER_S;
}

int64_t reminder_of_end_us(int64_t starts_at_us, int64_t ends_at_us)
{
    int64_t before_us = ends_at_us - REMIND_OF_END_S * US_PER_S;

    return before_us > starts_at_us ? before_us : starts_at_us;
}
