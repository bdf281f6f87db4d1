#include "content/store/circle_store.h"

#include "base/id.h"
#include "content/domain/reasons.h"
#include "content/service.h"

#define STORE_SERVICE content
#define STORE_NAME    "content_circles"
#include "support/one_tx.h"

static struct circle circle_called(const char *community_id, const char *name)
{
    return (struct circle){ .id = id_make(&arena), .community_id = community_id, .name = name, .notice = "", .rules = "",
                            .welcome = "欢迎", .visibility = VISIBLE_TO_ALL, .members_max = 3, .created_us = now_us };
}

static void a_name_is_free_once_in_a_community(void **state)
{
    const char *here = id_make(&arena), *there = id_make(&arena), *owner = id_make(&arena);
    struct circle first = circle_called(here, "Parking"), other = circle_called(there, "Parking");
    struct circle same = circle_called(here, "PARKING");

    (void)state;
    assert_ok(circle_insert(tx, &first, owner));
    assert_ok(circle_insert(tx, &other, owner));
    assert_fails(circle_insert(tx, &same, owner), CIRCLE_NAME_TAKEN);
}

static void members_are_counted_and_known_again(void **state)
{
    struct circle circle = circle_called(id_make(&arena), "读书"), read;
    const char *ann = id_make(&arena), *first_id, *again_id;
    bool first_time;

    (void)state;
    assert_ok(circle_insert(tx, &circle, ann));
    assert_ok(membership_save(tx, &circle, ann, ROLE_MEMBER, now_us, &first_id, &first_time));
    assert_true(first_time);
    assert_ok(circle_lock(tx, circle.id, ann, &read));
    assert_int_equal(read.member_count, 1);
    assert_int_equal(read.caller_role, ROLE_MEMBER);
    assert_ok(membership_save(tx, &circle, ann, NOT_IN, now_us, &again_id, &first_time));
    assert_ok(circle_get(tx, circle.id, ann, &read));
    assert_int_equal(read.member_count, 0);
    assert_int_equal(read.caller_role, NOT_IN);
    assert_ok(membership_save(tx, &circle, ann, ROLE_MEMBER, now_us, &again_id, &first_time));
    assert_false(first_time);
    assert_string_equal(first_id, again_id);
}

static void who_of_many_is_in(void **state)
{
    struct circle circle = circle_called(id_make(&arena), "团购");
    const char *ann = id_make(&arena), *bob = id_make(&arena), *asked[] = { bob, id_make(&arena), ann }, *id, **members;
    bool first_time;
    size_t count;

    (void)state;
    assert_ok(circle_insert(tx, &circle, ann));
    assert_ok(membership_save(tx, &circle, ann, ROLE_MEMBER, now_us, &id, &first_time));
    assert_ok(membership_save(tx, &circle, bob, ROLE_MEMBER, now_us, &id, &first_time));
    assert_ok(members_among(tx, circle.id, asked, 3, &members, &count));
    assert_int_equal(count, 2);
    assert_ok(membership_save(tx, &circle, bob, NOT_IN, now_us, &id, &first_time));
    assert_ok(members_among(tx, circle.id, asked, 3, &members, &count));
    assert_int_equal(count, 1);
    assert_string_equal(members[0], ann);
    assert_ok(members_among(tx, circle.id, NULL, 0, &members, &count));
    assert_int_equal(count, 0);
}

static void pages_go_on_where_they_ended(void **state)
{
    const char *here = id_make(&arena);
    struct circle *page;
    size_t count;

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct circle circle = circle_called(here, arena_printf(&arena, "圈子 %d", i));
        assert_ok(circle_insert(tx, &circle, here));
    }
    assert_ok(circle_list(tx, &arena, here, "", "", 3, &page, &count));
    assert_int_equal(count, 3);
    assert_string_equal(page[0].name, "圈子 4");
    assert_ok(circle_list(tx, &arena, here, "", page[2].id, 3, &page, &count));
    assert_int_equal(count, 2);
    assert_string_equal(page[1].name, "圈子 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_is_free_once_in_a_community, store_up, store_down),
        cmocka_unit_test_setup_teardown(members_are_counted_and_known_again, store_up, store_down),
        cmocka_unit_test_setup_teardown(who_of_many_is_in, store_up, store_down),
        cmocka_unit_test_setup_teardown(pages_go_on_where_they_ended, store_up, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
