/* Reminders of campaigns, on a real PostgreSQL: who asked hears once of the start, and of the end when he has not
 * bought. */
#include "groupbuy/campaigns.h"
#include "groupbuy/domain/reminder.h"
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_reminders");
}

static struct status remind(const char *campaign, int user, bool off, Gb__Reminder *out)
{
    Gb__RemindMeRequest in = GB__REMIND_ME_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user_n(&shop.clerk, user));

    gb__reminder__init(out);
    in.campaign_id = campaign;
    in.off = off;
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_remind_me(call, &in, out));
}

static const char *campaign_in(int64_t starts_in_s, int64_t ends_in_s)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                                         .stock = 20,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .team_size = 3,
                                                         .starts_in_s = starts_in_s,
                                                         .ends_in_s = ends_in_s },
                                &campaign));
    return campaign.campaign_id;
}

static int64_t told(const char *campaign, const char *column)
{
    return test_sql_int(shop.db,
                        "select count(*) from campaign_reminders where campaign_id = $1 and case $2 when 'starting'"
                        " then starting_told_at else ending_told_at end is not null",
                        db_id(campaign), db_text(column));
}

static void who_asked_hears_of_the_start_once(void **state)
{
    const char *campaign = campaign_in(7200, 14400);
    Gb__Reminder reminder;

    (void)state;
    for (int i = 0; i < 2; i++)
        assert_ok(remind(campaign, 1, false, &reminder));
    assert_true(reminder.wanted && reminder.starting_at && reminder.ending_at);
    assert_ok(remind(campaign, 2, false, &reminder));
    assert_ok(remind(campaign, 3, false, &reminder));
    assert_ok(remind(campaign, 3, true, &reminder)); /* he has thought better of it */
    assert_false(reminder.wanted);
    assert_int_equal(jobs(JOB_CAMPAIGN_STARTING, campaign), 1);
    assert_int_equal(jobs(JOB_CAMPAIGN_ENDING, campaign), 1);
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(JOB_CAMPAIGN_STARTING, campaign, groupbuy_campaign_starting));
    assert_int_equal(told(campaign, "starting"), 2);
    assert_int_equal(events("CampaignStarting", campaign), 1);
}

static const char *sale_in(int64_t starts_in_s)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__FLASH_SALE,
                                                         .stock = 20,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .starts_in_s = starts_in_s,
                                                         .ends_in_s = starts_in_s + 7200 },
                                &campaign));
    return campaign.campaign_id;
}

static void operators_hear_that_a_sale_starts(void **state)
{
    const char *sale = sale_in(7200), *stopped = sale_in(7200);

    (void)state;
    assert_int_equal(jobs(JOB_SALE_STARTING, sale), 1);
    assert_int_equal(jobs(JOB_SALE_STARTING, sale_in(300)), 0); /* who publishes it knows */
    assert_int_equal(jobs(JOB_SALE_STARTING, campaign_in(7200, 14400)), 0);
    assert_ok(run_job(JOB_SALE_STARTING, sale, groupbuy_sale_starting));
    assert_int_equal(events("SaleStarting", sale), 1);
    test_sql(shop.db, "update campaigns set stopped_at = now(), stop_reason = 'x' where id = $1", db_id(stopped));
    assert_ok(run_job(JOB_SALE_STARTING, stopped, groupbuy_sale_starting));
    assert_int_equal(events("SaleStarting", stopped), 0);
}

static void who_asks_in_the_last_minutes_hears_at_once(void **state)
{
    const char *campaign = campaign_in(60, 14400);
    Gb__Reminder reminder;

    (void)state;
    assert_ok(remind(campaign, 1, false, &reminder));
    assert_int_equal(events("CampaignStarting", campaign), 1);
    assert_int_equal(jobs(JOB_CAMPAIGN_STARTING, campaign), 0);
}

static void who_has_bought_is_not_told_of_the_end(void **state)
{
    const char *campaign = campaign_in(0, 14400);
    Gb__Reminder reminder;

    (void)state;
    for (int user = 1; user <= 2; user++)
        assert_ok(remind(campaign, user, false, &reminder));
    assert_null(reminder.starting_at); /* it runs */
    assert_int_equal(events("CampaignStarting", campaign), 0);
    start_team(campaign, 1);
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(JOB_CAMPAIGN_ENDING, campaign, groupbuy_campaign_ending));
    assert_int_equal(told(campaign, "ending"), 1);
    assert_int_equal(events("CampaignEnding", campaign), 1);
}

static void nobody_is_told_of_what_was_stopped(void **state)
{
    const char *campaign = campaign_in(7200, 14400);
    Gb__Reminder reminder;

    (void)state;
    assert_ok(remind(campaign, 1, false, &reminder));
    test_sql(shop.db, "update campaigns set stopped_at = now(), stop_reason = 'x' where id = $1", db_id(campaign));
    assert_ok(run_job(JOB_CAMPAIGN_STARTING, campaign, groupbuy_campaign_starting));
    assert_int_equal(events("CampaignStarting", campaign), 0);
    assert_fails(remind(campaign, 2, false, &reminder), ENDED);
}

/* More than fit into an event: a run tells so many, the next one the others. */
static void a_crowd_is_told_in_parts(void **state)
{
    const char *campaign = campaign_in(7200, 14400), *next = arena_printf(&shop.clerk.arena, "%s:2", campaign);

    (void)state;
    test_sql(shop.db,
             "insert into campaign_reminders (campaign_id, user_id) select $1, gen_random_uuid()"
             " from generate_series(1, 130)",
             db_id(campaign));
    assert_ok(run_job(JOB_CAMPAIGN_STARTING, campaign, groupbuy_campaign_starting));
    assert_int_equal(told(campaign, "starting"), 100);
    assert_ok(run_job(JOB_CAMPAIGN_STARTING, next, groupbuy_campaign_starting));
    assert_int_equal(told(campaign, "starting"), 130);
    assert_int_equal(events("CampaignStarting", campaign), 2);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from jobs where kind = $1 and key like $2 || ':3'",
                                  db_text(JOB_CAMPAIGN_STARTING), db_text(campaign)),
                     0);
}

static void the_times_are_before_start_and_end(void **state)
{
    (void)state;
    assert_int_equal(reminder_of_start_us(1000 * US_PER_S), 400 * US_PER_S);
    assert_int_equal(reminder_of_end_us(1000 * US_PER_S, 9000 * US_PER_S), 7200 * US_PER_S);
    assert_int_equal(reminder_of_end_us(1000 * US_PER_S, 2000 * US_PER_S), 1000 * US_PER_S);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_asked_hears_of_the_start_once),
        TEST(operators_hear_that_a_sale_starts),
        TEST(who_asks_in_the_last_minutes_hears_at_once),
        TEST(who_has_bought_is_not_told_of_the_end),
        TEST(nobody_is_told_of_what_was_stopped),
        TEST(a_crowd_is_told_in_parts),
        TEST(the_times_are_before_start_and_end),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
