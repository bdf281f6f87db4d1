#include "bus/house.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

#define PROBE_OPERATIONS(X)                                                                                            \
    X(Pr, Echo, Pr__EchoResponse, probe_echo)                                                                          \
    X(Pr, CountEntries, Pr__CountEntriesResponse, probe_count_entries)                                                 \
    X(Pr, LookAround, Pr__Sight, probe_look_around)                                                                    \
    X(Pr, AddEntry, Pr__Entry, probe_add_entry)                                                                        \
    X(Pr, Administer, Pr__EchoResponse, probe_administer)                                                              \
    X(Pr, Travel, Pr__Entry, probe_travel)
#define PROBE_BATCHES(X)  X(TakeUnit, probe_take_unit)
#define PROBE_INTERNAL(X) X(Pr, Peek, Pr__EchoResponse, probe_peek)
PROBE_OPERATIONS(OPERATION_PROTOTYPE)
PROBE_BATCHES(OPERATION_BATCH_PROTOTYPE)
PROBE_INTERNAL(OPERATION_PROTOTYPE)
OPERATIONS_WITH_BATCHES(probe_operations, PROBE_OPERATIONS, PROBE_BATCHES, Pr__Probe_Service, pr__probe__descriptor)
OPERATIONS(probe_internal, PROBE_INTERNAL, Pr__Internal_Service, pr__internal__descriptor)

#define STAY_MS_MAX 20000

#define REFUSED  CODE_FAILED_PRECONDITION, "REFUSED"
#define SOLD_OUT CODE_FAILED_PRECONDITION, "SOLD_OUT"

struct probe probe;

static bool take_one(atomic_int *left)
{
    int value = atomic_load(left);

    while (value > 0 && !atomic_compare_exchange_weak(left, &value, value - 1))
        ;
    return value > 0;
}

/* ---- the service ---- */

struct status probe_echo(struct call *call, const Pr__EchoRequest *in, Pr__EchoResponse *out)
{
    char trace[33];

    atomic_fetch_add(&probe.echoes, 1);
    clock_sleep_ms(in->wait_ms);
    if (strcmp(in->text, "undeclared") == 0)
        return fail(CODE_NOT_FOUND, "NOBODY_KNOWS_THIS", "a reason that is not in the contract");
    trace_id_of(call->traceparent, trace);
    out->text = in->text;
    out->user_id = call->caller->user_id;
    out->trace = arena_strdup(call->arena, trace);
    return OK;
}

struct status probe_count_entries(struct call *call, const Pr__CountEntriesRequest *in, Pr__CountEntriesResponse *out)
{
    struct rows *rows;

    (void)in;
    TRY(db_query(call->tx, &rows, "select count(*) from entries"));
    out->count = rows_int(rows, 0, 0);
    return OK;
}

static void note_looking(void)
{
    int looking = atomic_fetch_add(&probe.looking, 1) + 1;

    if (looking > atomic_load(&probe.looking_max))
        atomic_store(&probe.looking_max, looking);
}

/* Between its two questions others may have looked; what it saw must be one moment all the same. */
static struct status look(struct call *call, const char *text, Pr__Sight *out)
{
    struct rows *first, *rows;

    TRY(db_ask(call->tx, &first, "select pg_backend_pid()"));
    TRY(db_query(call->tx, &rows, "select (extract(epoch from now()) * 1000000)::bigint"));
    if (strcmp(text, "broken") == 0)
        TRY(db_query(call->tx, &rows, "select 1 / (length($1) - 6)", db_text(text)));
    if (strcmp(text, "lost") == 0)
        TRY(db_query(call->tx, &rows, "select pg_terminate_backend(pg_backend_pid())"));
    out->session = (int32_t)rows_int(first, 0, 0);
    out->now_us = rows_int(rows, 0, 0);
    TRY(db_query(call->tx, &rows, "select $1::text", db_text(text)));
    out->text = rows_text(rows, 0, 0);
    return OK;
}

struct status probe_look_around(struct call *call, const Pr__LookAroundRequest *in, Pr__Sight *out)
{
    struct status status;
    char *filling = arena_alloc(call->arena, (size_t)in->bytes + 1);

    if (strncmp(in->text, "missing", 7) == 0)
        return fail(NOT_HERE, "%s is not here", in->text);
    note_looking();
    status = look(call, in->text, out);
    atomic_fetch_sub(&probe.looking, 1);
    memset(filling, 'x', (size_t)in->bytes);
    filling[in->bytes] = '\0';
    out->filling = filling;
    out->call_now_us = call->now_us;
    return status;
}

