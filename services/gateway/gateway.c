#include "gateway/gateway.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "gateway/http.h"
#include "objects/objects.h"

#define DRAIN_STEP_MS 20
#define NOTICE_MS     200 /* after readiness is gone, until the front knows it */
#define OR_NULL(text) (*(text) ? (text) : NULL)

struct rpc_client *gateway_client(struct gateway *gateway)
{
    size_t next = atomic_fetch_add(&gateway->next_client, 1) % gateway->clients_count;

    /* Deadlines are counted by the first one's clock, which has heard of the database's when the keys were loaded. */
    if (next > 0)
        rpc_now_learn(gateway->clients[next], rpc_now_ms(gateway->clients[0]));
    return gateway->clients[next];
}

int64_t gateway_now_ms(struct gateway *gateway)
{
    return rpc_now_ms(gateway->clients[0]);
}

/* ---- starting ---- */

/* Every method's rate class must have a budget: a typing error must not make it unlimited. */
static struct status check_rates(const struct gateway *gateway)
{
    size_t count;
    const struct method *const *methods = contract_methods(gateway->contract, &count);

    for (size_t i = 0; i < count; i++)
        if (methods[i]->http_method && !limits_know(gateway->limits, methods[i]->rpc->rate))
            return fail(FIELDS_INVALID, "%s has rate class \"%s\", for which no budget is set", methods[i]->full_name,
                        methods[i]->rpc->rate);
    return OK;
}

static void on_reconnected(void *context)
{
    struct gateway *gateway = context;

    if (!atomic_load(&gateway->started))
        return;
    sessions_reload(gateway->sessions);
    live_missed(gateway->live);
}

static struct status connect_buses(struct gateway *gateway)
{
    const struct gateway_settings *settings = gateway->settings;

    for (int64_t i = 0; i < settings->bus_connections; i++) {
        const struct bus_options options = {
            .url = settings->nats_url,
            .user = OR_NULL(settings->nats_user),
            .password = OR_NULL(settings->nats_password),
            .name = "gateway",
            .on_reconnected = i == 0 ? on_reconnected : NULL, /* the first one carries the subscriptions */
            .context = gateway,
        };

        TRY(bus_connect(&options, &gateway->buses[i]));
        TRY(rpc_client_create(gateway->buses[i], &gateway->clients[i]));
        gateway->clients_count++;
    }
    return OK;
}

static void start_limits(struct gateway *gateway)
{
    const struct cache_options redis = {
        .address = gateway->settings->redis_address,
        .user = OR_NULL(gateway->settings->redis_user),
        .password_now = &gateway->settings->redis_password,
        .prefix = "gateway:rate:",
    };

    gateway->cache = cache_create(&redis);
    gateway->settle = settle_start(gateway->limits, gateway->cache);
}

static int reads_under_way(const struct gateway_settings *settings)
{
    return settings->reads_under_way ? (int)settings->reads_under_way : 2 * (int)sysconf(_SC_NPROCESSORS_ONLN);
}

static void make_packers(struct gateway *gateway)
{
    size_t count;
    const struct method *const *methods = contract_methods(gateway->contract, &count);
    int reads = reads_under_way(gateway->settings);

    gateway->packers = calloc(count ? count : 1, sizeof(*gateway->packers));
    if (!gateway->packers)
        abort();
    for (size_t i = 0; i < count; i++)
        packer_init(&gateway->packers[i], methods[i]->rpc->tx == API__TX__READ ? reads : PACKS_UNDER_WAY_MAX);
}

static struct status open_objects(struct gateway *gateway)
{
    const struct object_options *options = &gateway->settings->objects;

    return *options->url ? objects_open(options, &gateway->objects) : OK;
}

static struct status start(struct gateway *gateway)
{
    const struct gateway_settings *settings = gateway->settings;

