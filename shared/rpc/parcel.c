#include "rpc/parcel.h"

#include <stdlib.h>

#include "base/clock.h"
#include "linli/api/raw.pb-c.h"
#include "rpc/span.h"

#define PARCEL_ARENA_MAX      ((size_t)8 << 20)
#define PACK_ANSWER_BYTES_MAX ((size_t)BUS_MESSAGE_BYTES_MAX / 4 * 3) /* of its items; headers and frames come on top  \
                                                                       */

struct parcel *parcel_new(natsMsg *message, int64_t arrived_us)
{
    struct parcel *parcel = calloc(1, sizeof *parcel);

    if (!parcel)
        abort();
    parcel->message = message;
    parcel->arrived_us = arrived_us;
    arena_init(&parcel->arena, PARCEL_ARENA_MAX);
    return parcel;
}

void parcel_drop(struct parcel *parcel)
{
    arena_finish(&parcel->arena);
    free(parcel);
}

static void parcel_free(struct parcel *parcel)
{
    for (size_t i = 0; i < parcel->count; i++)
        free(parcel->items[i].data);
    natsMsg_Destroy(parcel->message);
    parcel_drop(parcel);
}

/* ---- answering ---- */

/* What no longer fits into the message is asked for alone. */
static Api__PackAnswerItem *pack_item(const struct item *item, struct arena *scratch, size_t *room)
{
    Api__PackAnswerItem *packed = message_new(scratch, &api__pack_answer_item__descriptor);

    if (item->bytes > *room) {
        packed->result_case = API__PACK_ANSWER_ITEM__RESULT_TOO_LARGE;
        packed->too_large = true;
        return packed;
    }
    *room -= item->bytes;
    if (item->code == CODE_OK) {
        packed->result_case = API__PACK_ANSWER_ITEM__RESULT_ANSWER;
        packed->answer = (ProtobufCBinaryData){ .data = item->data, .len = item->bytes };
    } else {
        packed->result_case = API__PACK_ANSWER_ITEM__RESULT_FAILURE;
        packed->failure = message_unpack(scratch, &api__failure__descriptor, item->data, item->bytes);
    }
    return packed;
}

static void answer_pack(struct parcel *parcel, const struct server_options *options, struct arena *scratch)
{
    Api__PackAnswer answer = API__PACK_ANSWER__INIT;
    size_t bytes, room = PACK_ANSWER_BYTES_MAX;
    uint8_t *data;

    answer.n_items = parcel->count;
    answer.items = arena_array(scratch, Api__PackAnswerItem *, parcel->count + 1);
    for (size_t i = 0; i < parcel->count; i++)
        answer.items[i] = pack_item(&parcel->items[i], scratch, &room);
    data = message_pack(scratch, &answer.base, &bytes);
    answer_send(options, parcel->message, scratch, OK, data, bytes);
}

static void answer_one(struct parcel *parcel, const struct server_options *options, struct arena *scratch)
{
    const struct item *item = parcel->items;

    if (item->code == CODE_OK) {
        answer_send(options, parcel->message, scratch, OK, item->data, item->bytes);
    } else {
        struct status status = { .code = item->code, .reason = item->reason };

        answer_send_failure(options, parcel->message, status, item->data, item->bytes);
    }
}

static void finish(struct parcel *parcel, struct runtime *runtime, struct arena *scratch)
{
    if (parcel->packed)
        answer_pack(parcel, &runtime->options, scratch);
    else
        answer_one(parcel, &runtime->options, scratch);
    parcel_free(parcel);
}

static uint8_t *pack_on_heap(const ProtobufCMessage *message, size_t *ret_bytes)
{
    uint8_t *data = malloc(protobuf_c_message_get_packed_size(message) + 1);

    if (!data)
        abort();
    *ret_bytes = protobuf_c_message_pack(message, data);
    return data;
}

