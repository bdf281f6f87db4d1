#include "groupbuy/domain/round.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/check.h"

#define NOW INT64_C(1700000000000000)
#define DAY (86400 * US_PER_S)

static struct round_item_draft item(void)
{
    return (struct round_item_draft){ .list_price = 5980,
                                      .cost_price = 2000,
                                      .price = 4980,
                                      .stock = 200,
                                      .per_user_limit = 5,
                                      .steps = { { 50, 4480 }, { 100, 3980 } },
                                      .steps_count = 2 };
}

static struct round_draft draft_with(const struct round_item_draft *items, size_t count)
{
    return (struct round_draft){ .starts_at_us = NOW + US_PER_S,
                                 .ends_at_us = NOW + 2 * DAY,
                                 .ready_at_us = NOW + 3 * DAY,
                                 .points_count = 2,
                                 .items = items,
                                 .items_count = count };
}

/* The fields that round_check names, in order, joined by spaces. */
static const char *faults_of(const struct round_draft *draft)
{
    static char text[512];
    struct status status = round_check(draft, NOW);

    text[0] = 0;
    if (ok(status))
        return text;
    assert_true(failed_with(status, FIELDS_INVALID));
    for (int i = 0; i < status.violations->count; i++) {
        strncat(text, i ? " " : "", sizeof text - strlen(text) - 1);
        strncat(text, status.violations->list[i].field, sizeof text - strlen(text) - 1);
    }
    return text;
}

static void a_good_draft_passes(void **state)
{
    struct round_item_draft one = item();
    struct round_draft draft = draft_with(&one, 1);

    (void)state;
    assert_string_equal(faults_of(&draft), "");
    draft.points_count = 0;
    draft.door = true;
    draft.door_fee = 300;
    draft.refunds_part = true;
    draft.uncollected_refund_percent = 70;
    assert_string_equal(faults_of(&draft), "");
}

static void every_fault_is_named_at_once(void **state)
{
    struct round_item_draft items[2] = { item(), item() };
    struct round_draft draft = draft_with(items, 2);

    (void)state;
    draft.ends_at_us = draft.starts_at_us;
    draft.ready_at_us = NOW;
    draft.points_count = 0;
    draft.door_fee = 1;
    draft.door_minimum = 1;
    draft.uncollected_refund_percent = 10;
    items[0].price = 6000;
    items[1].price = 1999;
    items[1].per_user_limit = 201;
    items[1].steps_count = 0;
    assert_string_equal(faults_of(&draft), "endsAt readyAt pointIds doorFeeFen doorMinimumFen uncollectedRefundPercent"
                                           " items[0].priceFen items[1].priceFen items[1].perUserLimit");
}

static void what_is_sold_by_weight_has_one(void **state)
{
    struct round_item_draft one = item();
    struct round_draft draft = draft_with(&one, 1);

    (void)state;
    one.weighed = true;
    assert_string_equal(faults_of(&draft), "items[0].weighed");
    one.weight_g = 500;
    assert_string_equal(faults_of(&draft), "");
    one.weighed = false;
    one.weight_g = 0;
    assert_string_equal(faults_of(&draft), "");
}

static void windows_have_bounds(void **state)
{
    struct round_item_draft one = item();
    struct round_draft draft = draft_with(&one, 1);

    (void)state;
    draft.starts_at_us = NOW - 2 * DAY;
    draft.ends_at_us = NOW - DAY;
    assert_string_equal(faults_of(&draft), "endsAt");
    draft.ends_at_us = NOW + 29 * DAY;
    draft.ready_at_us = NOW + 90 * DAY;
    assert_string_equal(faults_of(&draft), "endsAt readyAt");
    draft.starts_at_us = NOW + 91 * DAY;
    draft.ends_at_us = NOW + 92 * DAY;
    draft.ready_at_us = NOW + 93 * DAY;
    assert_string_equal(faults_of(&draft), "startsAt");
}

static void steps_rise_and_get_cheaper(void **state)
{
    struct round_item_draft one = item();
    struct round_draft draft = draft_with(&one, 1);

    (void)state;
    one.steps[1] = (struct round_step){ 50, 4480 };
    assert_string_equal(faults_of(&draft), "items[0].steps[1] items[0].steps[1]");
    one.steps[1] = (struct round_step){ 201, 1999 };
    assert_string_equal(faults_of(&draft), "items[0].steps[1] items[0].steps[1]");
    one.steps[0] = (struct round_step){ 1, 4480 };
    one.steps_count = 1;
    assert_string_equal(faults_of(&draft), "items[0].steps[0]");
}