    TRY(contract_load_file(settings->contract_file, &gateway->contract));
    TRY(proxies_parse(settings->trusted_proxies, &gateway->proxies));
    TRY(limits_create(settings->user_rates, settings->address_rates, &gateway->limits));
    TRY(check_rates(gateway));
    TRY(open_objects(gateway));
    admission_init(&gateway->admission, (int)settings->in_flight_max, gateway->contract);
    make_packers(gateway);
    gateway->metrics = metrics_create(gateway->contract);
    gateway->refusals = refusals_create();
    gateway->microcache = microcache_create((size_t)settings->microcache_bytes);
    gateway->docs = docs_create(gateway->contract);
    gateway->live = live_create((int)settings->connections_max / 2);
    TRY(connect_buses(gateway));
    TRY(live_listen(gateway->live, gateway->buses[0]));
    TRY(sessions_start(gateway->contract, gateway->buses[0], gateway->clients[0], &gateway->sessions));
    start_limits(gateway);
    atomic_store(&gateway->started, true);
    return http_start(gateway, &gateway->http);
}

struct status gateway_start(const struct gateway_settings *settings, struct gateway **ret_gateway)
{
    struct gateway *gateway = calloc(1, sizeof(*gateway));
    struct status status;

    if (!gateway)
        abort();
    gateway->settings = settings;
    arenas_init(&gateway->arenas);
    status = start(gateway);
    if (!ok(status)) {
        gateway_destroy(gateway);
        return status;
    }
    log_info("the gateway serves", LOG_STR("contract", settings->contract_file),
             LOG_INT("port", http_port(gateway->http)));
    *ret_gateway = gateway;
    return OK;
}

bool gateway_lost(const struct gateway *gateway)
{
    for (size_t i = 0; i < gateway->clients_count; i++)
        if (bus_closed(gateway->buses[i]))
            return true;
    return false;
}

/* ---- stopping ---- */

void gateway_destroy(struct gateway *gateway)
{
    size_t methods = 0;

    http_stop(gateway->http);
    settle_stop(gateway->settle);
    cache_destroy(gateway->cache);
    sessions_stop(gateway->sessions);
    live_destroy(gateway->live);
    for (size_t i = 0; i < BUS_CONNECTIONS_MAX; i++) {
        rpc_client_destroy(gateway->clients[i]);
        bus_destroy(gateway->buses[i]);
    }
    if (gateway->contract)
        contract_methods(gateway->contract, &methods);
    for (size_t i = 0; gateway->packers && i < methods; i++)
        packer_finish(&gateway->packers[i]);
    free(gateway->packers);
    docs_destroy(gateway->docs);
    microcache_destroy(gateway->microcache);
    refusals_destroy(gateway->refusals);
    metrics_destroy(gateway->metrics);
    limits_destroy(gateway->limits);
    contract_destroy(gateway->contract);
    objects_close(gateway->objects);
    arenas_finish(&gateway->arenas);
    free(gateway);
}

/* Connections end with their next answer; those that say nothing end by keep-alive. civetweb drops answers that are not
 * written when it is stopped, so it is stopped when all is quiet. */
void gateway_drain(struct gateway *gateway)
{
    int64_t until_ms = clock_mono_ms() + gateway->settings->drain_ms;

    atomic_store(&gateway->draining, true);
    live_end(gateway->live);
    clock_sleep_ms(NOTICE_MS < gateway->settings->drain_ms ? NOTICE_MS : gateway->settings->drain_ms);
    while (http_connections(gateway->http) > 0 && clock_mono_ms() < until_ms)
        clock_sleep_ms(DRAIN_STEP_MS);
}

/* ---- the operations port ---- */

struct status gateway_ready(void *context)
{
    struct gateway *gateway = context;

    if (atomic_load(&gateway->draining))
        return fail(NOT_AVAILABLE, "stopping");
    for (size_t i = 0; i < gateway->clients_count; i++)
        if (!bus_connected(gateway->buses[i]))
            return fail(NOT_AVAILABLE, "the bus is away");
    if (!sessions_ready(gateway->sessions))
        return fail(NOT_AVAILABLE, "keys and revocations are not loaded yet");
    return OK;
}

/* Refusals do not make us unready: one request for a method that the bus does not let us call yet is no reason to leave
 * all others alone. */
static void write_bus(struct gateway *gateway, struct buf *out)
{
    uint64_t refusals = 0;
    bool connected = true;

    for (size_t i = 0; i < gateway->clients_count; i++) {
        refusals += bus_permission_errors(gateway->buses[i]);
        connected = connected && bus_connected(gateway->buses[i]);
    }
    metric_one(out, "linli_bus_refusals_total", "counter", "Publishes and subscriptions that the bus refused.",
               (int64_t)refusals);
    metric_one(out, "linli_bus_connected", "gauge", "1 while all connections to the bus are there.", connected);
}

