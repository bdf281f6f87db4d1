#include "cache/cache.h"

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/clock.h"
#include "base/settings.h"

#define TIMEOUT_MS    50
#define KEY_BYTES_MAX 256
#define ADD_KEYS_MAX  256
#define ADDRESS_BYTES 256
#define DECIMAL_BYTES 24
#define PORT_DEFAULT  6379
#define ARGUMENTS_MAX 8

struct cache {
    char *address, *user, *password, *prefix;
    const char *const *password_now;
    int timeout_ms;
    redisContext *context; /* NULL: away */
    int64_t retry_at_ms;
};

static char *copy(const char *text)
{
    char *copied = text ? strdup(text) : NULL;

    if (text && !copied)
        abort();
    return copied;
}

struct cache *cache_create(const struct cache_options *options)
{
    struct cache *cache = calloc(1, sizeof *cache);

    if (!cache)
        abort();
    cache->address = copy(options->address);
    cache->user = options->user && *options->user ? copy(options->user) : NULL;
    cache->password = options->password && *options->password ? copy(options->password) : NULL;
    cache->password_now = options->password_now;
    cache->prefix = copy(options->prefix ? options->prefix : "");
    cache->timeout_ms = options->timeout_ms ? options->timeout_ms : TIMEOUT_MS;
    return cache;
}

void cache_destroy(struct cache *cache)
{
    if (!cache)
        return;
    if (cache->context)
        redisFree(cache->context);
    free(cache->address);
    free(cache->user);
    free(cache->password);
    free(cache->prefix);
    free(cache);
}

/* ---- the connection ---- */

/* After any error a late answer may still come and be taken for the next one's: the context is dead. */
static struct status drop(struct cache *cache, const char *doing)
{
    struct status status =
        fail(NOT_AVAILABLE, "redis: %s: %s", doing, cache->context ? cache->context->errstr : "no memory");

    if (cache->context)
        redisFree(cache->context);
    cache->context = NULL;
    cache->retry_at_ms = clock_mono_ms() + CACHE_RETRY_MS;
    return status;
}

static redisContext *open_context(const struct cache *cache)
{
    struct timeval timeout = { .tv_sec = cache->timeout_ms / 1000, .tv_usec = cache->timeout_ms % 1000 * 1000 };
    const char *colon = strrchr(cache->address, ':');
    char host[ADDRESS_BYTES];

    if (cache->address[0] == '/')
        return redisConnectUnixWithTimeout(cache->address, timeout);
    snprintf(host, sizeof host, "%.*s", colon ? (int)(colon - cache->address) : (int)strlen(cache->address),
             cache->address);
    return redisConnectWithTimeout(host, colon ? (int)strtol(colon + 1, NULL, 10) : PORT_DEFAULT, timeout);
}

/* True when Redis took it; the answer itself does not matter. */
static bool accepted(redisContext *context, const char *const *words, int count)
{
    redisReply *reply = redisCommandArgv(context, count, (const char **)words, NULL);
    bool good = reply && reply->type != REDIS_REPLY_ERROR;

    if (reply)
        freeReplyObject(reply);
    return good;
}

static bool sign_in(const struct cache *cache)
{
    const char *password = cache->password_now ? secret_now(cache->password_now) : cache->password;
    const char *full[] = { "AUTH", cache->user, password }, *old[] = { "AUTH", password };

    if (!password || !*password)
        return true;
    return cache->user ? accepted(cache->context, full, 3) : accepted(cache->context, old, 2);
}

static struct status connect_now(struct cache *cache)
{
    struct timeval timeout = { .tv_sec = cache->timeout_ms / 1000, .tv_usec = cache->timeout_ms % 1000 * 1000 };

    if (cache->context)
        return OK;
    if (clock_mono_ms() < cache->retry_at_ms)
        return fail(NOT_AVAILABLE, "redis was away a moment ago");
    cache->context = open_context(cache);
    if (!cache->context || cache->context->err || redisSetTimeout(cache->context, timeout) != REDIS_OK)
        return drop(cache, "connecting");
    return sign_in(cache) ? OK : drop(cache, "signing in");
}

/* ---- commands ---- */

struct word {
    const char *data;
    size_t bytes;
};

static struct word word_of(const char *text)
{
    return (struct word){ text, strlen(text) };
}

static void split(const struct word *words, size_t count, const char **ret_data, size_t *ret_bytes)
{
    for (size_t i = 0; i < count; i++) {
        ret_data[i] = words[i].data;
        ret_bytes[i] = words[i].bytes;
    }
}

/* *ret_reply is freed by the caller; an error answer fails as NOT_AVAILABLE, too. */
static struct status run(struct cache *cache, const struct word *words, size_t count, redisReply **ret_reply)
{
    const char *data[ARGUMENTS_MAX];
    size_t bytes[ARGUMENTS_MAX];
    redisReply *reply;

