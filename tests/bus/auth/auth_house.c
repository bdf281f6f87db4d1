#include "bus/auth/auth_house.h"

#include <civetweb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"

#define NAME "auth"

extern const unsigned char contracts_binpb[], contracts_binpb_end[];

OPERATIONS(auth_operations, AUTH_OPERATIONS, Au__Auth_Service, au__auth__descriptor)
OPERATIONS(auth_internal_operations, AUTH_INTERNAL_OPERATIONS, Au__Internal_Service, au__internal__descriptor)

struct auth_house house;

/* ---- WeChat ---- */

static int answer(struct mg_connection *connection, const char *type, const void *body, size_t bytes)
{
    mg_printf(connection, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
              type, bytes);
    mg_write(connection, body, bytes);
    return 200;
}

static int answer_json(struct mg_connection *connection, const char *json)
{
    return answer(connection, "application/json", json, strlen(json));
}

static int on_login(struct mg_connection *connection, void *data)
{
    const char *query = mg_get_request_info(connection)->query_string, *dash;
    char code[64] = "", json[256];

    (void)data;
    mg_get_var(query, strlen(query), "js_code", code, sizeof code);
    if (strcmp(code, "bad") == 0)
        return answer_json(connection, "{\"errcode\":40029,\"errmsg\":\"invalid code\"}");
    dash = strchr(code, '-');
    snprintf(json, sizeof json, "{\"openid\":\"o-%s\",\"session_key\":\"secret\",\"unionid\":\"%s\"}", code,
             dash ? dash : "");
    return answer_json(connection, json);
}

static int on_token(struct mg_connection *connection, void *data)
{
    (void)data;
    return answer_json(connection, "{\"access_token\":\"token\",\"expires_in\":7200}");
}

static int on_phone(struct mg_connection *connection, void *data)
{
    char body[256] = "", json[512], number[32] = "";
    int length = mg_read(connection, body, sizeof body - 1);

    (void)data;
    body[length > 0 ? length : 0] = '\0';
    sscanf(body, "{\"code\":\"%31[0-9a-z]", number);
    if (strcmp(number, "bad") == 0)
        return answer_json(connection, "{\"errcode\":40029,\"errmsg\":\"invalid code\"}");
    snprintf(json, sizeof json,
             "{\"errcode\":0,\"errmsg\":\"ok\",\"phone_info\":{\"phoneNumber\":\"%s\",\"purePhoneNumber\":\"%s\","
             "\"countryCode\":\"86\",\"watermark\":{\"timestamp\":1,\"appid\":\"app\"}}}",
             number, number);
    return answer_json(connection, json);
}

static int on_code(struct mg_connection *connection, void *data)
{
    (void)data;
    atomic_fetch_add(&house.codes_made, 1);
    return answer(connection, "image/jpeg", "\xFF\xD8\xFF\xE0 a picture", 14);
}

/* Once for the program: civetweb takes two seconds to stop. */
static int start_wechat(void)
{
    static struct mg_context *wechat;
    const char *options[] = { "listening_ports", "127.0.0.1:0", "num_threads", "4", NULL };
    struct mg_callbacks callbacks = { 0 };
    struct mg_server_port port;

    if (!wechat) {
        mg_init_library(0);
        wechat = mg_start(&callbacks, NULL, options);
        assert_non_null(wechat);
        mg_set_request_handler(wechat, "/sns/jscode2session", on_login, NULL);
        mg_set_request_handler(wechat, "/cgi-bin/stable_token", on_token, NULL);
        mg_set_request_handler(wechat, "/wxa/business/getuserphonenumber", on_phone, NULL);
        mg_set_request_handler(wechat, "/wxa/getwxacodeunlimit", on_code, NULL);
    }
    assert_int_equal(mg_get_server_ports(wechat, 1, &port), 1);
    return port.port;
}

/* ---- content ---- */

static void on_check_text(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    Ct__CheckTextResponse response = CT__CHECK_TEXT_RESPONSE__INIT;
    uint8_t bytes[16];

    (void)subscription;
    (void)closure;
    response.verdict = (Ct__TextVerdict)atomic_load(&house.verdict);
    natsConnection_Publish(connection, natsMsg_GetReply(message), bytes,
                           (int)protobuf_c_message_pack(&response.base, bytes));
    natsMsg_Destroy(message);
}

/* ---- who listens for revocations ---- */

static void on_revoked(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    Api__SessionsRevoked *revoked = (Api__SessionsRevoked *)protobuf_c_message_unpack(
        &api__sessions_revoked__descriptor, NULL, (size_t)natsMsg_GetDataLength(message),
        (const uint8_t *)natsMsg_GetData(message));

    (void)connection;
    (void)subscription;
    (void)closure;
    if (revoked) {
        pthread_mutex_lock(&house.mutex);
        snprintf(house.last_revoked, sizeof house.last_revoked, "%s%s", revoked->user_id, revoked->session_id);
        pthread_mutex_unlock(&house.mutex);
        protobuf_c_message_free_unpacked(&revoked->base, NULL);
        atomic_fetch_add(&house.revocations, 1);
    }
    natsMsg_Destroy(message);
}

/* ---- the house ---- */

