/* Who leaves a team and what stays of it, on a real PostgreSQL: handing over, the last one, and that completion is
 * final. */
#include "groupbuy/delivery.h"
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_leaving");
}

static const char *starter_of(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db, "select starter_id from teams where id = $1", db_id(seat->team));

    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

static int64_t deadline_of(const struct seat *seat)
{
    return test_sql_int(shop.db, "select (extract(epoch from deadline) * 1000)::bigint from teams where id = $1",
                        db_id(seat->team));
}

static void a_member_leaves_with_all_of_his_money(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2);

    (void)state;
    pay(&ann);
    pay(&bob);
    assert_ok(cancel_order(&bob, bob.user));
    assert_team(&ann, "OPEN", 0, 1);
    assert_string_equal(starter_of(&ann), ann.user);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1 and reason = 'LEFT_TEAM'",
                                  db_id(bob.order)),
                     1);
    assert_refunded(&bob);
    assert_fails(cancel_order(&bob, bob.user), ORDER_NOT_CANCELLABLE);
    assert_order(&ann, "WAITING_TEAM");
}

/* Of those who paid the oldest, not who joined first; one path, one deadline, the campaign's life when it started. */
static void the_oldest_paid_member_takes_over_and_the_deadline_stays(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 5, 990), 1), bob = join_team(ann.team, 2),
                cid = join_team(ann.team, 3), dan = join_team(ann.team, 4);
    int64_t deadline = deadline_of(&ann);

    (void)state;
    pay(&ann);
    pay(&dan);
    clock_sleep_ms(2);
    pay(&cid);
    assert_ok(cancel_order(&ann, ann.user));
    assert_string_equal(starter_of(&ann), dan.user);
    assert_ok(cancel_order(&dan, dan.user));
    assert_string_equal(starter_of(&ann), cid.user);
    assert_int_equal(deadline_of(&ann), deadline);
    assert_team(&ann, "OPEN", 1, 1);
    expire(&ann);
    assert_refunded(&cid);
    assert_refunded(&ann);
    assert_refunded(&dan);
    assert_order(&bob, "PENDING_PAYMENT");
}

static void a_team_that_the_last_one_leaves_is_closed(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1), bob = join_team(ann.team, 2);

    (void)state;
    pay(&ann);
    pay(&bob);
    assert_ok(cancel_order(&ann, ann.user));
    assert_ok(cancel_order(&bob, bob.user));
    assert_team(&ann, "FAILED", 0, 0);
    assert_int_equal(events("TeamFailed", ann.team), 1);
    assert_int_equal(jobs(JOB_EXPIRE_TEAM, ann.team), 0);
    assert_fails(try_join(ann.team, 3), TEAM_CLOSED);
    assert_refunded(&ann);
    assert_refunded(&bob);
}

static struct status refund_whole(const struct seat *seat)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.order_id = seat->order;
    in.reason = "坏了";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_refund_order(call, &in, &out));
}

static void a_refund_after_completion_reopens_nothing(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 2, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2);

    (void)state;
    pay(&ann);
    pay(&bob);
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_fails(cancel_order(&ann, ann.user), ORDER_NOT_CANCELLABLE);
    assert_ok(refund_whole(&ann));
    assert_refunded(&ann);
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&bob, "READY");
    assert_string_equal(starter_of(&ann), ann.user);
    assert_fails(try_join(ann.team, 3), TEAM_CLOSED);
    assert_ok(run_job(JOB_EXPIRE_TEAM, ann.team, groupbuy_expire_team)); /* an old timer changes nothing either */
    expire(&ann);
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&bob, "READY");
    assert_int_equal(events("TeamFailed", ann.team), 0);
}

/* What waits for its team is not handed out: neither shipped nor collected. */
static void nothing_leaves_the_house_before_the_team_is_complete(void **state)
{
    Gb__ShipOrderRequest in = GB__SHIP_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;
    struct seat ann = start_team(shop_team_buy(&shop, 9, 2, 990), 1);
    struct call *call;

    (void)state;
    pay(&ann);
    in.order_id = ann.order;
    in.carrier = "SF";
    in.tracking_number = "1";
    call = clerk_call(&shop.clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_false(ok(clerk_end(&shop.clerk, groupbuy_ship_order(call, &in, &out))));
    assert_order(&ann, "WAITING_TEAM");
}

/* A team has the campaign's life when it started; what becomes of the campaign changes nothing for it. */
static void the_end_of_the_campaign_is_not_the_end_of_its_teams(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 2, 990);
    struct seat ann, bob, none;
    int64_t deadline;

    (void)state;
    test_sql(shop.db, "update campaigns set ends_at = now() + interval '1 min' where id = $1", db_id(campaign));
    ann = start_team(campaign, 1);
    deadline = deadline_of(&ann);
    assert_true(deadline > clock_unix_ms() + 3000 * 1000); /* its hour, not the campaign's last minute */
    pay(&ann);
    test_sql(shop.db, "update campaigns set ends_at = now(), team_life_s = 7 where id = $1", db_id(campaign));
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 5), "", &none), ENDED);
    bob = join_team(ann.team, 2);
    pay(&bob);
    assert_int_equal(deadline_of(&ann), deadline);
    assert_team(&ann, "COMPLETED", 0, 2);
}

/* The very first order of a buyer may not exceed the limit either, and what he has already counts. */
static void limits_count_from_the_first_order_on(void **state)
{
    Gb__Campaign campaign;
    struct seat ann, bob;

    (void)state;
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__TEAM_BUY, .stock = 20, .limit = 2, .price = 990, .team_size = 3 },
        &campaign));
    assert_fails(
        start_as(&shop.clerk, campaign.campaign_id, user_n(&shop.clerk, 1), &(struct wish){ .quantity = 3 }, &ann),
        LIMIT_REACHED);
    ann = start_team(campaign.campaign_id, 1);
    assert_fails(join_wishing(&shop.clerk, ann.team, user_n(&shop.clerk, 2), &(struct wish){ .quantity = 3 }, &bob),
                 LIMIT_REACHED);
    assert_team(&ann, "OPEN", 1, 0);
    assert_fails(start_as(&shop.clerk, campaign.campaign_id, ann.user, &(struct wish){ .quantity = 2 }, &bob),
                 LIMIT_REACHED);
    assert_ok(start_as(&shop.clerk, campaign.campaign_id, ann.user, &(struct wish){ .quantity = 1 }, &bob));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_member_leaves_with_all_of_his_money),
        TEST(the_oldest_paid_member_takes_over_and_the_deadline_stays),
        TEST(a_team_that_the_last_one_leaves_is_closed),
        TEST(a_refund_after_completion_reopens_nothing),
        TEST(nothing_leaves_the_house_before_the_team_is_complete),
        TEST(the_end_of_the_campaign_is_not_the_end_of_its_teams),
        TEST(limits_count_from_the_first_order_on),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