    TRY(connect_now(cache));
    split(words, count, data, bytes);
    reply = redisCommandArgv(cache->context, (int)count, data, bytes);
    if (!reply)
        return drop(cache, words[0].data);
    if (reply->type == REDIS_REPLY_ERROR) {
        struct status status = fail(NOT_AVAILABLE, "redis: %s: %s", words[0].data, reply->str);

        freeReplyObject(reply);
        return status;
    }
    *ret_reply = reply;
    return OK;
}

static struct status run_and_forget(struct cache *cache, const struct word *words, size_t count)
{
    redisReply *reply = NULL;

    TRY(run(cache, words, count, &reply));
    freeReplyObject(reply);
    return OK;
}

static struct status full_key(const struct cache *cache, const char *key, char full[KEY_BYTES_MAX])
{
    int length = snprintf(full, KEY_BYTES_MAX, "%s%s", cache->prefix, key);

    return length < KEY_BYTES_MAX ? OK : fail(INTERNAL, "a key of %d bytes is too long", length);
}

struct status cache_get(struct cache *cache, struct arena *arena, const char *key, const uint8_t **ret_value,
                        size_t *ret_bytes)
{
    char full[KEY_BYTES_MAX];
    redisReply *reply = NULL;
    struct status status = OK;

    TRY(full_key(cache, key, full));
    TRY(run(cache, (struct word[]){ word_of("GET"), word_of(full) }, 2, &reply));
    if (reply->type == REDIS_REPLY_STRING && reply->len <= CACHE_VALUE_BYTES_MAX) {
        *ret_value = arena_memdup(arena, reply->str, reply->len);
        *ret_bytes = reply->len;
    } else {
        status = fail(NOT_HERE, "redis has no %s", key);
    }
    freeReplyObject(reply);
    return status;
}

struct status cache_set(struct cache *cache, const char *key, const void *value, size_t bytes, int64_t ttl_ms)
{
    char full[KEY_BYTES_MAX], ttl[DECIMAL_BYTES];

    if (bytes > CACHE_VALUE_BYTES_MAX)
        return fail(INTERNAL, "a value of %zu bytes is too long to cache", bytes);
    TRY(full_key(cache, key, full));
    snprintf(ttl, sizeof ttl, "%lld", (long long)ttl_ms);
    return run_and_forget(
        cache, (struct word[]){ word_of("SET"), word_of(full), { value, bytes }, word_of("PX"), word_of(ttl) }, 5);
}

struct status cache_delete(struct cache *cache, const char *key)
{
    char full[KEY_BYTES_MAX];

    TRY(full_key(cache, key, full));
    return run_and_forget(cache, (struct word[]){ word_of("DEL"), word_of(full) }, 2);
}

/* ---- counters ---- */

/* INCRBY, and a time to live from the first use on: PEXPIRE … NX. Two answers a key. */
static struct status append_add(struct cache *cache, const char *key, int64_t amount, int64_t ttl_ms)
{
    char full[KEY_BYTES_MAX], by[DECIMAL_BYTES], ttl[DECIMAL_BYTES];
    const char *add[] = { "INCRBY", full, by }, *expire[] = { "PEXPIRE", full, ttl, "NX" };

    TRY(full_key(cache, key, full));
    snprintf(by, sizeof by, "%lld", (long long)amount);
    snprintf(ttl, sizeof ttl, "%lld", (long long)ttl_ms);
    if (redisAppendCommandArgv(cache->context, 3, add, NULL) != REDIS_OK ||
        redisAppendCommandArgv(cache->context, 4, expire, NULL) != REDIS_OK)
        return drop(cache, "INCRBY");
    return OK;
}

/* An error answer does not disturb those behind it, but its number is not known. */
static struct status read_number(struct cache *cache, int64_t *ret_number)
{
    redisReply *reply = NULL;
    bool number;

    if (redisGetReply(cache->context, (void **)&reply) != REDIS_OK)
        return drop(cache, "reading");
    number = reply->type == REDIS_REPLY_INTEGER;
    if (number)
        *ret_number = reply->integer;
    freeReplyObject(reply);
    return number ? OK : drop(cache, "a counter is no number");
}

struct status cache_add_many(struct cache *cache, const char *const *keys, const int64_t *amounts,
                             const int64_t *ttl_ms, size_t count, int64_t *ret_values)
{
    int64_t expired;

    if (count > ADD_KEYS_MAX)
        return fail(INTERNAL, "%zu counters are too many for one round trip", count);
    TRY(connect_now(cache));
    for (size_t i = 0; i < count; i++) {
        struct status appended = append_add(cache, keys[i], amounts[i], ttl_ms[i]);

        if (!ok(appended)) {
            if (cache->context)
                drop(cache, "adding"); /* half a pipeline must not stay */
            return appended;
        }
    }
    for (size_t i = 0; i < count; i++) {
        TRY(read_number(cache, &ret_values[i]));
        TRY(read_number(cache, &expired));
    }
    return OK;
}
