/* coupons: the daily sign-in. */
#include <pthread.h>

#include "base/clock.h"
#include "coupons/domain/calendar.h"

#define NAME "signing_in"
#include "points_desk.h"

static struct status sign_in_as(struct arena *memory, const char *user_id, Cp__DaySignedIn **ret_day)
{
    Cp__SignInTodayRequest in = CP__SIGN_IN_TODAY_REQUEST__INIT;

    return desk_ask(&desk, memory, "Points.SignInToday", user_id, NULL, NULL, &in.base, &cp__day_signed_in__descriptor,
                    ret_day);
}

static Cp__DaySignedIn *sign_in(void)
{
    Cp__DaySignedIn *day;

    assert_ok(sign_in_as(&arena, ann, &day));
    return day;
}

static void a_night_passes(void)
{
    test_sql(desk.db, "update sign_ins set day = day - 1 where user_id = $1", db_id(ann));
}

static void days_in_a_row_earn_more(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_SIGN_IN, 2);
    Cp__ListSignInsRequest list = CP__LIST_SIGN_INS_REQUEST__INIT;
    Cp__ListSignInsResponse *days;

    in.streak_days = 3;
    in.streak_points = 10;
    make_rule(&in);
    for (int day = 1; day <= 4; day++) {
        Cp__DaySignedIn *today = sign_in();
        assert_int_equal(today->streak, day);
        assert_int_equal(today->points, day == 3 ? 12 : 2);
        assert_string_equal(today->day, day_text(&arena, day_of(clock_unix_us())));
        assert_int_equal(sign_in()->points, today->points); /* again: nothing new */
        a_night_passes();
    }
    assert_has(18, 0, 0);
    a_night_passes(); /* one is missed */
    assert_int_equal(sign_in()->streak, 1);
    assert_ok(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                       &cp__list_sign_ins_response__descriptor, &days));
    assert_true(days->n_days >= 1);
    assert_string_equal(days->days[days->n_days - 1]->day, days->today);
    list.month = "2020-02";
    assert_ok(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                       &cp__list_sign_ins_response__descriptor, &days));
    assert_int_equal(days->n_days, 0);
    list.month = "2020-13";
    assert_fails(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                          &cp__list_sign_ins_response__descriptor, NULL),
                 FIELDS_INVALID);
}

#define TAPS 8

static void *tap(void *data)
{
    struct arena memory;

    arena_init(&memory, ARENA_BYTES_MAX);
    assert_ok(sign_in_as(&memory, data, NULL));
    arena_finish(&memory);
    return NULL;
}

static void many_taps_are_one_sign_in(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_SIGN_IN, 2);
    pthread_t threads[TAPS];

    make_rule(&in);
    for (int i = 0; i < TAPS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, tap, (void *)ann), 0);
    for (int i = 0; i < TAPS; i++)
        pthread_join(threads[i], NULL);
    assert_has(2, 0, 0);
    assert_int_equal(
        test_sql_int(desk.db,
                     "select count(*) from outbox where type = 'linli.coupons.v1.SignedIn' and aggregate_id = $1",
                     db_id(ann)),
        1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(days_in_a_row_earn_more),
        TEST(many_taps_are_one_sign_in),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