static void load_settings(void)
{
    static bool loaded; /* what is loaded lasts as long as the process */
    char url[64];

    if (loaded)
        return;
    loaded = true;
    snprintf(url, sizeof url, "http://127.0.0.1:%d", start_wechat());
    setenv("LINLI_WECHAT_BASE_URL", url, 1);
    setenv("LINLI_WECHAT_APP_ID", "app", 1);
    setenv("LINLI_WECHAT_APP_SECRET", "app-secret", 1);
    setenv("LINLI_AUTH_DATA_SECRETS", "data-secret-data-secret-data-secret-1", 1);
    setenv("LINLI_AUTH_DIGEST_SECRET", "digest-secret-digest-secret-digest-1", 1);
    assert_ok(settings_load(auth_settings, auth_settings_count));
}

static void connect_everyone(void)
{
    assert_ok(bus_connect(&(struct bus_options){ .url = house.nats.url, .name = "auth" }, &house.bus));
    assert_ok(rpc_client_create(house.bus, &house.client));
    assert_ok(bus_connect(&(struct bus_options){ .url = house.nats.url, .name = "asker" }, &house.asker_bus));
    assert_ok(rpc_client_create(house.asker_bus, &house.asker));
    assert_int_equal(natsConnection_Subscribe(&house.content, bus_connection(house.asker_bus),
                                              "rpc.linli.content.v1.Internal.CheckText", on_check_text, NULL),
                     NATS_OK);
    assert_int_equal(
        natsConnection_Subscribe(&house.sessions, bus_connection(house.asker_bus), "sys.sessions", on_revoked, NULL),
        NATS_OK);
    natsConnection_Flush(bus_connection(house.asker_bus));
    rpc_now_learn(house.client, clock_unix_ms());
}

int auth_house_up(void **state)
{
    static const struct operation_set *const sets[] = { &auth_operations, &auth_internal_operations };
    void *service;

    (void)state;
    house = (struct auth_house){ .mutex = PTHREAD_MUTEX_INITIALIZER };
    atomic_store(&house.verdict, CT__TEXT_VERDICT__PASS);
    log_init("auth", LOG_ERROR);
    load_settings();
    test_nats_start(&house.nats, false);
    house.db = test_db(NAME);
    assert_ok(migrate(house.db, "auth", rows_text(test_sql(house.db, "select current_user"), 0, 0), auth_migrations,
                      auth_migrations_count, NULL));
    assert_ok(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &house.contract));
    connect_everyone();
    assert_ok(auth_start(&service));
    house.auth = service;
    assert_ok(server_start(&(struct server_options){ .name = "auth",
                                                     .version = "1",
                                                     .contract = house.contract,
                                                     .sets = sets,
                                                     .sets_count = 2,
                                                     .bus = house.bus,
                                                     .streams = house.bus,
                                                     .client = house.client,
                                                     .db = test_db_options(NAME),
                                                     .workers = 4,
                                                     .queue_items_max = 64,
                                                     .service = service },
                           &house.server));
    natsConnection_Flush(bus_connection(house.bus));
    return 0;
}

int auth_house_down(void **state)
{
    (void)state;
    assert_true(server_stop(house.server, 5000));
    server_destroy(house.server);
    auth_stop(house.auth);
    natsSubscription_Destroy(house.content);
    natsSubscription_Destroy(house.sessions);
    rpc_client_destroy(house.client);
    rpc_client_destroy(house.asker);
    bus_destroy(house.bus);
    bus_destroy(house.asker_bus);
    contract_destroy(house.contract);
    test_db_drop(house.db, NAME);
    test_nats_stop(&house.nats);
    return 0;
}

struct status ask(struct arena *arena, const struct person *person, const char *method, const char *key,
                  const ProtobufCMessage *in, const ProtobufCMessageDescriptor *out, void *ret_answer)
{
    Api__Caller caller = API__CALLER__INIT;
    Api__Grant grant = API__GRANT__INIT, *grants[] = { &grant };
    struct rpc_request request = { .caller = &caller, .idempotency_key = key };
    struct rpc_reply reply;
    void *message;

    caller.user_id = person && person->user_id ? person->user_id : "";
    caller.session_id = person && person->session_id ? person->session_id : "";
    caller.service = person && person->service ? person->service : "";
    caller.app_id = "app";
    if (person && person->role) {
        grant.role = person->role;
        grant.scope_id = person->scope_id ? person->scope_id : "";
        caller.n_grants = 1;
        caller.grants = grants;
    }
    request.subject = arena_printf(arena, "rpc.linli.auth.v1.%s", method);
    request.data = message_pack(arena, in, &request.bytes);
    request.deadline_ms = rpc_now_ms(house.asker) + 5000;
    TRY(rpc_call(house.asker, arena, &request, &reply));
    message = message_unpack(arena, out, reply.data, reply.bytes);
    assert_non_null(message);
    if (ret_answer)
        memcpy(ret_answer, &message, sizeof message);
    return OK;
}

Au__Session *sign_in_on(struct arena *arena, const char *code, const char *link_key, const char *device)
{
    Au__SignInRequest in = AU__SIGN_IN_REQUEST__INIT;
    Au__Session *session = NULL;

    in.code = code;
    in.link_key = link_key;
    in.device = device;
    assert_ok(ask(arena, NULL, "Auth.SignIn", NULL, &in.base, &au__session__descriptor, &session));
    return session;
}

Au__Session *sign_in(struct arena *arena, const char *code, const char *link_key)
{
    return sign_in_on(arena, code, link_key, "a phone");
}
