/* WeChat's and coupons' part, as a script in this program: what flow/channel.h, payer.h and coupons.h and points.h
 * declare is defined here, so the linker leaves ours out. One order, one payment; failures are ordered by the test. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_WECHAT_H
#define LINLI_TESTS_STORE_GROUPBUY_WECHAT_H

#include <stdlib.h>

#include "db/jobs.h"
#include "groupbuy/accounts.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/flow/payer.h"
#include "groupbuy/flow/points.h"
#include "store/groupbuy/shop.h"

#define WECHAT_ORDERS_MAX 64

struct wechat_order {
    char id[ID_CHARS + 1];
    char merchant_id[MERCHANT_ID_BYTES_MAX + 1]; /* the account it was asked for by: no other has it */
    enum channel_state state;
    fen amount;
    int64_t paid_us;
};

struct wechat_refund_seen {
    char id[ID_CHARS + 1];
    enum refund_state state;
    fen amount;
    int asked; /* how often */
};

static struct {
    struct wechat_order orders[WECHAT_ORDERS_MAX];
    size_t orders_count;
    struct wechat_refund_seen refunds[WECHAT_ORDERS_MAX];
    size_t refunds_count;
    bool away;          /* every call fails */
    bool pays_on_close; /* the buyer pays between our query and our close */
    bool no_funds;
    bool answer_lost;         /* of a refund: WeChat takes it, and we never hear so */
    const char *no_keys;      /* the account that nothing can be asked by; NULL: none */
    const char *refund_fails; /* the one order that it cannot refund; NULL: none */
    bool coupon_refused;
    fen coupon_discount;
    bool points_refused;
    fen points_fen;            /* what one point stands for */
    const char *coupon_covers; /* the one SKU that it does; NULL: all */
    void (*prepaid)(void);     /* happens once when WeChat has an order and we have not heard so; NULL: nothing */
    void (*meanwhile)(void);   /* happens once while a neighbour is asked; NULL: nothing */
    int coupon_locks;          /* that were asked for */

    const struct channel_notice *notice; /* what is told of a payment; NULL: nothing */
} wechat;

/* NULL: WeChat has never heard of it. */
static struct wechat_order *wechat_find(const char *id)
{
    for (size_t i = 0; i < wechat.orders_count; i++)
        if (strcmp(wechat.orders[i].id, id) == 0)
            return &wechat.orders[i];
    return NULL;
}

static struct wechat_order *wechat_order(const char *id)
{
    struct wechat_order *order = wechat_find(id);

    if (!order) {
        fail_msg("WeChat has never heard of order %s", id);
        abort();
    }
    return order;
}

static void wechat_pay(struct wechat_order *order, int64_t paid_us)
{
    order->state = CHANNEL_PAID;
    order->paid_us = paid_us;
}

static struct payment_fact wechat_fact(struct arena *arena, const struct wechat_order *order)
{
    return (struct payment_fact){ .order_id = arena_strdup(arena, order->id),
                                  .merchant_id = arena_strdup(arena, order->merchant_id),
                                  .transaction_id = arena_printf(arena, "wx-%s", order->id),
                                  .amount = order->amount,
                                  .paid_us = order->paid_us,
                                  .ours = true };
}

#define WECHAT_IS_THERE(call)                                                                                          \
    do {                                                                                                               \
        assert_null((call)->tx); /* never inside a transaction */                                                      \
        if (wechat.away)                                                                                               \
            return fail(PAYMENT_UNAVAILABLE, "WeChat is away");                                                        \
    } while (0)

struct status channel_ready(const struct call *call, const char *merchant_id)
{
    (void)call;
    return wechat.no_keys && strcmp(wechat.no_keys, merchant_id) == 0 ? fail(MERCHANT_NOT_READY, "as was asked") : OK;
}

/* What this account has of it. */
static struct wechat_order *wechat_order_of(const char *merchant_id, const char *id)
{
    struct wechat_order *order = wechat_find(id);

    return order && strcmp(order->merchant_id, merchant_id) == 0 ? order : NULL;
}

