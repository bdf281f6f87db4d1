#include "gateway/live.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "gateway/key.h"
#include "linli/api/session.pb-c.h"
#include "rpc/call.h"

#define PLACES        4096 /* of the hash table */
#define SWEEP_EACH_MS 10000

struct item {
    struct item *next; /* older */
    uint64_t number;
    int64_t told_ms;
    struct live_news news;
};

struct watch {
    struct watch *next, **back;
    struct waiter *waiter;
};

struct topic {
    struct topic *next; /* in its place */
    struct key key;
    uint64_t complete_after; /* everything with a higher number is here */
    int64_t polled_ms;
    struct item *newest;
    size_t items;
    struct watch *watches;
};

struct waiter {
    struct waiter *next, **back; /* among all who wait */
    pthread_cond_t told;
    bool woken;
    struct topic *topics[LIVE_TOPICS_A_POLL_MAX];
    struct watch watches[LIVE_TOPICS_A_POLL_MAX];
    size_t topics_count;
};

struct live {
    char name[9]; /* of this gateway's life, in every cursor */
    int waiters_max;
    natsSubscription *subscription;
    pthread_mutex_t lock; /* of what follows */
    uint64_t last_number;
    uint64_t told;
    struct waiter *waiters;
    int waiters_count;
    size_t topics_count;
    int64_t swept_ms;
    bool ended;
    struct topic *places[PLACES];
};

struct live *live_create(int waiters_max)
{
    struct live *live = calloc(1, sizeof(*live));
    uint8_t name[4];

    if (!live)
        abort();
    random_bytes(name, sizeof(name));
    hex_encode(name, sizeof(name), live->name);
    live->waiters_max = waiters_max;
    pthread_mutex_init(&live->lock, NULL);
    return live;
}

/* ---- topics; the lock is held ---- */

static void drop_items(struct topic *topic, struct item **from)
{
    struct item *item = *from;

    *from = NULL;
    if (item && topic->complete_after < item->number)
        topic->complete_after = item->number;
    while (item) {
        struct item *older = item->next;

        free(item);
        topic->items--;
        item = older;
    }
}

static void drop_old(struct topic *topic, int64_t now_ms)
{
    struct item **at = &topic->newest;

    while (*at && (*at)->told_ms > now_ms - LIVE_KEEP_MS)
        at = &(*at)->next;
    drop_items(topic, at);
}

static struct topic *find(struct live *live, const struct key *key)
{
    struct topic *topic = live->places[key_place(key, PLACES)];

    while (topic && !key_equal(&topic->key, key))
        topic = topic->next;
    return topic;
}

static void sweep_place(struct live *live, struct topic **at, int64_t now_ms)
{
    while (*at) {
        struct topic *topic = *at;

        drop_old(topic, now_ms);
        if (topic->watches || topic->polled_ms > now_ms - LIVE_KEEP_MS) {
            at = &topic->next;
            continue;
        }
        *at = topic->next;
        drop_items(topic, &topic->newest);
        free(topic);
        live->topics_count--;
    }
}

static void sweep(struct live *live, int64_t now_ms)
{
    if (now_ms - live->swept_ms < SWEEP_EACH_MS)
        return;
    live->swept_ms = now_ms;
    for (size_t i = 0; i < PLACES; i++)
        sweep_place(live, &live->places[i], now_ms);
}

static struct topic *find_or_make(struct live *live, const char *name, int64_t now_ms)
{
    struct key key = key_of(name, strlen(name));
    struct topic *topic = find(live, &key), **place = &live->places[key_place(&key, PLACES)];

    if (!topic && live->topics_count < LIVE_TOPICS_MAX) {
        topic = calloc(1, sizeof(*topic));
        if (!topic)
            abort();
        topic->key = key;
        topic->complete_after = live->last_number;
        topic->next = *place;
        *place = topic;
        live->topics_count++;
    }
    if (topic)
        topic->polled_ms = now_ms;
    return topic;
}

void live_destroy(struct live *live)
{
    if (!live)
        return;
    if (live->subscription && natsSubscription_DrainTimeout(live->subscription, 1000) == NATS_OK)
        natsSubscription_WaitForDrainCompletion(live->subscription, 2000);
    natsSubscription_Destroy(live->subscription);
    for (size_t i = 0; i < PLACES; i++)
        sweep_place(live, &live->places[i], INT64_MAX);
    pthread_mutex_destroy(&live->lock);
    free(live);
}

