/* Asking for messages. Every durable has a few slots; a slot asks for one message, is busy while it is handled, and
 * asks again. All answers come to one inbox, where the threads take them from: the questions bound what can lie there.
 * A question that got lost (the server restarted, the line broke) is asked again by the keeper when its time is over.
 */
#include "events/consumers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "events/queues.h"
#include "rpc/runtime.h"

#define TAKE_MS     250  /* how soon a thread notices that it should stop */
#define LATE_MS     3000 /* a question without an answer is lost so long after its time */
#define KEEPER_MS   500
#define REPLAYS_MAX 50

/* ---- asking ---- */

void consumer_next_subject(const struct durable *durable, char subject[CONSUMER_SUBJECT_BYTES])
{
    snprintf(subject, CONSUMER_SUBJECT_BYTES, "$JS.API.CONSUMER.MSG.NEXT.%s.%s", durable->stream, durable->name);
}

/* What was not sent is asked again by the keeper, at its next look. */
static void forget_question(struct consumers *consumers, struct slot *slot, uint64_t ticket)
{
    pthread_mutex_lock(&consumers->mutex);
    if (slot->ticket == ticket)
        slot->asked_ms = 0;
    pthread_mutex_unlock(&consumers->mutex);
}

static void ask(struct consumers *consumers, int durable_index, int slot_index, uint64_t ticket)
{
    struct durable *durable = &consumers->durables[durable_index];
    char subject[CONSUMER_SUBJECT_BYTES], reply[192], question[64];

    consumer_next_subject(durable, subject);
    snprintf(reply, sizeof reply, "%s.%d.%d.%" PRIu64, consumers->prefix, durable_index, slot_index, ticket);
    snprintf(question, sizeof question, "{\"batch\": 1, \"expires\": %d000000000}", CONSUMER_ASK_S);
    natsStatus s =
        natsConnection_PublishRequestString(bus_connection(consumers->options.streams), subject, reply, question);
    if (s == NATS_OK)
        return;
    log_debug("not asked", LOG_STR("consumer", durable->name), LOG_STR("error", natsStatus_GetText(s)));
    forget_question(consumers, &durable->slots[slot_index], ticket);
}

/* Under the mutex: the slot has a new question, to be sent. */
static uint64_t next_ticket(struct consumers *consumers, struct slot *slot)
{
    slot->busy = false;
    slot->asked_ms = clock_mono_ms();
    slot->ticket = ++consumers->tickets;
    return slot->ticket;
}

static void ask_again(struct consumers *consumers, int durable_index, int slot_index)
{
    struct slot *slot = &consumers->durables[durable_index].slots[slot_index];
    pthread_mutex_lock(&consumers->mutex);
    uint64_t ticket = next_ticket(consumers, slot);
    pthread_mutex_unlock(&consumers->mutex);
    ask(consumers, durable_index, slot_index, ticket);
}

/* Free for a question: not busy, and the last one is answered or lost. */
static bool may_ask(const struct slot *slot, int64_t now_ms)
{
    if (slot->busy || now_ms < slot->not_before_ms)
        return false;
    return slot->asked_ms == 0 || now_ms - slot->asked_ms > CONSUMER_ASK_S * 1000 + LATE_MS;
}

static void ask_where_free(struct consumers *consumers)
{
    for (int i = 0; i < (int)consumers->count; i++)
        for (int k = 0; k < consumers->slots; k++) {
            pthread_mutex_lock(&consumers->mutex);
            bool free_now = may_ask(&consumers->durables[i].slots[k], clock_mono_ms());
            pthread_mutex_unlock(&consumers->mutex);
            if (free_now)
                ask_again(consumers, i, k);
        }
}

/* A new connection knows nothing of the old one's questions, nor does a durable made anew. */
static void forget_questions(struct consumers *consumers)
{
    pthread_mutex_lock(&consumers->mutex);
    for (size_t i = 0; i < consumers->count; i++)
        for (int k = 0; k < consumers->slots; k++)
            consumers->durables[i].slots[k].asked_ms = 0;
    pthread_mutex_unlock(&consumers->mutex);
}

/* ---- answers ---- */

/* One of the durable's questions was answered, no matter which. -1: none was open (it was thought lost). */
static int take_slot(struct consumers *consumers, struct durable *durable)
{
    int taken = -1;
    pthread_mutex_lock(&consumers->mutex);
    for (int k = 0; k < consumers->slots && taken < 0; k++)
        if (!durable->slots[k].busy && durable->slots[k].asked_ms)
            taken = k;
    if (taken >= 0)
        durable->slots[taken].busy = true;
    pthread_mutex_unlock(&consumers->mutex);
    return taken;
}

/* A status comes to the question's own subject. */
static struct slot *slot_of_status(struct consumers *consumers, natsMsg *message, uint64_t *ret_ticket)
{
    int durable, slot;
    if (strncmp(natsMsg_GetSubject(message), consumers->prefix, strlen(consumers->prefix)) != 0 ||
        sscanf(natsMsg_GetSubject(message) + strlen(consumers->prefix), ".%d.%d.%" SCNu64, &durable, &slot,
               ret_ticket) != 3 ||
        durable < 0 || durable >= (int)consumers->count || slot < 0 || slot >= consumers->slots)
        return NULL;
    return &consumers->durables[durable].slots[slot];
}

