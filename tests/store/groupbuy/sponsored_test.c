/* Seats that the merchant pays for, on a real PostgreSQL: openly marked, nobody in them, no order and no money. */
#include "groupbuy/teams.h"
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_sponsored");
}

static const char *campaign_with(int32_t size, int32_t seats_max, int32_t last_s)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                                         .stock = 20,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .team_size = size,
                                                         .sponsored_seats = seats_max,
                                                         .sponsor_last_s = last_s },
                                &campaign));
    return campaign.campaign_id;
}

static struct status sponsor(const char *user, const char *team, int32_t seats, Gb__Team *out)
{
    Gb__SponsorTeamRequest in = GB__SPONSOR_TEAM_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__team__init(out);
    in.team_id = team;
    in.seats = seats;
    in.why = "只差一人";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_sponsor_team_seats(call, &in, out));
}

static int64_t sponsored(const struct seat *seat)
{
    return test_sql_int(shop.db, "select sponsored from teams where id = $1", db_id(seat->team));
}

static int64_t sponsored_by(const struct seat *seat, const char *by)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(seats), 0)::bigint from team_sponsorships where team_id = $1 and"
                        " sponsored_by = $2",
                        db_id(seat->team), db_text(by));
}

/* Nothing but a number on the team: what is counted, sold and booked is what people bought. */
static void assert_nothing_but_a_mark(const struct seat *seat, int64_t people)
{
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where team_id = $1", db_id(seat->team)),
                     people);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from team_members where team_id = $1", db_id(seat->team)),
                     people);
    assert_int_equal(test_sql_int(shop.db,
                                  "select coalesce(sum(e.amount_fen), 0)::bigint from ledger_entries e join"
                                  " ledger_postings p on p.id = e.posting_id join orders o on o.id = p.order_id"
                                  " where o.team_id = $1 and e.account = 'channel:wechat'",
                                  db_id(seat->team)),
                     990 * people);
    assert_int_equal(test_sql_int(shop.db,
                                  "select c.stock - (select sum(unsold) from sale_stock s where s.campaign_id = c.id)"
                                  " from campaigns c join teams t on t.campaign_id = c.id where t.id = $1",
                                  db_id(seat->team)),
                     people);
}

static void an_operator_pays_for_the_missing_seats(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 20, 4, 990), 1), bob = join_team(ann.team, 2);
    Gb__Team team;

    (void)state;
    assert_fails(sponsor(OPERATOR, ann.team, 1, &team), NOBODY_HAS_PAID);
    pay(&ann);
    assert_fails(sponsor(user_n(&shop.clerk, 7), ann.team, 1, &team), FORBIDDEN);
    assert_fails(sponsor(OPERATOR, ann.team, 3, &team), TEAM_FULL); /* bob may pay */
    assert_ok(sponsor(OPERATOR, ann.team, 2, &team));
    assert_int_equal(team.sponsored_seats, 2);
    assert_int_equal(team.status, GB__TEAM_STATUS__TEAM_OPEN);
    assert_fails(try_join(ann.team, 3), TEAM_FULL);
    pay(&bob);
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&ann, "READY");
    assert_order(&bob, "READY");
    assert_int_equal(events("TeamCompleted", ann.team), 1);
    assert_int_equal(sponsored_by(&ann, OPERATOR), 2);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from audit where action = 'sponsor_team' and object_id = $1",
                                  db_text(ann.team)),
                     1);
    assert_nothing_but_a_mark(&ann, 2);
    assert_fails(sponsor(OPERATOR, ann.team, 1, &team), TEAM_CLOSED);
}

static void the_last_sponsored_seat_completes(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 20, 3, 990), 1);
    Gb__Team team;

    (void)state;
    pay(&ann);
    assert_ok(sponsor(OPERATOR, ann.team, 2, &team));
    assert_int_equal(team.status, GB__TEAM_STATUS__TEAM_COMPLETED);
    assert_int_equal(team.paid, 1);
    assert_int_equal(team.n_members, 1);
    assert_order(&ann, "READY");
    assert_int_equal(jobs(JOB_EXPIRE_TEAM, ann.team), 0);
    assert_nothing_but_a_mark(&ann, 1);
}

