/* Teams of new people (老带新), on a real PostgreSQL: looked at when somebody wants in, judged when he pays. */
#include <pthread.h>

#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_newcomers");
}

static const char *campaign_for(Gb__CampaignBuyers buyers, int32_t size)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                                         .stock = 20,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .team_size = size,
                                                         .buyers = buyers },
                                &campaign));
    assert_int_equal(campaign.buyers, buyers);
    return campaign.campaign_id;
}

/* He buys something, and is new no longer. */
static struct seat buy(int user)
{
    struct seat seat = start_team(shop_team_buy(&shop, 20, 3, 990), user);

    pay(&seat);
    return seat;
}

static struct status try_start(const char *campaign, int user)
{
    struct seat seat;

    return start_with(&shop.clerk, campaign, user_n(&shop.clerk, user), "", &seat);
}

static void who_has_bought_brings_who_has_not(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 2);
    struct seat ann, bob;

    (void)state;
    buy(1);
    buy(2);
    ann = start_team(campaign, 1);
    pay(&ann);
    assert_fails(try_join(ann.team, 2), NEW_MEMBERS_ONLY);
    assert_team(&ann, "OPEN", 0, 1);
    bob = join_team(ann.team, 3);
    pay(&bob);
    assert_team(&ann, "COMPLETED", 0, 2);
}

/* An order that was taken back was none. */
static void who_got_all_his_money_back_is_new(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 3);
    struct seat ann = start_team(campaign, 11), earlier = buy(12), again;

    (void)state;
    assert_fails(try_join(ann.team, 12), NEW_MEMBERS_ONLY);
    assert_ok(cancel_order(&earlier, earlier.user));
    again = join_team(ann.team, 12);
    pay(&again);
    assert_team(&ann, "OPEN", 1, 1);
}

/* New when he joins, new no longer when he pays: his money is back at once, with the reason, and his seat is free. */
static void it_is_judged_when_he_pays(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 2);
    struct seat ann = start_team(campaign, 21), bob = join_team(ann.team, 22), cid;
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    assert_ok(ask_to_pay(&bob, &payment));
    assert_fails(try_join(ann.team, 23), TEAM_FULL);
    buy(22);
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    assert_int_equal(notice(&bob), PAYMENT_OUTCOME_APPLIED);
    assert_order(&bob, "CANCELLED");
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders o join refunds r on r.order_id = o.id where o.id = $1"
                                  " and o.cancel_reason = 'NOT_NEW' and r.reason = 'NOT_NEW'",
                                  db_id(bob.order)),
                     1);
    assert_int_equal(events("OrderPaid", bob.order), 0);
    assert_team(&ann, "OPEN", 0, 1);
    assert_refunded(&bob);
    cid = join_team(ann.team, 23);
    pay(&cid);
    assert_team(&ann, "COMPLETED", 0, 2);
}

static void who_starts_must_be_new_where_all_must(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_BUYERS, 2);
    struct seat ann;

    (void)state;
    buy(31);
    assert_fails(try_start(campaign, 31), NEW_MEMBERS_ONLY);
    ann = start_team(campaign, 32);
    pay(&ann);
    assert_team(&ann, "OPEN", 0, 1);
}

/* Who leads a team because its founder has left has joined it, and must be new. */
static void inheriting_a_team_makes_nobody_its_founder(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 3);
    struct seat ann = start_team(campaign, 41), bob = join_team(ann.team, 42);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&bob, &payment));
    assert_ok(cancel_order(&ann, ann.user));
    buy(42);
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    assert_int_equal(notice(&bob), PAYMENT_OUTCOME_APPLIED);
    assert_team(&ann, "FAILED", 0, 0);
    assert_refunded(&bob);
}

/* He chose the open team for a late payment, and is new no longer. */
static void who_pays_late_is_judged_too(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 3);
    struct seat ann = start_team(campaign, 51), open = start_team(campaign, 52), bob = { 0 };
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    pay(&open);
    assert_ok(join_wishing(&shop.clerk, ann.team, user_n(&shop.clerk, 53),
                           &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OPEN_TEAM }, &bob));
    assert_ok(ask_to_pay(&bob, &payment));
    buy(53);
    expire(&ann);
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    assert_int_equal(notice(&bob), PAYMENT_OUTCOME_APPLIED);
    assert_team(&open, "OPEN", 0, 1);
    assert_int_equal(events("TeamChanged", bob.order), 0);
    assert_refunded(&bob);
}

/* ---- a newcomer pays in two teams at once: one of them finds him new ---- */

struct payer {
    struct clerk clerk;
    struct payment_fact fact;
};

static void *payer_run(void *data)
{
    struct payer *payer = data;

    for (int again = 0; again < 1000; again++) {
        struct call *call = clerk_call(&payer->clerk, "");
        enum payment_outcome outcome;
        struct status done = call_begin(call);

        if (ok(done))
            done = payment_apply(call, &payer->fact, &outcome);
        if (ok(clerk_end(&payer->clerk, done)))
            return NULL;
    }
    return NULL;
}

static void pay_both_at_once(const struct seat *seats)
{
    struct payer payers[2];
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        Gb__Payment payment;

        assert_ok(ask_to_pay(&seats[i], &payment));
        wechat_pay(wechat_order(seats[i].order), clock_unix_us());
        clerk_up(&shop, &payers[i].clerk);
        payers[i].fact = wechat_fact(&payers[i].clerk.arena, wechat_order(seats[i].order));
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, payer_run, &payers[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        clerk_down(&payers[i].clerk);
    }
}

static void a_newcomer_is_new_once(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        int user = 60 + round;
        struct seat seats[2];

        for (int i = 0; i < 2; i++) {
            struct seat starter = start_team(campaign_for(GB__CAMPAIGN_BUYERS__NEW_JOINERS, 3), 70 + i);
            seats[i] = join_team(starter.team, user);
        }
        pay_both_at_once(seats);
        assert_int_equal(test_sql_int(shop.db,
                                      "select count(*) from orders where user_id = $1 and status = 'WAITING_TEAM'",
                                      db_id(seats[0].user)),
                         1);
        assert_int_equal(test_sql_int(shop.db,
                                      "select count(*) from orders o join refunds r on r.order_id = o.id where"
                                      " o.user_id = $1 and r.reason = 'NOT_NEW'",
                                      db_id(seats[0].user)),
                         1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_bought_brings_who_has_not),
        TEST(who_got_all_his_money_back_is_new),
        TEST(it_is_judged_when_he_pays),
        TEST(who_starts_must_be_new_where_all_must),
        TEST(inheriting_a_team_makes_nobody_its_founder),
        TEST(who_pays_late_is_judged_too),
        TEST(a_newcomer_is_new_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
