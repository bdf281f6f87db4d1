#include "gateway/limits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

#define WAYS       8
#define SETS       (LIMIT_BUCKETS / WAYS)
#define SHARDS     64
#define MICRO      INT64_C(1000000) /* tokens are counted in millionths */
#define TOKENS_MAX INT64_C(1000000)

struct rate {
    char name[RATE_CLASS_BYTES];
    int64_t tokens;
    int64_t period_s;
    int64_t burst;
};

struct rates {
    struct rate list[RATE_CLASSES_MAX];
    size_t count;
};

struct bucket {
    struct key key;
    const struct rate *rate; /* NULL: free */
    int64_t level;           /* millionths; may be below 0 after others' use was settled */
    int64_t updated_us;
    int64_t unsettled;
    int64_t shared_total; /* as last seen; -1: forgotten, so that the next one says nothing about others */
    bool waiting;         /* is in limits->waiting */
};

struct limits {
    struct rates users, addresses;
    pthread_mutex_t locks[SHARDS];
    pthread_mutex_t waiting_lock;
    struct key waiting[LIMIT_UNSETTLED_MAX];
    size_t waiting_count;
    struct bucket sets[SETS][WAYS];
};

static bool rate_parse(const char *word, struct rate *ret_rate)
{
    long long tokens, period, burst;
    int end = 0;

    memset(ret_rate, 0, sizeof(*ret_rate));
    if (sscanf(word, "%23[a-z_]=%lld/%lld:%lld%n", ret_rate->name, &tokens, &period, &burst, &end) != 4 || word[end])
        return false;
    if (tokens < 1 || tokens > TOKENS_MAX || period < 1 || period > 86400 || burst < 1 || burst > TOKENS_MAX)
        return false;
    ret_rate->tokens = tokens;
    ret_rate->period_s = period;
    ret_rate->burst = burst;
    return true;
}

static struct status rates_parse(const char *text, struct rates *ret_rates)
{
    char word[96];

    ret_rates->count = 0;
    for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
        size_t bytes = strcspn(at, " ");

        if (ret_rates->count == RATE_CLASSES_MAX)
            return fail(FIELDS_INVALID, "more than %d rate classes", RATE_CLASSES_MAX);
        snprintf(word, sizeof(word), "%.*s", (int)bytes, at);
        if (bytes >= sizeof(word) || !rate_parse(word, &ret_rates->list[ret_rates->count++]))
            return fail(FIELDS_INVALID, "rate \"%s\" is not class=tokens/seconds:size", word);
        at += bytes;
    }
    return OK;
}

struct status limits_create(const char *user_rates, const char *address_rates, struct limits **ret_limits)
{
    struct limits *limits = calloc(1, sizeof(*limits));
    struct status status;

    if (!limits)
        abort();
    status = rates_parse(user_rates, &limits->users);
    if (ok(status))
        status = rates_parse(address_rates, &limits->addresses);
    if (!ok(status)) {
        free(limits);
        return status;
    }
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&limits->locks[i], NULL);
    pthread_mutex_init(&limits->waiting_lock, NULL);
    *ret_limits = limits;
    return OK;
}

void limits_destroy(struct limits *limits)
{
    if (!limits)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&limits->locks[i]);
    pthread_mutex_destroy(&limits->waiting_lock);
    free(limits);
}

static const struct rate *rate_of(const struct rates *rates, const char *name)
{
    for (size_t i = 0; i < rates->count; i++)
        if (strcmp(rates->list[i].name, name) == 0)
            return &rates->list[i];
    return NULL;
}

bool limits_know(const struct limits *limits, const char *rate_class)
{
    return rate_of(&limits->users, rate_class) && rate_of(&limits->addresses, rate_class);
}

/* ---- buckets; the lock of their set is held ---- */

static struct bucket *find(struct limits *limits, const struct key *key)
{
    struct bucket *set = limits->sets[key_place(key, SETS)];

    for (size_t way = 0; way < WAYS; way++)
        if (set[way].rate && key_equal(&set[way].key, key))
            return &set[way];
    return NULL;
}

static struct bucket *find_or_make(struct limits *limits, const struct key *key, const struct rate *rate,
                                   int64_t now_us)
{
    struct bucket *set = limits->sets[key_place(key, SETS)], *bucket = find(limits, key);

    if (bucket)
        return bucket;
    bucket = &set[0];
    for (size_t way = 1; way < WAYS && bucket->rate; way++)
        if (!set[way].rate || set[way].updated_us < bucket->updated_us)
            bucket = &set[way];
    *bucket = (struct bucket){
        .key = *key, .rate = rate, .level = rate->burst * MICRO, .updated_us = now_us, .shared_total = 0
    };
    return bucket;
}

static void refill(struct bucket *bucket, int64_t now_us)
{
    const struct rate *rate = bucket->rate;
    int64_t elapsed_us = now_us - bucket->updated_us, full = rate->burst * MICRO;
    int64_t fill_us = (full - bucket->level) / rate->tokens * rate->period_s;

    if (elapsed_us <= 0)
        return;
    if (elapsed_us > fill_us)
        bucket->level = full;
    else
        bucket->level += elapsed_us / rate->period_s * rate->tokens;
    /* What the division left over stays for the next time. */
    bucket->updated_us = elapsed_us > fill_us ? now_us : now_us - elapsed_us % rate->period_s;
}

static void note_waiting(struct limits *limits, struct bucket *bucket)
{
    if (bucket->waiting)
        return;
    pthread_mutex_lock(&limits->waiting_lock);
    if (limits->waiting_count < LIMIT_UNSETTLED_MAX) {
        limits->waiting[limits->waiting_count++] = bucket->key;
        bucket->waiting = true;
    }
    pthread_mutex_unlock(&limits->waiting_lock);
}

