/* Paid content on a real PostgreSQL: sold where its channel is, bought once, granted by the payment, taken back with
 * the money. */
#include <pthread.h>

#include "groupbuy/contents.h"
#include "groupbuy/rounds.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    int done = seats_up(state, "gb_contents");

    shop.house.virtual_pay = true;
    return done;
}

/* A column of 9.90; answers its SKU. */
static const char *column(void)
{
    Gb__CreateProductRequest product = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__Product made = GB__PRODUCT__INIT, shown = GB__PRODUCT__INIT;

    product.title = "养花十课";
    product.category = "知识";
    product.seller_name = "云山花艺";
    product.seller_licence = "WH1";
    product.kind = GB__PRODUCT_KIND__PRODUCT_CONTENT;
    product.skus = skus;
    product.n_skus = 1;
    sku.title = "全部";
    sku.list_price_fen = 990;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &product, &made));
    shelf.product_id = made.product_id;
    shelf.status = GB__PRODUCT_STATUS__ON_SHELF;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &shelf, &shown));
    return made.skus[0]->sku_id;
}

static struct status buy_as(struct clerk *clerk, const char *user, const char *sku, Gb__ClientPlatform platform,
                            const char *coupon, struct seat *ret_seat)
{
    Gb__PlaceContentOrderRequest in = GB__PLACE_CONTENT_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.sku_id = sku;
    in.platform = platform;
    in.coupon_id = coupon;
    TRY(clerk_end(clerk, groupbuy_place_content_order(call, &in, &out)));
    *ret_seat = (struct seat){ .user = user, .order = out.order_id };
    return OK;
}

#define BUY(user, sku, seat) buy_as(&shop.clerk, user, sku, GB__CLIENT_PLATFORM__ANDROID, "", seat)

static struct status pay_from(const struct seat *seat, Gb__ClientPlatform platform, Gb__Payment *out)
{
    Gb__PayOrderRequest in = GB__PAY_ORDER_REQUEST__INIT;

    in.order_id = seat->order;
    in.platform = platform;
    gb__payment__init(out);
    return clerk_end(&shop.clerk, groupbuy_pay_order(clerk_call(&shop.clerk, seat->user), &in, out));
}

static void pay_content(const struct seat *seat)
{
    Gb__Payment payment;

    assert_ok(pay_from(seat, GB__CLIENT_PLATFORM__ANDROID, &payment));
    wechat_pay(wechat_order(seat->order), clock_unix_us());
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_KNOWN);
}

static void refund_whole(const struct seat *seat)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = seat->order;
    in.reason = "退";
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
}

static void a_payment_grants_once_and_a_refund_of_all_takes_it_back_once(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *sku = column();
    struct seat seat, again;

    (void)state;
    assert_ok(BUY(ann, sku, &seat));
    assert_int_equal(events("EntitlementGranted", seat.order), 0);
    pay_content(&seat);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("EntitlementGranted", seat.order), 1);
    assert_fails(BUY(ann, sku, &again), BOUGHT_ALREADY);
    refund_whole(&seat);
    assert_int_equal(events("EntitlementRevoked", seat.order), 1);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(events("EntitlementRevoked", seat.order), 1);
    assert_ok(BUY(ann, sku, &again));
}

static void a_part_that_goes_back_takes_nothing(void **state)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order out = GB__ORDER__INIT;
    struct seat seat;

    (void)state;
    assert_ok(BUY(user_n(&shop.clerk, 1), column(), &seat));
    pay_content(&seat);
    in.order_id = seat.order;
    in.reason = "补偿";
    in.lines = asks;
    in.n_lines = 1;
    ask.goods_fen = 300;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
    assert_int_equal(events("EntitlementRevoked", seat.order), 0);
    drive_refunds(&seat);
    gb__order__init(&out);
    in.n_lines = 0;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
    assert_int_equal(events("EntitlementRevoked", seat.order), 1);
}

