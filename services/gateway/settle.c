#include "gateway/settle.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"

struct settle {
    struct limits *limits;
    struct cache *cache;
    pthread_t thread;
    atomic_bool stopping;
    atomic_bool connected;
    struct limit_use uses[SETTLE_BATCH];
    char texts[SETTLE_BATCH][2 * KEY_BYTES + 1];
    const char *keys[SETTLE_BATCH];
    int64_t taken[SETTLE_BATCH], ttl_ms[SETTLE_BATCH], totals[SETTLE_BATCH];
};

/* One round trip; false when Redis did not answer. */
static bool settle_batch(struct settle *settle, size_t count)
{
    int64_t now_us;

    for (size_t i = 0; i < count; i++) {
        hex_encode(settle->uses[i].key.bytes, KEY_BYTES, settle->texts[i]);
        settle->keys[i] = settle->texts[i];
        settle->taken[i] = settle->uses[i].taken;
        settle->ttl_ms[i] = settle->uses[i].window_ms;
    }
    if (!ok(cache_add_many(settle->cache, settle->keys, settle->taken, settle->ttl_ms, count, settle->totals)))
        return false;
    now_us = clock_mono_us();
    for (size_t i = 0; i < count; i++)
        limits_settle(settle->limits, &settle->uses[i], settle->totals[i], now_us);
    return true;
}

static void note_connected(struct settle *settle, bool connected)
{
    if (atomic_exchange(&settle->connected, connected) == connected)
        return;
    if (connected) {
        log_info("rate budgets are shared");
    } else {
        limits_forget_shared(settle->limits);
        log_warn("redis is away: this gateway limits on its own");
    }
}

static void *settle_run(void *data)
{
    struct settle *settle = data;

    while (!atomic_load(&settle->stopping)) {
        size_t count = limits_collect(settle->limits, settle->uses, SETTLE_BATCH);

        if (count > 0)
            note_connected(settle, settle_batch(settle, count));
        if (count < SETTLE_BATCH)
            clock_sleep_ms(SETTLE_INTERVAL_MS);
    }
    return NULL;
}

struct settle *settle_start(struct limits *limits, struct cache *cache)
{
    struct settle *settle = calloc(1, sizeof(*settle));

    if (!settle)
        abort();
    settle->limits = limits;
    settle->cache = cache;
    atomic_init(&settle->connected, true);
    if (pthread_create(&settle->thread, NULL, settle_run, settle) != 0)
        abort();
    return settle;
}

void settle_stop(struct settle *settle)
{
    if (!settle)
        return;
    atomic_store(&settle->stopping, true);
    pthread_join(settle->thread, NULL);
    free(settle);
}

bool settle_connected(const struct settle *settle)
{
    return atomic_load(&settle->connected);
}
