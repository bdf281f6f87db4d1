/* Calendars, deadlines, and what fades. */
#include <stdio.h>
#include <string.h>

#include "auth/domain/keyring.h"
#include "auth/domain/refresh.h"
#include "base/clock.h"
#include "coupons/domain/calendar.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/domain/certificate.h"
#include "groupbuy/domain/day.h"
#include "groupbuy/domain/invoice.h"
#include "groupbuy/domain/reminder.h"
#include "groupbuy/domain/schedule.h"
#include "groupbuy/domain/source.h"
#include "simulation/properties/properties.h"

#define A_DAY_US (86400 * US_PER_S)

static int64_t some_time(struct world *world)
{
    return any_between(world, INT64_C(946684800), INT64_C(4102444800)) * US_PER_S;
}

/* Months follow each other without a gap, and a moment lies in the month that has it. */
void days_and_months(struct world *world)
{
    int64_t now_us = some_time(world), today = day_of(now_us), first, after, next_first, next_after;
    int month = month_of(now_us), day = 1 + any_below(world, 28), hour = any_below(world, 24);
    int latest = month_latest(now_us, day, hour);

    month_days("", today, &first, &after);
    HOLDS(world, first <= today && today < after && after - first >= 28 && after - first <= 31);
    month_days(month_text(&world->arena, month + 1), today, &next_first, &next_after);
    HOLDS(world, next_first == after);
    HOLDS(world, month_moment_us(latest, day, hour) <= now_us && now_us < month_moment_us(latest + 1, day, hour));
    HOLDS(world, month_of(month_moment_us(month, day, hour)) == month);
    HOLDS(world, day_of(month_moment_us(month, 1, hour)) == first);
    HOLDS(world, strncmp(day_text(&world->arena, today), month_text(&world->arena, month), 7) == 0);
    HOLDS(world, day_valid(day_text(&world->arena, today)));
}

/* What is a day for one is a day for the other, and the calendar has all of them. */
void days_as_texts(struct world *world)
{
    const char *text = arena_printf(&world->arena, "%04d-%02d-%02d", (int)any_between(world, 2000, 2199),
                                    any_below(world, 14), any_below(world, 34));
    int64_t first, after;
    bool is_in = false;

    HOLDS(world, day_valid(text) == day_exists(text));
    if (text[5] <= '1' && strncmp(text + 5, "00", 2) > 0 && strncmp(text + 5, "13", 2) < 0) {
        month_days(text, 0, &first, &after);
        for (int64_t day = first; day < after; day++)
            is_in = is_in || strcmp(day_text(&world->arena, day), text) == 0;
        HOLDS(world, is_in == day_valid(text));
    }
    HOLDS(world, !day_valid(ANY_OF(world, "", "2026", "2026-1-1 ", "1999-12-31", "2026/11/22", "2026-11-2x")));
}

/* Somebody signs as soon as there is a key, and nobody's token is forgotten while it is good. */
void keys_come_and_go(struct world *world)
{
    struct key_times keys[KEYS_MAX];
    size_t count = 0, signer, retired;
    int64_t now_us = some_time(world), from_us;

    HOLDS(world, keyring_signer(keys, 0, now_us) == 0);
    for (int i = 0; i < 40; i++) {
        now_us += any_between(world, 0, 5 * A_DAY_US);
        if (keyring_due(keys, count, now_us, &from_us)) {
            HOLDS(world, count < KEYS_MAX && from_us == now_us + (count ? KEY_ANNOUNCE_US : 0));
            keys[count++].signs_from_us = from_us;
        }
        signer = keyring_signer(keys, count, now_us);
        retired = keyring_retired(keys, count, now_us);
        HOLDS(world, signer < count && keys[signer].signs_from_us <= now_us);
        HOLDS(world, retired <= signer);
        HOLDS(world, retired == 0 || keys[retired].signs_from_us + KEY_RETIRE_US <= now_us);
        if (retired && perhaps(world, 70)) {
            memmove(keys, keys + retired, (count - retired) * sizeof *keys);
            count -= retired;
        }
    }
    for (count = 0; count < KEYS_MAX; count++)
        keys[count].signs_from_us = now_us - (int64_t)(KEYS_MAX - count) * A_DAY_US;
    HOLDS(world, !keyring_due(keys, count, now_us + 60 * A_DAY_US, &from_us));
}

