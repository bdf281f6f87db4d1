/* What is let in when the gateway is full: money before writes before reads, and no service takes all. */
#include "support/check.h"

#include "gateway/admission.h"

static struct admission admission;
static Api__Rpc read_rpc, write_rpc, money_rpc;
static struct method methods[6];

static void set_method(struct method *method, const char *service, const Api__Rpc *rpc)
{
    method->queue = service;
    method->rpc = rpc;
}

static int setup(void **state)
{
    (void)state;
    api__rpc__init(&read_rpc);
    read_rpc.priority = API__PRIORITY__PRIORITY_READ;
    write_rpc = money_rpc = read_rpc;
    write_rpc.priority = API__PRIORITY__PRIORITY_WRITE;
    money_rpc.priority = API__PRIORITY__PRIORITY_MONEY;
    admission = (struct admission){ .in_flight_max = 100, .services_count = 3, .services = { "a", "b", "c" } };
    for (size_t i = 0; i < 2; i++) {
        set_method(&methods[i * 3], admission.services[i], &read_rpc);
        set_method(&methods[i * 3 + 1], admission.services[i], &write_rpc);
        set_method(&methods[i * 3 + 2], admission.services[i], &money_rpc);
    }
    return 0;
}

static int let_in(const struct method *method, int tries)
{
    int count = 0;

    for (int i = 0; i < tries; i++)
        count += admission_enter(&admission, method);
    return count;
}

static void money_comes_last_to_be_refused(void **state)
{
    (void)state;
    assert_int_equal(let_in(&methods[0], 200), 60); /* reads of a */
    assert_int_equal(let_in(&methods[3], 200), 0);  /* reads of b */
    assert_int_equal(let_in(&methods[4], 200), 25); /* writes of b */
    assert_int_equal(let_in(&methods[5], 200), 15); /* money of b */
    assert_int_equal(let_in(&methods[2], 200), 0);  /* it is full */
    for (int i = 0; i < 60; i++)
        admission_leave(&admission, &methods[0]);
    assert_int_equal(atomic_load(&admission.in_flight), 40);
    assert_int_equal(let_in(&methods[0], 200), 20);
}

static void no_service_takes_all(void **state)
{
    (void)state;
    assert_int_equal(let_in(&methods[2], 200), 75);
    assert_int_equal(let_in(&methods[5], 200), 25); /* there is room for the others */
}

static void a_refusal_leaves_nothing_behind(void **state)
{
    (void)state;
    let_in(&methods[2], 500);
    for (int i = 0; i < 75; i++)
        admission_leave(&admission, &methods[2]);
    assert_int_equal(atomic_load(&admission.in_flight), 0);
    for (size_t i = 0; i < ADMISSION_SERVICES_MAX; i++)
        assert_int_equal(atomic_load(&admission.services_in_flight[i]), 0);
}

static void a_look_says_what_entering_would_and_takes_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        bool full[6];

        for (int j = 0; j < 6; j++)
            full[j] = admission_full(&admission, &methods[j]);
        for (int j = 0; j < 6; j++) {
            bool in = admission_enter(&admission, &methods[j]);

            assert_int_equal(in, !full[j]);
            if (in)
                admission_leave(&admission, &methods[j]);
        }
        admission_enter(&admission, &methods[i % 2 ? 2 : 5]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(money_comes_last_to_be_refused, setup),
        cmocka_unit_test_setup(no_service_takes_all, setup),
        cmocka_unit_test_setup(a_refusal_leaves_nothing_behind, setup),
        cmocka_unit_test_setup(a_look_says_what_entering_would_and_takes_nothing, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
