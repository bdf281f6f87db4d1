#include "gateway/token_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* With few ways many sets are too small for their share of 10,000 tokens, and each lap would verify those anew. */
#define WAYS   32
#define SETS   (TOKEN_CACHE_ENTRIES / WAYS)
#define SHARDS 64 /* locks; a set belongs to one of them */

struct entry {
    uint8_t hash[SHA256_BYTES];
    int64_t issued_ms, expires_ms;
    char *texts; /* user, session, app, then role and scope of each role: NUL-terminated one after the other; NULL: free
                  */
    size_t texts_bytes;
    size_t roles_count;
};

struct token_cache {
    pthread_mutex_t locks[SHARDS];
    struct entry sets[SETS][WAYS];
};

struct token_cache *token_cache_create(void)
{
    struct token_cache *cache = calloc(1, sizeof(*cache));

    if (!cache)
        abort();
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->locks[i], NULL);
    return cache;
}

void token_cache_destroy(struct token_cache *cache)
{
    if (!cache)
        return;
    for (size_t set = 0; set < SETS; set++)
        for (size_t way = 0; way < WAYS; way++)
            free(cache->sets[set][way].texts);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&cache->locks[i]);
    free(cache);
}

static size_t set_of(const uint8_t hash[SHA256_BYTES])
{
    uint32_t number;

    memcpy(&number, hash, sizeof(number));
    return number % SETS;
}

static struct entry *find(struct entry *set, const uint8_t hash[SHA256_BYTES])
{
    for (size_t way = 0; way < WAYS; way++)
        if (set[way].texts && memcmp(set[way].hash, hash, SHA256_BYTES) == 0)
            return &set[way];
    return NULL;
}

static const char *next_text(const char **at)
{
    const char *text = *at;

    *at += strlen(text) + 1;
    return text;
}

static void read_claims(const struct entry *entry, struct arena *arena, struct token_claims *claims)
{
    const char *at = arena_memdup(arena, entry->texts, entry->texts_bytes);

    claims->issued_ms = entry->issued_ms;
    claims->expires_ms = entry->expires_ms;
    claims->roles_count = entry->roles_count;
    claims->user_id = next_text(&at);
    claims->session_id = next_text(&at);
    claims->app_id = next_text(&at);
    for (size_t i = 0; i < entry->roles_count; i++) {
        claims->roles[i].role = next_text(&at);
        claims->roles[i].scope_id = next_text(&at);
    }
}

bool token_cache_get(struct token_cache *cache, struct arena *arena, const uint8_t hash[SHA256_BYTES], int64_t now_ms,
                     struct token_claims *ret_claims)
{
    size_t set = set_of(hash);
    pthread_mutex_t *lock = &cache->locks[set % SHARDS];
    const struct entry *entry;
    bool found;

    pthread_mutex_lock(lock);
    entry = find(cache->sets[set], hash);
    found = entry && entry->expires_ms > now_ms;
    if (found)
        read_claims(entry, arena, ret_claims);
    pthread_mutex_unlock(lock);
    return found;
}

static size_t text_bytes(const char *text)
{
    return (text ? strlen(text) : 0) + 1;
}

static char *add_text(char *at, const char *text)
{
    size_t bytes = text_bytes(text);

    memcpy(at, text ? text : "", bytes);
    return at + bytes;
}

static char *write_texts(const struct token_claims *claims, size_t *ret_bytes)
{
    size_t bytes = text_bytes(claims->user_id) + text_bytes(claims->session_id) + text_bytes(claims->app_id);
    char *texts, *at;

    for (size_t i = 0; i < claims->roles_count; i++)
        bytes += text_bytes(claims->roles[i].role) + text_bytes(claims->roles[i].scope_id);
    texts = malloc(bytes);
    if (!texts)
        abort();
    at = add_text(add_text(add_text(texts, claims->user_id), claims->session_id), claims->app_id);
    for (size_t i = 0; i < claims->roles_count; i++)
        at = add_text(add_text(at, claims->roles[i].role), claims->roles[i].scope_id);
    *ret_bytes = bytes;
    return texts;
}

/* A free place, or that of the entry which expires first. */
static struct entry *place(struct entry *set)
{
    struct entry *first = &set[0];

    for (size_t way = 0; way < WAYS; way++) {
        if (!set[way].texts)
            return &set[way];
        if (set[way].expires_ms < first->expires_ms)
            first = &set[way];
    }
    return first;
}

void token_cache_put(struct token_cache *cache, const uint8_t hash[SHA256_BYTES], const struct token_claims *claims)
{
    size_t set = set_of(hash), bytes;
    char *texts = write_texts(claims, &bytes);
    pthread_mutex_t *lock = &cache->locks[set % SHARDS];
    struct entry *entry;

    pthread_mutex_lock(lock);
    entry = find(cache->sets[set], hash);
    if (!entry)
        entry = place(cache->sets[set]);
    free(entry->texts);
    memcpy(entry->hash, hash, SHA256_BYTES);
    entry->issued_ms = claims->issued_ms;
    entry->expires_ms = claims->expires_ms;
    entry->roles_count = claims->roles_count;
    entry->texts = texts;
    entry->texts_bytes = bytes;
    pthread_mutex_unlock(lock);
}

size_t token_cache_count(struct token_cache *cache)
{
    size_t count = 0;

    for (size_t set = 0; set < SETS; set++) {
        pthread_mutex_lock(&cache->locks[set % SHARDS]);
        for (size_t way = 0; way < WAYS; way++)
            count += cache->sets[set][way].texts != NULL;
        pthread_mutex_unlock(&cache->locks[set % SHARDS]);
    }
    return count;
}
