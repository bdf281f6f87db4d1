/* The address that the stand-in pushes events to: opens them, counts, keeps the last of each kind. Also serves pictures
 * for content checks, under /picture/. The including file has `arena` and `sandbox`. */
#ifndef LINLI_TESTS_WECHAT_PUSHES_H
#define LINLI_TESTS_WECHAT_PUSHES_H

#include "sandbox.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/push.h"
#include "wechat/push_events.h"

static struct arena arena;
static struct sandbox sandbox;

static struct {
    struct wechat_push push;
    struct arena arena;
    int taken, refused, echoes, media, settlements, unshipped;
    char content[256];
    struct wechat_media_result last_media;
    struct wechat_settlement last_settlement;
    struct wechat_unshipped last_unshipped;
} pushes;

/* Parameters of the stand-in's queries need no decoding. */
static inline const char *parameter(const char *target, const char *name)
{
    char word[32];
    const char *from;

    snprintf(word, sizeof(word), "%s=", name);
    from = strchr(target, '?');
    while (from && strncmp(from + 1, word, strlen(word)) != 0)
        from = strchr(from + 1, '&');
    if (!from)
        return NULL;
    from += 1 + strlen(word);
    return arena_strndup(&pushes.arena, from, strcspn(from, "& "));
}

static inline size_t pushes_receive(void *data, const struct loopback_request *request, char *out, size_t size)
{
    struct wechat_push_query query = {
        .signature = parameter(request->target, "signature"),
        .timestamp = parameter(request->target, "timestamp"),
        .nonce = parameter(request->target, "nonce"),
        .msg_signature = parameter(request->target, "msg_signature"),
    };
    struct wechat_push_message message;

    (void)data;
    if (strncmp(request->target, "/picture/", 9) == 0)
        return loopback_text(out, size, strstr(request->target, "gone") ? 404 : 200, "Connection: close\r\n",
                             strstr(request->target, "bad") ? "JPEG 违规" : "JPEG");
    if (strcmp(request->method, "GET") == 0) {
        pushes.echoes += wechat_push_address_ok(&pushes.push, &query);
        return loopback_text(out, size, 200, "Connection: close\r\n", parameter(request->target, "echostr"));
    }
    if (!ok(wechat_push_open(&pushes.push, &pushes.arena, &query, request->body, request->body_bytes, &message))) {
        pushes.refused++;
        return loopback_text(out, size, 403, "Connection: close\r\n", "");
    }
    pushes.media += wechat_event_media(&pushes.arena, &message, &pushes.last_media);
    pushes.settlements += wechat_event_settlement(&pushes.arena, &message, &pushes.last_settlement);
    pushes.unshipped += wechat_event_unshipped(&pushes.arena, &message, &pushes.last_unshipped);
    pushes.taken++;
    snprintf(pushes.content, sizeof(pushes.content), "%s", wechat_text(&pushes.arena, message.json, "Content", ""));
    return loopback_text(out, size, 200, "Connection: close\r\n", "success");
}

static inline void pushes_start(struct loopback *there)
{
    memset(&pushes, 0, sizeof(pushes));
    arena_init(&pushes.arena, ARENA_BYTES_MAX);
    pushes.push.token = sandbox_file(&sandbox, &arena, "push_token");
    pushes.push.app_id = sandbox_file(&sandbox, &arena, "app_id");
    assert_true(wechat_push_key_read(sandbox_file(&sandbox, &arena, "push_aes_key"), pushes.push.key));
    assert_true(loopback_start(there, pushes_receive, NULL));
    sandbox_call(&sandbox, &arena, "/settings", arena_printf(&arena, "{\"pushUrl\":\"%s/push\"}", there->url), NULL);
}

static inline void pushes_stop(struct loopback *there)
{
    sandbox_call(&sandbox, &arena, "/settings", "{\"pushUrl\":null}", NULL);
    loopback_stop(there);
    arena_finish(&pushes.arena);
}

#endif