/* ---- telling ---- */

/* The older word on the same thing goes: only the newest counts. */
static void forget_same(struct topic *topic, const struct live_news *news)
{
    for (struct item **at = &topic->newest; *at; at = &(*at)->next) {
        struct item *item = *at;

        if (strcmp(item->news.type, news->type) == 0 && strcmp(item->news.id, news->id) == 0) {
            *at = item->next;
            free(item);
            topic->items--;
            return;
        }
    }
}

static void keep_news(struct live *live, struct topic *topic, const struct live_news *news)
{
    struct item *item = calloc(1, sizeof(*item)), **at = &topic->newest;

    if (!item)
        abort();
    forget_same(topic, news);
    *item = (struct item){ topic->newest, ++live->last_number, clock_mono_ms(), *news };
    topic->newest = item;
    if (++topic->items <= LIVE_NEWS_MAX)
        return;
    for (size_t i = 0; i < LIVE_NEWS_MAX; i++)
        at = &(*at)->next;
    drop_items(topic, at);
}

void live_tell(struct live *live, const char *name, const struct live_news *news)
{
    struct key key = key_of(name, strlen(name));
    struct topic *topic;

    pthread_mutex_lock(&live->lock);
    live->told++;
    topic = find(live, &key);
    if (topic) {
        keep_news(live, topic, news);
        for (struct watch *watch = topic->watches; watch; watch = watch->next) {
            watch->waiter->woken = true;
            pthread_cond_signal(&watch->waiter->told);
        }
    }
    pthread_mutex_unlock(&live->lock);
}

static void wake_all(struct live *live)
{
    for (struct waiter *waiter = live->waiters; waiter; waiter = waiter->next) {
        waiter->woken = true;
        pthread_cond_signal(&waiter->told);
    }
}

void live_missed(struct live *live)
{
    pthread_mutex_lock(&live->lock);
    live->last_number++;
    for (size_t i = 0; i < PLACES; i++)
        for (struct topic *topic = live->places[i]; topic; topic = topic->next)
            topic->complete_after = live->last_number;
    wake_all(live);
    pthread_mutex_unlock(&live->lock);
}

void live_end(struct live *live)
{
    pthread_mutex_lock(&live->lock);
    live->ended = true;
    wake_all(live);
    pthread_mutex_unlock(&live->lock);
}

static bool copy_text(char *to, size_t size, const char *text)
{
    return text && snprintf(to, size, "%s", text) < (int)size;
}

static void on_hint(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    struct live *live = closure;
    struct arena arena;
    struct live_news news = { .version = 0 };
    Api__LiveHint *hint;

    (void)connection;
    (void)subscription;
    arena_init(&arena, ARENA_BYTES_MAX);
    hint = message_unpack(&arena, &api__live_hint__descriptor, natsMsg_GetData(message),
                          (size_t)natsMsg_GetDataLength(message));
    if (hint && copy_text(news.type, sizeof(news.type), hint->type) && copy_text(news.id, sizeof(news.id), hint->id)) {
        news.version = hint->version;
        live_tell(live, natsMsg_GetSubject(message) + strlen("live."), &news);
    } else {
        log_warn("a message on live is not a LiveHint", LOG_STR("subject", natsMsg_GetSubject(message)));
    }
    arena_finish(&arena);
    natsMsg_Destroy(message);
}

struct status live_listen(struct live *live, struct bus *bus)
{
    natsStatus s = natsConnection_Subscribe(&live->subscription, bus_connection(bus), "live.>", on_hint, live);

    return s == NATS_OK ? OK : bus_failure(s, "subscribing to live.>");
}

/* ---- polling; the lock is held ---- */

/* False when the cursor is not of this gateway's life. */
static bool read_cursor(const struct live *live, const char *cursor, uint64_t *ret_number)
{
    size_t name = strlen(live->name);
    char *end;

    if (strncmp(cursor, live->name, name) != 0 || cursor[name] != '.' || cursor[name + 1] < '0' ||
        cursor[name + 1] > '9')
        return false;
    *ret_number = strtoull(cursor + name + 1, &end, 10);
    return *end == '\0' && *ret_number <= live->last_number;
}

static bool can_follow(const struct waiter *waiter, uint64_t number)
{
    for (size_t i = 0; i < waiter->topics_count; i++)
        if (number < waiter->topics[i]->complete_after)
            return false;
    return true;
}