static struct status write_entry(struct call *call, const char *id, const char *text)
{
    return db_exec(call->tx, "insert into entries (id, text) values ($1, $2) on conflict do nothing", db_id(id),
                   db_text(text));
}

struct status probe_add_entry(struct call *call, const Pr__AddEntryRequest *in, Pr__Entry *out)
{
    out->entry_id = id_make(call->arena);
    out->text = in->text;
    atomic_fetch_add(&probe.entries, 1);
    TRY(write_entry(call, out->entry_id, in->text));
    clock_sleep_ms(atomic_load(&probe.entry_wait_ms));
    if (strcmp(in->text, "refuse") == 0)
        return fail(REFUSED, "as was asked");
    if (take_one(&probe.conflicts_left))
        return fail(CONFLICT, "as was asked");
    return OK;
}

struct status probe_administer(struct call *call, const Pr__AdministerRequest *in, Pr__EchoResponse *out)
{
    (void)in;
    out->user_id = call->caller->user_id;
    return OK;
}

struct status probe_peek(struct call *call, const Pr__PeekRequest *in, Pr__EchoResponse *out)
{
    (void)in;
    out->text = call->caller->service;
    return OK;
}

static void stay_outside(void)
{
    if (!take_one(&probe.stays_left))
        return;
    atomic_fetch_add(&probe.staying, 1);
    for (int ms = 0; ms < STAY_MS_MAX && !atomic_load(&probe.come_home); ms += 5)
        clock_sleep_ms(5);
    atomic_fetch_sub(&probe.staying, 1);
}

static struct status call_travel_off(struct call *call, const void *context)
{
    (void)context;
    return db_exec(call->tx, "delete from travels where id = $1", db_id(call->operation_id));
}

/* Step 1: the travel is written down. Outside. Step 2: it has arrived. */
struct status probe_travel(struct call *call, const Pr__TravelRequest *in, Pr__Entry *out)
{
    atomic_fetch_add(&probe.travels, 1);
    call_on_refusal(call, call_travel_off, NULL);
    if (strcmp(in->text, "no more") == 0 && atomic_load(&probe.travels) > 1)
        return fail(REFUSED, "before anything");
    TRY(call_begin(call));
    TRY(db_exec(call->tx,
                "insert into travels (id, steps, session) values ($1, 1, pg_backend_pid())"
                " on conflict (id) do update set steps = travels.steps + 1, session = excluded.session",
                db_id(call->operation_id)));
    TRY(call_commit(call));
    stay_outside();
    if (strcmp(in->text, "refuse") == 0 || take_one(&probe.refusals_left))
        return fail(REFUSED, "as was asked");
    if (take_one(&probe.outages_left))
        return fail(NOT_AVAILABLE, "WeChat is away");
    TRY(call_begin(call));
    out->entry_id = arena_strdup(call->arena, call->operation_id);
    out->text = in->text;
    return write_entry(call, call->operation_id, in->text);
}

static void note_batch(struct batch_item *items, size_t count)
{
    atomic_fetch_add(&probe.batches, 1);
    atomic_fetch_add(&probe.batch_items, (int)count);
    if ((int)count > atomic_load(&probe.batch_max))
        atomic_store(&probe.batch_max, (int)count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(items[i].caller->user_id, items[j].caller->user_id) == 0)
                atomic_fetch_add(&probe.same_caller_twice, 1);
        }
    }
}

/* What no statement of a good handler would do. */
static struct status spoil(struct call *call, const char *owner)
{
    struct status status = db_exec(call->tx, "update units set number = -1 where owner = $1", db_text(owner));

    return fail(INTERNAL, "poison: %s", ok(status) ? "nothing happened" : status.text);
}

/* Whoever has this key has his number already; the others get the next ones, while there are any. */
static struct status take_unit(struct call *call, struct batch_item *item)
{
    struct rows *rows;
    const char *owner = arena_printf(call->arena, "%s/%s", item->caller->user_id, item->idempotency_key);
    const Pr__TakeUnitRequest *in = item->in;
    Pr__Unit *out = item->out;

    TRY(db_query(
        call->tx, &rows,
        "with old as (select number from units where owner = $1), new as (update units set owner = $1 where number ="
        " (select number from units where owner is null and not exists (select from old) order by number limit 1)"
        " returning number) select number from old union all select number from new",
        db_text(owner)));
    if (strcmp(in->text, "poison") == 0)
        TRY(spoil(call, owner));
    if (rows_count(rows) == 0) {
        item->outcome = fail(SOLD_OUT, "all are taken");
        return OK;
    }
    out->number = (int32_t)rows_int(rows, 0, 0);
    item->outcome = OK;
    return OK;
}

