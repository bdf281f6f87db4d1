#include "gateway/pack.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "gateway/gateway.h"
#include "linli/api/raw.pb-c.h"
#include "rpc/call.h"

enum stage { WAITING, CARRIED, ANSWERED };

/* On the stack of the thread that waits for it. */
struct pack_item {
    struct pack_item *next;
    struct arena *arena; /* the waiting thread's; the carrier writes the answer into it while that thread sleeps */
    const struct rpc_request *request;
    int64_t gathers_ms; /* until then others may join it */
    int64_t stall_ms;   /* when nothing moved for so long it waits for no place any more */
    pthread_cond_t changed;
    enum stage stage;
    struct status outcome;  /* of the whole message */
    const uint8_t *failure; /* a packed linli.api.Failure; NULL: answered */
    size_t failure_bytes;
    struct rpc_reply answer;
    bool too_large; /* for the pack */
};

void packer_init(struct packer *packer)
{
    memset(packer, 0, sizeof(*packer));
    pthread_mutex_init(&packer->lock, NULL);
}

void packer_finish(struct packer *packer)
{
    pthread_mutex_destroy(&packer->lock);
}

/* ---- the queue; the packer's lock is held ---- */

static void enqueue(struct packer *packer, struct pack_item *item)
{
    if (packer->last)
        packer->last->next = item;
    else
        packer->first = item;
    packer->last = item;
    if (++packer->waiting == PACK_ITEMS_MAX)
        pthread_cond_signal(&packer->first->changed);
}

static void take_out(struct packer *packer, struct pack_item *item)
{
    struct pack_item *before = NULL;

    for (struct pack_item *at = packer->first; at != item; at = at->next)
        before = at;
    if (before)
        before->next = item->next;
    else
        packer->first = item->next;
    if (packer->last == item)
        packer->last = before;
    packer->waiting--;
}

static bool place_free(const struct packer *packer)
{
    return packer->under_way < PACKS_UNDER_WAY_MAX;
}

/* At once when nothing is on its way; otherwise others gather for a moment. */
static bool may_leave(const struct packer *packer, const struct pack_item *item, int64_t now_ms)
{
    if (item->stage != WAITING || packer->first != item)
        return false;
    if (!place_free(packer))
        return now_ms >= packer->moved_ms + item->stall_ms;
    return packer->under_way == 0 || packer->waiting >= PACK_ITEMS_MAX || now_ms >= item->gathers_ms;
}

static int64_t next_look_ms(const struct packer *packer, const struct pack_item *item, int64_t until_ms)
{
    int64_t look_ms = until_ms;

    if (packer->first == item)
        look_ms = place_free(packer) ? item->gathers_ms : packer->moved_ms + item->stall_ms;
    return look_ms < until_ms ? look_ms : until_ms;
}

/* The oldest that wait, as many as fit; they are out of the queue then. */
static size_t take_pack(struct packer *packer, struct pack_item *items[PACK_ITEMS_MAX])
{
    size_t count = 0, bytes = 0;

    while (packer->first && count < PACK_ITEMS_MAX) {
        struct pack_item *item = packer->first;

        bytes += item->request->bytes;
        if (count && bytes > PACK_BYTES_MAX)
            break;
        packer->first = item->next;
        item->stage = CARRIED;
        items[count++] = item;
    }
    if (!packer->first)
        packer->last = NULL;
    packer->waiting -= count;
    packer->under_way++;
    packer->moved_ms = clock_mono_ms();
    packer->packs++;
    packer->items += count;
    if (packer->first)
        pthread_cond_signal(&packer->first->changed);
    return count;
}

/* ---- carrying ---- */

static const uint8_t *write_pack(struct arena *arena, struct pack_item *const items[], size_t count, size_t *ret_bytes)
{
    Api__Pack *pack = arena_new(arena, Api__Pack);

    api__pack__init(pack);
    pack->n_items = count;
    pack->items = arena_array(arena, Api__PackItem *, count);
    for (size_t i = 0; i < count; i++) {
        const struct rpc_request *request = items[i]->request;
        Api__PackItem *item = pack->items[i] = arena_new(arena, Api__PackItem);

        api__pack_item__init(item);
        item->request.data = (uint8_t *)request->data;
        item->request.len = request->bytes;
        item->caller = (Api__Caller *)request->caller;
        item->idempotency_key = request->idempotency_key ? request->idempotency_key : "";
        item->traceparent = request->traceparent ? request->traceparent : "";
    }
    return message_pack(arena, &pack->base, ret_bytes);
}

/* The items share the time of the oldest, which is the first whose time is over. */
static struct status send_pack(struct gateway *gateway, struct arena *arena, struct pack_item *const items[],
                               size_t count, Api__PackAnswer **ret_answer)
{
    struct rpc_request message = *items[0]->request;
    struct rpc_reply reply;

    message.data = write_pack(arena, items, count, &message.bytes);
    message.caller = NULL;
    message.idempotency_key = NULL;
    message.packed = true;
    TRY(rpc_call(gateway_client(gateway), arena, &message, &reply));
    *ret_answer = message_unpack(arena, &api__pack_answer__descriptor, reply.data, reply.bytes);
    if (!*ret_answer || (*ret_answer)->n_items != count)
        return fail(INTERNAL, "the answer of %s is not one for each of %zu items", message.subject, count);
    return OK;
}

/* A status of this thread's that another thread is to report. */
static struct status keep_status(struct arena *arena, struct status status)
{
    status.text = arena_strdup(arena, status.text ? status.text : "");
    status.violations = NULL;
    return status;
}

