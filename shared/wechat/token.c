#include "wechat/token.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "wechat/failure_internal.h"

#define MARGIN_S        300  /* WeChat makes the next token 5 minutes before this one ends */
#define RETRY_MS        1000 /* after a failed fetch nobody asks again so soon */
#define CACHE_BYTES_MAX (WECHAT_TOKEN_BYTES_MAX + 32)

void wechat_token_init(struct wechat_token *token, const struct wechat_cache *cache, const char *app_id)
{
    pthread_condattr_t attributes;

    memset(token, 0, sizeof(*token));
    token->cache = cache;
    pthread_mutex_init(&token->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&token->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    snprintf(token->cache_key, sizeof(token->cache_key), "wechat:token:%s", app_id);
}

void wechat_token_finish(struct wechat_token *token)
{
    pthread_cond_destroy(&token->changed);
    pthread_mutex_destroy(&token->lock);
}

static bool usable(const struct wechat_token *token, const char *rejected)
{
    return token->text[0] && token->until_ms > clock_house_ms() && !(rejected && strcmp(token->text, rejected) == 0);
}

static void keep(struct wechat_token *token, const char *text, int64_t until_ms)
{
    snprintf(token->text, sizeof(token->text), "%s", text);
    token->until_ms = until_ms;
}

/* ---- the shared cache: "<until, unix ms> <token>"
 * -------------------------------------------------------------------- */

static bool read_cache(struct wechat_token *token, const char *rejected)
{
    char value[CACHE_BYTES_MAX], *text;
    int64_t until_ms;

    if (!token->cache->get || !token->cache->get(token->cache->data, token->cache_key, value, sizeof(value)))
        return false;
    until_ms = strtoll(value, &text, 10);
    if (text == value || *text++ != ' ' || !text[0] || strlen(text) >= WECHAT_TOKEN_BYTES_MAX)
        return false;
    if (until_ms <= clock_house_ms() || (rejected && strcmp(text, rejected) == 0))
        return false;
    pthread_mutex_lock(&token->lock);
    keep(token, text, until_ms);
    pthread_mutex_unlock(&token->lock);
    return true;
}

static void write_cache(const struct wechat_token *token, const char *text, int64_t until_ms, int64_t ttl_ms)
{
    char value[CACHE_BYTES_MAX];

    if (!token->cache->put)
        return;
    snprintf(value, sizeof(value), "%" PRId64 " %s", until_ms, text);
    token->cache->put(token->cache->data, token->cache_key, value, ttl_ms);
}

/* ---- one fetch at a time
 * --------------------------------------------------------------------------------------------- */

static struct status fetch_new(struct wechat *wechat, struct wechat_token *token, wechat_token_fetch fetch,
                               struct arena *arena, int64_t deadline_ms, struct wechat_failure *failure)
{
    const char *text;
    int64_t seconds, ttl_ms, until_ms;

    TRY(fetch(wechat, arena, deadline_ms, &text, &seconds, failure));
    ttl_ms = seconds > 2 * MARGIN_S ? (seconds - MARGIN_S) * 1000 : seconds * 500;
    until_ms = clock_house_ms() + ttl_ms;
    pthread_mutex_lock(&token->lock);
    keep(token, text, until_ms);
    pthread_mutex_unlock(&token->lock);
    write_cache(token, text, until_ms, ttl_ms);
    return OK;
}

static void remember(struct wechat_token *token, struct status status, const struct wechat_failure *failure)
{
    token->failed_ms = ok(status) ? 0 : clock_mono_ms();
    if (ok(status))
        return;
    token->failed_code = status.code;
    token->failed_reason = status.reason;
    snprintf(token->failed_text, sizeof(token->failed_text), "%s", status.text);
    token->failure = *failure;
}

static struct status fail_as_last_time(const struct wechat_token *token, struct wechat_failure *failure)
{
    if (failure)
        *failure = token->failure;
    return fail(token->failed_code, token->failed_reason, "%s", token->failed_text);
}

/* With the lock held, and still held afterwards. */
static struct status fetch_for_all(struct wechat *wechat, struct wechat_token *token, wechat_token_fetch fetch,
                                   struct arena *arena, const char *rejected, int64_t deadline_ms)
{
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct status status = OK;

    token->fetching = true;
    pthread_mutex_unlock(&token->lock);
    if (!read_cache(token, rejected))
        status = fetch_new(wechat, token, fetch, arena, deadline_ms, &failure);
    pthread_mutex_lock(&token->lock);
    token->fetching = false;
    token->fetches++;
    remember(token, status, &failure);
    pthread_cond_broadcast(&token->changed);
    return status;
}

/* With the lock held: until the fetch under way has ended. False when the deadline came first. */
static bool wait_for_fetch(struct wechat_token *token, int64_t deadline_ms)
{
    struct timespec until = { .tv_sec = deadline_ms / 1000, .tv_nsec = deadline_ms % 1000 * 1000000 };
    uint64_t fetches = token->fetches;
    int waited = 0;

    while (token->fetches == fetches && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&token->changed, &token->lock, &until);
    return token->fetches != fetches;
}

/* With the lock held, and still held afterwards. */
static struct status make_usable(struct wechat *wechat, struct wechat_token *token, wechat_token_fetch fetch,
                                 struct arena *arena, const char *rejected, int64_t deadline_ms,
                                 struct wechat_failure *failure)
{
    while (token->fetching) {
        if (!wait_for_fetch(token, deadline_ms)) {
            wechat_failure_set(failure, WECHAT_RETRY, 0);
            return fail(NOT_AVAILABLE, "the access token did not come in time");
        }
        if (usable(token, rejected))
            return OK;
    }
    if (token->failed_ms && clock_mono_ms() - token->failed_ms < RETRY_MS)
        return fail_as_last_time(token, failure);
    if (!ok(fetch_for_all(wechat, token, fetch, arena, rejected, deadline_ms)))
        return fail_as_last_time(token, failure);
    if (usable(token, rejected))
        return OK;
    wechat_failure_set(failure, WECHAT_REFRESH_TOKEN, 0);
    return fail(NOT_AVAILABLE, "WeChat gives out an access token that it does not take");
}

struct status wechat_token_get(struct wechat *wechat, struct wechat_token *token, wechat_token_fetch fetch,
                               struct arena *arena, const char *rejected, int64_t deadline_ms, const char **ret_token,
                               struct wechat_failure *failure)
{
    struct status status = OK;

    pthread_mutex_lock(&token->lock);
    if (!usable(token, rejected))
        status = make_usable(wechat, token, fetch, arena, rejected, deadline_ms, failure);
    if (ok(status))
        *ret_token = arena_strdup(arena, token->text);
    pthread_mutex_unlock(&token->lock);
    return status;
}