struct status probe_take_unit(struct call *call, struct batch_item *items, size_t count)
{
    note_batch(items, count);
    if (take_one(&probe.conflicts_left))
        return fail(CONFLICT, "as was asked");
    TRY(call_begin(call));
    TRY(db_exec(call->tx, "lock table units"));
    for (size_t i = 0; i < count; i++)
        TRY(take_unit(call, &items[i]));
    return call_commit(call);
}

/* ---- the house ---- */

static void make_tables(struct house *house)
{
    test_sql(house->db, "create table entries (id uuid primary key, text text not null)");
    test_sql(house->db, "create table travels (id uuid primary key, steps int not null, session int not null)");
    test_sql(house->db, "create table units (number int primary key check (number > 0), owner text unique)");
}

static struct rpc_client *connect_client(struct house *house, const char *name, struct bus **ret_bus)
{
    struct rpc_client *client;

    assert_ok(bus_connect(&(struct bus_options){ .url = house->nats.url, .name = name }, ret_bus));
    assert_ok(rpc_client_create(*ret_bus, &client));
    return client;
}

static void start_replica(struct house *house, const char *name, struct house_options options)
{
    static const struct operation_set *const sets[] = { &probe_operations, &probe_internal };
    struct replica *replica = &house->replicas[house->replicas_count++];
    struct db_options db = test_db_options(name);

    db.pulse = options.pulse;
    replica->client = connect_client(house, "probe", &replica->bus);
    rpc_now_learn(replica->client, clock_unix_ms());
    assert_ok(server_start(&(struct server_options){ .name = "probe",
                                                     .version = "1.0.0",
                                                     .contract = house->contract,
                                                     .sets = sets,
                                                     .sets_count = 2,
                                                     .bus = replica->bus,
                                                     .streams = replica->bus,
                                                     .client = replica->client,
                                                     .db = db,
                                                     .workers = options.workers ? options.workers : 4,
                                                     .queue_items_max = options.queue ? options.queue : 64 },
                           &replica->server));
    natsConnection_Flush(bus_connection(replica->bus));
}

void house_up(struct house *house, const char *name, struct house_options options)
{
    *house = (struct house){ 0 };
    memset((void *)&probe, 0, sizeof probe);
    log_init("probe", LOG_ERROR);
    test_nats_start(&house->nats, false);
    house->db = test_db(name);
    make_tables(house);
    assert_ok(contract_load_file(PROBE_CONTRACT, &house->contract));
    for (int i = 0; i < (options.replicas ? options.replicas : 1); i++)
        start_replica(house, name, options);
    house->client = connect_client(house, "asker", &house->bus);
    natsConnection_Flush(bus_connection(house->bus));
}

void house_down(struct house *house, const char *name)
{
    for (int i = 0; i < house->replicas_count; i++) {
        struct replica *replica = &house->replicas[i];

        if (replica->server) {
            assert_true(server_stop(replica->server, 5000));
            server_destroy(replica->server);
        }
        rpc_client_destroy(replica->client);
        bus_destroy(replica->bus);
    }
    rpc_client_destroy(house->client);
    bus_destroy(house->bus);
    contract_destroy(house->contract);
    test_db_drop(house->db, name);
    test_nats_stop(&house->nats);
}

struct status house_ask(struct house *house, struct arena *arena, const struct asking *asking,
                        const ProtobufCMessage *in, const ProtobufCMessageDescriptor *out, void *ret_answer)
{
    Api__Caller caller = API__CALLER__INIT;
    Api__Grant grant = API__GRANT__INIT, *grants[] = { &grant };
    struct rpc_request request = { .caller = &caller, .idempotency_key = asking->key };
    struct rpc_reply reply;
    void *answer;

    caller.user_id = asking->user ? asking->user : "";
    caller.service = asking->service ? asking->service : "";
    grant.role = asking->role ? asking->role : "";
    caller.n_grants = asking->role ? 1 : 0;
    caller.grants = grants;
    request.subject = arena_printf(arena, "rpc.linli.probe.v1.%s", asking->method);
    request.data = message_pack(arena, in, &request.bytes);
    request.deadline_ms = rpc_now_ms(house->client) + (asking->timeout_ms ? asking->timeout_ms : 3000);
    TRY(rpc_call(house->client, arena, &request, &reply));
    answer = message_unpack(arena, out, reply.data, reply.bytes);
    assert_non_null(answer);
    if (ret_answer)
        memcpy(ret_answer, &answer, sizeof answer);
    return OK;
}