/* The hook itself may ask WeChat for something. */
static void happen_once(void (**hook)(void))
{
    void (*happens)(void) = *hook;

    *hook = NULL;
    if (happens)
        happens();
}

struct status channel_prepay(struct call *call, const struct payment *payment, const char **ret_prepay_id)
{
    struct wechat_order *order = wechat_find(payment->order_id);

    WECHAT_IS_THERE(call);
    if (!order) {
        assert_true(wechat.orders_count < WECHAT_ORDERS_MAX);
        order = &wechat.orders[wechat.orders_count++];
        *order = (struct wechat_order){ .state = CHANNEL_NOT_PAID, .amount = payment->amount };
        snprintf(order->id, sizeof order->id, "%s", payment->order_id);
        snprintf(order->merchant_id, sizeof order->merchant_id, "%s", payment->merchant_id);
    }
    if (order->state == CHANNEL_CLOSED)
        return fail(ORDER_EXPIRED, "closed");
    happen_once(&wechat.prepaid);
    *ret_prepay_id = "wx-prepay";
    return OK;
}

struct status channel_sign(struct call *call, const char *merchant_id, const char *prepay_id, Gb__WechatPayment *out)
{
    (void)call, (void)merchant_id;
    out->package_value = prepay_id;
    return OK;
}

struct status channel_query(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state, struct payment_fact *ret_fact)
{
    struct wechat_order *order = wechat_order_of(merchant_id, order_id);

    WECHAT_IS_THERE(call);
    *ret_state = order ? order->state : CHANNEL_UNKNOWN;
    if (*ret_state == CHANNEL_PAID)
        *ret_fact = wechat_fact(call->arena, order);
    return OK;
}

struct status channel_close(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state)
{
    struct wechat_order *order = wechat_order_of(merchant_id, order_id);

    WECHAT_IS_THERE(call);
    if (order && wechat.pays_on_close)
        wechat_pay(order, clock_unix_us());
    else if (order)
        order->state = CHANNEL_CLOSED;
    *ret_state = order ? order->state : CHANNEL_CLOSED;
    return OK;
}

static struct wechat_refund_seen *wechat_refund(const char *id)
{
    for (size_t i = 0; i < wechat.refunds_count; i++)
        if (strcmp(wechat.refunds[i].id, id) == 0)
            return &wechat.refunds[i];
    assert_true(wechat.refunds_count < WECHAT_ORDERS_MAX);
    snprintf(wechat.refunds[wechat.refunds_count].id, ID_CHARS + 1, "%s", id);
    return &wechat.refunds[wechat.refunds_count++];
}

static struct refund_fact refund_fact(struct arena *arena, const struct wechat_refund_seen *seen,
                                      const struct refund *refund)
{
    return (struct refund_fact){ .refund_id = arena_strdup(arena, seen->id),
                                 .order_id = refund->order_id,
                                 .merchant_id = refund->merchant_id,
                                 .wechat_refund_id = arena_printf(arena, "wxr-%s", seen->id),
                                 .amount = seen->amount,
                                 .state = seen->state,
                                 .ours = true };
}

struct status channel_refund(struct call *call, const struct refund *refund, fen total, struct refund_fact *ret_fact)
{
    struct wechat_refund_seen *seen = wechat_refund(refund->id);

    WECHAT_IS_THERE(call);
    assert_string_equal(refund->merchant_id, wechat_order(refund->order_id)->merchant_id);
    assert_int_equal(total, wechat_order(refund->order_id)->amount);
    seen->asked++;
    seen->amount = refund->amount;
    if (wechat.refund_fails && strcmp(wechat.refund_fails, refund->order_id) == 0)
        return fail(PAYMENT_UNAVAILABLE, "as was asked");
    if (wechat.no_funds)
        seen->state = REFUND_WAITING_FUNDS;
    else if (seen->state != REFUND_SUCCESS)
        seen->state = REFUND_PROCESSING;
    *ret_fact = refund_fact(call->arena, seen, refund);
    return wechat.answer_lost ? fail(PAYMENT_UNAVAILABLE, "the answer is lost") : OK;
}

