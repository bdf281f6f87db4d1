/* Payments that find their team over, on a real PostgreSQL: refunded, or what the buyer chose at checkout. */
#include <pthread.h>

#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_late");
}

/* The seat as it is now: which team it is in. */
static struct seat where_is(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db, "select team_id from orders where id = $1", db_id(seat->order));

    return (struct seat){ seat->user, seat->order, arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0)) };
}

/* Joins the team, and has WeChat's sheet open when the team runs out. */
static struct seat join_choosing(const char *team, int user, const struct wish *wish)
{
    Gb__Payment payment;
    struct seat seat = { 0 };

    assert_ok(join_wishing(&shop.clerk, team, user_n(&shop.clerk, user), wish, &seat));
    assert_ok(ask_to_pay(&seat, &payment));
    wechat_order(seat.order); /* it is there */
    return seat;
}

static void pay_late(const struct seat *seat)
{
    wechat_pay(wechat_order(seat->order), clock_unix_us());
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_KNOWN);
}

static void nobody_is_moved_who_has_not_chosen_it(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), open = start_team(campaign, 3), none, refund, now;

    (void)state;
    pay(&ann);
    pay(&open);
    none = join_choosing(ann.team, 2, &(struct wish){ 0 });
    refund = join_choosing(ann.team, 4, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_REFUND });
    expire(&ann);
    pay_late(&none);
    pay_late(&refund);
    assert_team(&open, "OPEN", 0, 1); /* there would have been a seat */
    now = where_is(&none);
    assert_string_equal(now.team, ann.team);
    assert_int_equal(events("TeamChanged", none.order), 0);
    assert_refunded(&none);
    assert_refunded(&refund);
    assert_refunded(&ann);
}

static void a_late_payer_starts_a_team_of_his_own(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), bob, now;

    (void)state;
    pay(&ann);
    bob = join_choosing(ann.team, 2, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OWN_TEAM });
    expire(&ann);
    pay_late(&bob);
    now = where_is(&bob);
    assert_string_not_equal(now.team, ann.team);
    assert_team(&now, "OPEN", 0, 1);
    assert_order(&bob, "WAITING_TEAM");
    assert_int_equal(events("TeamChanged", bob.order), 1);
    assert_int_equal(events("TeamStarted", now.team), 1);
    assert_int_equal(jobs(JOB_EXPIRE_TEAM, now.team), 1);
    assert_string_equal(rows_id(test_sql(shop.db, "select starter_id from teams where id = $1", db_id(now.team)), 0, 0),
                        bob.user);
    expire(&now); /* his own team has its own end */
    assert_refunded(&bob);
}

static void a_late_payer_joins_the_team_nearest_to_completion(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), far = start_team(campaign, 3), near = start_team(campaign, 4), other,
                bob, now;

    (void)state;
    pay(&ann);
    pay(&far);
    pay(&near);
    other = join_team(near.team, 5);
    pay(&other);
    bob = join_choosing(ann.team, 2, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM });
    expire(&ann);
    pay_late(&bob);
    now = where_is(&bob);
    assert_string_equal(now.team, near.team);
    assert_team(&near, "COMPLETED", 0, 3); /* he was the last one */
    assert_order(&bob, "READY");
    assert_order(&near, "READY");
    assert_team(&far, "OPEN", 0, 1);
    assert_int_equal(events("TeamChanged", bob.order), 1);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &bob), -990);
}

static void what_was_chosen_and_cannot_be_done_is_a_refund(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), open, own;

    (void)state;
    pay(&ann);
    open = join_choosing(ann.team, 2, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM });
    own = join_choosing(ann.team, 3, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OWN_TEAM });
    expire(&ann);
    pay_late(&open); /* there is no other team */
    assert_refunded(&open);
    test_sql(shop.db, "update campaigns set ends_at = now() where id = $1", db_id(campaign));
    pay_late(&own); /* nobody starts one any more */
    assert_refunded(&own);
    assert_int_equal(events("TeamChanged", open.order) + events("TeamChanged", own.order), 0);
    assert_int_equal(events("OrderPaid", open.order) + events("OrderPaid", own.order), 0);
}

/* He has joined the only open team by another order meanwhile: nobody is in a team twice. */
static void a_late_payer_is_not_in_a_team_twice(void **state)
{
    Gb__Campaign campaign;
    struct seat ann, bob, other;

    (void)state;
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__TEAM_BUY, .stock = 20, .limit = 2, .price = 990, .team_size = 3 },
        &campaign));
    ann = start_team(campaign.campaign_id, 1);
    other = start_team(campaign.campaign_id, 3);
    pay(&ann);
    pay(&other);
    bob = join_choosing(ann.team, 2, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM });
    join_team(other.team, 2);
    expire(&ann);
    pay_late(&bob);
    assert_team(&other, "OPEN", 1, 1);
    assert_refunded(&bob);
}

static void the_coupon_follows_a_late_payer(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann = start_team(campaign, 1), moved, refunded;

    (void)state;
    pay(&ann);
    wechat.coupon_discount = 100;
    moved = join_choosing(ann.team, 2, &(struct wish){ .coupon = coupon, .late = GB__LATE_PAYMENT__LATE_OWN_TEAM });
    refunded = join_choosing(ann.team, 3, &(struct wish){ .coupon = coupon });
    expire(&ann);
    pay_late(&moved);
    pay_late(&refunded);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:CONSUME", moved.order)), 1);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", moved.order)), 0);
    assert_int_equal(balance(ACCOUNT_COUPONS, &moved), 100);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:CONSUME", refunded.order)), 0);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", refunded.order)), 1);
    assert_refunded(&refunded);
}

