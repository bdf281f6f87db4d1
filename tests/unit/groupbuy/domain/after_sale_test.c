#include "groupbuy/domain/after_sale.h"

#include "base/clock.h"
#include "support/check.h"

static void only_the_table_is_allowed(void **state)
{
    int allowed = 0;

    (void)state;
    for (int from = AFTER_SALE_NONE; from <= AFTER_SALE_WITHDRAWN; from++)
        for (int to = AFTER_SALE_NONE; to <= AFTER_SALE_WITHDRAWN; to++)
            allowed += after_sale_may_move((enum after_sale_status)from, (enum after_sale_status)to);
    assert_int_equal(allowed, after_sale_moves_count);
    assert_false(after_sale_may_move(AFTER_SALE_REFUNDING, AFTER_SALE_DECLINED));
    assert_false(after_sale_may_move(AFTER_SALE_DONE, AFTER_SALE_REFUNDING));
    assert_false(after_sale_may_move(AFTER_SALE_WITHDRAWN, AFTER_SALE_REQUESTED));
}

/* Every status can be reached, and from every open one it goes on. */
static void nothing_stands_apart(void **state)
{
    (void)state;
    for (int s = AFTER_SALE_REQUESTED; s <= AFTER_SALE_WITHDRAWN; s++) {
        bool comes = s == AFTER_SALE_REQUESTED, goes = false;

        for (size_t i = 0; i < after_sale_moves_count; i++) {
            comes = comes || (int)after_sale_moves[i].to == s;
            goes = goes || (int)after_sale_moves[i].from == s;
        }
        assert_true(comes);
        assert_true(goes || !after_sale_is_open((enum after_sale_status)s));
    }
    assert_false(after_sale_is_open(AFTER_SALE_DONE) || after_sale_is_open(AFTER_SALE_NONE) ||
                 after_sale_is_open(AFTER_SALE_DECLINED) || after_sale_is_open(AFTER_SALE_WITHDRAWN));
}

static void silence_never_decides_against_the_buyer(void **state)
{
    (void)state;
    for (int s = AFTER_SALE_NONE; s <= AFTER_SALE_WITHDRAWN; s++)
        for (int kind = AFTER_SALE_REFUND; kind <= AFTER_SALE_SEND_AGAIN; kind++) {
            enum after_sale_status to = after_sale_when_late((enum after_sale_status)s, (enum after_sale_kind)kind);

            assert_true(to == AFTER_SALE_NONE || to == AFTER_SALE_ESCALATED || to == AFTER_SALE_REFUNDING);
            assert_true(to == AFTER_SALE_NONE || after_sale_may_move((enum after_sale_status)s, to));
        }
    assert_int_equal(after_sale_when_late(AFTER_SALE_WITH_LEADER, AFTER_SALE_REFUND), AFTER_SALE_ESCALATED);
    assert_int_equal(after_sale_when_late(AFTER_SALE_RETURNED, AFTER_SALE_RETURN), AFTER_SALE_REFUNDING);
    assert_int_equal(after_sale_when_late(AFTER_SALE_RETURNED, AFTER_SALE_EXCHANGE), AFTER_SALE_NONE);
    assert_int_equal(after_sale_when_late(AFTER_SALE_ESCALATED, AFTER_SALE_REFUND), AFTER_SALE_NONE);
}

static void every_open_step_but_the_machines_has_a_deadline(void **state)
{
    const struct after_sale_times times = { .leader_s = 1, .operator_s = 2, .return_s = 3, .check_s = 4 };

    (void)state;
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_WITH_LEADER, 10), 10 + US_PER_S);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_ESCALATED, 0), 2 * US_PER_S);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_APPROVED, 0), 2 * US_PER_S);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_AWAITING_RETURN, 0), 3 * US_PER_S);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_RETURNED, 0), 4 * US_PER_S);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_REFUNDING, 5), 0);
    assert_int_equal(after_sale_deadline_us(&times, AFTER_SALE_DONE, 5), 0);
}

static void a_leader_does_not_decide_about_his_own(void **state)
{
    (void)state;
    assert_int_equal(after_sale_first("leader", "ann", "ann"), AFTER_SALE_WITH_LEADER);
    assert_int_equal(after_sale_first("leader", "leader", "leader"), AFTER_SALE_ESCALATED);
    assert_int_equal(after_sale_first("leader", "ann", "leader"), AFTER_SALE_ESCALATED);
    assert_int_equal(after_sale_first("", "ann", "ann"), AFTER_SALE_ESCALATED);
}

