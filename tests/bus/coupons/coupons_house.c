#include "coupons_house.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "rpc/timestamp.h"

OPERATIONS_WITH_BATCHES(operations, COUPONS_OPERATIONS, COUPONS_BATCHES, Cp__Coupons_Service, cp__coupons__descriptor)
OPERATIONS(points_operations, COUPONS_POINTS_OPERATIONS, Cp__Points_Service, cp__points__descriptor)
OPERATIONS(grants_operations, COUPONS_GRANTS_OPERATIONS, Cp__Grants_Service, cp__grants__descriptor)
OPERATIONS(levels_operations, COUPONS_LEVELS_OPERATIONS, Cp__Levels_Service, cp__levels__descriptor)
OPERATIONS(internal_operations, COUPONS_INTERNAL_OPERATIONS, Cp__Internal_Service, cp__internal__descriptor)

extern const char contracts_binpb[], contracts_binpb_end[];

static struct rpc_client *connect_client(struct desk *desk, const char *name, struct bus **ret_bus)
{
    struct rpc_client *client;

    assert_ok(bus_connect(&(struct bus_options){ .url = desk->nats.url, .name = name }, ret_bus));
    assert_ok(rpc_client_create(*ret_bus, &client));
    rpc_now_learn(client, clock_unix_ms());
    return client;
}

static void start_replica(struct desk *desk, struct desk_replica *replica, const char *name)
{
    static const struct operation_set *const sets[] = { &operations, &points_operations, &grants_operations,
                                                        &levels_operations, &internal_operations };

    replica->client = connect_client(desk, "coupons", &replica->bus);
    replica->options = (struct server_options){
        .name = "coupons",
        .version = "1.0.0",
        .contract = desk->contract,
        .sets = sets,
        .sets_count = sizeof sets / sizeof *sets,
        .bus = replica->bus,
        .streams = replica->bus,
        .client = replica->client,
        .db = test_db_options(name),
        .service = &desk->service,
        .workers = 4,
        .queue_items_max = 1024,
    };
    assert_ok(server_start(&replica->options, &replica->server));
    natsConnection_Flush(bus_connection(replica->bus));
}

/* ---- groupbuy's part ---- */

static void answer_for_groupbuy(natsConnection *connection, natsSubscription *subscription, natsMsg *message,
                                void *data)
{
    struct desk *desk = data;
    Gb__OrderStanding standing = GB__ORDER_STANDING__INIT;
    uint8_t answer[64];

    (void)subscription;
    standing.found = atomic_load(&desk->order_found);
    standing.status = (Gb__OrderStatus)atomic_load(&desk->order_status);
    atomic_fetch_add(&desk->orders_asked, 1);
    size_t bytes = protobuf_c_message_pack(&standing.base, answer);
    natsConnection_Publish(connection, natsMsg_GetReply(message), answer, (int)bytes);
    natsMsg_Destroy(message);
}

/* ---- auth's part ---- */

static Au__GetPersonRequest *person_asked_for(natsMsg *message)
{
    ProtobufCMessage *asked =
        protobuf_c_message_unpack(&au__get_person_request__descriptor, NULL, (size_t)natsMsg_GetDataLength(message),
                                  (const uint8_t *)natsMsg_GetData(message));

    assert_non_null(asked);
    return (Au__GetPersonRequest *)asked;
}

static void answer_for_auth(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *data)
{
    struct desk *desk = data;
    Au__GetPersonRequest *asked = person_asked_for(message);
    const char *marks[] = { atomic_load(&desk->marks_differ) ? asked->user_id : desk->mark };
    Au__Person person = AU__PERSON__INIT;
    uint8_t answer[128];

    (void)subscription;
    person.n_marks = marks[0] ? 1 : 0;
    person.marks = marks;
    size_t bytes = protobuf_c_message_pack(&person.base, answer);
    natsConnection_Publish(connection, natsMsg_GetReply(message), answer, (int)bytes);
    protobuf_c_message_free_unpacked(&asked->base, NULL);
    natsMsg_Destroy(message);
}

/* ---- opening and closing ---- */

void desk_open(struct desk *desk, const char *name)
{
    *desk = (struct desk){ .service = { .terms = { .per_yuan = 100, .percent_max = 50, .grace_days = 7 },
                                        .grace_days = 7 } };
    log_init("coupons", LOG_ERROR);
    test_nats_start(&desk->nats, false);
    desk->db = test_db(name);
    assert_ok(migrate(desk->db, "coupons", "current_user", coupons_migrations, coupons_migrations_count, NULL));
    assert_ok(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &desk->contract));
    for (int i = 0; i < DESK_REPLICAS; i++)
        start_replica(desk, &desk->replicas[i], name);
    desk->client = connect_client(desk, "asker", &desk->bus);
    assert_int_equal(natsConnection_Subscribe(&desk->groupbuy, bus_connection(desk->bus),
                                              "rpc.linli.groupbuy.v1.Internal.GetOrderStanding", answer_for_groupbuy,
                                              desk),
                     NATS_OK);
    assert_int_equal(natsConnection_Subscribe(&desk->auth, bus_connection(desk->bus),
                                              "rpc.linli.auth.v1.Internal.GetPerson", answer_for_auth, desk),
                     NATS_OK);
    natsConnection_Flush(bus_connection(desk->bus));
}

