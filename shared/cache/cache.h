/* Redis, where speed is wanted and loss is harmless: wiped at any moment, everything stays correct.
 *
 * A `struct cache` belongs to one thread. A hiredis context is dead after any error, so it is dropped and made anew, at
 * most every CACHE_RETRY_MS. Every wait ends after timeout_ms. When Redis is away functions fail with NOT_AVAILABLE and
 * the caller goes on without. The process ignores SIGPIPE: hiredis writes to sockets that may be gone. */
#ifndef LINLI_CACHE_CACHE_H
#define LINLI_CACHE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define CACHE_VALUE_BYTES_MAX (64 * 1024)
#define CACHE_RETRY_MS        500

struct cache;

struct cache_options {
    const char *address; /* host:port or a socket's path */
    const char *user;    /* ACL; NULL: none */
    const char *password;
    const char *const *password_now; /* where its newest value stands (secret_now()); NULL: password stays */
    const char *prefix; /* of every key */
    int timeout_ms;     /* 0: 50 */
};

struct cache *cache_create(const struct cache_options *options); /* connects at first use */
void cache_destroy(struct cache *cache);
struct status cache_get(struct cache *cache, struct arena *arena, const char *key, const uint8_t **ret_value,
                        size_t *ret_bytes); /* NOT_HERE */
struct status cache_set(struct cache *cache, const char *key, const void *value, size_t bytes, int64_t ttl_ms);
struct status cache_delete(struct cache *cache, const char *key);
/* Adds `amounts[i]` to the counters `keys[i]`, each with its own time to live from its first use, in one round trip;
 * the new values come back. For rate budgets settled in the background. */
struct status cache_add_many(struct cache *cache, const char *const *keys, const int64_t *amounts,
                             const int64_t *ttl_ms, size_t count, int64_t *ret_values);

#endif
