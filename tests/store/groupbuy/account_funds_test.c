/* Refunds wait for the money of their own merchant account: one that is short holds no other's up, and the alarm names
 * it. */
#include "store/groupbuy/accounts.h"

static int up(void **state)
{
    seats_up(state, "gb_account_funds");
    merchant_up(MERCHANT);
    return 0;
}

static struct seat refunded_later(const char *campaign, int user)
{
    struct seat seat = start_team(campaign, user);

    pay(&seat);
    expire(&seat);
    return seat;
}

static void asked(const struct seat *seat, bool short_of_money)
{
    wechat.no_funds = short_of_money;
    assert_fails(run_job(JOB_DRIVE_REFUND, refund_of(seat), groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    wechat.no_funds = false;
}

static int64_t open_of(const char *merchant)
{
    return test_sql_int(shop.db, "select count(*) from fund_episodes where merchant_id = $1 and closed_at is null",
                        db_text(merchant));
}

static void paid_out(const struct seat *seat)
{
    wechat_refund(refund_of(seat))->asked = 0;
    assert_refunded(seat);
}

static void one_account_short_holds_no_others_up(void **state)
{
    struct seat ann = refunded_later(sold_for(MERCHANT, shop_team_buy(&shop, 9, 3, 990)), 1);
    struct seat bob = refunded_later(shop_team_buy(&shop, 9, 3, 990), 2);
    struct seat eve = refunded_later(shop_team_buy(&shop, 9, 3, 990), 3);

    (void)state;
    asked(&ann, true);
    assert_int_equal(open_of(MERCHANT), 1);
    assert_int_equal(open_of(""), 0);
    paid_out(&bob);
    assert_int_equal(open_of(MERCHANT), 1); /* what another is paid out does not end it */
    asked(&eve, true);
    assert_int_equal(open_of(""), 1);
    paid_out(&ann);
    assert_int_equal(open_of(MERCHANT), 0); /* … nor does what another waits for keep it open */
    assert_int_equal(open_of(""), 1);
    paid_out(&eve);
    assert_int_equal(open_of(""), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from outbox where type = 'linli.groupbuy.v1.FundsLow'"), 2);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where type = 'linli.groupbuy.v1.FundsLow'"
                                  " and position(convert_to($1, 'UTF8') in payload) > 0",
                                  db_text(MERCHANT)),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { ACCOUNTS(one_account_short_holds_no_others_up) };

    return cmocka_run_group_tests(tests, up, seats_down);
}