/* 408 and 404: nothing came in time, the keeper asks again soon. Anything else (no such consumer, too many questions)
 * needs a moment. */
static void take_status(struct consumers *consumers, natsMsg *message)
{
    uint64_t ticket;
    struct slot *slot = slot_of_status(consumers, message, &ticket);
    const char *status = message_header(message, "Status");
    bool wait = strcmp(status, "408") != 0 && strcmp(status, "404") != 0;
    if (!slot)
        return;
    pthread_mutex_lock(&consumers->mutex);
    if (slot->ticket == ticket && !slot->busy) {
        slot->asked_ms = 0;
        slot->not_before_ms = wait ? clock_mono_ms() + CONSUMER_RETRY_MS : 0;
    }
    pthread_mutex_unlock(&consumers->mutex);
    if (!wait)
        ask_where_free(consumers);
}

/* ---- threads ---- */

struct desk {
    struct event_thread *self;
    struct runtime *runtime;
    struct arena arena;
    struct delivery list[CONSUMER_BATCH_MAX];
};

static void handle(struct desk *desk, size_t count)
{
    if (count > 0)
        delivery_handle(desk->runtime, &desk->arena, desk->list, count);
    for (size_t i = 0; i < count; i++)
        natsMsg_Destroy(desk->list[i].message);
}

/* The message belongs to the list now. Its slot asks again when all that came with it is handled: events of one slot
 * are handled in their order. */
static void handle_with_company(struct desk *desk)
{
    struct consumers *consumers = desk->self->consumers;
    struct durable *durable = desk->list[0].durable;
    int slot = take_slot(consumers, durable);

    handle(desk, gather(desk->self, desk->list));
    if (slot >= 0)
        ask_again(consumers, (int)(durable - consumers->durables), slot);
}

static void take(struct desk *desk, natsMsg *message)
{
    struct consumers *consumers = desk->self->consumers;

    if (delivery_read(consumers, message, &desk->list[0])) {
        handle_with_company(desk);
        return;
    }
    take_status(consumers, message);
    natsMsg_Destroy(message);
}

static void take_next(struct desk *desk)
{
    struct consumers *consumers = desk->self->consumers;
    natsMsg *message = NULL;
    natsStatus s = natsSubscription_NextMsg(&message, consumers->inbox, TAKE_MS);

    if (s == NATS_NO_RESPONDERS) /* the library swallows the message that says so */
        atomic_store(&consumers->unheard, true);
    if (s == NATS_OK)
        take(desk, message);
    else
        handle(desk, gather_late(desk->self, desk->list, 0));
}

static void *work(void *data)
{
    struct desk desk = { .self = data };

    desk.runtime = runtime_create(&desk.self->consumers->options);
    arena_init(&desk.arena, ARENA_BYTES_MAX);
    while (!atomic_load(&desk.self->consumers->stopping)) {
        take_next(&desk);
        arena_reset(&desk.arena);
    }
    arena_finish(&desk.arena);
    runtime_destroy(desk.runtime);
    return NULL;
}

struct keeper {
    struct consumers *consumers;
    struct runtime *runtime;
    struct arena arena;
    jsCtx *js;
    struct queues queues;
    char server[64];
    int64_t check_at_ms;
    bool questions_lost; /* since the last good check */
};

/* Another server, or the same one started again. */
static bool server_changed(struct keeper *keeper)
{
    char server[sizeof keeper->server] = "";
    natsConnection_GetConnectedServerId(bus_connection(keeper->consumers->options.streams), server, sizeof server);
    if (!*server || strcmp(server, keeper->server) == 0)
        return false;
    snprintf(keeper->server, sizeof keeper->server, "%s", server);
    return true;
}

static struct status check_durables(struct keeper *keeper)
{
    struct status first = OK;
    if (!keeper->js)
        TRY(stream_context(keeper->consumers->options.streams, &keeper->js));
    for (size_t i = 0; i < keeper->consumers->count && !atomic_load(&keeper->consumers->stopping); i++) {
        struct status status =
            durable_check(&keeper->consumers->durables[i], keeper->runtime, &keeper->arena, keeper->js);
        if (ok(first))
            first = status;
    }
    return first;
}

/* Nobody heard a question: a durable or its stream is not there. */
static bool alarmed(struct keeper *keeper)
{
    bool unheard = atomic_exchange(&keeper->consumers->unheard, false);
    return server_changed(keeper) || unheard;
}

