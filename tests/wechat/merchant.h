/* A merchant with our client, a user who pays, and an address that takes notices, before the stand-in: what the tests
 * of WeChat Pay's topics begin with. Group set-up is start(), tear-down stop(). */
#ifndef LINLI_TESTS_WECHAT_MERCHANT_H
#define LINLI_TESTS_WECHAT_MERCHANT_H

#include "base/clock.h"
#include "sandbox.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/pay_notice.h"
#include "wechat/pay_orders.h"
#include "wechat/pay_refunds.h"

static struct arena arena;
static struct sandbox sandbox;
static struct loopback server;
static const char *app_id, *openid;
static int numbers;

/* Notices that came, judged by `pay` when they came. */
static struct {
    pthread_mutex_t lock;
    struct wxpay *pay;
    struct arena arena;
    int taken, refused;
    char reason[64];
    struct wxpay_notice last;
} receiver = { .lock = PTHREAD_MUTEX_INITIALIZER };

static inline size_t receive(void *data, const struct loopback_request *request, char *out, size_t size)
{
    char timestamp[32], nonce[64], serial[64], text[512];
    struct wxpay_signature signature = {
        .timestamp = loopback_header(request->head, "Wechatpay-Timestamp", timestamp, sizeof(timestamp)),
        .nonce = loopback_header(request->head, "Wechatpay-Nonce", nonce, sizeof(nonce)),
        .serial = loopback_header(request->head, "Wechatpay-Serial", serial, sizeof(serial)),
        .signature = loopback_header(request->head, "Wechatpay-Signature", text, sizeof(text)),
    };
    struct status status;

    (void)data;
    pthread_mutex_lock(&receiver.lock);
    status = wxpay_notice_open(receiver.pay, &receiver.arena, &signature, request->body, request->body_bytes,
                               clock_unix_us() / US_PER_S, &receiver.last);
    if (ok(status))
        receiver.taken++;
    else
        receiver.refused++;
    snprintf(receiver.reason, sizeof(receiver.reason), "%s", ok(status) ? "" : status.reason);
    pthread_mutex_unlock(&receiver.lock);
    return loopback_text(out, size, ok(status) ? 200 : 500, "Connection: close\r\n",
                         ok(status) ? WXPAY_NOTICE_YES : WXPAY_NOTICE_NO);
}

static inline struct wxpay *make_client(bool with_public_key)
{
    struct wxpay_options options = {
        .base_url = sandbox.pay,
        .merchant_id = sandbox_file(&sandbox, &arena, "mch_id"),
        .merchant_serial = sandbox_file(&sandbox, &arena, "merchant/serial"),
        .private_key_pem = sandbox_file(&sandbox, &arena, "merchant/apiclient_key.pem"),
        .api_key = sandbox_file(&sandbox, &arena, "merchant/apiv3_key"),
        .public_key_id = with_public_key ? sandbox_file(&sandbox, &arena, "wxp_pub_id") : NULL,
        .public_key_pem = with_public_key ? sandbox_file(&sandbox, &arena, "wxp_pub.pem") : NULL,
    };
    struct wxpay *pay;

    assert_ok(wxpay_create(&options, &pay));
    return pay;
}

static inline int start(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    arena_init(&receiver.arena, ARENA_BYTES_MAX);
    sandbox_start(&sandbox);
    receiver.pay = make_client(true);
    app_id = sandbox_file(&sandbox, &arena, "app_id");
    openid = sandbox_text(sandbox_call(&sandbox, &arena, "/user", "{}", NULL), "openid");
    return loopback_start(&server, receive, NULL) ? 0 : -1;
}

static inline int stop(void **state)
{
    (void)state;
    sandbox_stop(&sandbox);
    loopback_stop(&server);
    wxpay_destroy(receiver.pay);
    arena_finish(&receiver.arena);
    arena_finish(&arena);
    return 0;
}

static inline void wait_for_notices(int count)
{
    for (int i = 0; i < 150; i++) {
        pthread_mutex_lock(&receiver.lock);
        bool there = receiver.taken >= count;

        pthread_mutex_unlock(&receiver.lock);
        if (there)
            return;
        clock_sleep_ms(20);
    }
    fail_msg("%d of %d notices were taken", receiver.taken, count);
}

/* Until nothing of the tests before is on its way. */
static inline void settle(void)
{
    for (int i = 0; i < 150; i++) {
        const json_t *answer = sandbox_call(&sandbox, &arena, "/notices?state=waiting", NULL, NULL);

        if (json_array_size(json_object_get(answer, "notices")) == 0)
            return;
        clock_sleep_ms(20);
    }
    fail_msg("notices are still waiting");
}

static inline struct wxpay_prepay new_order(fen total)
{
    return (struct wxpay_prepay){
        .app_id = app_id,
        .openid = openid,
        .out_trade_no = arena_printf(&arena, "0193c0ffee%022d", ++numbers),
        .description = "云南蓝莓 125 g × 4",
        .attach = "附言",
        .notify_url = arena_printf(&arena, "%s/v1/callbacks/wechat/payments", server.url),
        .expires_us = clock_unix_us() + 900 * US_PER_S,
        .total = total,
    };
}

static inline const char *prepay(struct wxpay *pay, const struct wxpay_prepay *order)
{
    const char *prepay_id;

    assert_ok(wxpay_prepay(pay, &arena, order, &prepay_id, NULL));
    return prepay_id;
}

/* The user pays with the parameters that our client would have been given; the stand-in checks their signature. */
static inline void pay_by_phone(struct wxpay *pay, const char *prepay_id)
{
    struct wxpay_client_parameters with =
        wxpay_client_parameters(pay, &arena, app_id, prepay_id, clock_unix_us() / US_PER_S);

    sandbox_call(
        &sandbox, &arena, "/pay",
        arena_printf(&arena,
                     "{\"openid\":\"%s\",\"parameters\":{\"timeStamp\":\"%s\",\"nonceStr\":\"%s\",\"package\":\"%s\","
                     "\"signType\":\"%s\",\"paySign\":\"%s\"}}",
                     openid, with.time_stamp, with.nonce_str, with.package, with.sign_type, with.pay_sign),
        NULL);
}

#endif
