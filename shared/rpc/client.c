#include "rpc/client.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "rpc/call.h"
#include "rpc/now.h"
#include "rpc/reasons.h"
#include "rpc/wire.h"

#define INBOX_BYTES 160

/* A place for a request under way. Its inbox is <prefix><index>-<turn>: an answer that comes after its request was
 * given up finds another turn and is dropped. */
struct slot {
    struct rpc_ticket *ticket; /* NULL: free */
    uint32_t turn;
    int next_free;
};

struct rpc_client {
    struct bus *bus;
    natsSubscription *inbox;
    char prefix[INBOX_BYTES]; /* _INBOX_<name>.<id>. */
    struct now now;
    pthread_mutex_t mutex;
    struct slot slots[RPC_IN_FLIGHT_MAX]; /* this and what follows: under mutex */
    int first_free;                       /* -1: none */
};

struct rpc_ticket {
    struct rpc_client *client;
    struct arena *arena;
    const char *subject;
    int slot; /* -1: given back */
    int64_t give_up_mono_ms;
    natsMsg *reply;
    pthread_cond_t answered;
};

/* ---- slots ---- */

static int slot_take(struct rpc_client *client, struct rpc_ticket *ticket, uint32_t *ret_turn)
{
    int index;

    pthread_mutex_lock(&client->mutex);
    index = client->first_free;
    if (index >= 0) {
        client->first_free = client->slots[index].next_free;
        client->slots[index].ticket = ticket;
        *ret_turn = ++client->slots[index].turn;
    }
    pthread_mutex_unlock(&client->mutex);
    return index;
}

/* Once only: a ticket that is settled may outlive its client. */
static void slot_give_back(struct rpc_ticket *ticket)
{
    struct rpc_client *client = ticket->client;

    if (ticket->slot < 0)
        return;
    pthread_mutex_lock(&client->mutex);
    client->slots[ticket->slot].ticket = NULL;
    client->slots[ticket->slot].next_free = client->first_free;
    client->first_free = ticket->slot;
    pthread_mutex_unlock(&client->mutex);
    ticket->slot = -1;
}

static void ticket_release(void *data)
{
    struct rpc_ticket *ticket = data;

    slot_give_back(ticket);
    natsMsg_Destroy(ticket->reply);
    ticket->reply = NULL;
    pthread_cond_destroy(&ticket->answered);
}

static struct rpc_ticket *ticket_new(struct rpc_client *client, struct arena *arena, const char *subject)
{
    struct rpc_ticket *ticket = arena_new(arena, struct rpc_ticket);
    pthread_condattr_t monotonic;

    ticket->client = client;
    ticket->arena = arena;
    ticket->subject = arena_strdup(arena, subject);
    ticket->slot = -1;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&ticket->answered, &monotonic);
    pthread_condattr_destroy(&monotonic);
    arena_defer(arena, ticket_release, ticket);
    return ticket;
}

/* ---- answers ---- */

/* On the library's delivery thread. */
static void on_answer(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    struct rpc_client *client = closure;
    const char *place = natsMsg_GetSubject(message) + strlen(client->prefix);
    unsigned index = RPC_IN_FLIGHT_MAX;
    uint32_t turn = 0;

    (void)connection;
    (void)subscription;
    if (sscanf(place, "%x-%" SCNx32, &index, &turn) != 2 || index >= RPC_IN_FLIGHT_MAX) {
        natsMsg_Destroy(message);
        return;
    }
    pthread_mutex_lock(&client->mutex);
    struct slot *slot = &client->slots[index];
    if (slot->ticket && slot->turn == turn && !slot->ticket->reply) {
        slot->ticket->reply = message;
        pthread_cond_signal(&slot->ticket->answered);
        message = NULL;
    }
    pthread_mutex_unlock(&client->mutex);
    natsMsg_Destroy(message);
}

static const char *header(natsMsg *message, const char *name)
{
    const char *value = NULL;

    return natsMsgHeader_Get(message, name, &value) == NATS_OK ? value : NULL;
}

