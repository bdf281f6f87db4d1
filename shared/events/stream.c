#include "events/stream.h"

#include <ctype.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "events/events.h"
#include "rpc/wire.h"

#define NS_PER_S         INT64_C(1000000000)
#define PUBACK_DEPTH_MAX 8
#define PUBACK_BYTES_MAX 4096

/* ---- names ---- */

static void upper_name(const char *service, size_t chars, char name[STREAM_NAME_BYTES])
{
    snprintf(name, STREAM_NAME_BYTES, "EVT_%.*s", (int)chars, service);
    for (char *c = name; *c; c++)
        *c = (char)toupper((unsigned char)*c);
}

void stream_name_of_service(const char *service, char name[STREAM_NAME_BYTES])
{
    upper_name(service, strlen(service), name);
}

void stream_name_of_event(const char *type, char name[STREAM_NAME_BYTES])
{
    const char *service = strchr(type, '.') ? strchr(type, '.') + 1 : type;
    upper_name(service, strcspn(service, "."), name);
}

/* ---- questions ---- */

struct status js_failure(natsStatus s, jsErrCode code, const char *doing)
{
    switch (code) {
    case JSStreamNotFoundErr:
        return fail(STREAM_MISSING, "%s", doing);
    case JSNoMessageFoundErr:
        return fail(MESSAGE_MISSING, "%s", doing);
    case JSConsumerNotFoundErr:
        return fail(CONSUMER_MISSING, "%s", doing);
    default:
        if (code)
            return fail(INTERNAL, "JetStream: %s: error %d", doing, (int)code);
        return bus_failure(s, doing);
    }
}

static void life_of(const jsStreamInfo *info, struct bus *bus, struct stream_life *ret_life)
{
    *ret_life = (struct stream_life){
        .created_ns = info->Created,
        .seq_last = info->State.LastSeq,
        .bytes = (int64_t)info->State.Bytes,
        .bytes_max = info->Config && info->Config->MaxBytes > 0 ? info->Config->MaxBytes : 0,
        .time_last_ns = info->State.LastTime,
    };
    if (info->Cluster && info->Cluster->Name && *info->Cluster->Name)
        snprintf(ret_life->server, sizeof ret_life->server, "%s", info->Cluster->Name);
    else
        natsConnection_GetConnectedServerId(bus_connection(bus), ret_life->server, sizeof ret_life->server);
}

struct status stream_look(jsCtx *js, struct bus *bus, const char *stream, struct stream_life *ret_life)
{
    jsStreamInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetStreamInfo(&info, js, stream, NULL, &code);

    if (s != NATS_OK)
        return js_failure(s, code, stream);
    life_of(info, bus, ret_life);
    jsStreamInfo_Destroy(info);
    return OK;
}

struct status stream_message_id(jsCtx *js, struct arena *arena, const char *stream, uint64_t seq, const char **ret_id)
{
    natsMsg *message = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetMsg(&message, js, stream, seq, NULL, &code);

    if (s != NATS_OK)
        return js_failure(s, code, stream);
    *ret_id = arena_strdup(arena, message_header(message, HEADER_MESSAGE_ID));
    natsMsg_Destroy(message);
    return OK;
}

/* ---- messages ---- */

const char *message_header(natsMsg *message, const char *name)
{
    const char *value = NULL;
    return natsMsgHeader_Get(message, name, &value) == NATS_OK && value ? value : "";
}

static natsStatus set_headers(natsMsg *message, const struct event_info *event, const char *source,
                              const char *traceparent)
{
    char time[TIME_RFC3339_BYTES], version[DECIMAL_BYTES];
    snprintf(version, sizeof version, "%" PRId64, event->version);
    const char *const headers[][2] = {
        { HEADER_MESSAGE_ID, event->id },
        { "ce-specversion", "1.0" },
        { "ce-id", event->id },
        { "ce-source", source },
        { "ce-type", event->type },
        { HEADER_TIME, time_format_rfc3339(event->time_us, time) },
        { "ce-subject", event->aggregate_id },
        { "ce-datacontenttype", "application/protobuf" },
        { HEADER_AGGREGATE, event->aggregate_id },
        { HEADER_VERSION, version },
    };
    natsStatus s = NATS_OK;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0] && s == NATS_OK; i++)
        s = natsMsgHeader_Set(message, headers[i][0], headers[i][1]);
    if (s == NATS_OK && traceparent && *traceparent)
        s = natsMsgHeader_Set(message, HEADER_TRACEPARENT, traceparent);
    return s;
}