void desk_close(struct desk *desk, const char *name)
{
    for (int i = 0; i < DESK_REPLICAS; i++) {
        assert_true(server_stop(desk->replicas[i].server, 5000));
        server_destroy(desk->replicas[i].server);
        rpc_client_destroy(desk->replicas[i].client);
        bus_destroy(desk->replicas[i].bus);
    }
    natsSubscription_Destroy(desk->groupbuy);
    natsSubscription_Destroy(desk->auth);
    rpc_client_destroy(desk->client);
    bus_destroy(desk->bus);
    contract_destroy(desk->contract);
    test_db_drop(desk->db, name);
    test_nats_stop(&desk->nats);
}

/* ---- asking ---- */

static struct status ask(struct desk *desk, struct arena *arena, const char *subject, const Api__Caller *caller,
                         const char *key, const ProtobufCMessage *in, const ProtobufCMessageDescriptor *out,
                         void *ret_answer)
{
    struct rpc_request request = { .subject = subject, .caller = caller, .idempotency_key = key };
    struct rpc_reply reply;

    request.data = message_pack(arena, in, &request.bytes);
    request.deadline_ms = rpc_now_ms(desk->client) + 5000;
    TRY(rpc_call(desk->client, arena, &request, &reply));
    void *answer = message_unpack(arena, out, reply.data, reply.bytes);
    assert_non_null(answer);
    if (ret_answer)
        memcpy(ret_answer, &answer, sizeof answer);
    return OK;
}

struct status desk_ask(struct desk *desk, struct arena *arena, const char *method, const char *user_id,
                       const char *role, const char *key, const ProtobufCMessage *in,
                       const ProtobufCMessageDescriptor *out, void *ret_answer)
{
    Api__Caller caller = API__CALLER__INIT;
    Api__Grant grant = API__GRANT__INIT, *grants[] = { &grant };

    caller.user_id = user_id;
    grant.role = role ? role : "";
    grant.scope_id = desk->scope_id ? desk->scope_id : "";
    caller.n_grants = role ? 1 : 0;
    caller.grants = grants;
    const char *service = strchr(method, '.') ? "" : "Coupons.";
    return ask(desk, arena, arena_printf(arena, "rpc.linli.coupons.v1.%s%s", service, method), &caller, key, in, out,
               ret_answer);
}

struct status desk_ask_inside(struct desk *desk, struct arena *arena, const char *method, const ProtobufCMessage *in,
                              const ProtobufCMessageDescriptor *out, void *ret_answer)
{
    Api__Caller caller = API__CALLER__INIT;

    caller.service = "groupbuy";
    return ask(desk, arena, arena_printf(arena, "rpc.linli.coupons.v1.Internal.%s", method), &caller, NULL, in, out,
               ret_answer);
}

const char *desk_template(struct desk *desk, struct arena *arena, Cp__Channel channel, int64_t budget_count,
                          int per_user)
{
    Cp__CreateTemplateRequest in = CP__CREATE_TEMPLATE_REQUEST__INIT;
    Cp__Template *template;

    in.title = "满 30 减 5";
    in.kind = CP__TEMPLATE_KIND__AMOUNT_OFF;
    in.amount_fen = 500;
    in.threshold_fen = 3000;
    in.channel = channel;
    in.budget_count = budget_count;
    in.budget_fen = 100000000;
    in.per_user = per_user;
    in.claim_ends_at = timestamp_new(arena, clock_unix_us() + 3600 * US_PER_S);
    in.valid_days = 7;
    assert_ok(desk_ask(desk, arena, "CreateTemplate", id_make(arena), "operator", id_make(arena), &in.base,
                       &cp__template__descriptor, &template));
    return template->template_id;
}

struct status desk_claim(struct desk *desk, struct arena *arena, const char *template_id, const char *user_id,
                         const char *key, Cp__Coupon **ret_coupon)
{
    Cp__ClaimCouponRequest in = CP__CLAIM_COUPON_REQUEST__INIT;

    in.template_id = (char *)template_id;
    return desk_ask(desk, arena, "ClaimCoupon", user_id, NULL, key, &in.base, &cp__coupon__descriptor, ret_coupon);
}

/* ---- work ---- */

struct call *desk_work_begin(struct desk *desk, struct desk_work *work, struct arena *arena)
{
    work->runtime = runtime_create(&desk->replicas[0].options);
    call_init(&work->call, work->runtime, arena, rpc_now_ms(desk->client) + 5000);
    work->call.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    return &work->call;
}

struct status desk_work_end(struct desk_work *work, struct status status)
{
    if (ok(status) && work->call.tx)
        status = call_commit(&work->call);
    call_finish(&work->call);
    runtime_destroy(work->runtime);
    return status;
}
