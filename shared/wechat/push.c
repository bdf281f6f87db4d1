#include "wechat/push.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "wechat/client.h"
#include "wechat/push_cipher.h"

#define UNTRUSTED(why) fail(WECHAT_PUSH_UNTRUSTED, "the push " why)
#define INVALID(why)   fail(WECHAT_PUSH_INVALID, "the push " why)

bool wechat_push_key_read(const char *encoding_aes_key, uint8_t ret_key[AES256_KEY_BYTES])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char text[WECHAT_PUSH_KEY_CHARS + 2];
    const char *last;
    struct arena arena;
    uint8_t *key;
    size_t bytes;
    bool valid;

    if (strlen(encoding_aes_key) != WECHAT_PUSH_KEY_CHARS)
        return false;
    snprintf(text, sizeof(text), "%s=", encoding_aes_key);
    /* 43 characters are 258 bits for 256: WeChat's keys may have the last two set, base64 proper may not. */
    last = strchr(digits, text[WECHAT_PUSH_KEY_CHARS - 1]);
    if (last)
        text[WECHAT_PUSH_KEY_CHARS - 1] = digits[(last - digits) & ~3];
    arena_init(&arena, 1024);
    valid = base64_decode(&arena, text, WECHAT_PUSH_KEY_CHARS + 1, &key, &bytes) && bytes == AES256_KEY_BYTES;
    if (valid)
        memcpy(ret_key, key, AES256_KEY_BYTES);
    arena_finish(&arena);
    return valid;
}

/* ---- signatures: SHA-1 over the parts in byte order, as WeChat defines it
 * ------------------------------------------------ */

static int in_byte_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sign(struct arena *arena, const char *parts[], size_t count, char signature[2 * SHA1_BYTES + 1])
{
    uint8_t hash[SHA1_BYTES];
    struct buf joined;

    qsort(parts, count, sizeof(*parts), in_byte_order);
    buf_init(&joined, arena, 256);
    for (size_t i = 0; i < count; i++)
        buf_add_str(&joined, parts[i]);
    sha1(joined.data, joined.len, hash);
    hex_encode(hash, sizeof(hash), signature);
}

static bool signed_by(struct arena *arena, const char *given, const char *parts[], size_t count)
{
    char expected[2 * SHA1_BYTES + 1];

    for (size_t i = 0; i < count; i++)
        if (!parts[i])
            return false;
    sign(arena, parts, count, expected);
    return given && strlen(given) == 2 * SHA1_BYTES && equal_constant_time(given, expected, 2 * SHA1_BYTES);
}

static bool query_signed(const struct wechat_push *push, struct arena *arena, const struct wechat_push_query *query)
{
    return signed_by(arena, query->signature, (const char *[]){ push->token, query->timestamp, query->nonce }, 3);
}

bool wechat_push_address_ok(const struct wechat_push *push, const struct wechat_push_query *query)
{
    struct arena arena;
    bool ours;

    if ((query->timestamp && strlen(query->timestamp) > 64) || (query->nonce && strlen(query->nonce) > 256))
        return false;
    arena_init(&arena, 4096);
    ours = query_signed(push, &arena, query);
    arena_finish(&arena);
    return ours;
}

/* ---- opening
 * ---------------------------------------------------------------------------------------------------------- */

static struct status decrypt(const struct wechat_push *push, struct arena *arena, const struct wechat_push_query *query,
                             const json_t *envelope, const char **ret_text, size_t *ret_bytes)
{
    const char *sealed = json_string_value(json_object_get(envelope, "Encrypt"));
    uint8_t *cipher;
    size_t cipher_bytes;

    if (!sealed)
        return UNTRUSTED("is not encrypted");
    if (!signed_by(arena, query->msg_signature, (const char *[]){ push->token, query->timestamp, query->nonce, sealed },
                   4))
        return UNTRUSTED("has a wrong signature");
    if (!base64_decode(arena, sealed, strlen(sealed), &cipher, &cipher_bytes) ||
        !push_cipher_open(arena, push->key, cipher, cipher_bytes, push->app_id, ret_text, ret_bytes))
        return UNTRUSTED("cannot be decrypted for this mini-program");
    return OK;
}

