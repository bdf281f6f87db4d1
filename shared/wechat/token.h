/* The access token of one mini-program. Within shared/wechat only: others use wechat_call(). */
#ifndef LINLI_WECHAT_TOKEN_H
#define LINLI_WECHAT_TOKEN_H

#include <pthread.h>

#include "wechat/client.h"

/* Asks WeChat for a token, which is good for `*ret_seconds`. */
typedef struct status (*wechat_token_fetch)(struct wechat *wechat, struct arena *arena, int64_t deadline_ms,
                                            const char **ret_token, int64_t *ret_seconds,
                                            struct wechat_failure *failure);

struct wechat_token {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const struct wechat_cache *cache;
    char cache_key[128];
    char text[WECHAT_TOKEN_BYTES_MAX];
    int64_t until_ms; /* wall clock: replicas compare it */
    bool fetching;
    uint64_t fetches; /* how many have ended */
    /* the last one's failure, for those who waited for it and for the second after */
    int64_t failed_ms; /* monotonic; 0: it did not fail */
    enum code failed_code;
    const char *failed_reason;
    char failed_text[STATUS_TEXT_BYTES];
    struct wechat_failure failure;
};

void wechat_token_init(struct wechat_token *token, const struct wechat_cache *cache, const char *app_id);
void wechat_token_finish(struct wechat_token *token);

/* A token that is not `rejected` (NULL: any), from memory, the cache or WeChat. One thread fetches, the others wait for
 * it, until `deadline_ms` on the monotonic clock. */
struct status wechat_token_get(struct wechat *wechat, struct wechat_token *token, wechat_token_fetch fetch,
                               struct arena *arena, const char *rejected, int64_t deadline_ms, const char **ret_token,
                               struct wechat_failure *failure);

#endif