static struct status with_violations(const Api__Failure *failure, struct status status)
{
    struct violations violations = { 0 };

    for (size_t i = 0; i < failure->n_violations; i++) {
        const Api__FieldViolation *violation = failure->violations[i];

        violations_add(&violations, violation->field ? violation->field : "", "%s",
                       violation->reason ? violation->reason : "");
    }
    status.violations = fail_fields(&violations).violations;
    return status;
}

struct status rpc_failure(const Api__Failure *failure, const char *subject)
{
    struct status status;

    if (!failure || failure->code <= API__CODE__OK || failure->code > API__CODE__UNSUPPORTED_MEDIA_TYPE)
        return fail(INTERNAL, "%s failed in a way that cannot be read", subject);
    status =
        fail((enum code)failure->code, reason_intern(failure->reason), "%s", failure->detail ? failure->detail : "");
    status.retry_after_s = (int)failure->retry_after_s;
    return failure->n_violations ? with_violations(failure, status) : status;
}

static struct status read_failure(struct rpc_ticket *ticket, natsMsg *reply)
{
    const Api__Failure *failure = message_unpack(ticket->arena, &api__failure__descriptor, natsMsg_GetData(reply),
                                                 (size_t)natsMsg_GetDataLength(reply));

    return rpc_failure(failure, ticket->subject);
}

static struct status read_reply(struct rpc_ticket *ticket, natsMsg *reply, struct rpc_reply *ret_reply)
{
    const char *now = header(reply, HEADER_NOW);
    size_t bytes = (size_t)natsMsg_GetDataLength(reply);

    if (natsMsg_IsNoResponders(reply))
        return fail(NOT_AVAILABLE, "nobody serves %s", ticket->subject);
    if (now)
        rpc_now_learn(ticket->client, strtoll(now, NULL, 10));
    if (header(reply, HEADER_ERROR_CODE))
        return read_failure(ticket, reply);
    ret_reply->data = arena_memdup(ticket->arena, natsMsg_GetData(reply), bytes);
    ret_reply->bytes = bytes;
    return OK;
}

static struct timespec timespec_of_ms(int64_t ms)
{
    return (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
}

struct status rpc_wait(struct rpc_ticket *ticket, struct rpc_reply *ret_reply)
{
    struct rpc_client *client = ticket->client;
    struct timespec until = timespec_of_ms(ticket->give_up_mono_ms);
    natsMsg *reply;
    struct status status;

    pthread_mutex_lock(&client->mutex);
    while (!ticket->reply && pthread_cond_timedwait(&ticket->answered, &client->mutex, &until) != ETIMEDOUT)
        ;
    reply = ticket->reply;
    ticket->reply = NULL;
    pthread_mutex_unlock(&client->mutex);
    slot_give_back(ticket);
    if (!reply)
        return fail(TIMED_OUT, "%s did not answer in time", ticket->subject);
    status = read_reply(ticket, reply, ret_reply);
    natsMsg_Destroy(reply);
    return status;
}

/* ---- requests ---- */

static const char *caller_text(struct arena *arena, const Api__Caller *caller)
{
    size_t bytes;
    uint8_t *packed = message_pack(arena, &caller->base, &bytes);

    return base64_encode(arena, packed, bytes);
}

static natsStatus add_headers(natsMsg *message, struct arena *arena, const struct rpc_request *request)
{
    char deadline[DECIMAL_BYTES];
    const char *caller = request->caller ? caller_text(arena, request->caller) : "";
    natsStatus s;

    snprintf(deadline, sizeof deadline, "%" PRId64, request->deadline_ms);
    s = natsMsgHeader_Set(message, HEADER_DEADLINE, deadline);
    if (s == NATS_OK && *caller) /* the library reads an empty header as if the next one were its value */
        s = natsMsgHeader_Set(message, HEADER_CALLER, caller);
    if (s == NATS_OK && request->traceparent && *request->traceparent)
        s = natsMsgHeader_Set(message, HEADER_TRACEPARENT, request->traceparent);
    if (s == NATS_OK && request->idempotency_key && *request->idempotency_key)
        s = natsMsgHeader_Set(message, HEADER_KEY, request->idempotency_key);
    if (s == NATS_OK && request->packed)
        s = natsMsgHeader_Set(message, HEADER_PACKED, "1");
    return s;
}

static struct status send_request(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
                                  const char *inbox)
{
    natsMsg *message = NULL;
    natsStatus s = natsMsg_Create(&message, request->subject, inbox, request->data, (int)request->bytes);

    if (s == NATS_OK)
        s = add_headers(message, arena, request);
    if (s == NATS_OK)
        s = natsConnection_PublishMsg(bus_connection(client->bus), message);
    natsMsg_Destroy(message);
    return s == NATS_OK ? OK : bus_failure(s, request->subject);
}

struct status rpc_start(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
                        struct rpc_ticket **ret_ticket)
{
    int64_t left_ms = request->deadline_ms - rpc_now_ms(client);
    struct rpc_ticket *ticket;
    char inbox[INBOX_BYTES + 32];
    uint32_t turn;

