#include "gateway/microcache.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypto.h"

#define WAYS         4
#define SETS         (MICROCACHE_ENTRIES / WAYS)
#define SHARDS       16
#define DETAIL_BYTES 256

enum stage { FLYING, LANDED, CRASHED };

struct flight {
    struct microcache *cache;
    struct key key;
    int users; /* who holds it, the table included; under the shard's lock, like all below but a landed value */
    enum stage stage;
    int64_t until_ms;
    struct microcache_value value;
    enum code code; /* of a crash */
    int retry_after_s;
    const char *reason;
    char detail[DETAIL_BYTES];
    pthread_cond_t changed;
};

struct shard {
    pthread_mutex_t lock;
    size_t bytes_used;
    struct microcache_counts counts;
};

struct microcache {
    size_t shard_bytes_max;
    struct shard shards[SHARDS];
    struct flight *sets[SETS][WAYS];
};

struct microcache *microcache_create(size_t bytes_max)
{
    struct microcache *cache = calloc(1, sizeof(*cache));

    if (!cache)
        abort();
    cache->shard_bytes_max = bytes_max / SHARDS;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

static size_t set_of(const struct key *key)
{
    return key_place(key, SETS);
}

static struct shard *shard_of(struct microcache *cache, const struct key *key)
{
    return &cache->shards[set_of(key) % SHARDS];
}

/* ---- the shard's lock is held ---- */

static void let_go(struct flight *flight)
{
    if (--flight->users > 0)
        return;
    if (flight->stage == LANDED)
        shard_of(flight->cache, &flight->key)->bytes_used -= flight->value.bytes;
    pthread_cond_destroy(&flight->changed);
    free((char *)flight->value.json);
    free(flight);
}

static struct flight **slot_of(struct microcache *cache, const struct key *key)
{
    struct flight **set = cache->sets[set_of(key)];

    for (size_t way = 0; way < WAYS; way++)
        if (set[way] && key_equal(&set[way]->key, key))
            return &set[way];
    return NULL;
}

static void forget(struct flight *flight)
{
    struct flight **set = flight->cache->sets[set_of(&flight->key)];

    for (size_t way = 0; way < WAYS; way++) {
        if (set[way] == flight) {
            set[way] = NULL;
            let_go(flight);
            return;
        }
    }
}

/* Lets go of every value of the shard whose time is over. */
static void sweep(struct microcache *cache, const struct shard *shard, int64_t now_ms)
{
    for (size_t set = (size_t)(shard - cache->shards); set < SETS; set += SHARDS)
        for (size_t way = 0; way < WAYS; way++)
            if (cache->sets[set][way] && cache->sets[set][way]->stage == LANDED &&
                cache->sets[set][way]->until_ms <= now_ms)
                forget(cache->sets[set][way]);
}

/* A free slot, or one whose value ends first; NULL when all are still flying. */
static struct flight **free_slot(struct microcache *cache, const struct key *key)
{
    struct flight **set = cache->sets[set_of(key)], **first = NULL;

    for (size_t way = 0; way < WAYS; way++) {
        if (!set[way])
            return &set[way];
        if (set[way]->stage == LANDED && (!first || set[way]->until_ms < (*first)->until_ms))
            first = &set[way];
    }
    if (first)
        forget(*first);
    return first;
}

static struct flight *take_off(struct microcache *cache, const struct key *key)
{
    struct flight *flight = calloc(1, sizeof(*flight)), **slot;
    pthread_condattr_t attributes;

    if (!flight)
        abort();
    flight->cache = cache;
    flight->key = *key;
    flight->users = 1;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&flight->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    slot = free_slot(cache, key);
    if (slot) {
        *slot = flight;
        flight->users++;
    }
    return flight;
}

static enum microcache_part join(struct microcache *cache, struct shard *shard, const struct key *key, int64_t now_ms,
                                 struct flight **ret_flight)
{
    struct flight **slot = slot_of(cache, key);

    if (slot && (*slot)->stage == LANDED && (*slot)->until_ms <= now_ms) {
        forget(*slot);
        slot = NULL;
    }
    if (!slot) {
        shard->counts.misses++;
        *ret_flight = take_off(cache, key);
        return MICROCACHE_LEAD;
    }
    *ret_flight = *slot;
    (*slot)->users++;
    if ((*slot)->stage == LANDED) {
        shard->counts.hits++;
        return MICROCACHE_HIT;
    }
    shard->counts.shared++;
    return MICROCACHE_FOLLOW;
}

/* ---- from outside ---- */

void microcache_destroy(struct microcache *cache)
{
    if (!cache)
        return;
    for (size_t set = 0; set < SETS; set++)
        for (size_t way = 0; way < WAYS; way++)
            if (cache->sets[set][way])
                let_go(cache->sets[set][way]);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&cache->shards[i].lock);
    free(cache);
}