static void an_approval_leads_where_the_kind_wants(void **state)
{
    (void)state;
    for (int kind = AFTER_SALE_REFUND; kind <= AFTER_SALE_SEND_AGAIN; kind++)
        for (int back = 0; back <= 1; back++) {
            enum after_sale_status to = after_sale_approved_to((enum after_sale_kind)kind, back);

            assert_true(to == AFTER_SALE_APPROVED || after_sale_may_move(AFTER_SALE_APPROVED, to));
        }
    assert_int_equal(after_sale_approved_to(AFTER_SALE_PART_REFUND, false), AFTER_SALE_REFUNDING);
    assert_int_equal(after_sale_approved_to(AFTER_SALE_RETURN, false), AFTER_SALE_AWAITING_RETURN);
    assert_int_equal(after_sale_approved_to(AFTER_SALE_RETURN, true), AFTER_SALE_REFUNDING);
    assert_int_equal(after_sale_approved_to(AFTER_SALE_EXCHANGE, true), AFTER_SALE_APPROVED);
    assert_int_equal(after_sale_approved_to(AFTER_SALE_SEND_AGAIN, false), AFTER_SALE_APPROVED);
}

static void what_is_asked_for_fits_its_kind(void **state)
{
    const struct after_sale_line units = { .units = 2 }, money = { .position = 1, .goods = 300 },
                                 both = { .units = 1, .goods = 100 }, none = { 0 };
    const struct after_sale_line twice[] = { { .units = 1 }, { .units = 2 } };

    (void)state;
    assert_ok(after_sale_check(AFTER_SALE_REFUND, &units, 1));
    assert_ok(after_sale_check(AFTER_SALE_PART_REFUND, &money, 1));
    assert_fails(after_sale_check(AFTER_SALE_PART_REFUND, &units, 1), FIELDS_INVALID);
    assert_fails(after_sale_check(AFTER_SALE_REFUND, &money, 1), FIELDS_INVALID);
    assert_fails(after_sale_check(AFTER_SALE_EXCHANGE, &both, 1), FIELDS_INVALID);
    assert_fails(after_sale_check(AFTER_SALE_PART_REFUND, &both, 1), FIELDS_INVALID);
    assert_fails(after_sale_check(AFTER_SALE_SEND_AGAIN, &none, 1), FIELDS_INVALID);
    assert_fails(after_sale_check(AFTER_SALE_REFUND, twice, 2), FIELDS_INVALID);
    assert_true(after_sale_fits(AFTER_SALE_REFUND, ORDER_READY) && after_sale_fits(AFTER_SALE_RETURN, ORDER_FULFILLED));
    assert_false(after_sale_fits(AFTER_SALE_RETURN, ORDER_SHIPPED) ||
                 after_sale_fits(AFTER_SALE_SEND_AGAIN, ORDER_READY));
    assert_false(after_sale_fits(AFTER_SALE_REFUND, ORDER_PENDING_PAYMENT) ||
                 after_sale_fits(AFTER_SALE_REFUND, ORDER_WAITING_TEAM) ||
                 after_sale_fits(AFTER_SALE_REFUND, ORDER_COMPLETED) ||
                 after_sale_fits(AFTER_SALE_REFUND, ORDER_REFUNDED));
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = AFTER_SALE_REQUESTED; i <= AFTER_SALE_WITHDRAWN; i++)
        assert_int_equal(after_sale_status_of(after_sale_status_name((enum after_sale_status)i)), i);
    for (int i = AFTER_SALE_REFUND; i <= AFTER_SALE_SEND_AGAIN; i++)
        assert_int_equal(after_sale_kind_of(after_sale_kind_name((enum after_sale_kind)i)), i);
    for (int i = AFTER_SALE_DAMAGED; i <= AFTER_SALE_OTHER; i++)
        assert_int_equal(after_sale_cause_of(after_sale_cause_name((enum after_sale_cause)i)), i);
    assert_int_equal(after_sale_status_of("FORGOTTEN"), AFTER_SALE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_table_is_allowed),
        cmocka_unit_test(nothing_stands_apart),
        cmocka_unit_test(silence_never_decides_against_the_buyer),
        cmocka_unit_test(every_open_step_but_the_machines_has_a_deadline),
        cmocka_unit_test(a_leader_does_not_decide_about_his_own),
        cmocka_unit_test(an_approval_leads_where_the_kind_wants),
        cmocka_unit_test(what_is_asked_for_fits_its_kind),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