static void without_its_channel_nothing_is_sold(void **state)
{
    Gb__GetContentOfferRequest offer = GB__GET_CONTENT_OFFER_REQUEST__INIT;
    const char *ann = user_n(&shop.clerk, 1), *sku = column();
    Gb__ContentOffer out = GB__CONTENT_OFFER__INIT;
    struct seat seat;
    Gb__Payment payment;

    (void)state;
    offer.product_id = rows_id(test_sql(shop.db, "select product_id from skus where id = $1", db_id(sku)), 0, 0);
    offer.product_id = arena_strdup(&shop.clerk.arena, offer.product_id);
    offer.platform = GB__CLIENT_PLATFORM__IOS;
    assert_fails(CALL_IN_TX(ann, groupbuy_get_content_offer, &offer, &out), NOT_HERE);
    assert_fails(buy_as(&shop.clerk, ann, sku, GB__CLIENT_PLATFORM__IOS, "", &seat), CHANNEL_MISSING);
    assert_fails(buy_as(&shop.clerk, ann, sku, GB__CLIENT_PLATFORM__CLIENT_PLATFORM_UNSPECIFIED, "", &seat),
                 CHANNEL_MISSING);
    assert_ok(BUY(ann, sku, &seat));
    assert_fails(pay_from(&seat, GB__CLIENT_PLATFORM__IOS, &payment), CHANNEL_MISSING);
    shop.house.virtual_pay_ios = true;
    assert_ok(CALL_IN_TX(ann, groupbuy_get_content_offer, &offer, &out));
    assert_string_equal(out.channel, VIRTUAL_PAY);
    assert_ok(pay_from(&seat, GB__CLIENT_PLATFORM__IOS, &payment));
    shop.house.virtual_pay_ios = false;
}

/* A link is opened on any phone, also on one where there is no channel. */
static void nobody_else_pays_for_it_by_a_link(void **state)
{
    Gb__CreatePayLinkRequest in = GB__CREATE_PAY_LINK_REQUEST__INIT;
    const char *ann = user_n(&shop.clerk, 1);
    Gb__PayLink out = GB__PAY_LINK__INIT;
    struct seat seat;

    (void)state;
    assert_ok(BUY(ann, column(), &seat));
    in.order_id = seat.order;
    assert_fails(CALL_IN_TX(ann, groupbuy_create_pay_link, &in, &out), ORDER_NOT_PAYABLE);
}

static void content_of_nothing_takes_the_same_path(void **state)
{
    struct seat seat;
    Gb__Payment payment;

    (void)state;
    wechat.coupon_discount = 990;
    assert_ok(buy_as(&shop.clerk, user_n(&shop.clerk, 1), column(), GB__CLIENT_PLATFORM__DESKTOP,
                     user_n(&shop.clerk, 77), &seat));
    assert_ok(pay_from(&seat, GB__CLIENT_PLATFORM__DESKTOP, &payment));
    assert_true(payment.paid);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("EntitlementGranted", seat.order), 1);
}

/* ---- the same buyer on several devices ---- */

struct device {
    struct clerk clerk;
    const char *user, *sku;
    int bought;
    bool gave_up;
};

static void *buy_once(void *context)
{
    struct device *device = context;
    struct seat seat;

    for (int try = 0; try < 100; try++) {
        struct status status =
            buy_as(&device->clerk, device->user, device->sku, GB__CLIENT_PLATFORM__ANDROID, "", &seat);

        device->bought += ok(status);
        if (ok(status) || failed_with(status, BOUGHT_ALREADY))
            return device;
        if (status.code != CODE_ABORTED)
            break;
    }
    device->gave_up = true;
    return device;
}

static void nobody_buys_it_twice_at_once(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *sku = column();
    struct device *devices = calloc(8, sizeof *devices);
    pthread_t threads[8];
    int bought = 0;

    (void)state;
    for (int i = 0; i < 8; i++) {
        devices[i] = (struct device){ .user = ann, .sku = sku };
        clerk_up(&shop, &devices[i].clerk);
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, buy_once, &devices[i]), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_false(devices[i].gave_up);
        bought += devices[i].bought;
        clerk_down(&devices[i].clerk);
    }
    assert_int_equal(bought, 1);
    free(devices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_payment_grants_once_and_a_refund_of_all_takes_it_back_once),
        TEST(a_part_that_goes_back_takes_nothing),
        TEST(without_its_channel_nothing_is_sold),
        TEST(nobody_else_pays_for_it_by_a_link),
        TEST(content_of_nothing_takes_the_same_path),
        TEST(nobody_buys_it_twice_at_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
