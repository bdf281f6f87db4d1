#include "linlictl/nats_config.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "linlictl/bus_survey.h"
#include "linlictl/linlictl.h"
#include "linlictl/secrets.h"
#include "rpc/bus.h"

#define LOOPBACK "127.0.0.1"

/* What one user may publish and hear, while it is being written. */
struct rights {
    struct buf publish;
    struct buf subscribe;
    bool answers;
};

struct writer {
    struct arena *arena;
    const struct nats_config *config;
    struct bus_survey *survey;
    struct buf out;
};

static void rights_init(struct rights *rights, struct arena *arena)
{
    buf_init(&rights->publish, arena, 4096);
    buf_init(&rights->subscribe, arena, 1024);
    rights->answers = false;
}

#define may_publish(rights, ...) subject_add(&(rights)->publish, __VA_ARGS__)
#define may_hear(rights, ...)    subject_add(&(rights)->subscribe, __VA_ARGS__)

static void __attribute__((format(printf, 2, 3))) subject_add(struct buf *list, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_printf(list, "          \"%s\"\n", arena_vprintf(list->arena, format, args));
    va_end(args);
}

static const char *stream_of(struct arena *arena, const char *service)
{
    char *stream = arena_printf(arena, "EVT_%s", service);

    for (char *c = stream; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return stream;
}

/* ---- what each kind of process needs ---- */

/* To be asked and to answer: its methods in its queue group, and what ADR-32 wants of a service. */
static void grant_serving(struct rights *rights, const struct bus_survey *survey, const char *name)
{
    for (size_t i = 0; i < survey->interfaces_count; i++)
        if (strcmp(survey->interfaces[i].owner, name) == 0)
            may_hear(rights, "rpc.%s.* %s", survey->interfaces[i].full_name, name);
    may_hear(rights, "$SRV.*");
    may_hear(rights, "$SRV.*.%s", name);
    may_hear(rights, "$SRV.*.%s.*", name);
    rights->answers = true;
}

static void grant_calls(struct rights *rights, const struct bus_survey *survey, const char *callee)
{
    for (size_t i = 0; i < survey->internals_count; i++) {
        const struct bus_method *method = &survey->internals[i];

        if (strcmp(method->owner, callee) == 0 && !method->tool_only && !method->of_gateway)
            may_publish(rights, "rpc.%s", method->full_name);
    }
}

static void grant_hints(struct rights *rights, const struct bus_survey *survey, const char *name)
{
    may_publish(rights, "live.>");
    if (survey->sessions_owner && strcmp(survey->sessions_owner, name) == 0)
        may_publish(rights, "sys.sessions");
}

/* Its own events, and the look at its stream that finds what the stream lost. */
static void grant_telling(struct rights *rights, struct writer *writer, const char *name)
{
    const char *stream = stream_of(writer->arena, name);

    for (size_t i = 0; i < writer->survey->events_count; i++)
        if (strcmp(writer->survey->events[i].owner, name) == 0)
            may_publish(rights, "evt.%s", writer->survey->events[i].full_name);
    may_publish(rights, "$JS.API.STREAM.INFO.%s", stream);
    may_publish(rights, "$JS.API.STREAM.MSG.GET.%s", stream);
}

/* Its durable consumers, <name>-on-<Event>, on the stream of a service it listens to. */
static void grant_listening(struct rights *rights, struct writer *writer, const char *name, const char *teller)
{
    const char *stream = stream_of(writer->arena, teller);

    may_publish(rights, "$JS.API.STREAM.INFO.%s", stream);
    for (size_t i = 0; i < writer->survey->events_count; i++) {
        const struct bus_event *event = &writer->survey->events[i];
        const char *consumer = arena_printf(writer->arena, "%s.%s-on-%s", stream, name, event->name);

        if (strcmp(event->owner, teller) != 0)
            continue;
        may_publish(rights, "$JS.API.CONSUMER.INFO.%s", consumer);
        may_publish(rights, "$JS.API.CONSUMER.DURABLE.CREATE.%s", consumer);
        may_publish(rights, "$JS.API.CONSUMER.DELETE.%s", consumer);
        may_publish(rights, "$JS.API.CONSUMER.MSG.NEXT.%s", consumer);
        may_publish(rights, "$JS.ACK.%s.>", consumer);
    }
}

/* ---- users ---- */

/* The user `name` of the process, or `name` with a suffix: the same process with other rights, by the same password. */
static struct status write_user_as(struct writer *writer, const char *name, const char *suffix, struct rights *rights)
{
    const char *secret;

    TRY(secret_get(writer->arena, writer->config->secrets, arena_printf(writer->arena, "nats.%s", name), &secret));
    may_hear(rights, "_INBOX_%s.>", name);
    buf_printf(&writer->out, "      { user: \"%s%s\", password: \"%s\", permissions: {\n", name, suffix, secret);
    buf_printf(&writer->out, "        publish: { allow: [\n%s        ] }\n", rights->publish.data);
    buf_printf(&writer->out, "        subscribe: { allow: [\n%s        ] }\n", rights->subscribe.data);
    if (rights->answers)
        buf_printf(&writer->out, "        allow_responses: { max: 1, expires: \"%ds\" }\n", REPLY_LIFE_S_MAX);
    buf_add_str(&writer->out, "      } }\n");
    return OK;
}

static struct status write_user(struct writer *writer, const char *name, struct rights *rights)
{
    return write_user_as(writer, name, "", rights);
}

/* What it has to do with streams, it does as a user who answers nobody: of who may answer, nats-server 2.9 remembers
 * each message that could be answered for REPLY_LIFE_S_MAX, and from 4,096 on it looks through all of them with each
 * message more. An event could be, and is not: it is acknowledged by a right of its own. */
static struct status write_streams(struct writer *writer, const struct service_entry *service)
{
    struct rights rights;

    rights_init(&rights, writer->arena);
    grant_telling(&rights, writer, service->name);
    for (size_t i = 0; i < service->listens.count; i++)
        grant_listening(&rights, writer, service->name, service->listens.names[i]);
    return write_user_as(writer, service->name, BUS_STREAMS_SUFFIX, &rights);
}

static struct status write_service(struct writer *writer, const struct service_entry *service)
{
    struct rights rights;

    rights_init(&rights, writer->arena);
    grant_serving(&rights, writer->survey, service->name);
    grant_hints(&rights, writer->survey, service->name);
    for (size_t i = 0; i < service->calls.count; i++)
        grant_calls(&rights, writer->survey, service->calls.names[i]);
    TRY(write_user(writer, service->name, &rights));
    return write_streams(writer, service);
}

static struct status write_gateway(struct writer *writer)
{
    const struct bus_survey *survey = writer->survey;
    struct rights rights;

    rights_init(&rights, writer->arena);
    for (size_t i = 0; i < survey->interfaces_count; i++)
        if (!survey->interfaces[i].internal)
            may_publish(&rights, "rpc.%s.*", survey->interfaces[i].full_name);
    for (size_t i = 0; i < survey->internals_count; i++)
        if (survey->internals[i].of_gateway)
            may_publish(&rights, "rpc.%s", survey->internals[i].full_name);
    may_hear(&rights, "live.>");
    may_hear(&rights, "sys.sessions");
    return write_user(writer, "gateway", &rights);
}

/* Makes the streams, and nothing else. */
static struct status write_init(struct writer *writer)
{
    struct rights rights;

    rights_init(&rights, writer->arena);
    may_publish(&rights, "$JS.API.INFO");
    for (size_t i = 0; i < writer->config->services->count; i++) {
        const char *stream = stream_of(writer->arena, writer->config->services->entries[i].name);

        may_publish(&rights, "$JS.API.STREAM.INFO.%s", stream);
        may_publish(&rights, "$JS.API.STREAM.CREATE.%s", stream);
        may_publish(&rights, "$JS.API.STREAM.UPDATE.%s", stream);
    }
    return write_user(writer, "init", &rights);
}

/* Looks, asks the services how they are, and calls what is for it alone. */
static struct status write_linlictl(struct writer *writer)
{
    struct rights rights;

    rights_init(&rights, writer->arena);
    for (size_t i = 0; i < writer->survey->internals_count; i++)
        if (writer->survey->internals[i].tool_only)
            may_publish(&rights, "rpc.%s", writer->survey->internals[i].full_name);
    may_publish(&rights, "$SRV.>");
    may_publish(&rights, "$JS.API.STREAM.NAMES");
    may_publish(&rights, "$JS.API.STREAM.INFO.*");
    may_publish(&rights, "$JS.API.CONSUMER.LIST.*");
    return write_user(writer, "linlictl", &rights);
}

static struct status write_users(struct writer *writer)
{
    for (size_t i = 0; i < writer->config->services->count; i++)
        TRY(write_service(writer, &writer->config->services->entries[i]));
    TRY(write_gateway(writer));
    TRY(write_init(writer));
    return write_linlictl(writer);
}

/* Streams with replicas live on servers that are told apart by their names. */
static struct status write_cluster(struct writer *writer)
{
    const struct nats_config *config = writer->config;
    struct buf *out = &writer->out;
    const char *secret, *routes = config->routes;

    if (!config->server_name || !*config->server_name)
        return OK;
    TRY(secret_get(writer->arena, config->secrets, "nats.cluster", &secret));
    buf_printf(out, "server_name: \"%s\"\ncluster: {\n  name: \"linli\"\n  listen: \"%s:%d\"\n", config->server_name,
               config->host ? config->host : LOOPBACK, NATS_CLUSTER_PORT);
    buf_printf(out, "  authorization: { user: \"cluster\", password: \"%s\" }\n  routes: [\n", secret);
    for (routes += strspn(routes, " "); *routes; routes += strspn(routes, " ")) {
        size_t chars = strcspn(routes, " ");

        buf_printf(out, "    \"nats-route://cluster:%s@%.*s\"\n", secret, (int)chars, routes);
        routes += chars;
    }
    /* Asked to leave (SIGUSR2), it lets its clients go one after the other, to the others: 30 s is the least it takes.
     */
    buf_add_str(out, "  ]\n}\nlame_duck_duration: \"30s\"\nlame_duck_grace_period: \"3s\"\n");
    return OK;
}

struct status nats_config_make(struct arena *arena, const struct nats_config *config, const char **ret_text)
{
    struct writer writer = { .arena = arena, .config = config, .survey = arena_new(arena, struct bus_survey) };
    const char *system_secret;

    TRY(bus_survey_load(arena, config->contract, writer.survey));
    TRY(secret_get(arena, config->secrets, "nats.system", &system_secret));
    buf_init(&writer.out, arena, 64 * 1024);
    buf_printf(&writer.out, "listen: \"%s:%d\"\nhttp: \"%s:%d\"\n", config->host ? config->host : LOOPBACK,
               config->port, config->host ? config->host : LOOPBACK, config->monitor_port);
    TRY(write_cluster(&writer));
    buf_printf(&writer.out, "jetstream: { store_dir: \"%s\", max_memory_store: 0, max_file_store: %dMB }\n",
               config->store, NATS_STORE_MB_MAX);
    buf_add_str(&writer.out, "max_payload: 1MB\nping_interval: \"5s\"\nping_max: 2\nwrite_deadline: \"2s\"\n");
    buf_add_str(&writer.out, "system_account: SYSTEM\naccounts: {\n");
    buf_printf(&writer.out, "  SYSTEM: { users: [ { user: \"system\", password: \"%s\" } ] }\n", system_secret);
    buf_add_str(&writer.out, "  LINLI: {\n    jetstream: enabled\n    users: [\n");
    TRY(write_users(&writer));
    buf_add_str(&writer.out, "    ]\n  }\n}\n");
    *ret_text = writer.out.data;
    return OK;
}
