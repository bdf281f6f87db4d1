/* notifications with its database and bus; auth answers, WeChat is a server of this program.
 *
 *     #define NAME "delivery" // of this program's database
 *     #include "post.h"
 */
#ifndef TESTS_BUS_NOTIFICATIONS_POST_H
#define TESTS_BUS_NOTIFICATIONS_POST_H

#include "base/clock.h"
#include "linli/auth/v1/internal.pb-c.h"
#include "notifications/domain/forms.h"
#include "notifications/notifications.h"
#include "notifications/rpc/telling.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"
#include "notifications/store/holder_store.h"
#include "rpc/runtime.h"
#include "support/check.h"
#include "support/loopback.h"
#include "support/nats.h"
#include "support/pg.h"
#include "wechat/subscribe.h"

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

static inline int setup(void **state)
{
    (void)state;
    arena_init(&post.arena, ARENA_BYTES_MAX);
    test_nats_start(&post.nats, false);
    post.db = test_db(NAME);
    assert_ok(migrate(post.db, "notifications", "current_user", notifications_migrations,
                      notifications_migrations_count, NULL));
    assert_ok(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &post.contract));
    open_bus();
    assert_true(loopback_start(&post.wechat_server, answer_for_wechat, NULL));
    assert_ok(
        wechat_create(&(struct wechat_options){ .base_url = post.wechat_server.url, .app_id = "wx", .app_secret = "s" },
                      &post.service.wechat));
    post.options = (struct server_options){ .name = "notifications",
                                            .contract = post.contract,
                                            .bus = post.bus,
                                            .client = post.client,
                                            .db = test_db_options(NAME),
                                            .service = &post.service };
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    wechat_destroy(post.service.wechat);
    loopback_stop(&post.wechat_server);
    natsSubscription_Destroy(post.auth);
    rpc_client_destroy(post.client);
    bus_destroy(post.bus);
    contract_destroy(post.contract);
    test_db_drop(post.db, NAME);
    test_nats_stop(&post.nats);
    arena_finish(&post.arena);
    return 0;
}

static inline struct status attempt(const char *delivery_id, int number)
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

/* In a transaction, as an event is heard. */
static inline struct call *hear(struct call *call, struct runtime *runtime, struct event_info *info)
{
    *info = (struct event_info){ .id = id_make(&post.arena) };
    call_init(call, runtime, &post.arena, rpc_now_ms(post.client) + 5000);
    call->traceparent = TRACE;
    call->event = info;
    assert_ok(call_begin(call));
    return call;
}

static inline void assert_inbox(const char *user_id, enum message_kind kind, const char *language, const char *body)
{
    struct rows *rows = test_sql(post.db,
                                 "select kind, args[1], args[2], args[3], args[4] from messages where user_id = $1"
                                 " order by id desc limit 1",
                                 db_id(user_id));
    const char *const args[] = { rows_text(rows, 0, 1), rows_text(rows, 0, 2), rows_text(rows, 0, 3),
                                 rows_text(rows, 0, 4) };

    assert_int_equal(rows_int(rows, 0, 0), kind);
    assert_string_equal(text_render(&post.arena, kind, language, args, 4).body, body);
}

#endif