static void describe(const struct bucket *bucket, struct limit_verdict *verdict)
{
    const struct rate *rate = bucket->rate;
    int64_t missing = bucket->level >= MICRO ? 0 : MICRO - bucket->level;
    int64_t missing_us = (missing + rate->tokens - 1) / rate->tokens * rate->period_s;

    verdict->rate_class = rate->name;
    verdict->quota = rate->burst;
    verdict->window_s = (rate->burst * rate->period_s + rate->tokens - 1) / rate->tokens;
    verdict->remaining = bucket->level < 0 ? 0 : bucket->level / MICRO;
    verdict->reset_s = missing ? (missing_us + US_PER_S - 1) / US_PER_S : 1;
}

static bool take(struct limits *limits, const struct rate *rate, const struct key *key, int64_t now_us,
                 struct limit_verdict *ret_verdict)
{
    pthread_mutex_t *lock = &limits->locks[key_place(key, SETS) % SHARDS];
    struct bucket *bucket;
    bool taken;

    pthread_mutex_lock(lock);
    bucket = find_or_make(limits, key, rate, now_us);
    refill(bucket, now_us);
    taken = bucket->level >= MICRO;
    if (taken) {
        bucket->level -= MICRO;
        bucket->unsettled++;
        note_waiting(limits, bucket);
    }
    describe(bucket, ret_verdict);
    pthread_mutex_unlock(lock);
    return taken;
}

static struct status refuse(const struct limit_verdict *verdict, const char *whose)
{
    struct status status = fail(RATE_LIMITED, "more than %lld %s requests in %lld s from this %s",
                                (long long)verdict->quota, verdict->rate_class, (long long)verdict->window_s, whose);

    status.retry_after_s = (int)verdict->reset_s;
    return status;
}

struct status limits_take(struct limits *limits, const char *rate_class, const char *user_id, const char *address,
                          int64_t now_us, struct limit_verdict *ret_verdict)
{
    const struct rate *by_address = rate_of(&limits->addresses, rate_class);
    const struct rate *by_user = rate_of(&limits->users, rate_class);
    struct limit_verdict user;
    struct key key;

    memset(ret_verdict, 0, sizeof(*ret_verdict));
    if (by_address) {
        key = key_of_texts(rate_class, "address", address);
        if (!take(limits, by_address, &key, now_us, ret_verdict))
            return refuse(ret_verdict, "address");
    }
    if (by_user && *user_id) {
        key = key_of_texts(rate_class, "user", user_id);
        bool taken = take(limits, by_user, &key, now_us, &user);
        if (!ret_verdict->rate_class || !taken || user.remaining < ret_verdict->remaining)
            *ret_verdict = user;
        if (!taken)
            return refuse(ret_verdict, "user");
    }
    return OK;
}

/* ---- settling ---- */

static bool collect_one(struct limits *limits, const struct key *key, struct limit_use *ret_use)
{
    pthread_mutex_t *lock = &limits->locks[key_place(key, SETS) % SHARDS];
    struct bucket *bucket;

    pthread_mutex_lock(lock);
    bucket = find(limits, key);
    if (bucket) {
        *ret_use = (struct limit_use){
            .key = *key,
            .taken = bucket->unsettled,
            .window_ms = (bucket->rate->burst * bucket->rate->period_s / bucket->rate->tokens + 1) * 1000,
        };
        bucket->unsettled = 0;
        bucket->waiting = false;
    }
    pthread_mutex_unlock(lock);
    return bucket && ret_use->taken > 0;
}

/* The lock of a bucket is taken after the list's was let go: note_waiting() holds them the other way round. */
size_t limits_collect(struct limits *limits, struct limit_use *uses, size_t uses_max)
{
    size_t count = 0;

    while (count < uses_max) {
        struct key key;
        bool any;

        pthread_mutex_lock(&limits->waiting_lock);
        any = limits->waiting_count > 0;
        if (any)
            key = limits->waiting[--limits->waiting_count];
        pthread_mutex_unlock(&limits->waiting_lock);
        if (!any)
            break;
        if (collect_one(limits, &key, &uses[count]))
            count++;
    }
    return count;
}

void limits_settle(struct limits *limits, const struct limit_use *use, int64_t shared_total, int64_t now_us)
{
    pthread_mutex_t *lock = &limits->locks[key_place(&use->key, SETS) % SHARDS];
    struct bucket *bucket;

    pthread_mutex_lock(lock);
    bucket = find(limits, &use->key);
    if (bucket) {
        /* A smaller total means that the count began anew (its time ran out, or the store was emptied). */
        int64_t before = bucket->shared_total < 0 || shared_total < bucket->shared_total ? 0 : bucket->shared_total;
        int64_t others = shared_total - before - use->taken;

        refill(bucket, now_us);
        if (others > 0 && bucket->shared_total >= 0)
            bucket->level -= (others > bucket->rate->burst ? bucket->rate->burst : others) * MICRO;
        if (bucket->level < -bucket->rate->burst * MICRO)
            bucket->level = -bucket->rate->burst * MICRO;
        bucket->shared_total = shared_total;
    }
    pthread_mutex_unlock(lock);
}

void limits_forget_shared(struct limits *limits)
{
    for (size_t set = 0; set < SETS; set++) {
        pthread_mutex_lock(&limits->locks[set % SHARDS]);
        for (size_t way = 0; way < WAYS; way++)
            limits->sets[set][way].shared_total = -1;
        pthread_mutex_unlock(&limits->locks[set % SHARDS]);
    }
}