/* The item is carried and its thread asleep, so what is its is ours to write. */
static void hand_out(struct pack_item *item, struct status outcome, const Api__PackAnswerItem *answer)
{
    item->outcome = ok(outcome) ? OK : keep_status(item->arena, outcome);
    if (!ok(outcome))
        return;
    if (answer->result_case == API__PACK_ANSWER_ITEM__RESULT_FAILURE) {
        item->failure = message_pack(item->arena, &answer->failure->base, &item->failure_bytes);
    } else if (answer->result_case == API__PACK_ANSWER_ITEM__RESULT_ANSWER) {
        item->answer.data = arena_memdup(item->arena, answer->answer.data, answer->answer.len);
        item->answer.bytes = answer->answer.len;
    } else if (answer->result_case == API__PACK_ANSWER_ITEM__RESULT_TOO_LARGE) {
        item->too_large = true;
    } else {
        item->outcome = fail(INTERNAL, "%s answered an item with nothing", item->request->subject);
        item->outcome = keep_status(item->arena, item->outcome);
    }
}

static struct status call_alone(struct gateway *gateway, struct pack_item *item)
{
    return rpc_call(gateway_client(gateway), item->arena, item->request, &item->answer);
}

static void carry_pack(struct gateway *gateway, struct pack_item *items[], size_t count)
{
    struct arena *arena = arenas_take(&gateway->arenas);
    Api__PackAnswer *answer = NULL;
    struct status outcome = send_pack(gateway, arena, items, count, &answer);

    for (size_t i = 0; i < count; i++)
        hand_out(items[i], outcome, ok(outcome) ? answer->items[i] : NULL);
    arenas_give(&gateway->arenas, arena);
}

/* The first of the items is the carrier's own. */
static void carry(struct gateway *gateway, struct packer *packer, struct pack_item *items[], size_t count)
{
    if (count == 1)
        items[0]->outcome = call_alone(gateway, items[0]);
    else
        carry_pack(gateway, items, count);
    pthread_mutex_lock(&packer->lock);
    packer->under_way--;
    packer->moved_ms = clock_mono_ms();
    for (size_t i = 0; i < count; i++) {
        items[i]->stage = ANSWERED;
        pthread_cond_signal(&items[i]->changed);
    }
    if (packer->first)
        pthread_cond_signal(&packer->first->changed);
    pthread_mutex_unlock(&packer->lock);
}

/* ---- one request ---- */

static struct status read_answer(struct gateway *gateway, struct pack_item *item, struct rpc_reply *ret_reply)
{
    const Api__Failure *failure;

    TRY(item->outcome);
    if (item->too_large)
        TRY(call_alone(gateway, item));
    *ret_reply = item->answer;
    if (!item->failure)
        return OK;
    failure = message_unpack(item->arena, &api__failure__descriptor, item->failure, item->failure_bytes);
    return rpc_failure(failure, item->request->subject);
}

static void cond_init_monotonic(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void wait_until(struct packer *packer, struct pack_item *item, int64_t until_ms)
{
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };

    pthread_cond_timedwait(&item->changed, &packer->lock, &until);
}

/* Until the item is answered, carrying the pack when it is its turn. False when its time came before it could leave. */
static bool wait_for_turn(struct gateway *gateway, struct packer *packer, struct pack_item *item, int64_t until_ms)
{
    while (item->stage != ANSWERED) {
        struct pack_item *items[PACK_ITEMS_MAX];
        int64_t now_ms = clock_mono_ms();

        if (may_leave(packer, item, now_ms)) {
            size_t count = take_pack(packer, items);

            pthread_mutex_unlock(&packer->lock);
            carry(gateway, packer, items, count);
            pthread_mutex_lock(&packer->lock);
        } else if (item->stage == CARRIED) {
            pthread_cond_wait(&item->changed, &packer->lock); /* its carrier gives up at the deadline */
        } else if (now_ms >= until_ms) {
            return false;
        } else {
            wait_until(packer, item, next_look_ms(packer, item, until_ms));
        }
    }
    return true;
}

struct status pack_call(struct gateway *gateway, const struct method *method, struct arena *arena,
                        const struct rpc_request *request, struct rpc_reply *ret_reply)
{
    struct packer *packer = &gateway->packers[method->index];
    int64_t now_ms = clock_mono_ms(), until_ms = now_ms + request->deadline_ms - gateway_now_ms(gateway);
    bool reads = method->rpc->tx == API__TX__READ;
    struct pack_item item = {
        .arena = arena,
        .request = request,
        .gathers_ms = reads ? now_ms : now_ms + PACK_GATHER_MS_MAX,
        .stall_ms = reads ? READ_STALL_MS : METHOD_TIMEOUT_MS_MAX,
    };
    bool answered;

    cond_init_monotonic(&item.changed);
    pthread_mutex_lock(&packer->lock);
    enqueue(packer, &item);
    answered = wait_for_turn(gateway, packer, &item, until_ms);
    if (!answered) {
        bool was_first = packer->first == &item;

        take_out(packer, &item);
        if (was_first && packer->first)
            pthread_cond_signal(&packer->first->changed);
    }
    pthread_mutex_unlock(&packer->lock);
    pthread_cond_destroy(&item.changed);
    if (!answered)
        return fail(OVERLOADED, "%s has more to do than it can", method->name);
    return read_answer(gateway, &item, ret_reply);
}