struct status channel_refund_query(struct call *call, const struct refund *refund, struct refund_fact *ret_fact)
{
    WECHAT_IS_THERE(call);
    *ret_fact = refund_fact(call->arena, wechat_refund(refund->id), refund);
    return OK;
}

struct status channel_payment_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice)
{
    (void)call, (void)raw;
    if (!wechat.notice)
        return fail(INTERNAL, "nothing is told");
    *ret_notice = *wechat.notice;
    return OK;
}

const char *channel_notice_url(struct call *call, const char *path, const char *merchant_id)
{
    return arena_printf(call->arena, "%s%s", path, merchant_id);
}

struct status channel_open_notice(struct call *call, const Api__RawRequest *raw, struct wxpay_notice *ret_notice)
{
    (void)call, (void)raw, (void)ret_notice;
    return fail(INTERNAL, "not part of this script");
}

struct status channel_refund_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice)
{
    (void)call, (void)raw, (void)ret_notice;
    return fail(INTERNAL, "not part of this script");
}

struct status openid_of(struct call *call, const char *user_id, const char **ret_openid)
{
    assert_null(call->tx);
    happen_once(&wechat.meanwhile);
    *ret_openid = arena_printf(call->arena, "openid of %s", user_id);
    return OK;
}

struct status payer_openid(struct call *call, const char **ret_openid)
{
    assert_null(call->tx);
    *ret_openid = "openid";
    return OK;
}

struct status coupon_quote(struct call *call, const char *coupon_id, const char *campaign_id, struct order_line *lines,
                           size_t count, fen *ret_discount)
{
    (void)coupon_id, (void)campaign_id;
    for (size_t i = 0; i < count; i++)
        lines[i].coupon_eligible = !wechat.coupon_covers || strcmp(wechat.coupon_covers, lines[i].sku_id) == 0;
    assert_null(call->tx);
    *ret_discount = wechat.coupon_discount;
    return wechat.coupon_refused ? fail(COUPON_NOT_USABLE, "as was asked") : OK;
}

struct status coupon_lock(struct call *call, const char *coupon_id, const char *campaign_id, const char *order_id,
                          struct order_line *lines, size_t count, fen *ret_discount)
{
    (void)order_id;
    wechat.coupon_locks++;
    happen_once(&wechat.meanwhile);
    return coupon_quote(call, coupon_id, campaign_id, lines, count, ret_discount);
}

struct status coupon_follow(struct call *call, const char *order_id, const char *coupon_id, const char *user_id,
                            const char *action)
{
    (void)user_id;
    assert_non_null(call->tx);
    if (!*coupon_id)
        return OK;
    return job_add(call->tx, JOB_SETTLE_COUPON, arena_printf(call->arena, "%s:%s", order_id, action), 0, NULL, 0);
}

struct status points_quote(struct call *call, fen amount, int64_t points, struct points_offer *ret_offer)
{
    assert_null(call->tx);
    *ret_offer = (struct points_offer){ points, points * wechat.points_fen, 1000 };
    if (ret_offer->discount > amount)
        ret_offer->discount = amount;
    return OK;
}

struct status points_lock(struct call *call, const char *order_id, fen amount, int64_t points,
                          struct points_offer *ret_offer)
{
    (void)order_id;
    if (wechat.points_refused)
        return fail(POINTS_NOT_USABLE, "as was asked");
    return points_quote(call, amount, points, ret_offer);
}

static struct status points_job(struct call *call, const char *id, const char *action, int64_t points)
{
    const char *payload = arena_printf(call->arena, "%ld", (long)points);

    assert_non_null(call->tx);
    if (points == 0)
        return OK;
    return job_add(call->tx, JOB_SETTLE_POINTS, arena_printf(call->arena, "%s:%s", id, action), 0, payload,
                   strlen(payload));
}

struct status points_follow(struct call *call, const char *order_id, const char *user_id, int64_t points,
                            const char *action)
{
    (void)user_id;
    return points_job(call, order_id, action, points);
}

struct status points_return(struct call *call, const struct order *order, const struct refund *refund)
{
    (void)order;
    return points_job(call, refund->id, POINTS_RETURN, refund->points);
}

#endif