static void write_packs(struct gateway *gateway, struct buf *out)
{
    uint64_t packs = 0, items = 0;
    int64_t waiting = 0;
    size_t count;

    contract_methods(gateway->contract, &count);
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&gateway->packers[i].lock);
        packs += gateway->packers[i].packs;
        items += gateway->packers[i].items;
        waiting += (int64_t)gateway->packers[i].waiting;
        pthread_mutex_unlock(&gateway->packers[i].lock);
    }
    metric_one(out, "linli_gateway_packs_total", "counter", "Messages that carried packed requests.", (int64_t)packs);
    metric_one(out, "linli_gateway_packed_items_total", "counter", "Requests in them.", (int64_t)items);
    metric_one(out, "linli_gateway_pack_waiting", "gauge", "Requests that wait to be packed.", waiting);
}

static void write_in_flight(struct gateway *gateway, struct buf *out)
{
    const struct admission *admission = &gateway->admission;

    metric_one(out, "linli_gateway_in_flight", "gauge", "Calls of services under way.",
               atomic_load(&admission->in_flight));
    metric_one(out, "linli_gateway_in_flight_max", "gauge", "How many may be.", admission->in_flight_max);
    metric_head(out, "linli_gateway_service_in_flight", "gauge", "Of them, those of a service.");
    for (size_t i = 0; i < admission->services_count; i++)
        buf_printf(out, "linli_gateway_service_in_flight{called=\"%s\"} %d\n", admission->services[i],
                   atomic_load(&admission->services_in_flight[i]));
}

static void write_connections(struct gateway *gateway, struct buf *out)
{
    struct live_counts live = live_counts(gateway->live);

    metric_one(out, "linli_gateway_connections", "gauge", "HTTP connections.", http_connections(gateway->http));
    metric_one(out, "linli_gateway_connections_max", "gauge", "How many may be.", gateway->settings->connections_max);
    metric_one(out, "linli_gateway_uploads", "gauge", "Files coming in.", atomic_load(&gateway->uploads));
    metric_one(out, "linli_gateway_live_waiters", "gauge", "Long polls that wait.", live.waiters);
    metric_one(out, "linli_gateway_live_topics", "gauge", "What they wait for.", (int64_t)live.topics);
    metric_one(out, "linli_gateway_live_news_total", "counter", "News they were told.", (int64_t)live.told);
}

static void write_caches(struct gateway *gateway, struct buf *out)
{
    struct microcache_counts cached = microcache_counts(gateway->microcache);
    struct session_counts tokens = session_counts(gateway->sessions);

    metric_one(out, "linli_gateway_microcache_hits_total", "counter", "Answers that were known.", (int64_t)cached.hits);
    metric_one(out, "linli_gateway_microcache_misses_total", "counter", "Answers that were asked for.",
               (int64_t)cached.misses);
    metric_one(out, "linli_gateway_microcache_shared_total", "counter", "Answers that another request had asked for.",
               (int64_t)cached.shared);
    metric_one(out, "linli_gateway_token_hits_total", "counter", "Tokens that were known.", (int64_t)tokens.hits);
    metric_one(out, "linli_gateway_tokens_verified_total", "counter", "Tokens whose signature was checked.",
               (int64_t)tokens.verified);
    metric_one(out, "linli_gateway_tokens_refused_total", "counter", "Tokens that were refused.",
               (int64_t)tokens.refused);
    metric_one(out, "linli_gateway_tokens_cached", "gauge", "Tokens that are known now.", (int64_t)tokens.cached);
    metric_one(out, "linli_gateway_redis_connected", "gauge", "1 while budgets are shared by Redis.",
               settle_connected(gateway->settle));
}

void gateway_metrics(void *context, struct buf *out)
{
    struct gateway *gateway = context;

    metrics_write(gateway->metrics, out);
    otlp_metrics(out);
    write_packs(gateway, out);
    write_bus(gateway, out);
    write_in_flight(gateway, out);
    write_connections(gateway, out);
    write_caches(gateway, out);
}
