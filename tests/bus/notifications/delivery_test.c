/* notifications: what goes over WeChat, what does not get through, and the log of it. */
#define NAME "delivery"
#include "post.h"

#define KINDS_MAX 255 /* of messages */

/* A delivery to somebody who granted `credits` messages; its id. */
static const char *delivery_to(const char *user_id, int credits)
{
    const char *id = id_make(&post.arena);

    test_sql(post.db,
             "insert into deliveries (id, user_id, template_id, kind, args, link_id, event_id, state, created_at)"
             " values ($1, $2, 'tpl', 4, '{茶,3,2026年11月21日 20:05}', $1, $1, 1, now())",
             db_id(id), db_id(user_id));
    test_sql(post.db, "insert into credits (user_id, template_id, credits) values ($1, 'tpl', $2)", db_id(user_id),
             db_int(credits));
    return id;
}

static void assert_delivery(const char *id, enum delivery_state state, const char *why, int64_t credits)
{
    struct rows *rows =
        test_sql(post.db,
                 "select d.state, d.why, c.credits from deliveries d join credits c on c.user_id = d.user_id"
                 " where d.id = $1",
                 db_id(id));

    assert_int_equal(rows_int(rows, 0, 0), state);
    assert_string_equal(rows_text(rows, 0, 1), why);
    assert_int_equal(rows_int(rows, 0, 2), credits);
}

static void what_never_gets_through_has_failed(void **state)
{
    const char *id = delivery_to(id_make(&post.arena), 2);

    (void)state;
    post.wechat_says = NULL;
    post.messages = 0;
    for (int number = 1; number < DELIVERY_ATTEMPTS_MAX; number += 20) {
        assert_fails(attempt(id, number), NOT_AVAILABLE);
        assert_delivery(id, DELIVERY_SENDING, "", 1);
    }
    assert_ok(attempt(id, DELIVERY_ATTEMPTS_MAX));
    assert_delivery(id, DELIVERY_FAILED, "NOT_AVAILABLE", 2);
    int asked = post.messages;
    assert_ok(attempt(id, DELIVERY_ATTEMPTS_MAX + 1)); /* that was the end */
    assert_int_equal(post.messages, asked);
}

static void what_gets_through_in_the_end_was_sent_for_one_credit(void **state)
{
    const char *id = delivery_to(id_make(&post.arena), 2);

    (void)state;
    post.wechat_says = NULL;
    assert_fails(attempt(id, 1), NOT_AVAILABLE);
    post.wechat_says = "{\"errcode\": 0, \"errmsg\": \"ok\"}";
    assert_ok(attempt(id, 2));
    assert_delivery(id, DELIVERY_SENT, "", 1);
}

static void who_takes_no_more_is_sent_no_more(void **state)
{
    const char *id = delivery_to(id_make(&post.arena), 2);

    (void)state;
    post.wechat_says = "{\"errcode\": 43101, \"errmsg\": \"user refuse to accept the msg\"}";
    assert_ok(attempt(id, 1));
    assert_delivery(id, DELIVERY_REFUSED, "WECHAT_NOT_SUBSCRIBED", 0);
}

/* ---- by inbox and by WeChat ---- */

static void grant(const char *user_id, const char *template_id, int credits)
{
    test_sql(post.db, "insert into credits (user_id, template_id, credits) values ($1, $2, $3)", db_id(user_id),
             db_text(template_id), db_int(credits));
}

static int64_t deliveries(const char *user_id, const char *template_id, enum delivery_state state)
{
    return test_sql_int(
        post.db, "select count(*) from deliveries where user_id = $1 and template_id = $2 and state = $3",
        db_id(user_id), db_text(template_id), db_int(state));
}

/* Tells, as an event does, and then does what is to be done for it. */
static void tell_now(const char *user_id, enum message_kind kind, const char *const *args, size_t count)
{
    struct runtime *runtime = runtime_create(&post.options);
    struct event_info info;
    struct call call;

    assert_ok(tell(hear(&call, runtime, &info), user_id, kind, user_id, args, count));
    assert_ok(call_commit(&call));
    call_finish(&call);
    runtime_destroy(runtime);
    struct rows *rows = test_sql(post.db, "delete from jobs where kind = 'send_delivery' returning key");
    for (int row = 0; row < rows_count(rows); row++)
        assert_ok(attempt(rows_text(rows, row, 0), 1));
}