/* The campaign's rule: so many at most, only in the last minutes. */
static void the_rule_waits_for_the_last_minutes(void **state)
{
    struct seat ann = start_team(campaign_with(3, 1, 600), 1), bob;

    (void)state;
    pay(&ann);
    assert_int_equal(jobs(JOB_SPONSOR_TEAM, ann.team), 1);
    bob = join_team(ann.team, 2);
    pay(&bob);
    assert_ok(run_job(JOB_SPONSOR_TEAM, ann.team, groupbuy_sponsor_team)); /* too early */
    assert_int_equal(sponsored(&ann), 0);
    test_sql(shop.db, "update teams set sponsor_from = now() where id = $1", db_id(ann.team));
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(JOB_SPONSOR_TEAM, ann.team, groupbuy_sponsor_team));
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_int_equal(sponsored_by(&ann, JOB_SPONSOR_TEAM), 1);
    assert_nothing_but_a_mark(&ann, 2);
}

static void the_rule_never_pays_for_more_than_it_allows(void **state)
{
    struct seat ann = start_team(campaign_with(4, 1, 600), 1), bob = join_team(ann.team, 2);

    (void)state;
    pay(&ann);
    pay(&bob);
    test_sql(shop.db, "update teams set sponsor_from = now() where id = $1", db_id(ann.team));
    assert_ok(run_job(JOB_SPONSOR_TEAM, ann.team, groupbuy_sponsor_team));
    assert_int_equal(sponsored(&ann), 0); /* two are missing */
    expire(&ann);
    assert_team(&ann, "FAILED", 0, 2);
    assert_refunded(&ann);
    assert_refunded(&bob);
}

static void assert_member(const struct seat *seat, const char *state)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select state from team_members where order_id = $1", db_id(seat->order)), 0, 0),
        state);
}

/* At the deadline who holds a seat and has not paid is out; should he pay yet, he pays too late. */
static void at_the_deadline_held_seats_are_sponsored_too(void **state)
{
    struct seat ann = start_team(campaign_with(3, 2, 0), 1), bob = join_team(ann.team, 2);
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    assert_int_equal(jobs(JOB_SPONSOR_TEAM, ann.team), 0);
    assert_ok(ask_to_pay(&bob, &payment));
    expire(&ann);
    assert_team(&ann, "COMPLETED", 0, 1);
    assert_order(&ann, "READY");
    assert_int_equal(sponsored(&ann), 2);
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, bob.order), 1);
    assert_member(&ann, "PAID");
    assert_member(&bob, "LEFT"); /* nobody sees him in it, and nobody tells him that it is complete */
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    assert_int_equal(notice(&bob), PAYMENT_OUTCOME_APPLIED);
    assert_team(&ann, "COMPLETED", 0, 1); /* the team was full */
    assert_int_equal(events("TeamCompleted", ann.team), 1);
    assert_int_equal(events("TeamFailed", ann.team), 0);
    assert_refunded(&bob);
}

/* What the team started with is what counts, whatever becomes of the campaign. */
static void the_rule_is_copied_when_the_team_starts(void **state)
{
    const char *campaign = campaign_with(3, 2, 0);
    struct seat ann = start_team(campaign, 1);

    (void)state;
    pay(&ann);
    test_sql(shop.db, "update campaigns set sponsored_seats_max = 0 where id = $1", db_id(campaign));
    expire(&ann);
    assert_team(&ann, "COMPLETED", 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_operator_pays_for_the_missing_seats),       TEST(the_last_sponsored_seat_completes),
        TEST(the_rule_waits_for_the_last_minutes),          TEST(the_rule_never_pays_for_more_than_it_allows),
        TEST(at_the_deadline_held_seats_are_sponsored_too), TEST(the_rule_is_copied_when_the_team_starts),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
