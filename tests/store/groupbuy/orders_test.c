/* What an order says and who sees it, what a quote says before it, and where its buyer came from, on a real PostgreSQL.
 */
#include "groupbuy/events/neighbours.h"
#include "store/groupbuy/baskets.h"

#define CIRCLE "0000000000000000000000000000c1c1"

static int up(void **state)
{
    return seats_up(state, "gb_orders");
}

/* ---- orders and quotes ---- */

static struct status start_team_from(const char *campaign, const char *user, Gb__SourceClaim *source,
                                     Gb__TeamOrder *out)
{
    Gb__StartTeamRequest in = GB__START_TEAM_REQUEST__INIT;

    gb__team_order__init(out);
    in.campaign_id = campaign;
    in.quantity = 1;
    in.source = source;
    return clerk_end(&shop.clerk, groupbuy_start_team(clerk_call(&shop.clerk, user), &in, out));
}

static struct status get_order(const char *order_id, const char *user, Gb__Order *out)
{
    Gb__GetOrderRequest in = GB__GET_ORDER_REQUEST__INIT;

    gb__order__init(out);
    in.order_id = order_id;
    return CALL_IN_TX(user, groupbuy_get_order, &in, out);
}

static void an_order_is_its_owners_alone(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2);
    Gb__ListOrdersRequest list = GB__LIST_ORDERS_REQUEST__INIT;
    Gb__ListOrdersResponse listed = GB__LIST_ORDERS_RESPONSE__INIT;
    Gb__GetOrderStandingRequest standing = GB__GET_ORDER_STANDING_REQUEST__INIT;
    Gb__OrderStanding stands = GB__ORDER_STANDING__INIT;
    Gb__TeamOrder placed;
    Gb__Order order;

    (void)state;
    assert_ok(start_team_from(shop_team_buy(&shop, 9, 3, 990), ann, NULL, &placed));
    assert_ok(get_order(placed.order->order_id, ann, &order));
    assert_int_equal(order.amount_fen, 990);
    assert_fails(get_order(placed.order->order_id, bob, &order), NOT_HERE);
    assert_ok(CALL_IN_TX(bob, groupbuy_list_orders, &list, &listed));
    assert_int_equal(listed.n_orders, 0);
    list.status = GB__ORDER_STATUS__PENDING_PAYMENT;
    assert_ok(CALL_IN_TX(ann, groupbuy_list_orders, &list, &listed));
    assert_int_equal(listed.n_orders, 1);
    list.status = GB__ORDER_STATUS__READY;
    gb__list_orders_response__init(&listed);
    assert_ok(CALL_IN_TX(ann, groupbuy_list_orders, &list, &listed));
    assert_int_equal(listed.n_orders, 0);
    standing.order_id = placed.order->order_id;
    assert_ok(CALL_IN_TX("", groupbuy_get_order_standing, &standing, &stands));
    assert_true(stands.found && stands.status == GB__ORDER_STATUS__PENDING_PAYMENT);
    standing.order_id = ann;
    gb__order_standing__init(&stands);
    assert_ok(CALL_IN_TX("", groupbuy_get_order_standing, &standing, &stands));
    assert_false(stands.found);
}

static void a_quote_is_the_orders_computation(void **state)
{
    Gb__QuoteOrderRequest in = GB__QUOTE_ORDER_REQUEST__INIT;
    Gb__Quote quote = GB__QUOTE__INIT;
    Gb__Campaign campaign;
    Gb__TeamOrder placed;
    int64_t sum = 0;

    (void)state;
    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                                         .stock = 9,
                                                         .limit = 3,
                                                         .price = 990,
                                                         .team_size = 3,
                                                         .starter_discount = 90 },
                                &campaign));
    in.campaign_id = campaign.campaign_id;
    in.quantity = 1;
    in.as = GB__QUOTE_AS__STARTER_OF_TEAM;
    assert_ok(clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, OPERATOR), &in, &quote)));
    assert_int_equal(quote.amount_fen, 900);
    assert_int_equal(quote.n_receipt, 3);
    for (size_t i = 0; i < quote.n_receipt; i++)
        sum += quote.receipt[i]->amount_fen;
    assert_int_equal(sum, 900);
    assert_ok(start_team_from(campaign.campaign_id, user_n(&shop.clerk, 3), NULL, &placed));
    assert_int_equal(placed.order->amount_fen, 900);
    assert_int_equal(placed.order->n_receipt, 3);
    in.as = GB__QUOTE_AS__MEMBER_OF_TEAM;
    in.coupon_id = CIRCLE;
    wechat.coupon_discount = 2000; /* more than it costs */
    assert_ok(clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, OPERATOR), &in, &quote)));
    assert_int_equal(quote.amount_fen, 0);
    assert_int_equal(quote.lines[0]->coupon_discount_fen, 990);
    in.campaign_id = shop_flash(&shop, 3, 1);
    assert_fails(clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, OPERATOR), &in, &quote)),
                 CAMPAIGN_KIND);
    in.as = GB__QUOTE_AS__QUOTE_AS_UNSPECIFIED;
    assert_fails(clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, OPERATOR), &in, &quote)),
                 COUPON_NOT_USABLE);
}

