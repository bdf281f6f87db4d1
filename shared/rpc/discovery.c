#include "rpc/discovery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"

#define SUBSCRIPTIONS 9 /* three verbs, asked of all, of a name, of one instance */
#define SUBJECT_BYTES 160

struct discovery {
    struct server_options options;
    struct endpoint *endpoints;
    size_t count;
    struct id id;
    char started[TIME_RFC3339_BYTES];
    natsSubscription *subscriptions[SUBSCRIPTIONS];
    int subscriptions_count;
};

static void write_identity(const struct discovery *discovery, const char *type, struct buf *out)
{
    buf_printf(out, "{\"type\":\"io.nats.micro.v1.%s_response\",\"name\":", type);
    buf_json_string(out, discovery->options.name);
    buf_add_str(out, ",\"id\":");
    buf_json_string(out, discovery->id.text);
    buf_add_str(out, ",\"version\":");
    buf_json_string(out, discovery->options.version);
    buf_add_str(out, ",\"metadata\":{}");
}

static void write_endpoint(const struct discovery *discovery, const struct endpoint *endpoint, bool stats,
                           struct buf *out)
{
    const struct measure *measure = &endpoint->measure;
    uint64_t calls = measure_calls(measure), total_ns = atomic_load(&measure->took.sum_us) * 1000;

    buf_add_str(out, "{\"name\":");
    buf_json_string(out, endpoint->method->name);
    buf_add_str(out, ",\"subject\":");
    buf_json_string(out, endpoint->method->subject);
    buf_add_str(out, ",\"queue_group\":");
    buf_json_string(out, discovery->options.name);
    if (stats)
        buf_printf(out,
                   ",\"num_requests\":%llu,\"num_errors\":%llu,\"last_error\":\"\",\"processing_time\":%llu,"
                   "\"average_processing_time\":%llu",
                   (unsigned long long)calls, (unsigned long long)measure_failures(measure),
                   (unsigned long long)total_ns, (unsigned long long)(calls ? total_ns / calls : 0));
    else
        buf_add_str(out, ",\"metadata\":{}");
    buf_add_char(out, '}');
}

static void write_endpoints(const struct discovery *discovery, bool stats, struct buf *out)
{
    buf_add_str(out, ",\"endpoints\":[");
    for (size_t i = 0; i < discovery->count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        write_endpoint(discovery, &discovery->endpoints[i], stats, out);
    }
    buf_add_char(out, ']');
}

static void write_answer(const struct discovery *discovery, const char *subject, struct buf *out)
{
    if (strncmp(subject, "$SRV.PING", 9) == 0) {
        write_identity(discovery, "ping", out);
    } else if (strncmp(subject, "$SRV.INFO", 9) == 0) {
        write_identity(discovery, "info", out);
        buf_add_str(out, ",\"description\":\"\"");
        write_endpoints(discovery, false, out);
    } else {
        write_identity(discovery, "stats", out);
        buf_add_str(out, ",\"started\":");
        buf_json_string(out, discovery->started);
        write_endpoints(discovery, true, out);
    }
    buf_add_char(out, '}');
}

static void on_question(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    struct discovery *discovery = closure;
    struct arena arena;
    struct buf answer;

    (void)connection;
    (void)subscription;
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&answer, &arena, 1024);
    if (natsMsg_GetReply(message)) {
        write_answer(discovery, natsMsg_GetSubject(message), &answer);
        bus_publish(discovery->options.bus, natsMsg_GetReply(message), answer.data, answer.len);
    }
    arena_finish(&arena);
    natsMsg_Destroy(message);
}

static struct status listen_on(struct discovery *discovery, const char *subject)
{
    natsStatus s = natsConnection_Subscribe(&discovery->subscriptions[discovery->subscriptions_count],
                                            bus_connection(discovery->options.bus), subject, on_question, discovery);

    if (s != NATS_OK)
        return bus_failure(s, subject);
    discovery->subscriptions_count++;
    return OK;
}

static struct status listen(struct discovery *discovery)
{
    static const char *const verbs[] = { "PING", "INFO", "STATS" };
    char subject[SUBJECT_BYTES];

    for (int i = 0; i < 3; i++) {
        snprintf(subject, sizeof subject, "$SRV.%s", verbs[i]);
        TRY(listen_on(discovery, subject));
        snprintf(subject, sizeof subject, "$SRV.%s.%s", verbs[i], discovery->options.name);
        TRY(listen_on(discovery, subject));
        snprintf(subject, sizeof subject, "$SRV.%s.%s.%s", verbs[i], discovery->options.name, discovery->id.text);
        TRY(listen_on(discovery, subject));
    }
    return OK;
}

struct status discovery_start(const struct server_options *options, struct endpoint *endpoints, size_t count,
                              struct discovery **ret_discovery)
{
    struct discovery *discovery = calloc(1, sizeof *discovery);
    struct status status;

    if (!discovery)
        return fail(INTERNAL, "no memory for discovery");
    discovery->options = *options;
    discovery->endpoints = endpoints;
    discovery->count = count;
    discovery->id = id_new();
    time_format_rfc3339(clock_unix_us(), discovery->started);
    status = listen(discovery);
    if (!ok(status)) {
        discovery_stop(discovery);
        return status;
    }
    *ret_discovery = discovery;
    return OK;
}

void discovery_stop(struct discovery *discovery)
{
    if (!discovery)
        return;
    bus_unsubscribe(discovery->options.bus, discovery->subscriptions, (size_t)discovery->subscriptions_count);
    free(discovery);
}