/* Its own template, or the one for all; the quota is counted, and who has none left reads it in the inbox. */
static void every_message_of_the_week_goes_over_wechat_for_a_credit(void **state)
{
    static const enum message_kind own[] = { TEAM_COMPLETED, ORDER_SHIPPED, REFUND_DONE, ROUND_CLOSED, ORDER_READY };
    const char *const args[] = { "云南蓝莓", "东门", "A07#12", "17:00–20:00" };
    const char *ann = id_make(&post.arena), *bob = id_make(&post.arena);
    int sent = 0, told = 0;

    (void)state;
    post.wechat_says = "{\"errcode\": 0, \"errmsg\": \"ok\"}";
    post.service.templates[0] = (struct template){ NOTICE, "tpl-notice" };
    post.service.templates_count = 1;
    grant(ann, "tpl-notice", 100);
    for (int kind = CIRCLE_WELCOME; kind <= KINDS_MAX; kind++) {
        if (!*text_render(&post.arena, (enum message_kind)kind, "zh", args, 4).title)
            continue;
        tell_now(ann, (enum message_kind)kind, args, 4);
        sent += form_is_sent((enum message_kind)kind);
        told++;
        assert_int_equal(deliveries(ann, "tpl-notice", DELIVERY_SENT), sent);
    }
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(ann)), told);
    assert_true(sent >= 35);
    assert_int_equal(test_sql_int(post.db, "select credits from credits where user_id = $1", db_id(ann)), 100 - sent);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        post.service.templates[++post.service.templates_count - 1] =
            (struct template){ own[i], arena_printf(&post.arena, "tpl-%d", (int)own[i]) };
    grant(bob, "tpl-50", 1);
    for (int i = 0; i < 2; i++)
        tell_now(bob, ORDER_READY, args, 4);
    assert_int_equal(deliveries(bob, "tpl-50", DELIVERY_SENT), 1);
    assert_int_equal(deliveries(bob, "tpl-50", DELIVERY_SKIPPED), 1);
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(bob)), 2);
    post.service.templates_count = 0;
}

static void every_form_fits_wechat(void **state)
{
    const char *const args[] = { "云南蓝莓", "3", "¥12.30", "2026年11月21日 20:05" };

    (void)state;
    for (int kind = CIRCLE_WELCOME; kind <= KINDS_MAX; kind++) {
        const struct text text = text_render(&post.arena, (enum message_kind)kind, "zh", args, 4);
        const struct form *form = form_of((enum message_kind)kind);
        for (size_t i = 0; *text.title && i < form->fields_count; i++) {
            const char *key = form->fields[i].key;
            const char *value = form->fields[i].arg == 0                    ? form->fields[i].text
                                : form->fields[i].arg == FORM_TITLE         ? text.title
                                : form->fields[i].arg == FORM_BODY          ? text.body
                                : strncmp(key, "amount", 6) == 0            ? args[2]
                                : strncmp(key, "time", 4) == 0              ? args[3]
                                : strncmp(key, "number", 6) == 0            ? args[1]
                                : strncmp(key, "character_string", 16) == 0 ? "A07#12"
                                                                            : args[0];
            assert_null(wechat_value_problem(key, wechat_value_fit(&post.arena, key, value)));
        }
    }
}

/* ---- the log ---- */

static size_t listed(const char *user_id, enum delivery_state state, const char *before_id)
{
    struct delivery *deliveries;
    struct tx *tx;
    int64_t now_us;
    size_t count;

    assert_ok(tx_begin(post.db, TX_READ_ONLY, &post.arena, &tx, &now_us));
    assert_ok(delivery_list(tx, &post.arena, user_id, state, before_id, 100, &deliveries, &count));
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(deliveries[i].id, deliveries[i - 1].id) < 0);
    tx_rollback(tx);
    return count;
}

static void the_log_is_asked_by_person_and_state(void **state)
{
    const char *ann = id_make(&post.arena), *id = delivery_to(ann, 1);
    size_t all = listed("", 0, ""), waiting = listed("", DELIVERY_WAITING, "");

    (void)state;
    assert_int_equal(listed(ann, 0, ""), 1);
    assert_int_equal(listed(ann, DELIVERY_WAITING, ""), 1);
    assert_int_equal(listed(ann, DELIVERY_SENT, ""), 0);
    assert_int_equal(listed(ann, 0, id), 0);
    delivery_to(id_make(&post.arena), 1);
    assert_int_equal(listed("", 0, ""), all + 1);
    assert_int_equal(listed("", DELIVERY_WAITING, ""), waiting + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_never_gets_through_has_failed),
        cmocka_unit_test(what_gets_through_in_the_end_was_sent_for_one_credit),
        cmocka_unit_test(who_takes_no_more_is_sent_no_more),
        cmocka_unit_test(every_message_of_the_week_goes_over_wechat_for_a_credit),
        cmocka_unit_test(every_form_fits_wechat),
        cmocka_unit_test(the_log_is_asked_by_person_and_state),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
