#include "notifications/domain/texts.h"

#include "support/check.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void arguments_stand_where_the_text_wants_them(void **state)
{
    const char *args[] = { "云南蓝莓", "¥12.30" };

    (void)state;
    assert_string_equal(text_render(&arena, ORDER_PAID, "zh", args, 2).body, "「云南蓝莓」已付款 ¥12.30");
    assert_string_equal(text_render(&arena, ORDER_PAID, "en", args, 2).body, "You paid ¥12.30 for 云南蓝莓");
    assert_string_equal(text_render(&arena, ORDER_PAID, "", args, 1).body, "「云南蓝莓」已付款 ");
}

/* What a person wrote is never read as a place for an argument. */
static void arguments_are_not_texts(void **state)
{
    const char *args[] = { "{2}{1}", "secret" };

    (void)state;
    assert_string_equal(text_render(&arena, TEAM_FAILED, "en", args, 2).body,
                        "{2}{1}: what you paid is on its way back");
}

static void has_both_languages(int kind)
{
    assert_true(*text_render(&arena, (enum message_kind)kind, "zh", NULL, 0).title);
    assert_true(*text_render(&arena, (enum message_kind)kind, "en", NULL, 0).title);
}

static void every_kind_has_both_languages(void **state)
{
    (void)state;
    for (int kind = CIRCLE_WELCOME; kind <= ROUND_CLOSED; kind++)
        has_both_languages(kind);
    for (int kind = ROUND_OPENED; kind <= ROUND_OFFERED; kind++)
        has_both_languages(kind);
    has_both_languages(ORDER_READY);
    has_both_languages(LINE_SHORT);
    has_both_languages(WEIGHT_SETTLED);
    has_both_languages(SUBSTITUTION_ASKED);
    has_both_languages(DOORS_WAITING);
    has_both_languages(DOORS_OVERDUE);
    has_both_languages(STOCK_LOW);
    has_both_languages(STOCK_BACK);
    has_both_languages(LICENCE_ENDED);
    has_both_languages(LEVEL_REACHED);
    for (int kind = CERTIFICATE_EXPIRING; kind <= DEVICE_ADDED; kind++)
        has_both_languages(kind);
    for (int kind = TEAM_CHANGED; kind <= CAMPAIGN_ENDING; kind++)
        has_both_languages(kind);
    for (int kind = PICK_UP_ENDING; kind <= PICKED_UP_FOR_YOU; kind++)
        has_both_languages(kind);
    for (int kind = BOOKING_CONFIRMED; kind <= REVIEW_SHOWN; kind++)
        has_both_languages(kind);
    for (int kind = PAYOUT_TO_CONFIRM; kind <= PAYOUT_CAME_BACK; kind++)
        has_both_languages(kind);
    assert_string_equal(text_render(&arena, (enum message_kind)99, "zh", NULL, 0).title, "");
}

static void money_and_time_read_as_people_write_them(void **state)
{
    (void)state;
    assert_string_equal(text_money(&arena, 1230), "¥12.30");
    assert_string_equal(text_money(&arena, 5), "¥0.05");
    assert_string_equal(text_time(&arena, INT64_C(1795262700000000)), "2026年11月21日 20:05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arguments_stand_where_the_text_wants_them, setup, teardown),
        cmocka_unit_test_setup_teardown(arguments_are_not_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(every_kind_has_both_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(money_and_time_read_as_people_write_them, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