static size_t collect(const struct waiter *waiter, uint64_t after, struct live_news *news)
{
    size_t count = 0;

    for (size_t i = 0; i < waiter->topics_count; i++)
        for (const struct item *item = waiter->topics[i]->newest; item && item->number > after; item = item->next)
            if (news)
                news[count++] = item->news;
            else
                count++;
    return count;
}

static void start_watching(struct live *live, struct waiter *waiter)
{
    waiter->next = live->waiters;
    waiter->back = &live->waiters;
    if (live->waiters)
        live->waiters->back = &waiter->next;
    live->waiters = waiter;
    live->waiters_count++;
    for (size_t i = 0; i < waiter->topics_count; i++) {
        struct watch *watch = &waiter->watches[i], **head = &waiter->topics[i]->watches;

        *watch = (struct watch){ .next = *head, .back = head, .waiter = waiter };
        if (*head)
            (*head)->back = &watch->next;
        *head = watch;
    }
}

static void stop_watching(struct live *live, struct waiter *waiter, int64_t now_ms)
{
    *waiter->back = waiter->next;
    if (waiter->next)
        waiter->next->back = waiter->back;
    live->waiters_count--;
    for (size_t i = 0; i < waiter->topics_count; i++) {
        struct watch *watch = &waiter->watches[i];

        *watch->back = watch->next;
        if (watch->next)
            watch->next->back = watch->back;
        waiter->topics[i]->polled_ms = now_ms;
    }
}

static void wait_for_news(struct live *live, struct waiter *waiter, int64_t wait_ms)
{
    int64_t until_ms = clock_mono_ms() + wait_ms;
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&waiter->told, &monotonic);
    pthread_condattr_destroy(&monotonic);
    start_watching(live, waiter);
    while (!waiter->woken && !live->ended && pthread_cond_timedwait(&waiter->told, &live->lock, &until) != ETIMEDOUT)
        ;
    stop_watching(live, waiter, clock_mono_ms());
    pthread_cond_destroy(&waiter->told);
}

static struct status find_topics(struct live *live, const char *const *topics, size_t count, struct waiter *waiter)
{
    int64_t now_ms = clock_mono_ms();

    sweep(live, now_ms);
    for (size_t i = 0; i < count && i < LIVE_TOPICS_A_POLL_MAX; i++) {
        struct topic *topic = find_or_make(live, topics[i], now_ms);

        if (!topic)
            return fail(OVERLOADED, "%d topics are watched already", LIVE_TOPICS_MAX);
        waiter->topics[waiter->topics_count++] = topic;
    }
    return OK;
}

static struct status poll_topics(struct live *live, struct arena *arena, struct waiter *waiter, const char *cursor,
                                 int64_t wait_ms, struct live_answer *answer)
{
    uint64_t after = 0;
    bool follows = read_cursor(live, cursor, &after) && can_follow(waiter, after);

    if (follows && wait_ms > 0 && !live->ended && collect(waiter, after, NULL) == 0) {
        if (live->waiters_count >= live->waiters_max)
            return fail(OVERLOADED, "%d others wait for news", live->waiters_count);
        wait_for_news(live, waiter, wait_ms);
        follows = can_follow(waiter, after);
    }
    answer->resync = !follows;
    answer->news_count = follows ? collect(waiter, after, NULL) : 0;
    answer->news = arena_array(arena, struct live_news, answer->news_count + 1);
    if (follows)
        collect(waiter, after, answer->news);
    snprintf(answer->cursor, sizeof(answer->cursor), "%s.%" PRIu64, live->name, live->last_number);
    return OK;
}

struct status live_poll(struct live *live, struct arena *arena, const char *const *topics, size_t topics_count,
                        const char *cursor, int64_t wait_ms, struct live_answer *ret_answer)
{
    struct waiter *waiter = arena_new(arena, struct waiter);
    struct status status;

    memset(ret_answer, 0, sizeof(*ret_answer));
    pthread_mutex_lock(&live->lock);
    status = find_topics(live, topics, topics_count, waiter);
    if (ok(status))
        status = poll_topics(live, arena, waiter, cursor, wait_ms, ret_answer);
    pthread_mutex_unlock(&live->lock);
    return status;
}

struct live_counts live_counts(struct live *live)
{
    struct live_counts counts;

    pthread_mutex_lock(&live->lock);
    counts = (struct live_counts){ live->waiters_count, live->topics_count, live->told };
    pthread_mutex_unlock(&live->lock);
    return counts;
}