static void the_last_step_reached_counts(void **state)
{
    const struct round_step steps[] = { { 50, 4480 }, { 100, 3980 } };

    (void)state;
    assert_int_equal(round_price_at(4980, steps, 2, 0), 4980);
    assert_int_equal(round_price_at(4980, steps, 2, 49), 4980);
    assert_int_equal(round_price_at(4980, steps, 2, 50), 4480);
    assert_int_equal(round_price_at(4980, steps, 2, 99), 4480);
    assert_int_equal(round_price_at(4980, steps, 2, 1000), 3980);
    assert_int_equal(round_price_at(4980, NULL, 0, 1000), 4980);
}

static void a_shortage_is_shared_as_stated(void **state)
{
    const int64_t wanted[] = { 3, 1, 5, 2 };
    int64_t served[4];

    (void)state;
    shortage_share(SHORTAGE_FIRST_COME, 5, wanted, 4, served);
    assert_memory_equal(served, ((int64_t[]){ 3, 1, 1, 0 }), sizeof served);
    shortage_share(SHORTAGE_EVEN, 5, wanted, 4, served);
    assert_memory_equal(served, ((int64_t[]){ 2, 1, 1, 1 }), sizeof served);
    shortage_share(SHORTAGE_EVEN, 8, wanted, 4, served);
    assert_memory_equal(served, ((int64_t[]){ 3, 1, 2, 2 }), sizeof served);
    shortage_share(SHORTAGE_EVEN, 0, wanted, 4, served);
    assert_memory_equal(served, ((int64_t[]){ 0, 0, 0, 0 }), sizeof served);
    shortage_share(SHORTAGE_EVEN, 100, wanted, 4, served);
    assert_memory_equal(served, wanted, sizeof served);
}

/* By hand: one unit after the other to whoever has fewest and still wants one, the first of them. */
static void deal_out(int64_t arrived, const int64_t *wanted, size_t count, int64_t *served)
{
    memset(served, 0, count * sizeof *served);
    for (; arrived > 0; arrived--) {
        size_t best = count;

        for (size_t i = 0; i < count; i++)
            if (served[i] < wanted[i] && (best == count || served[i] < served[best]))
                best = i;
        if (best == count)
            return;
        served[best]++;
    }
}

static void even_is_what_dealing_out_gives(void **state)
{
    int64_t wanted[12], served[12], dealt[12];

    (void)state;
    srand(7);
    for (int turn = 0; turn < 2000; turn++) {
        size_t count = 1 + (size_t)rand() % 12;
        int64_t arrived = rand() % 60;

        for (size_t i = 0; i < count; i++)
            wanted[i] = 1 + rand() % 9;
        shortage_share(SHORTAGE_EVEN, arrived, wanted, count, served);
        deal_out(arrived, wanted, count, dealt);
        assert_memory_equal(served, dealt, count * sizeof *served);
    }
}

static void names_and_numbers_agree(void **state)
{
    (void)state;
    for (int status = ROUND_DRAFT; status <= ROUND_CANCELLED; status++)
        assert_int_equal(round_status_of(round_status_name((enum round_status)status)), status);
    assert_int_equal(round_status_of("NEVER"), ROUND_NONE);
    assert_true(round_may_move(ROUND_CLOSED, ROUND_RECEIVING));
    assert_false(round_may_move(ROUND_CLOSED, ROUND_OPEN));
    assert_false(round_may_move(ROUND_RECEIVING, ROUND_CANCELLED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_draft_passes),
        cmocka_unit_test(every_fault_is_named_at_once),
        cmocka_unit_test(what_is_sold_by_weight_has_one),
        cmocka_unit_test(windows_have_bounds),
        cmocka_unit_test(steps_rise_and_get_cheaper),
        cmocka_unit_test(the_last_step_reached_counts),
        cmocka_unit_test(a_shortage_is_shared_as_stated),
        cmocka_unit_test(even_is_what_dealing_out_gives),
        cmocka_unit_test(names_and_numbers_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