/* A spent token is repeated for a moment, and then somebody has a copy of it. */
void refresh_tokens(struct world *world)
{
    int64_t now_us = some_time(world);
    struct refresh_state state = { .expires_us = now_us + REFRESH_LIFE_US };

    HOLDS(world, refresh_judge(&state, now_us) == REFRESH_ROTATE);
    HOLDS(world, refresh_judge(&state, state.expires_us) == REFRESH_ENDED);
    state.spent_us = now_us;
    HOLDS(world, refresh_judge(&state, now_us + any_between(world, 0, REFRESH_GRACE_US)) == REFRESH_REPEAT);
    HOLDS(world, refresh_judge(&state, now_us + REFRESH_GRACE_US + any_between(world, 1, A_DAY_US)) == REFRESH_REUSED);
    state.session_ended = true;
    HOLDS(world, refresh_judge(&state, now_us) == REFRESH_ENDED);
}

void looks_and_reminders(struct world *world)
{
    int64_t began_us = some_time(world), pay_by_us = began_us + any_between(world, 0, 7200) * US_PER_S,
            last_us = began_us;
    int64_t starts_us = some_time(world), ends_us = starts_us + any_between(world, 1, 7200) * US_PER_S;
    int64_t until_us = began_us + any_between(world, -5, 40) * A_DAY_US;
    int32_t stage = certificate_stage_days(until_us, began_us);

    for (int look = 0; payment_look_us(began_us, look, pay_by_us); look++) {
        HOLDS(world, payment_look_us(began_us, look, pay_by_us) > last_us &&
                         payment_look_us(began_us, look, pay_by_us) < pay_by_us);
        last_us = payment_look_us(began_us, look, pay_by_us);
    }
    HOLDS(world, payment_look_us(began_us, -1, pay_by_us) == 0 && payment_look_us(began_us, 99, INT64_MAX) == 0);
    HOLDS(world, reminder_of_start_us(starts_us) < starts_us);
    HOLDS(world,
          reminder_of_end_us(starts_us, ends_us) >= starts_us && reminder_of_end_us(starts_us, ends_us) < ends_us);
    HOLDS(world, stage == 0 ? until_us > began_us + 30 * A_DAY_US : until_us <= began_us + stage * A_DAY_US);
}

void sources_fade(struct world *world)
{
    int64_t now_us = some_time(world);
    struct source source = { .link_key = ANY_OF(world, "", "last"),
                             .broadcast_id = ANY_OF(world, "", "cast"),
                             .touched_us = now_us + any_between(world, -2 * TOUCH_LIFE_S, 2 * TOUCH_SKEW_S) * US_PER_S,
                             .first_link_key = ANY_OF(world, "", "first"),
                             .first_broadcast_id = "",
                             .first_touched_us =
                                 now_us + any_between(world, -2 * TOUCH_LIFE_S, 2 * TOUCH_SKEW_S) * US_PER_S };
    struct source again;
    bool any;

    source_keep(&source, now_us);
    again = source;
    source_keep(&again, now_us);
    any = *source.link_key || *source.broadcast_id;
    HOLDS(world, memcmp(&again, &source, sizeof source) == 0);
    HOLDS(world, any == (source.touched_us > 0));
    HOLDS(world, source.touched_us == 0 || source.first_touched_us <= source.touched_us);
    HOLDS(world, source.touched_us == 0 || now_us - source.touched_us < TOUCH_LIFE_S * US_PER_S);
}

/* Whoever cancels earlier gets no less. */
void bookings_have_times(struct world *world)
{
    struct booking_step steps[3];
    int32_t best = 0;
    int64_t now_us = some_time(world), starts_us = now_us + any_between(world, -100, 9000) * 3600 * US_PER_S;
    int64_t ends_us = starts_us + any_between(world, -1, 200) * 3600 * US_PER_S,
            earlier_us = now_us - any_between(world, 0, 50) * 3600 * US_PER_S;
    bool fits = starts_us > now_us && starts_us - now_us <= BOOKING_AHEAD_S_MAX * US_PER_S && ends_us > starts_us &&
                ends_us - starts_us <= BOOKING_SLOT_S_MAX * US_PER_S;

    HOLDS(world, ok(booking_check_slot("slot", starts_us, ends_us, now_us)) == fits);
    for (int i = 0; i < 3; i++)
        steps[i] = (struct booking_step){ any_below(world, 30), any_below(world, 101) };
    if (!ok(booking_check_steps(steps, 3)))
        return;
    HOLDS(world, booking_refund_percent(steps, 3, starts_us, earlier_us) >=
                     booking_refund_percent(steps, 3, starts_us, now_us));
    for (int i = 0; i < 3; i++)
        if (starts_us - now_us >= steps[i].hours_before * 3600 * US_PER_S && starts_us > now_us &&
            steps[i].refund_percent > best)
            best = steps[i].refund_percent;
    HOLDS(world, booking_refund_percent(steps, 3, starts_us, now_us) == best);
    HOLDS(world, booking_refund_percent(steps, 3, starts_us, starts_us) == 0);
}