static void check_when_due(struct keeper *keeper)
{
    if (alarmed(keeper)) {
        keeper->questions_lost = true;
        keeper->check_at_ms = 0;
    }
    if (clock_mono_ms() < keeper->check_at_ms)
        return;
    struct status status = check_durables(keeper);
    keeper->check_at_ms = clock_mono_ms() + (ok(status) ? CONSUMER_CHECK_MS : CONSUMER_RETRY_MS);
    if (!ok(status))
        log_debug("consumers", LOG_STR("reason", status.reason), LOG_STR("error", status.text));
    else if (keeper->questions_lost)
        forget_questions(keeper->consumers);
    keeper->questions_lost = !ok(status);
}

static void replay_some(struct keeper *keeper)
{
    bool found = true;
    for (int i = 0; i < REPLAYS_MAX && found; i++) {
        struct status status = delivery_replay(keeper->consumers, keeper->runtime, &keeper->arena, &found);
        if (!ok(status))
            break;
    }
}

static void *keep(void *data)
{
    struct keeper keeper = { .consumers = data };
    keeper.runtime = runtime_create(&keeper.consumers->options);
    arena_init(&keeper.arena, ARENA_BYTES_MAX);
    queues_init(&keeper.queues, keeper.consumers->count);
    while (!atomic_load(&keeper.consumers->stopping)) {
        check_when_due(&keeper);
        queues_watch(&keeper.queues, keeper.runtime, &keeper.arena, keeper.consumers);
        ask_where_free(keeper.consumers);
        replay_some(&keeper);
        arena_reset(&keeper.arena);
        clock_sleep_ms(KEEPER_MS);
    }
    jsCtx_Destroy(keeper.js);
    queues_finish(&keeper.queues);
    arena_finish(&keeper.arena);
    runtime_destroy(keeper.runtime);
    return NULL;
}

/* ---- start and stop ---- */

static void init_durable(struct durable *durable, const char *service, const struct event_handler *handler)
{
    durable->handler = handler;
    stream_name_of_event(handler->type->name, durable->stream);
    snprintf(durable->name, sizeof durable->name, "%s-on-%s", service, handler->type->short_name);
}

static struct status open_inbox(struct consumers *consumers)
{
    char wildcard[sizeof consumers->prefix + 4];
    snprintf(consumers->prefix, sizeof consumers->prefix, "%s.events.%s", bus_inbox_prefix(consumers->options.streams),
             id_new().text);
    snprintf(wildcard, sizeof wildcard, "%s.>", consumers->prefix);
    natsStatus s =
        natsConnection_SubscribeSync(&consumers->inbox, bus_connection(consumers->options.streams), wildcard);
    return s == NATS_OK ? OK : bus_failure(s, "listening for events");
}

static struct status start_thread(struct consumers *consumers, struct event_thread *thread)
{
    thread->consumers = consumers;
    TRY(gather_open(thread));
    if (pthread_create(&thread->thread, NULL, work, thread) != 0)
        return fail(INTERNAL, "no thread for the consumers");
    consumers->threads_count++;
    return OK;
}

static struct status start_threads(struct consumers *consumers)
{
    if (pthread_create(&consumers->keeper, NULL, keep, consumers) != 0)
        return fail(INTERNAL, "no thread for the consumers");
    for (int i = 0; i < consumers->threads_max; i++)
        TRY(start_thread(consumers, &consumers->threads[i]));
    return OK;
}

/* Half the threads at most for one type: a slow one does not stop the others. */
static int slots_for(int threads)
{
    int slots = (threads + 1) / 2;
    return slots > CONSUMER_SLOTS_MAX ? CONSUMER_SLOTS_MAX : slots;
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

struct status consumers_start(const struct server_options *options, const struct event_handler *handlers, size_t count,
                              int threads, struct consumers **ret_consumers)
{
    struct consumers *consumers = zeroed(1, sizeof *consumers);
    consumers->options = *options;
    consumers->count = count;
    consumers->slots = slots_for(threads);
    consumers->durables = zeroed(count, sizeof *consumers->durables);
    consumers->threads_max = threads;
    consumers->threads = zeroed((size_t)threads, sizeof *consumers->threads);
    pthread_mutex_init(&consumers->mutex, NULL);
    for (size_t i = 0; i < count; i++)
        init_durable(&consumers->durables[i], options->name, &handlers[i]);
    struct status status = count ? open_inbox(consumers) : OK;
    if (ok(status) && count)
        status = start_threads(consumers);
    if (!ok(status)) {
        consumers_stop(consumers);
        return status;
    }
    *ret_consumers = consumers;
    return OK;
}

void consumers_stop(struct consumers *consumers)
{
    if (!consumers)
        return;
    atomic_store(&consumers->stopping, true);
    for (int i = 0; i < consumers->threads_count; i++)
        pthread_join(consumers->threads[i].thread, NULL);
    if (consumers->keeper)
        pthread_join(consumers->keeper, NULL);
    for (int i = 0; i < consumers->threads_max; i++)
        natsSubscription_Destroy(consumers->threads[i].company);
    natsSubscription_Destroy(consumers->inbox);
    pthread_mutex_destroy(&consumers->mutex);
    free(consumers->threads);
    free(consumers->durables);
    free(consumers);
}