/* WeChat numbers messages; events are told apart by who, when and what. */
static const char *message_key(struct arena *arena, const struct wechat_push_message *message)
{
    static const char *const marks[] = { "trace_id", "transaction_id", "notify_code", "msg_id" };
    const json_t *number = json_object_get(message->json, "MsgId");
    int64_t received_s = wechat_int(message->json, "confirm_receive_time", 0);
    struct buf key;

    if (json_is_integer(number))
        return arena_printf(arena, "msg:%" JSON_INTEGER_FORMAT, json_integer_value(number));
    if (json_is_string(number) && json_string_length(number) > 0)
        return arena_printf(arena, "msg:%s", json_string_value(number));
    buf_init(&key, arena, 128);
    buf_printf(&key, "%s:%" PRId64 ":%s", message->from, message->created_s,
               message->event[0] ? message->event : message->type);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        buf_printf(&key, ":%s", wechat_text(arena, message->json, marks[i], ""));
    /* The same event tells first that goods went out and then that they were received, perhaps within a second. */
    if (received_s)
        buf_printf(&key, ":%" PRId64, received_s);
    return key.data;
}

/* CreateTime comes as a number or as a text. */
static int64_t created_s(const json_t *json)
{
    const json_t *value = json_object_get(json, "CreateTime");

    if (json_is_string(value))
        return strtoll(json_string_value(value), NULL, 10);
    return json_is_integer(value) ? json_integer_value(value) : 0;
}

static struct status read_message(struct arena *arena, const char *text, size_t bytes,
                                  struct wechat_push_message *message)
{
    json_t *json = wechat_json(arena, text, bytes);

    if (!json)
        return INVALID("is no JSON object");
    *message = (struct wechat_push_message){
        .to = wechat_text(arena, json, "ToUserName", ""),
        .from = wechat_text(arena, json, "FromUserName", ""),
        .created_s = created_s(json),
        .type = wechat_text(arena, json, "MsgType", ""),
        .event = wechat_text(arena, json, "Event", ""),
        .json = json,
        .text = arena_strndup(arena, text, bytes),
    };
    if (!message->type[0] || !message->from[0])
        return INVALID("does not say what it is and from whom");
    message->key = message_key(arena, message);
    return OK;
}

struct status wechat_push_open(const struct wechat_push *push, struct arena *arena,
                               const struct wechat_push_query *query, const char *body, size_t bytes,
                               struct wechat_push_message *ret_message)
{
    struct wechat_push_message message;
    const json_t *envelope;

    if (bytes > WECHAT_PUSH_BYTES_MAX)
        return INVALID("is too long");
    if (push->plain) {
        if (!query_signed(push, arena, query))
            return UNTRUSTED("has a wrong signature");
    } else {
        envelope = wechat_json(arena, body, bytes);
        if (!envelope)
            return UNTRUSTED("is no JSON object");
        TRY(decrypt(push, arena, query, envelope, &body, &bytes));
    }
    TRY(read_message(arena, body, bytes, &message));
    *ret_message = message;
    return OK;
}

/* ---- answering
 * --------------------------------------------------------------------------------------------------------- */

char *wechat_push_answer(const struct wechat_push *push, struct arena *arena, const char *json, int64_t now_s,
                         const char *nonce, const uint8_t random[16])
{
    char signature[2 * SHA1_BYTES + 1], *timestamp = arena_printf(arena, "%" PRId64, now_s);
    const char *sealed;
    struct buf body;

    if (strlen(json) > WECHAT_PUSH_BYTES_MAX)
        return NULL;
    sealed = push_cipher_seal(arena, push->key, random, json, strlen(json), push->app_id);
    sign(arena, (const char *[]){ push->token, timestamp, nonce, sealed }, 4, signature);
    buf_init(&body, arena, 256);
    buf_add_str(&body, "{\"Encrypt\":");
    buf_json_string(&body, sealed);
    buf_printf(&body, ",\"MsgSignature\":\"%s\",\"TimeStamp\":%s,\"Nonce\":", signature, timestamp);
    buf_json_string(&body, nonce);
    buf_add_char(&body, '}');
    return body.data;
}
