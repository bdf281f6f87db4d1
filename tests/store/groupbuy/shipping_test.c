/* 发货信息 on a real PostgreSQL, WeChat's part by script: noted with the fact, told once with the same words whatever
 * is interrupted; refused for good; missed; received at WeChat. */
#include "groupbuy/events/neighbours.h"
#include "groupbuy/flow/shipping_channel.h"
#include "store/groupbuy/places.h"

/* ---- WeChat ---- */

static struct {
    int asked;
    bool away, loses_answer, refuses;
    struct shipping_info heard; /* the last time */
} desk;

struct status shipping_channel_tell(struct call *call, const struct shipping_info *info, const char **ret_refused)
{
    assert_null(call->tx);
    desk.asked++;
    if (desk.away)
        return fail(PAYMENT_UNAVAILABLE, "away");
    if (desk.heard.order_id && strcmp(desk.heard.order_id, info->order_id) == 0) {
        assert_int_equal(desk.heard.shipped_us, info->shipped_us); /* the same words */
        assert_string_equal(desk.heard.item, info->item);
    }
    desk.heard = *info;
    desk.heard.order_id = arena_strdup(&shop.clerk.arena, info->order_id);
    desk.heard.item = arena_strdup(&shop.clerk.arena, info->item);
    desk.heard.payer_openid = arena_strdup(&shop.clerk.arena, info->payer_openid);
    desk.heard.tracking_number = arena_strdup(&shop.clerk.arena, info->tracking_number);
    desk.heard.receiver_phone = arena_strdup(&shop.clerk.arena, info->receiver_phone);
    *ret_refused = desk.refuses ? "WECHAT_CONTENT_INVALID: no" : "";
    return desk.loses_answer ? fail(PAYMENT_UNAVAILABLE, "the answer is lost") : OK;
}

static struct status tell(const char *order)
{
    return run_job(JOB_TELL_SHIPPING, order, groupbuy_tell_shipping);
}

static struct status pushed(const char *json, const char *event_name)
{
    Nt__WechatPushed event = NT__WECHAT_PUSHED__INIT;
    struct call *call = clerk_call(&shop.clerk, "");

    event.event = event_name;
    event.body_json = json;
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_on_wechat_pushed(call, &event));
}

/* Not inlined: db_id() takes no id for NULL, and the compiler would think of that here. */
__attribute__((noinline)) static struct status settled(const char *order, const char *transaction, const char *more)
{
    return pushed(arena_printf(&shop.clerk.arena,
                               "{\"transaction_id\":\"%s\",\"merchant_trade_no\":\"%s\",\"pay_time\":1700000000,%s}",
                               transaction, order, more),
                  "trade_manage_order_settlement");
}

__attribute__((noinline)) static const char *wx(const char *order)
{
    return arena_printf(&shop.clerk.arena, "wx-%s", order);
}

#define RECEIVED(method)                                                                                               \
    "\"shipped_time\":1700000100,\"confirm_receive_method\":" method                                                   \
    ",\"confirm_receive_time\":1700000200,\"settlement_time\":1700000200"

/* ---- looking ---- */

static const char *state_of(const char *order)
{
    struct rows *rows = test_sql(shop.db, "select state from shipping_infos where order_id = $1", db_id(order));

    return rows_count(rows) ? rows_text(rows, 0, 0) : "";
}

static int64_t listed(enum shipping_state state, const char *order)
{
    Gb__ListShippingInfosRequest in = GB__LIST_SHIPPING_INFOS_REQUEST__INIT;
    Gb__ListShippingInfosResponse out = GB__LIST_SHIPPING_INFOS_RESPONSE__INIT;
    int64_t found = 0;

    in.state = (Gb__ShippingState)state;
    in.page_size = 100;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_list_shipping_infos, &in, &out));
    for (size_t i = 0; i < out.n_infos; i++)
        found += strcmp(out.infos[i]->order_id, order) == 0;
    return found;
}

static int64_t cases(const char *order)
{
    return test_sql_int(shop.db,
                        "select count(*) from payment_cases where reason = 'SHIPPING_REFUSED' and order_id = $1",
                        db_id(order));
}

static struct seat shipped_order(int user)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, user), 0);
    Gb__Order order;

    memset(&desk, 0, sizeof desk);
    assert_string_equal(state_of(seat.order), "");
    assert_ok(ship_as(OPERATOR, &seat, &order));
    return seat;
}

/* ---- what holds ---- */

static void a_parcel_is_told_with_the_same_words(void **state)
{
    struct seat seat = shipped_order(1);

    (void)state;
    assert_string_equal(state_of(seat.order), "WAITING");
    assert_int_equal(jobs(JOB_TELL_SHIPPING, seat.order), 1);
    desk.away = true;
    assert_fails(tell(seat.order), PAYMENT_UNAVAILABLE);
    desk.away = false;
    desk.loses_answer = true;
    assert_fails(tell(seat.order), PAYMENT_UNAVAILABLE);
    desk.loses_answer = false;
    assert_ok(tell(seat.order));
    assert_int_equal(desk.heard.kind, SHIPPING_EXPRESS);
    assert_string_equal(desk.heard.item, "水果 苹果 ×3、水果 梨 ×1");
    assert_string_equal(desk.heard.tracking_number, "SF1");
    assert_string_equal(desk.heard.receiver_phone, "138****8000");
    assert_string_equal(state_of(seat.order), "TOLD");
    assert_ok(tell(seat.order)); /* again, as after a crash */
    assert_int_equal(desk.asked, 3);
    assert_int_equal(test_sql_int(shop.db, "select tries from shipping_infos where order_id = $1", db_id(seat.order)),
                     3);
    assert_int_equal(listed(SHIPPING_TOLD, seat.order), 1);
    assert_int_equal(cases(seat.order), 0);
}

