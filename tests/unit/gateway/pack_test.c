/* Who joins those that wait to be packed: by how long the first of them has waited, and by what he wants. */
#include "support/check.h"

#include "gateway/pack.h"
#include "rpc/patience.h"

#define NOW_MS INT64_C(100000)

static struct packer packer;

static bool late_for(Api__Priority priority, Api__Access access)
{
    Api__Rpc rpc = API__RPC__INIT;

    rpc.priority = priority;
    rpc.access = access;
    return packer_late(&packer, &(struct method){ .rpc = &rpc }, NOW_MS);
}

static bool user_is_late(Api__Priority priority)
{
    return late_for(priority, API__ACCESS__USER);
}

static void wait_since(int64_t ms_ago)
{
    atomic_store(&packer.late_since_ms, NOW_MS - ms_ago);
}

static void while_all_fit_into_the_next_message_nobody_is_late(void **state)
{
    (void)state;
    packer_init(&packer, PACKS_UNDER_WAY_MAX);
    assert_false(user_is_late(API__PRIORITY__PRIORITY_READ));
    packer_finish(&packer);
}

static void reads_are_told_first_and_money_last(void **state)
{
    (void)state;
    packer_init(&packer, PACKS_UNDER_WAY_MAX);
    wait_since((PATIENCE_READ_MS + PATIENCE_WRITE_MS) / 2);
    assert_true(user_is_late(API__PRIORITY__PRIORITY_READ));
    assert_false(user_is_late(API__PRIORITY__PRIORITY_WRITE));
    assert_false(user_is_late(API__PRIORITY__PRIORITY_MONEY));
    wait_since((PATIENCE_WRITE_MS + PATIENCE_MONEY_MS) / 2);
    assert_true(user_is_late(API__PRIORITY__PRIORITY_WRITE));
    assert_false(user_is_late(API__PRIORITY__PRIORITY_MONEY));
    assert_false(late_for(API__PRIORITY__PRIORITY_READ, API__ACCESS__SERVICES)); /* somebody's order may hang on it */
    wait_since(PATIENCE_MONEY_MS + 1);
    assert_true(user_is_late(API__PRIORITY__PRIORITY_MONEY));
    packer_finish(&packer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_all_fit_into_the_next_message_nobody_is_late),
        cmocka_unit_test(reads_are_told_first_and_money_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
