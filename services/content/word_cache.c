/* The word list of this process: immutable once built, replaced as a whole when its version in the database moves. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "content/service.h"
#include "content/store/word_store.h"

struct word_cache {
    pthread_rwlock_t lock; /* over what follows; readers only look, the one who reloads swaps */
    struct arena arena;
    struct words *words;
    _Atomic int64_t version;
    _Atomic int64_t fresh_until_ms; /* monotonic; who moves it looks at the database */
};

struct word_cache *word_cache_create(void)
{
    struct word_cache *cache = calloc(1, sizeof *cache);

    if (!cache || pthread_rwlock_init(&cache->lock, NULL) != 0)
        abort();
    arena_init(&cache->arena, ARENA_BYTES_MAX);
    cache->words = words_build(&cache->arena, NULL, 0);
    return cache;
}

void word_cache_destroy(struct word_cache *cache)
{
    if (!cache)
        return;
    arena_finish(&cache->arena);
    pthread_rwlock_destroy(&cache->lock);
    free(cache);
}

static struct status list_read(struct call *call, struct arena *arena, struct words **ret_words)
{
    struct word *list = arena_array(arena, struct word, WORDS_MAX);
    struct word_row *rows;
    size_t count;

    TRY(word_list(call->tx, arena, "", WORDS_MAX, &rows, &count));
    for (size_t i = 0; i < count; i++)
        list[i] = (struct word){ arena_strdup(arena, rows[i].folded), rows[i].action };
    *ret_words = words_build(arena, list, count);
    return OK;
}

static void swap(struct word_cache *cache, struct arena *arena, struct words *words, int64_t version)
{
    struct arena old;

    pthread_rwlock_wrlock(&cache->lock);
    old = cache->arena;
    cache->arena = *arena;
    cache->words = words;
    cache->version = version;
    pthread_rwlock_unlock(&cache->lock);
    arena_finish(&old);
}

static struct status reload(struct call *call, struct word_cache *cache)
{
    struct arena arena;
    struct words *words;
    int64_t version;

    TRY(call_begin_read(call));
    TRY(word_list_version(call->tx, &version));
    if (version != cache->version) {
        arena_init(&arena, ARENA_BYTES_MAX);
        struct status status = list_read(call, &arena, &words);
        if (!ok(status)) {
            arena_finish(&arena);
            return status;
        }
        swap(cache, &arena, words, version);
    }
    return call_commit(call);
}

/* One caller in WORDS_FRESH_MS looks whether the list has changed, and the others go on with what is there; but until a
 * list was read at all (version 0) everybody reads it himself. */
static struct status refresh(struct call *call, struct word_cache *cache)
{
    int64_t now_ms = clock_mono_ms();
    int64_t until = atomic_load(&cache->fresh_until_ms);

    if (atomic_load(&cache->version) == 0)
        return reload(call, cache);
    if (now_ms < until || !atomic_compare_exchange_strong(&cache->fresh_until_ms, &until, now_ms + WORDS_FRESH_MS))
        return OK;
    struct status status = reload(call, cache);
    if (!ok(status))
        atomic_store(&cache->fresh_until_ms, 0);
    return status;
}

struct status words_in(struct call *call, const char *text, int *ret_action)
{
    struct word_cache *cache = ((struct content *)call->service)->words;

    TRY(refresh(call, cache));
    pthread_rwlock_rdlock(&cache->lock);
    *ret_action = words_find(cache->words, call->arena, text);
    pthread_rwlock_unlock(&cache->lock);
    return OK;
}
