/* Baskets for tests: an ordinary shop with goods, addresses and a delivery rule; orders that are placed, paid, shipped,
 * received and refunded. On a shop of its own (seats.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_BASKETS_H
#define LINLI_TESTS_STORE_GROUPBUY_BASKETS_H

#include "groupbuy/delivery.h"
#include "groupbuy/shop.h"
#include "store/groupbuy/seats.h"

#define CALL_IN_TX(user, handler, in, out)                                                                             \
    clerk_end(&shop.clerk, call_in_tx(clerk_call(&shop.clerk, user)) ? handler(&shop.clerk.call, in, out)              \
                                                                     : fail(INTERNAL, "no transaction"))

static inline bool call_in_tx(struct call *call)
{
    return ok(call_begin(call));
}

struct goods {
    const char *product;
    const char *apples; /* 10.00 each, 500 g */
    const char *pears;  /* 7.77 each, 250 g */
};

static inline struct goods put_on_shelf(int64_t stock, int32_t limit)
{
    Gb__CreateProductRequest product = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__NewSku apples = GB__NEW_SKU__INIT, pears = GB__NEW_SKU__INIT, *skus[] = { &apples, &pears };
    Gb__Product made = GB__PRODUCT__INIT, shown = GB__PRODUCT__INIT;

    product.title = "水果";
    product.category = "水果";
    product.seller_name = "云山果业";
    product.seller_licence = "JY1";
    product.per_user_limit = limit;
    product.skus = skus;
    product.n_skus = 2;
    apples.title = "苹果";
    apples.list_price_fen = 1000;
    apples.weight_g = 500;
    apples.stock = stock;
    pears.title = "梨";
    pears.list_price_fen = 777;
    pears.weight_g = 250;
    pears.stock = stock;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &product, &made));
    shelf.product_id = made.product_id;
    shelf.status = GB__PRODUCT_STATUS__ON_SHELF;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &shelf, &shown));
    assert_int_equal(shown.per_user_limit, limit);
    return (struct goods){ made.product_id, made.skus[0]->sku_id, made.skus[1]->sku_id };
}

/* 6.00 for the first kilogram, 1.00 for each more; free from 99.00; nothing goes to 54. */
static inline void set_rule(int64_t base_fen)
{
    Gb__SetDeliveryRuleRequest in = GB__SET_DELIVERY_RULE_REQUEST__INIT;
    Gb__DeliveryZone everywhere = GB__DELIVERY_ZONE__INIT, far = GB__DELIVERY_ZONE__INIT,
                     *zones[] = { &everywhere, &far };
    Gb__DeliveryRule out = GB__DELIVERY_RULE__INIT;

    in.name = "EXPRESS";
    in.zones = zones;
    in.n_zones = 2;
    everywhere.region_prefix = "";
    everywhere.base_fen = base_fen;
    everywhere.base_g = 1000;
    everywhere.step_fen = 100;
    everywhere.step_g = 1000;
    everywhere.free_from_fen = 9900;
    far.region_prefix = "54";
    far.excluded = true;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_delivery_rule, &in, &out));
}

static inline const char *address_of(const char *user, const char *region)
{
    Gb__AddAddressRequest in = GB__ADD_ADDRESS_REQUEST__INIT;
    Gb__Address out = GB__ADDRESS__INIT;

    in.name = "李梅";
    in.phone = "13812348000";
    in.region_code = region;
    in.region_name = "云南省昆明市";
    in.street = "青年路 1 号";
    assert_ok(CALL_IN_TX(user, groupbuy_add_address, &in, &out));
    return out.address_id;
}

struct want {
    const char *sku;
    int32_t units;
};

static int64_t points_to_use; /* of the next order */

static inline struct status order_as(struct clerk *clerk, const char *user, const char *address, const char *coupon,
                                     const struct want *wants, size_t count, Gb__Order *out)
{
    Gb__PlaceOrderRequest in = GB__PLACE_ORDER_REQUEST__INIT;
    struct call *call = clerk_call(clerk, user);

    in.lines = arena_array(&clerk->arena, Gb__BasketLine *, count);
    in.n_lines = count;
    for (size_t i = 0; i < count; i++) {
        in.lines[i] = message_new(&clerk->arena, &gb__basket_line__descriptor);
        in.lines[i]->sku_id = wants[i].sku;
        in.lines[i]->quantity = wants[i].units;
    }
    in.address_id = address;
    in.coupon_id = coupon;
    in.points = points_to_use;
    gb__order__init(out);
    return clerk_end(clerk, groupbuy_place_order(call, &in, out));
}

#define ORDER(user, address, coupon, out, ...)                                                                         \
    order_as(&shop.clerk, user, address, coupon, (const struct want[]){ __VA_ARGS__ },                                 \
             sizeof((const struct want[]){ __VA_ARGS__ }) / sizeof(struct want), out)

static inline struct seat seat_of(const char *user, const Gb__Order *order)
{
    return (struct seat){ .user = user, .order = order->order_id };
}

static inline struct seat paid_order(const struct goods *goods, const char *user, int64_t coupon)
{
    struct seat seat;
    Gb__Order order;

    set_rule(600);
    wechat.coupon_discount = coupon;
    assert_ok(ORDER(user, address_of(user, "530102"), coupon ? user_n(&shop.clerk, 77) : "", &order,
                    { goods->apples, 3 }, { goods->pears, 1 }));
    seat = seat_of(user, &order);
    pay(&seat);
    assert_order(&seat, "READY");
    return seat;
}

static inline void drive_refunds(const struct seat *seat)
{
    struct rows *rows = test_sql(
        shop.db, "select id from refunds where order_id = $1 and state <> 'SUCCESS' order by id", db_id(seat->order));
    int count = rows_count(rows);
    const char **ids = arena_array(&shop.clerk.arena, const char *, (size_t)count);

    for (int row = 0; row < count; row++)
        ids[row] = arena_strdup(&shop.clerk.arena, rows_id(rows, row, 0));
    for (int row = 0; row < count; row++) {
        wechat_refund(ids[row])->state = REFUND_SUCCESS;
        assert_ok(run_job(JOB_DRIVE_REFUND, ids[row], groupbuy_drive_refund));
    }
}

/* Units of a line, or money of it; position < 0: of all lines all that is left. */
static inline struct status refund_as(const char *user, const struct seat *seat, int position, int32_t units,
                                      int64_t fen_back, bool fault, Gb__Order *out)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };

    in.order_id = seat->order;
    in.reason = "坏果";
    in.merchant_fault = fault;
    in.lines = asks;
    in.n_lines = position >= 0 ? 1 : 0;
    ask.position = position >= 0 ? position : 0;
    ask.units = units;
    ask.goods_fen = fen_back;
    gb__order__init(out);
    return CALL_IN_TX(user, groupbuy_refund_order, &in, out);
}

static inline struct status ship_as(const char *user, const struct seat *seat, Gb__Order *out)
{
    Gb__ShipOrderRequest in = GB__SHIP_ORDER_REQUEST__INIT;

    in.order_id = seat->order;
    in.carrier = "SF";
    in.tracking_number = "SF1";
    gb__order__init(out);
    return CALL_IN_TX(user, groupbuy_ship_order, &in, out);
}

static inline struct status receive_as(const char *user, const struct seat *seat, Gb__Order *out)
{
    Gb__ConfirmReceiptRequest in = GB__CONFIRM_RECEIPT_REQUEST__INIT;

    in.order_id = seat->order;
    gb__order__init(out);
    return CALL_IN_TX(user, groupbuy_confirm_receipt, &in, out);
}

#endif