static void what_wechat_refuses_for_good_is_a_case(void **state)
{
    struct seat seat = shipped_order(1);

    (void)state;
    desk.refuses = true;
    assert_ok(tell(seat.order));
    assert_ok(tell(seat.order));
    assert_int_equal(desk.asked, 1);
    assert_string_equal(state_of(seat.order), "REFUSED");
    assert_int_equal(cases(seat.order), 1);
    assert_int_equal(listed(SHIPPING_REFUSED, seat.order), 1);
}

static void goods_to_be_collected_are_told_when_they_are_ready(void **state)
{
    struct opened opened = closed_round("EVEN", 20, true); /* 2 of them to the door */
    Gb__PlaceReceiving seen;

    (void)state;
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1000, 0 }, { opened.pears, 1000, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_int_equal(
        OF_ROUND(&opened, "count(*) filter (where exists (select from shipping_infos s where s.order_id = o.id))"), 0);
    assert_ok(settle(&opened, POINT));
    assert_ok(ARRIVE(LEADER, &opened, opened.round, &seen, { opened.apples, 1000, 0 })); /* no pears go there */
    assert_ok(confirm(LEADER, &opened, opened.round, 1, &seen));
    assert_ok(settle(&opened, opened.round));
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY' and exists (select from"
                                       " shipping_infos s join jobs j on j.kind = 'tell_shipping' and j.key ="
                                       " replace(s.order_id::text, '-', '') where s.order_id = o.id and s.kind ="
                                       " case o.delivery when 'DOOR' then 'SAME_CITY' else 'PICK_UP' end))"),
                     20);
}

/* Money that is not at WeChat is none of its business. */
static void cash_is_not_told(void **state)
{
    struct opened opened = closed_round("EVEN", 3, false);
    Gb__PlaceReceiving seen;

    (void)state;
    test_sql(shop.db, "delete from payments where order_id in (select id from orders where round_id = $1)",
             db_id(opened.round));
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1000, 0 }, { opened.pears, 1000, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"), 3);
    assert_int_equal(
        OF_ROUND(&opened, "count(*) filter (where exists (select from shipping_infos s where s.order_id = o.id))"), 0);
}

static void received_at_wechat_is_received(void **state)
{
    struct seat seat = shipped_order(1), other = shipped_order(2);

    (void)state;
    assert_ok(
        settled(seat.order, wx(seat.order), "\"shipped_time\":1700000100,\"estimated_settlement_time\":1700900000"));
    assert_order(&seat, "SHIPPED");
    assert_ok(settled(seat.order, wx(other.order), RECEIVED("1"))); /* of another payment */
    assert_order(&seat, "SHIPPED");
    assert_ok(settled(user_n(&shop.clerk, 4711), wx(seat.order), RECEIVED("1"))); /* of no order */
    assert_ok(settled("not a number", wx(seat.order), RECEIVED("1")));
    assert_ok(settled(seat.order, wx(seat.order), RECEIVED("1")));
    assert_order(&seat, "FULFILLED");
    assert_ok(settled(seat.order, wx(seat.order), RECEIVED("1"))); /* again */
    assert_order(&seat, "FULFILLED");
    assert_int_equal(
        test_sql_int(shop.db, "select extract(epoch from settles_at)::bigint from shipping_infos where order_id = $1",
                     db_id(seat.order)),
        1700900000);
    test_sql(shop.db, "update orders set after_sales_open = 1, version = version + 1 where id = $1",
             db_id(other.order));
    assert_ok(settled(other.order, wx(other.order), RECEIVED("2"))); /* by the time, while an after-sale is open */
    assert_order(&other, "SHIPPED");
    assert_ok(settled(other.order, wx(other.order), RECEIVED("1")));
    assert_order(&other, "FULFILLED");
}

static void what_wechat_misses_is_shown_until_it_is_shipped(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    const char *id = arena_strdup(&shop.clerk.arena, seat.order);
    const char *json =
        arena_printf(&shop.clerk.arena,
                     "{\"transaction_id\":\"wx-%s\",\"merchant_trade_no\":\"%s\",\"pay_time\":1700000000}", id, id);
    Gb__Order order;

    (void)state;
    memset(&desk, 0, sizeof desk);
    assert_ok(pushed(json, "trade_manage_remind_shipping"));
    assert_ok(pushed(json, "trade_manage_remind_shipping"));
    assert_ok(pushed("{", "trade_manage_remind_shipping"));
    assert_int_equal(listed(SHIPPING_UNSHIPPED, seat.order), 1);
    assert_int_equal(jobs(JOB_TELL_SHIPPING, seat.order), 0);
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_int_equal(listed(SHIPPING_UNSHIPPED, seat.order), 0);
    assert_ok(tell(seat.order));
    assert_int_equal(desk.asked, 1);
    assert_string_equal(state_of(seat.order), "TOLD");
}

static int up(void **state)
{
    return seats_up(state, "gb_shipping");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_parcel_is_told_with_the_same_words),
        TEST(what_wechat_refuses_for_good_is_a_case),
        TEST(goods_to_be_collected_are_told_when_they_are_ready),
        TEST(cash_is_not_told),
        TEST(received_at_wechat_is_received),
        TEST(what_wechat_misses_is_shown_until_it_is_shipped),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