    if (request->bytes > BUS_MESSAGE_BYTES_MAX)
        return fail(BODY_TOO_LARGE, "%zu bytes for %s", request->bytes, request->subject);
    if (left_ms <= 0)
        return fail(TIMED_OUT, "the time for %s was over before it was asked", request->subject);
    TRY(bus_listen(client->bus, left_ms));
    ticket = ticket_new(client, arena, request->subject);
    ticket->give_up_mono_ms = clock_mono_ms() + left_ms;
    ticket->slot = slot_take(client, ticket, &turn);
    if (ticket->slot < 0)
        return fail(OVERLOADED, "%d requests are under way", RPC_IN_FLIGHT_MAX);
    snprintf(inbox, sizeof inbox, "%s%x-%" PRIx32, client->prefix, (unsigned)ticket->slot, turn);

    struct status sent = send_request(client, arena, request, inbox);
    if (!ok(sent)) {
        slot_give_back(ticket);
        return sent;
    }
    *ret_ticket = ticket;
    return OK;
}

struct status rpc_call(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
                       struct rpc_reply *ret_reply)
{
    struct rpc_ticket *ticket;

    TRY(rpc_start(client, arena, request, &ticket));
    return rpc_wait(ticket, ret_reply);
}

/* ---- the client ---- */

struct status rpc_client_create(struct bus *bus, struct rpc_client **ret_client)
{
    struct rpc_client *client = calloc(1, sizeof *client);
    struct id id = id_new();
    char subject[INBOX_BYTES + 2];
    natsStatus s;

    if (!client)
        return fail(INTERNAL, "no memory for a client");
    client->bus = bus;
    pthread_mutex_init(&client->mutex, NULL);
    for (int i = 0; i < RPC_IN_FLIGHT_MAX; i++)
        client->slots[i].next_free = i + 1 < RPC_IN_FLIGHT_MAX ? i + 1 : -1;
    snprintf(client->prefix, sizeof client->prefix, "%s.%s.", bus_inbox_prefix(bus), id.text);
    snprintf(subject, sizeof subject, "%s*", client->prefix);

    s = natsConnection_Subscribe(&client->inbox, bus_connection(bus), subject, on_answer, client);
    if (s != NATS_OK) {
        pthread_mutex_destroy(&client->mutex);
        free(client);
        return bus_failure(s, "subscribing to the inbox");
    }
    *ret_client = client;
    return OK;
}

void rpc_client_destroy(struct rpc_client *client)
{
    if (!client)
        return;
    bus_unsubscribe(client->bus, &client->inbox, 1);
    pthread_mutex_destroy(&client->mutex);
    free(client);
}

int64_t rpc_now_ms(const struct rpc_client *client)
{
    return now_ms(&client->now);
}

void rpc_now_learn(struct rpc_client *client, int64_t database_ms)
{
    now_learn(&client->now, database_ms);
}
