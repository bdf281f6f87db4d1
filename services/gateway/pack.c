#include "gateway/pack.h"

#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "gateway/gateway.h"
#include "linli/api/raw.pb-c.h"
#include "rpc/call.h"
#include "rpc/patience.h"

enum stage { WAITING, CARRIED, ANSWERED, STAGE_BITS };
#define NUDGE (STAGE_BITS + 1)

/* On the stack of the thread that waits for it. It is gone once the word says ANSWERED. */
struct pack_item {
    struct pack_item *next;
    struct arena *arena; /* the waiting thread's; the carrier writes the answer into it while that thread sleeps */
    const struct rpc_request *request;
    int64_t since_ms;
    int64_t gathers_ms;     /* until then others may join it */
    int64_t stall_ms;       /* when nothing moved for so long it waits for no place any more */
    atomic_uint word;       /* a futex: the stage, and above it how often the item was told to look again */
    struct status outcome;  /* of the whole message */
    const uint8_t *failure; /* a packed linli.api.Failure; NULL: answered */
    size_t failure_bytes;
    struct rpc_reply answer;
    bool too_large; /* for the pack */
};

void packer_init(struct packer *packer, int under_way_max)
{
    memset(packer, 0, sizeof(*packer));
    packer->under_way_max = under_way_max;
    pthread_mutex_init(&packer->lock, NULL);
}

void packer_finish(struct packer *packer)
{
    pthread_mutex_destroy(&packer->lock);
}

/* ---- sleeping and waking ---- */

/* One futex an item and no lock to take on waking: a pack wakes 64 at once, and they would queue for it. */
static enum stage stage_of(unsigned word)
{
    return word & STAGE_BITS;
}

static void wake(atomic_uint *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

/* Until the word is another one, or the moment has come; sometimes for nothing. */
static void sleep_while(atomic_uint *word, unsigned seen, int64_t until_ms)
{
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };

    syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, seen, until_ms == INT64_MAX ? NULL : &until, NULL,
            FUTEX_BITSET_MATCH_ANY);
}

/* To the first of those that wait, with the packer's lock held: something has changed. */
static void nudge_first(struct packer *packer)
{
    if (!packer->first)
        return;
    atomic_fetch_add(&packer->first->word, NUDGE);
    wake(&packer->first->word);
}

/* ---- the queue; the packer's lock is held ---- */

/* For whoever looks without the lock. */
static void note_first(struct packer *packer)
{
    int64_t since_ms = packer->waiting > PACK_ITEMS_MAX ? packer->first->since_ms : 0;

    atomic_store_explicit(&packer->late_since_ms, since_ms, memory_order_relaxed);
}

static void enqueue(struct packer *packer, struct pack_item *item)
{
    if (packer->last)
        packer->last->next = item;
    else
        packer->first = item;
    packer->last = item;
    if (++packer->waiting == PACK_ITEMS_MAX)
        nudge_first(packer);
    note_first(packer);
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
    note_first(packer);
    if (!before)
        nudge_first(packer);
}

static bool place_free(const struct packer *packer)
{
    return packer->under_way < packer->under_way_max;
}

/* At once when nothing is on its way; otherwise others gather for a moment. */
static bool may_leave(const struct packer *packer, const struct pack_item *item, int64_t now_ms)
{
    if (packer->first != item)
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
        atomic_fetch_or(&item->word, CARRIED);
        items[count++] = item;
    }
    if (!packer->first)
        packer->last = NULL;
    packer->waiting -= count;
    note_first(packer);
    packer->under_way++;
    packer->moved_ms = clock_mono_ms();
    packer->packs++;
    packer->items += count;
    nudge_first(packer);
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
    CRASH_POINT(gateway, pack_answered);
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
    for (size_t i = 1; i < count; i++) {
        atomic_uint *word = &items[i]->word;

        atomic_store(word, ANSWERED);
        wake(word); /* if it is gone by now nobody is woken */
    }
    pthread_mutex_lock(&packer->lock);
    packer->under_way--;
    packer->moved_ms = clock_mono_ms();
    nudge_first(packer);
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

enum turn { LATER, TAKEN, MINE, TOO_LATE };

/* What to do now; LATER: sleep while the word is *ret_word, until *ret_until_ms. MINE: `items` are to be carried. */
static enum turn look(struct packer *packer, struct pack_item *item, int64_t until_ms, unsigned *ret_word,
                      int64_t *ret_until_ms, struct pack_item *items[PACK_ITEMS_MAX], size_t *ret_count)
{
    int64_t now_ms = clock_mono_ms();
    enum turn turn = LATER;

    pthread_mutex_lock(&packer->lock);
    *ret_word = atomic_load(&item->word);
    if (stage_of(*ret_word) != WAITING) {
        turn = TAKEN;
    } else if (may_leave(packer, item, now_ms)) {
        *ret_count = take_pack(packer, items);
        turn = MINE;
    } else if (now_ms >= until_ms) {
        take_out(packer, item);
        turn = TOO_LATE;
    } else {
        *ret_until_ms = next_look_ms(packer, item, until_ms);
    }
    pthread_mutex_unlock(&packer->lock);
    return turn;
}

/* Until the item is answered, carrying the pack when it is its turn. False when its time came before it could leave. */
static bool wait_for_turn(struct gateway *gateway, struct packer *packer, struct pack_item *item, int64_t until_ms)
{
    struct pack_item *items[PACK_ITEMS_MAX];
    int64_t look_ms;
    unsigned word;
    size_t count;

    for (;;) {
        enum turn turn = look(packer, item, until_ms, &word, &look_ms, items, &count);

        if (turn == MINE)
            carry(gateway, packer, items, count);
        if (turn == MINE || turn == TOO_LATE)
            return turn == MINE;
        if (turn == LATER)
            sleep_while(&item->word, word, look_ms);
        while (stage_of(word = atomic_load(&item->word)) == CARRIED)
            sleep_while(&item->word, word, INT64_MAX); /* its carrier gives up at the deadline */
        if (stage_of(word) == ANSWERED)
            return true;
    }
}

bool packer_late(const struct packer *packer, const struct method *method, int64_t now_ms)
{
    int64_t since_ms = atomic_load_explicit(&packer->late_since_ms, memory_order_relaxed);

    return since_ms && now_ms - since_ms > patience_ms(method);
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
        .since_ms = now_ms,
        .gathers_ms = reads ? now_ms : now_ms + PACK_GATHER_MS_MAX,
        .stall_ms = reads ? READ_STALL_MS : METHOD_TIMEOUT_MS_MAX,
    };

    pthread_mutex_lock(&packer->lock);
    enqueue(packer, &item);
    pthread_mutex_unlock(&packer->lock);
    if (!wait_for_turn(gateway, packer, &item, until_ms))
        return fail(OVERLOADED, "%s has more to do than it can", method->name);
    return read_answer(gateway, &item, ret_reply);
}
