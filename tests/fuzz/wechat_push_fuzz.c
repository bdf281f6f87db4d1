/* Message push: whatever stands in the envelope, in the cipher text or in the message, opening it ends well. */
#include "wechat/push.h"

#include <stdlib.h>
#include <string.h>

#include "wechat/push_cipher.h"
#include "wechat/push_events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static const struct wechat_push push = { .token = "AAAAA", .app_id = "wxba5fad812f8e6fb9" };

static int in_byte_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct status open_sealed(struct arena *arena, const char *sealed, struct wechat_push_message *message)
{
    const char *parts[] = { push.token, "1714112445", "415670741", sealed };
    struct wechat_push_query query = { .timestamp = parts[1], .nonce = parts[2] };
    char *joined, *body = arena_printf(arena, "{\"Encrypt\":\"%s\"}", sealed), signature[2 * SHA1_BYTES + 1];
    uint8_t hash[SHA1_BYTES];

    qsort(parts, 4, sizeof(*parts), in_byte_order);
    joined = arena_printf(arena, "%s%s%s%s", parts[0], parts[1], parts[2], parts[3]);
    sha1(joined, strlen(joined), hash);
    hex_encode(hash, sizeof(hash), signature);
    query.msg_signature = signature;
    return wechat_push_open(&push, arena, &query, body, strlen(body), message);
}

static void read_events(struct arena *arena, const struct wechat_push_message *message)
{
    struct wechat_subscription_item items[WECHAT_SUBSCRIPTION_ITEMS_MAX];
    struct wechat_media_result result;

    wechat_event_subscriptions(arena, message, items);
    wechat_event_media(arena, message, &result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    const struct wechat_push_query query = { "s", "1714112445", "415670741",
                                             "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3" };
    struct wechat_push_message message;
    struct arena arena;
    uint8_t way;

    if (bytes == 0)
        return 0;
    arena_init(&arena, ARENA_BYTES_MAX);
    way = *data++;
    bytes--;
    if (way % 3 == 0) {
        wechat_push_open(&push, &arena, &query, (const char *)data, bytes, &message);
    } else if (way % 3 == 1) {
        if (ok(open_sealed(&arena, base64_encode(&arena, data, bytes), &message)))
            abort(); /* nobody without the key makes one */
    } else {
        const char *sealed = push_cipher_seal(&arena, push.key, (const uint8_t *)"0123456789abcdef", (const char *)data,
                                              bytes, push.app_id);
        struct status status = open_sealed(&arena, sealed, &message);

        if (!ok(status) && !failed_with(status, WECHAT_PUSH_INVALID))
            abort(); /* what we seal we can open */
        if (ok(status))
            read_events(&arena, &message);
    }
    arena_finish(&arena);
    return 0;
}
