/* Message push: WeChat calls us (events, messages to customer service), signed and, in safe mode, encrypted.
 *
 * Who receives one verifies it here, stores it under its key (WeChat sends again after 5 s without an answer, and a
 * recorded one could be sent again by anybody) and answers «success». Nothing here goes out to the network or keeps
 * anything. Fails with WECHAT_PUSH_UNTRUSTED, or WECHAT_PUSH_INVALID when it is signed and still cannot be read.
 */
#ifndef LINLI_WECHAT_PUSH_H
#define LINLI_WECHAT_PUSH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"

#define WECHAT_PUSH_BYTES_MAX ((size_t)64 << 10)
#define WECHAT_PUSH_KEY_CHARS 43

#define WECHAT_PUSH_UNTRUSTED CODE_PERMISSION_DENIED, "WECHAT_PUSH_UNTRUSTED"
#define WECHAT_PUSH_INVALID   CODE_INVALID_ARGUMENT, "WECHAT_PUSH_INVALID"

/* What is set in WeChat's console, the same on both sides. */
struct wechat_push {
    const char *token;
    const char *app_id;
    bool plain; /* plain mode: signed, not encrypted, and then the body is not signed either. Not for production. */
    uint8_t key[AES256_KEY_BYTES];
};

/* Reads an EncodingAESKey; false when it is none. */
bool wechat_push_key_read(const char *encoding_aes_key, uint8_t ret_key[AES256_KEY_BYTES]);

/* The query's parameters, decoded; NULL: not there. */
struct wechat_push_query {
    const char *signature, *timestamp, *nonce, *msg_signature;
};

struct wechat_push_message {
    const char *key; /* the same when WeChat sends it again */
    const char *to, *from; /* our account; the user's openid */
    int64_t created_s;
    const char *type;  /* text, image, event, … */
    const char *event; /* wxa_media_check, …; "": no event */
    const json_t *json; /* all of it; lives as long as the arena */
    const char *text;   /* the same as text, for storing */
};

/* The check of our address: whether to answer its echostr, as it is. */
bool wechat_push_address_ok(const struct wechat_push *push, const struct wechat_push_query *query);

struct status wechat_push_open(const struct wechat_push *push, struct arena *arena,
                               const struct wechat_push_query *query, const char *body, size_t bytes,
                               struct wechat_push_message *ret_message);

/* An encrypted answer, for the few pushes that want one; `nonce` and `random` (16 bytes) come from the caller, so that
 * answers can be compared with published ones. NULL when `json` is too long. */
char *wechat_push_answer(const struct wechat_push *push, struct arena *arena, const char *json, int64_t now_s,
                         const char *nonce, const uint8_t random[16]);

#endif