struct status event_message(const struct event_info *event, const char *source, const char *traceparent,
                            const void *payload, size_t bytes, const char *reply, const char *behind_id,
                            natsMsg **ret_message)
{
    char subject[256];
    natsMsg *message = NULL;

    snprintf(subject, sizeof subject, "evt.%s", event->type);
    natsStatus s = natsMsg_Create(&message, subject, reply, payload, (int)bytes);
    if (s == NATS_OK)
        s = set_headers(message, event, source, traceparent);
    if (s == NATS_OK && behind_id)
        s = natsMsgHeader_Set(message, HEADER_BEHIND, behind_id);
    if (s != NATS_OK) {
        natsMsg_Destroy(message);
        return bus_failure(s, "making an event's message");
    }
    *ret_message = message;
    return OK;
}

static struct status puback_of(json_t *root, uint64_t *ret_seq)
{
    json_t *error = json_object_get(root, "error"), *seq = json_object_get(root, "seq");
    if (error)
        return fail(NOT_AVAILABLE, "JetStream: %d", (int)json_integer_value(json_object_get(error, "err_code")));
    if (!json_is_integer(seq) || json_integer_value(seq) <= 0)
        return fail(INTERNAL, "JetStream acknowledged without a sequence");
    *ret_seq = (uint64_t)json_integer_value(seq);
    return OK;
}

struct status puback_read(natsMsg *message, uint64_t *ret_seq)
{
    const char *data = natsMsg_GetData(message);
    int bytes = natsMsg_GetDataLength(message);

    if (natsMsg_IsNoResponders(message))
        return fail(STREAM_MISSING, "no stream takes the event");
    if (bytes <= 0 || bytes > PUBACK_BYTES_MAX || json_depth(data, (size_t)bytes) > PUBACK_DEPTH_MAX)
        return fail(INTERNAL, "JetStream answered %d bytes that are no acknowledgement", bytes);
    json_t *root = json_loadb(data, (size_t)bytes, JSON_REJECT_DUPLICATES, NULL);
    struct status status = puback_of(root, ret_seq);
    json_decref(root);
    return status;
}

/* ---- making streams ---- */

/* Brought up to date also when it has just been made: of a young stream a power cut may leave empty files, and
 * nats-server 2.9 makes it anew among them without writing what it is. The next restart would not find it. */
static struct status make_stream(jsCtx *js, const char *service, int64_t bytes_max, int64_t replicas)
{
    char name[STREAM_NAME_BYTES], subject[128];
    const char *subjects[] = { subject };
    jsStreamConfig config;
    jsErrCode code = 0;

    stream_name_of_service(service, name);
    snprintf(subject, sizeof subject, "evt.linli.%s.>", service);
    jsStreamConfig_Init(&config);
    config.Name = name;
    config.Subjects = subjects;
    config.SubjectsLen = 1;
    config.MaxBytes = bytes_max;
    config.Replicas = replicas;
    config.MaxAge = STREAM_KEEP_DAYS * 86400 * NS_PER_S;
    config.Discard = js_DiscardNew;
    config.Duplicates = STREAM_DEDUPE_MIN * 60 * NS_PER_S;
    natsStatus s = js_AddStream(NULL, js, &config, NULL, &code);
    if (s == NATS_OK || code == JSStreamNameExistErr)
        s = js_UpdateStream(NULL, js, &config, NULL, &code);
    return s == NATS_OK ? OK : js_failure(s, code, name);
}

struct status streams_init(struct bus *bus, const char *const *services, size_t count, int64_t stream_bytes_max,
                           int64_t replicas)
{
    struct status status = OK;
    jsCtx *js = NULL;

    TRY(stream_context(bus, &js));
    for (size_t i = 0; i < count && ok(status); i++)
        status = make_stream(js, services[i], stream_bytes_max, replicas);
    jsCtx_Destroy(js);
    return status;
}

struct status stream_context(struct bus *bus, jsCtx **ret_js)
{
    jsOptions options;
    jsOptions_Init(&options);
    options.Wait = STREAM_ASK_MS;
    natsStatus s = natsConnection_JetStream(ret_js, bus_connection(bus), &options);
    return s == NATS_OK ? OK : bus_failure(s, "JetStream");
}