/* ---- where a buyer came from, and what others see of him ---- */

static void told(struct status (*handle)(struct call *, const void *), const void *event, int64_t version)
{
    struct event_info info = { .version = version };
    struct call *call = clerk_call(&shop.clerk, "");

    call->event = &info;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, handle(call, event)));
}

static struct status link_created(struct call *call, const void *event)
{
    return groupbuy_on_link_created(call, event);
}

static struct status user_updated(struct call *call, const void *event)
{
    return groupbuy_on_user_updated(call, event);
}

static void an_order_keeps_its_source(void **state)
{
    Gb__SourceClaim claim = GB__SOURCE_CLAIM__INIT;
    Au__LinkCreated link = AU__LINK_CREATED__INIT;
    Gb__TeamOrder placed;
    Gb__Order order;
    const char *ann = user_n(&shop.clerk, 1);

    (void)state;
    link.link_key = "Ab12Cd34";
    link.sharer_id = user_n(&shop.clerk, 9);
    told(link_created, &link, 1);
    told(link_created, &link, 1);
    claim.link_key = "Ab12Cd34";
    claim.touched_at = timestamp_new(&shop.clerk.arena, clock_unix_us() - 60 * US_PER_S);
    claim.first_link_key = "nobodyKnows";
    claim.first_touched_at = timestamp_new(&shop.clerk.arena, clock_unix_us() - 3600 * US_PER_S);
    claim.channel = "share";
    claim.circle_id = CIRCLE;
    claim.first_broadcast_id = user_n(&shop.clerk, 8);
    assert_ok(start_team_from(shop_team_buy(&shop, 9, 3, 990), ann, &claim, &placed));
    assert_ok(get_order(placed.order->order_id, ann, &order));
    assert_string_equal(order.source->link_key, "Ab12Cd34");
    assert_string_equal(order.source->sharer_id, link.sharer_id);
    assert_string_equal(order.source->first_link_key, "nobodyKnows");
    assert_string_equal(order.source->first_sharer_id, "");
    assert_string_equal(order.source->channel, "share");
    assert_string_equal(order.source->circle_id, CIRCLE);
    assert_string_equal(order.source->broadcast_id, "");
    assert_string_equal(order.source->first_broadcast_id, claim.first_broadcast_id);
    claim.link_key = "";
    claim.broadcast_id = user_n(&shop.clerk, 7); /* a touch of its own */
    assert_ok(start_team_from(shop_team_buy(&shop, 9, 3, 990), ann, &claim, &placed));
    assert_ok(get_order(placed.order->order_id, ann, &order));
    assert_string_equal(order.source->broadcast_id, claim.broadcast_id);
    assert_string_equal(order.source->link_key, "");
    assert_string_equal(order.source->sharer_id, "");
}

static void others_see_masked_names(void **state)
{
    Au__UserUpdated person = AU__USER_UPDATED__INIT;
    Gb__ListOpenTeamsRequest in = GB__LIST_OPEN_TEAMS_REQUEST__INIT;
    Gb__ListOpenTeamsResponse out = GB__LIST_OPEN_TEAMS_RESPONSE__INIT;
    Gb__PayOrderRequest pay = GB__PAY_ORDER_REQUEST__INIT;
    Gb__Payment paid = GB__PAYMENT__INIT;
    Gb__TeamOrder placed;
    const char *ann = user_n(&shop.clerk, 1);

    (void)state;
    person.user_id = ann;
    person.nickname = "张三丰";
    told(user_updated, &person, 5);
    person.nickname = "李四";
    told(user_updated, &person, 4); /* older, and late */
    in.campaign_id = shop_team_buy(&shop, 9, 3, 0);
    assert_ok(start_team_from(in.campaign_id, ann, NULL, &placed));
    assert_ok(CALL_IN_TX("", groupbuy_list_open_teams, &in, &out));
    assert_int_equal(out.n_teams, 0); /* nobody has paid */
    pay.order_id = placed.order->order_id;
    assert_ok(clerk_end(&shop.clerk, groupbuy_pay_order(clerk_call(&shop.clerk, ann), &pay, &paid)));
    assert_ok(CALL_IN_TX("", groupbuy_list_open_teams, &in, &out));
    assert_int_equal(out.n_teams, 1);
    assert_int_equal(out.teams[0]->n_members, 1);
    assert_string_equal(out.teams[0]->members[0]->masked_name, "张*");
    assert_true(out.teams[0]->members[0]->starter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_order_is_its_owners_alone),
        TEST(a_quote_is_the_orders_computation),
        TEST(an_order_keeps_its_source),
        TEST(others_see_masked_names),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