static void who_starts_at_a_discount_joins_nobody_late(void **state)
{
    Gb__Campaign campaign;
    struct seat seat;

    (void)state;
    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                                         .stock = 9,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .team_size = 3,
                                                         .starter_discount = 100 },
                                &campaign));
    assert_string_equal(start_as(&shop.clerk, campaign.campaign_id, user_n(&shop.clerk, 1),
                                 &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM }, &seat)
                            .reason,
                        "FIELDS_INVALID");
    assert_ok(start_as(&shop.clerk, campaign.campaign_id, user_n(&shop.clerk, 1),
                       &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OWN_TEAM }, &seat));
}

/* ---- late payments of many race for the last seat of the one open team ---- */

struct payer {
    struct clerk clerk;
    struct payment_fact facts[8];
    int count;
};

static void *payer_run(void *data)
{
    struct payer *payer = data;

    for (int i = 0; i < payer->count; i++) {
        struct call *call = clerk_call(&payer->clerk, "");
        enum payment_outcome outcome;
        struct status done = call_begin(call);

        if (ok(done))
            done = payment_apply(call, &payer->facts[i], &outcome);
        done = clerk_end(&payer->clerk, done);
        if (!ok(done))
            i--; /* as WeChat does: it tells again */
    }
    return NULL;
}

static void late_payments_race_for_one_seat(void **state)
{
    const char *campaign = shop_team_buy(&shop, 40, 9, 990);
    struct seat ann = start_team(campaign, 1), open = start_team(campaign, 2), cem = start_team(campaign, 3), late[8];
    struct payer payers[4];
    pthread_t threads[4];

    (void)state;
    pay(&ann);
    pay(&open);
    pay(&cem);
    for (int i = 0; i < 7; i++) {
        struct seat member = join_team(open.team, 10 + i);
        pay(&member);
    }
    assert_team(&open, "OPEN", 0, 8);
    for (int i = 0; i < 8; i++) /* each payer's are of one team: its lock does not keep him from the other's payers */
        late[i] = join_choosing(i / 2 % 2 ? cem.team : ann.team, 30 + i,
                                &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM });
    expire(&ann);
    expire(&cem);
    for (int i = 0; i < 4; i++) {
        payers[i] = (struct payer){ .count = 2 };
        clerk_up(&shop, &payers[i].clerk);
        for (int j = 0; j < 2; j++) {
            wechat_pay(wechat_order(late[2 * i + j].order), clock_unix_us());
            payers[i].facts[j] = wechat_fact(&payers[i].clerk.arena, wechat_order(late[2 * i + j].order));
        }
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, payer_run, &payers[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        clerk_down(&payers[i].clerk);
    }
    assert_team(&open, "COMPLETED", 0, 9);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders where team_id in ($1, $2) and status = 'CANCELLED' and"
                                  " paid_at is not null and id not in ($3, $4)",
                                  db_id(ann.team), db_id(cem.team), db_id(ann.order), db_id(cem.order)),
                     7); /* one was in time, the others have their money on its way back */
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from refunds r join orders o on o.id = r.order_id where o.team_id in"
                                  " ($1, $2) and r.amount_fen = 990",
                                  db_id(ann.team), db_id(cem.team)),
                     9);
}

/* Of two teams that are over both are late for the one seat: the lock of the team they want keeps them apart, and
 * nothing else does. */
static void who_comes_second_to_the_last_seat_waits_for_the_first(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    const struct wish open_team = { .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM };
    struct seat ann = start_team(campaign, 1), cem = start_team(campaign, 2), open = start_team(campaign, 3),
                other = join_team(open.team, 4), bob, dan;
    struct payer second = { .count = 1 };
    enum payment_outcome outcome;
    struct payment_fact first;
    pthread_t thread;

    (void)state;
    pay(&ann);
    pay(&cem);
    pay(&open);
    pay(&other);
    bob = join_choosing(ann.team, 5, &open_team);
    dan = join_choosing(cem.team, 6, &open_team);
    expire(&ann);
    expire(&cem);
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    wechat_pay(wechat_order(dan.order), clock_unix_us());
    first = wechat_fact(&shop.clerk.arena, wechat_order(bob.order));
    clerk_up(&shop, &second.clerk);
    second.facts[0] = wechat_fact(&second.clerk.arena, wechat_order(dan.order));
    assert_ok(call_begin(clerk_call(&shop.clerk, "")));
    assert_ok(payment_apply(&shop.clerk.call, &first, &outcome)); /* the seat is his, and nobody knows yet */
    assert_int_equal(pthread_create(&thread, NULL, payer_run, &second), 0);
    until_waited_for(&shop.clerk.call);
    assert_ok(clerk_end(&shop.clerk, OK));
    pthread_join(thread, NULL);
    clerk_down(&second.clerk);
    assert_team(&open, "COMPLETED", 0, 3);
    assert_order(&bob, "READY");
    assert_refunded(&dan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_moved_who_has_not_chosen_it),
        TEST(a_late_payer_starts_a_team_of_his_own),
        TEST(a_late_payer_joins_the_team_nearest_to_completion),
        TEST(what_was_chosen_and_cannot_be_done_is_a_refund),
        TEST(a_late_payer_is_not_in_a_team_twice),
        TEST(the_coupon_follows_a_late_payer),
        TEST(who_starts_at_a_discount_joins_nobody_late),
        TEST(late_payments_race_for_one_seat),
        TEST(who_comes_second_to_the_last_seat_waits_for_the_first),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
