/* The mini-program server API (api.weixin.qq.com): one client per mini-program, shared by all threads.
 *
 * The access token is fetched when first needed, one fetch at a time in this process, again 5 minutes before it ends and
 * once when WeChat says that it is dead. Give the client a cache and replicas share it.
 *
 * A call waits, token included, for at most timeout_ms. Never call from inside a transaction. Results are on the caller's
 * arena. Functions fail with the reasons of failure.h; `failure` may be NULL everywhere.
 */
#ifndef LINLI_WECHAT_CLIENT_H
#define LINLI_WECHAT_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "wechat/failure.h"

#define WECHAT_TOKEN_BYTES_MAX 1024

/* Where replicas share the token: small texts by key, lost at any time without harm. The values are secrets. Both may be
 * called by several threads at once. */
struct wechat_cache {
    void *data;
    /* Puts the text under `key` into value (NUL-terminated); false when there is none. */
    bool (*get)(void *data, const char *key, char *value, size_t size);
    void (*put)(void *data, const char *key, const char *value, int64_t ttl_ms);
};

struct wechat_options {
    const char *base_url; /* https://api.weixin.qq.com; http:// only for a stand-in */
    const char *app_id;
    const char *app_secret;
    const char *const *app_secret_now; /* where its newest value stands (secret_now()); NULL: app_secret stays */
    int64_t connect_timeout_ms; /* 0: 5,000 */
    int64_t timeout_ms;         /* 0: 10,000 */
    const char *proxy_url;      /* NULL: none */
    struct wechat_cache cache;  /* all zero: none */
};

struct wechat;

/* SETTING_INVALID. Texts are copied. */
struct status wechat_create(const struct wechat_options *options, struct wechat **ret_wechat);
void wechat_destroy(struct wechat *wechat);
const char *wechat_app_id(const struct wechat *wechat);

/* ---- for the topics' files, and for endpoints that have none yet ----------------------------------------------------- */

struct wechat_answer {
    json_t *json;     /* NULL when the answer is bytes */
    const char *body; /* as it came */
    size_t body_bytes;
    const char *content_type;
};

/* POSTs `json` (NULL: GET) to `path`, which may have a query; the access token is added. An errcode is a failure. Bytes
 * that are not JSON are an answer only when `bytes_max` > 0. */
struct status wechat_call(struct wechat *wechat, struct arena *arena, const char *path, const char *json,
                          size_t bytes_max, struct wechat_answer *ret_answer, struct wechat_failure *failure);
/* The same without an access token. */
struct status wechat_call_without_token(struct wechat *wechat, struct arena *arena, const char *path, const char *json,
                                        struct wechat_answer *ret_answer, struct wechat_failure *failure);

/* A text of the answer's object, copied to the arena; `missing` when it is not there. */
const char *wechat_text(struct arena *arena, const json_t *object, const char *name, const char *missing);
int64_t wechat_int(const json_t *object, const char *name, int64_t missing);
/* JSON of bounded depth, freed with the arena; NULL when it is none, or no object. */
json_t *wechat_json(struct arena *arena, const char *text, size_t bytes);

#endif