enum microcache_part microcache_join(struct microcache *cache, const struct key *key, int64_t now_ms,
                                     struct flight **ret_flight)
{
    struct shard *shard = shard_of(cache, key);
    enum microcache_part part;

    pthread_mutex_lock(&shard->lock);
    part = join(cache, shard, key, now_ms, ret_flight);
    pthread_mutex_unlock(&shard->lock);
    return part;
}

static void make_etag(const char *json, size_t bytes, char etag[ETAG_BYTES])
{
    uint8_t hash[SHA256_BYTES];
    char text[2 * KEY_BYTES + 1];

    sha256(json, bytes, hash);
    hex_encode(hash, KEY_BYTES, text);
    snprintf(etag, ETAG_BYTES, "\"%s\"", text);
}

void microcache_land(struct flight *flight, const char *json, size_t bytes, int64_t now_ms, int64_t ttl_ms)
{
    struct shard *shard = shard_of(flight->cache, &flight->key);
    char *copy = malloc(bytes + 1);

    if (!copy)
        abort();
    memcpy(copy, json, bytes);
    copy[bytes] = '\0';
    flight->value = (struct microcache_value){ .json = copy, .bytes = bytes };
    make_etag(json, bytes, flight->value.etag);

    pthread_mutex_lock(&shard->lock);
    flight->stage = LANDED;
    flight->until_ms = now_ms + ttl_ms;
    shard->bytes_used += bytes;
    if (shard->bytes_used > flight->cache->shard_bytes_max)
        sweep(flight->cache, shard, now_ms);
    if (bytes > MICROCACHE_VALUE_BYTES_MAX || shard->bytes_used > flight->cache->shard_bytes_max)
        forget(flight);
    pthread_cond_broadcast(&flight->changed);
    pthread_mutex_unlock(&shard->lock);
}

void microcache_crash(struct flight *flight, struct status status)
{
    struct shard *shard = shard_of(flight->cache, &flight->key);

    pthread_mutex_lock(&shard->lock);
    flight->stage = CRASHED;
    flight->code = status.code;
    flight->reason = status.reason;
    flight->retry_after_s = status.retry_after_s;
    snprintf(flight->detail, sizeof(flight->detail), "%s", status.text ? status.text : "");
    forget(flight);
    pthread_cond_broadcast(&flight->changed);
    pthread_mutex_unlock(&shard->lock);
}

static struct status crash_of(const struct flight *flight)
{
    struct status status = fail(flight->code, flight->reason, "%s", flight->detail);

    status.retry_after_s = flight->retry_after_s;
    return status;
}

struct status microcache_wait(struct flight *flight, int64_t until_mono_ms)
{
    struct shard *shard = shard_of(flight->cache, &flight->key);
    struct timespec until = { .tv_sec = until_mono_ms / 1000, .tv_nsec = until_mono_ms % 1000 * 1000000 };
    enum stage stage;
    int error = 0;

    pthread_mutex_lock(&shard->lock);
    while (flight->stage == FLYING && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&flight->changed, &shard->lock, &until);
    stage = flight->stage;
    pthread_mutex_unlock(&shard->lock);
    if (stage == FLYING)
        return fail(TIMED_OUT, "the answer that others wait for, too, has not come");
    return stage == LANDED ? OK : crash_of(flight);
}

const struct microcache_value *microcache_value(const struct flight *flight)
{
    return &flight->value;
}

void microcache_leave(struct flight *flight)
{
    struct shard *shard = shard_of(flight->cache, &flight->key);

    pthread_mutex_lock(&shard->lock);
    let_go(flight);
    pthread_mutex_unlock(&shard->lock);
}

struct microcache_counts microcache_counts(struct microcache *cache)
{
    struct microcache_counts sum = { 0 };

    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&cache->shards[i].lock);
        sum.hits += cache->shards[i].counts.hits;
        sum.misses += cache->shards[i].counts.misses;
        sum.shared += cache->shards[i].counts.shared;
        pthread_mutex_unlock(&cache->shards[i].lock);
    }
    return sum;
}
