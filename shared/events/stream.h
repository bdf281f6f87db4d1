/* Inside shared/events: JetStream as it is on the wire. Publishing and pulling go over plain NATS messages
 * (libnats 3.4.1 writes beyond its buffer in Fetch, and gives no sequence for what it publishes in the background);
 * asking about streams and consumers goes through its API. */
#ifndef LINLI_EVENTS_STREAM_H
#define LINLI_EVENTS_STREAM_H

#include <nats/nats.h>

#include "base/arena.h"
#include "base/status.h"
#include "rpc/bus.h"
#include "rpc/call.h"

#define STREAM_NAME_BYTES 64
#define STREAM_ASK_MS     2000 /* for a question to JetStream's API */
#define STREAM_KEEP_DAYS  7
#define STREAM_DEDUPE_MIN 10

/* Headers of an event: CloudEvents in NATS' binding, and ours. */
#define HEADER_MESSAGE_ID "Nats-Msg-Id"
#define HEADER_BEHIND     "Nats-Expected-Last-Msg-Id"
#define HEADER_TIME       "ce-time"
#define HEADER_AGGREGATE  "Linli-Aggregate"
#define HEADER_VERSION    "Linli-Version"

/* EVT_CONTENT for content. */
void stream_name_of_service(const char *service, char name[STREAM_NAME_BYTES]);
/* The same for linli.content.v1.CircleJoined. */
void stream_name_of_event(const char *type, char name[STREAM_NAME_BYTES]);

/* For questions; destroy it with jsCtx_Destroy. */
struct status stream_context(struct bus *bus, jsCtx **ret_js);
struct status js_failure(natsStatus status, jsErrCode code, const char *doing);

/* What tells one life of a stream from another. */
struct stream_life {
    int64_t created_ns;
    char server[64]; /* id of the only server, which has a new one after each start; of a cluster its name */
    uint64_t seq_last;
    int64_t bytes, bytes_max; /* 0: there is no limit */
    int64_t time_last_ns; /* when the server stored that one, by its clock; 0: there never was one */
};

/* STREAM_MISSING, NOT_AVAILABLE, TIMED_OUT. */
#define STREAM_MISSING   CODE_NOT_FOUND, "STREAM_MISSING"
#define MESSAGE_MISSING  CODE_NOT_FOUND, "MESSAGE_MISSING"
#define CONSUMER_MISSING CODE_NOT_FOUND, "CONSUMER_MISSING"
struct status stream_look(jsCtx *js, struct bus *bus, const char *stream, struct stream_life *ret_life);
/* Nats-Msg-Id of the message at `seq`, on the arena. MESSAGE_MISSING. */
struct status stream_message_id(jsCtx *js, struct arena *arena, const char *stream, uint64_t seq, const char **ret_id);

/* The message that carries an event: headers and payload. Destroy it after use. `behind_id`: the stream takes it only
 * when that is the id of its last message; NULL: in any case. */
struct status event_message(const struct event_info *event, const char *source, const char *traceparent,
                            const void *payload, size_t bytes, const char *reply, const char *behind_id,
                            natsMsg **ret_message);
/* What a PubAck says: {"stream": …, "seq": 7} or {"error": …}, or nobody listens. */
struct status puback_read(natsMsg *message, uint64_t *ret_seq);

/* Header's value, "" when there is none. Lives as long as the message. */
const char *message_header(natsMsg *message, const char *name);

#endif
