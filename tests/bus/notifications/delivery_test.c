/* notifications: a message over WeChat that does not get through. auth answers, WeChat is a server of this program. */
#include "base/clock.h"
#include "linli/auth/v1/internal.pb-c.h"
#include "notifications/notifications.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"
#include "rpc/runtime.h"
#include "support/check.h"
#include "support/loopback.h"
#include "support/nats.h"
#include "support/pg.h"

#define TRACE "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"

extern const char contracts_binpb[], contracts_binpb_end[];

static struct {
    struct test_nats nats;
    struct loopback wechat_server;
    struct notifications service;
    struct contract *contract;
    struct db *db;
    struct bus *bus;
    struct rpc_client *client;
    struct server_options options;
    natsSubscription *auth;
    struct arena arena;
    const char *wechat_says; /* to a message; NULL: 500 */
    int messages;            /* that WeChat was asked to send */
} post;

static size_t answer_for_wechat(void *data, const struct loopback_request *request, char *out, size_t size)
{
    (void)data;
    if (!strstr(request->target, "subscribe/send"))
        return loopback_text(out, size, 200, "Content-Type: application/json\r\n",
                             "{\"access_token\": \"t\", \"expires_in\": 7200}");
    post.messages++;
    return loopback_text(out, size, post.wechat_says ? 200 : 500, "Content-Type: application/json\r\n",
                         post.wechat_says ? post.wechat_says : "");
}

static void answer_for_auth(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *data)
{
    Au__Standing standing = AU__STANDING__INIT;
    uint8_t answer[64];

    (void)subscription, (void)data;
    standing.openid = "o-ann";
    size_t bytes = protobuf_c_message_pack(&standing.base, answer);
    natsConnection_Publish(connection, natsMsg_GetReply(message), answer, (int)bytes);
    natsMsg_Destroy(message);
}

static void open_bus(void)
{
    assert_ok(bus_connect(&(struct bus_options){ .url = post.nats.url, .name = "notifications" }, &post.bus));
    assert_ok(rpc_client_create(post.bus, &post.client));
    rpc_now_learn(post.client, clock_unix_ms());
    assert_int_equal(natsConnection_Subscribe(&post.auth, bus_connection(post.bus),
                                              "rpc.linli.auth.v1.Internal.GetStanding", answer_for_auth, NULL),
                     NATS_OK);
    natsConnection_Flush(bus_connection(post.bus));
}

static int setup(void **state)
{
    (void)state;
    arena_init(&post.arena, ARENA_BYTES_MAX);
    test_nats_start(&post.nats, false);
    post.db = test_db("delivery");
    assert_ok(migrate(post.db, "notifications", "current_user", notifications_migrations, notifications_migrations_count, NULL));
    assert_ok(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &post.contract));
    open_bus();
    assert_true(loopback_start(&post.wechat_server, answer_for_wechat, NULL));
    assert_ok(wechat_create(&(struct wechat_options){ .base_url = post.wechat_server.url, .app_id = "wx", .app_secret = "s" },
                            &post.service.wechat));
    post.options = (struct server_options){ .name = "notifications", .contract = post.contract, .bus = post.bus,
                                            .client = post.client, .db = test_db_options("delivery"), .service = &post.service };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    wechat_destroy(post.service.wechat);
    loopback_stop(&post.wechat_server);
    natsSubscription_Destroy(post.auth);
    rpc_client_destroy(post.client);
    bus_destroy(post.bus);
    contract_destroy(post.contract);
    test_db_drop(post.db, "delivery");
    test_nats_stop(&post.nats);
    arena_finish(&post.arena);
    return 0;
}

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

static struct status attempt(const char *delivery_id, int number)
{
    struct runtime *runtime = runtime_create(&post.options);
    struct job job = { .id = id_make(&post.arena), .kind = SEND_DELIVERY, .key = delivery_id, .attempts = number };
    struct call call;

    call_init(&call, runtime, &post.arena, rpc_now_ms(post.client) + 5000);
    call.traceparent = TRACE;
    struct status status = notifications_send_delivery(&call, &job);
    call_finish(&call);
    runtime_destroy(runtime);
    return status;
}

static void assert_delivery(const char *id, enum delivery_state state, const char *why, int64_t credits)
{
    struct rows *rows = test_sql(post.db,
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

/* ---- what ends soon ---- */

static void assert_told(const char *user_id, enum message_kind kind, const char *body)
{
    struct rows *rows = test_sql(post.db, "select args from messages where user_id = $1 and kind = $2", db_id(user_id), db_int(kind));

    assert_int_equal(rows_count(rows), 1);
    rows = test_sql(post.db, "select args[1], args[2] from messages where user_id = $1", db_id(user_id));
    const char *const args[] = { rows_text(rows, 0, 0), rows_text(rows, 0, 1) };
    assert_string_equal(text_render(&post.arena, kind, "zh", args, 2).body, body);
}

static void who_has_something_that_ends_soon_is_told(void **state)
{
    const struct event_info first = { .id = id_make(&post.arena) }, second = { .id = id_make(&post.arena) };
    const char *ann = id_make(&post.arena), *bob = id_make(&post.arena);
    Cp__CouponExpiring coupon = CP__COUPON_EXPIRING__INIT;
    Cp__PointsExpiring points = CP__POINTS_EXPIRING__INIT;
    struct runtime *runtime = runtime_create(&post.options);
    struct call call;

    (void)state;
    coupon.user_id = ann;
    coupon.coupon_id = id_make(&post.arena);
    coupon.title = "满 20 减 5";
    points.user_id = bob;
    points.points = 120;
    coupon.expires_at_us = points.expires_at_us = INT64_C(1795262700000000);
    call_init(&call, runtime, &post.arena, rpc_now_ms(post.client) + 5000);
    call.traceparent = TRACE;
    assert_ok(call_begin(&call));
    call.event = &first;
    for (int i = 0; i < 2; i++)
        assert_ok(notifications_on_coupon_expiring(&call, &coupon));
    call.event = &second;
    assert_ok(notifications_on_points_expiring(&call, &points));
    assert_ok(call_commit(&call));
    call_finish(&call);
    runtime_destroy(runtime);
    assert_told(ann, COUPON_EXPIRING, "「满 20 减 5」将于 2026年11月21日 20:05 到期");
    assert_told(bob, POINTS_EXPIRING, "120 积分将于 2026年11月21日 20:05 起陆续到期");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_never_gets_through_has_failed),
        cmocka_unit_test(what_gets_through_in_the_end_was_sent_for_one_credit),
        cmocka_unit_test(who_takes_no_more_is_sent_no_more),
        cmocka_unit_test(the_log_is_asked_by_person_and_state),
        cmocka_unit_test(who_has_something_that_ends_soon_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