/* Writes the outcome down; true when it was the parcel's last. */
static bool note_outcome(struct item *item, struct arena *scratch, struct status status, const ProtobufCMessage *out)
{
    item->settled = true;
    item->code = status.code;
    item->reason = status.reason;
    item->data = pack_on_heap(ok(status) ? out : &answer_failure(scratch, status)->base, &item->bytes);
    return atomic_fetch_sub(&item->parcel->open, 1) == 1;
}

void item_settle(struct item *item, struct runtime *runtime, struct arena *scratch, struct status status,
                 const ProtobufCMessage *out)
{
    struct endpoint *endpoint = item->request.endpoint;
    int64_t us;

    status = answer_declared(endpoint, status);
    us = clock_mono_us() - item->parcel->arrived_us;
    measure_add(&endpoint->measure, status.code, us);
    serving_ended(item->request.traceparent, item->request.parent, endpoint->method, status, us);
    atomic_fetch_sub_explicit(&endpoint->in_flight, 1, memory_order_relaxed);
    if (note_outcome(item, scratch, status, out))
        finish(item->parcel, runtime, scratch);
}

/* ---- opening ---- */

static struct status read_pack(struct parcel *parcel, const struct request *whole)
{
    Api__Pack *pack = message_unpack(&parcel->arena, &api__pack__descriptor, whole->data, whole->bytes);

    if (!pack || pack->n_items == 0 || pack->n_items > PACK_ITEMS_MAX)
        return fail(BAD_REQUEST, "the body is no pack of 1 to %d requests", PACK_ITEMS_MAX);
    parcel->items = arena_array(&parcel->arena, struct item, pack->n_items);
    parcel->count = pack->n_items;
    for (size_t i = 0; i < pack->n_items; i++) {
        const Api__PackItem *one = pack->items[i];
        struct request *request = &parcel->items[i].request;

        *request = *whole;
        request->caller = one->caller ? one->caller : whole->caller;
        request->key = one->idempotency_key;
        request_trace(request, &parcel->arena, one->traceparent);
        request->data = one->request.data;
        request->bytes = one->request.len;
    }
    return OK;
}

static void read_single(struct parcel *parcel, const struct request *whole)
{
    parcel->items = arena_array(&parcel->arena, struct item, 1);
    parcel->items[0].request = *whole;
    parcel->count = 1;
}

static struct status check(struct item *item, struct runtime *runtime)
{
    TRY(request_check_deadline(&item->request, runtime));
    TRY(request_check_access(&item->request));
    TRY(request_check_rules(&item->request, &item->parcel->arena, &item->in));
    if (item->request.endpoint->gathering) /* what is read needs no key */
        sha256(item->request.data, item->request.bytes, item->sha256);
    return OK;
}

static struct status read_items(struct parcel *parcel, struct endpoint *endpoint, struct runtime *runtime)
{
    struct request whole;
    struct status status = request_decode(endpoint, runtime, &parcel->arena, parcel->message, &whole, &parcel->packed);

    if (ok(status) && parcel->packed) {
        status = read_pack(parcel, &whole);
        if (ok(status))
            return OK;
        parcel->packed = false; /* one failure answers it as a whole */
    }
    read_single(parcel, &whole);
    return status;
}

void parcel_open(struct parcel *parcel, struct endpoint *endpoint, struct runtime *runtime, bool *ret_left)
{
    struct status whole = read_items(parcel, endpoint, runtime);
    size_t open = 0;

    /* The door has counted one. */
    atomic_fetch_add_explicit(&endpoint->in_flight, (int64_t)parcel->count - 1, memory_order_relaxed);
    atomic_store(&parcel->open, parcel->count + 1); /* one more, so that it stays until we are through */
    for (size_t i = 0; i < parcel->count; i++) {
        struct item *item = &parcel->items[i];
        struct status status;

        item->parcel = parcel;
        status = ok(whole) ? check(item, runtime) : whole;
        if (ok(status))
            open++;
        else
            item_settle(item, runtime, &parcel->arena, status, NULL);
    }
    *ret_left = open > 0;
    if (atomic_fetch_sub(&parcel->open, 1) == 1)
        finish(parcel, runtime, &parcel->arena);
}
