#include "notifications/store/message_store.h"

#include "base/id.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"

#define STORE_SERVICE notifications
#define STORE_NAME    "notifications"
#include "support/one_tx.h"

static bool told(const char *user_id, const char *event_id, enum message_kind kind)
{
    struct message message = { .id = id_make(&arena), .user_id = user_id, .kind = kind, .args = { "茶 {x},\"", "¥1.00" },
                               .args_count = 2, .link_id = "", .event_id = event_id, .created_us = now_us };
    bool is_new;

    assert_ok(message_insert(tx, &message, &is_new));
    return is_new;
}

static void an_event_tells_a_person_a_thing_once(void **state)
{
    const char *ann = id_make(&arena), *event = id_make(&arena);
    struct message *messages;
    size_t count;

    (void)state;
    assert_true(told(ann, event, ORDER_PAID));
    assert_false(told(ann, event, ORDER_PAID));
    assert_true(told(ann, event, TEAM_COMPLETED));
    assert_true(told(id_make(&arena), event, ORDER_PAID));
    assert_ok(message_list(tx, &arena, ann, "", 10, &messages, &count));
    assert_int_equal(count, 2);
    assert_string_equal(messages[0].args[0], "茶 {x},\"");
    assert_int_equal(messages[0].args_count, 2);
}

static void only_ones_own_messages_are_marked(void **state)
{
    const char *ann = id_make(&arena), *bob = id_make(&arena);
    struct message *of_bob;
    int64_t unread;
    size_t count;

    (void)state;
    told(ann, id_make(&arena), ORDER_PAID);
    told(bob, id_make(&arena), ORDER_PAID);
    assert_ok(message_list(tx, &arena, bob, "", 10, &of_bob, &count));
    assert_ok(message_mark_read(tx, ann, &of_bob[0].id, 1, now_us));
    assert_ok(message_unread(tx, bob, &unread));
    assert_int_equal(unread, 1);
    assert_ok(message_unread(tx, ann, &unread));
    assert_int_equal(unread, 1);
    assert_ok(message_mark_read(tx, ann, NULL, 0, now_us));
    assert_ok(message_unread(tx, ann, &unread));
    assert_int_equal(unread, 0);
    assert_ok(message_unread(tx, bob, &unread));
    assert_int_equal(unread, 1);
}

static void credits_are_never_below_nothing_and_add_up(void **state)
{
    const char *ann = id_make(&arena);
    struct rows *rows;
    int64_t credits;
    bool done;

    (void)state;
    assert_ok(credits_move(tx, ann, "t", -1, "sent", now_us, &done));
    assert_false(done);
    assert_ok(credits_move(tx, ann, "t", 1, "accepted", now_us, &done));
    assert_ok(credits_move(tx, ann, "t", 1, "accepted", now_us, &done));
    assert_ok(credits_move(tx, ann, "t", -1, "sent", now_us, &done));
    assert_true(done);
    assert_ok(credits_clear(tx, ann, "t", "refused", now_us));
    assert_ok(credits_clear(tx, ann, "t", "refused", now_us));
    assert_ok(credits_get(tx, ann, "t", &credits));
    assert_int_equal(credits, 0);
    assert_ok(db_query(tx, &rows, "select coalesce(sum(delta), 0), count(*) from credit_entries where user_id = $1",
                       db_id(ann)));
    assert_int_equal(rows_int(rows, 0, 0), 0);
    assert_int_equal(rows_int(rows, 0, 1), 4);
}

static void a_push_is_new_once(void **state)
{
    int64_t deleted;
    bool is_new;

    (void)state;
    assert_ok(push_insert(tx, "k", now_us, &is_new));
    assert_true(is_new);
    assert_ok(push_insert(tx, "k", now_us, &is_new));
    assert_false(is_new);
    assert_ok(push_forget(tx, now_us + 1, 10, &deleted));
    assert_int_equal(deleted, 1);
}

static void what_is_old_is_found_without_reading_what_is_not(void **state)
{
    struct message message = { .id = "00000000000170008000000000000001", .user_id = id_make(&arena), .kind = ORDER_PAID,
                               .link_id = "", .event_id = id_make(&arena), .created_us = now_us };
    struct rows *rows;
    int64_t deleted;
    bool is_new;

    (void)state;
    assert_ok(message_insert(tx, &message, &is_new)); /* of 1970 */
    for (int i = 0; i < 50; i++) {
        message.id = id_make(&arena);
        message.event_id = id_make(&arena);
        assert_ok(message_insert(tx, &message, &is_new));
    }
    assert_ok(message_forget(tx, now_us - INT64_C(86400000000), 10, &deleted));
    assert_int_equal(deleted, 1);
    assert_ok(db_query(tx, &rows, "select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables"
                                  " where relid = 'messages'::regclass"));
    assert_in_range(rows_int(rows, 0, 0), 1, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_tells_a_person_a_thing_once, store_up, store_down),
        cmocka_unit_test_setup_teardown(only_ones_own_messages_are_marked, store_up, store_down),
        cmocka_unit_test_setup_teardown(credits_are_never_below_nothing_and_add_up, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_push_is_new_once, store_up, store_down),
        cmocka_unit_test_setup_teardown(what_is_old_is_found_without_reading_what_is_not, store_up, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
