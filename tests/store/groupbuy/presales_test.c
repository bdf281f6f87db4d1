/* 预售报备 on a real PostgreSQL, WeChat's part by script: goods that come more than 15 days after their payment are
 * declared once, with the same date whatever is interrupted; nothing else is. */
#include "groupbuy/flow/shipping.h"
#include "groupbuy/flow/shipping_channel.h"
#include "store/groupbuy/running.h"

#define DAYS(n) ((n)*86400 * US_PER_S)

/* ---- WeChat ---- */

static struct {
    int asked;
    bool away, loses_answer, refuses;
    int64_t heard_us;     /* the date, the last time */
    const char *extended; /* its round, by a day, while WeChat is asked; NULL: none */
} desk;

static void come_later(const char *round);

struct status shipping_channel_declare(struct call *call, const struct presale *presale, const char **ret_refused)
{
    assert_null(call->tx);
    desk.asked++;
    if (desk.away)
        return fail(PAYMENT_UNAVAILABLE, "away");
    if (desk.heard_us)
        assert_int_equal(presale->ready_us, desk.heard_us);
    desk.heard_us = presale->ready_us;
    if (desk.extended)
        come_later(desk.extended);
    *ret_refused = desk.refuses ? "WECHAT_CONTENT_INVALID: no" : "";
    return desk.loses_answer ? fail(PAYMENT_UNAVAILABLE, "the answer is lost") : OK;
}

static struct status declare(const struct seat *seat)
{
    return run_job(JOB_DECLARE_PRESALE, seat->order, groupbuy_declare_presale);
}

/* ---- rounds ---- */

static void ready_in(const char *round, int64_t after_us, int64_t paid_us)
{
    test_sql(shop.db, "update rounds set ready_at = $2, version = version + 1 where id = $1", db_id(round),
             db_time(paid_us + after_us));
}

/* Its goods come so long after its payment. */
static struct seat paid_in(const char *round, int user, int64_t after_us)
{
    int64_t paid_us = clock_unix_us() / US_PER_S * US_PER_S;
    struct seat seat;

    memset(&desk, 0, sizeof desk);
    ready_in(round, after_us, paid_us);
    seat = order_in(round, user, 1, GB__LATE_PAYMENT__LATE_REFUND);
    wechat_pay(wechat_order(seat.order), paid_us);
    assert_int_equal(notice(&seat), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(notice(&seat), PAYMENT_OUTCOME_KNOWN);
    assert_order(&seat, "WAITING_CUTOFF");
    return seat;
}

static void extend(const char *round, int64_t by_us)
{
    Gb__ExtendRoundRequest in = GB__EXTEND_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;
    Google__Protobuf__Timestamp end = GOOGLE__PROTOBUF__TIMESTAMP__INIT;

    end.seconds =
        test_sql_int(shop.db, "select extract(epoch from ends_at)::bigint from rounds where id = $1", db_id(round)) +
        by_us / US_PER_S;
    in.round_id = round;
    in.ends_at = &end;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_extend_round, &in, &out));
}

/* As another replica does it: found, and to be declared anew. */
static void come_later(const char *round)
{
    struct clerk other;
    struct call *call;
    size_t found;

    test_sql(shop.db, "update rounds set ready_at = ready_at + interval '1 day', version = version + 1 where id = $1",
             db_id(round));
    clerk_up(&shop, &other);
    call = clerk_call(&other, "");
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&other, shipping_round_comes_later(call, round, 100, &found)));
    clerk_down(&other);
    assert_int_equal(found, 1);
}

/* ---- looking ---- */

static const char *state_of(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db, "select state from presales where order_id = $1", db_id(seat->order));

    return rows_count(rows) ? rows_text(rows, 0, 0) : "";
}

static int64_t ready_us(const char *round)
{
    return test_sql_int(shop.db, "select (extract(epoch from ready_at) * 1000000)::bigint from rounds where id = $1",
                        db_id(round));
}

static int64_t cases(const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select count(*) from payment_cases where reason = 'SHIPPING_REFUSED' and order_id = $1"
                        " and subject = 'presale:' || $2",
                        db_id(seat->order), db_text(seat->order));
}

/* ---- what holds ---- */

static void what_comes_late_is_declared_once_with_the_same_date(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = paid_in(round, 1, DAYS(15) + US_PER_S);

    (void)state;
    assert_string_equal(state_of(&seat), "WAITING");
    assert_int_equal(jobs(JOB_DECLARE_PRESALE, seat.order), 1);
    desk.away = true;
    assert_fails(declare(&seat), PAYMENT_UNAVAILABLE);
    desk.away = false;
    desk.loses_answer = true; /* told, and the house goes down before it is noted */
    assert_fails(declare(&seat), PAYMENT_UNAVAILABLE);
    assert_string_equal(state_of(&seat), "WAITING");
    ready_in(round, DAYS(30), clock_unix_us()); /* what was said first is said again */
    desk.loses_answer = false;
    assert_ok(declare(&seat));
    assert_string_equal(state_of(&seat), "DONE");
    assert_ok(declare(&seat)); /* again, as after a crash */
    assert_int_equal(desk.asked, 3);
    assert_int_equal(cases(&seat), 0);
}

static void what_comes_soon_is_not_declared(void **state)
{
    struct seat seat = paid_in(running_round(60, 900), 2, DAYS(15));

    (void)state;
    assert_string_equal(state_of(&seat), "");
    assert_int_equal(jobs(JOB_DECLARE_PRESALE, seat.order), 0);
}

static void what_wechat_refuses_for_good_is_a_case(void **state)
{
    struct seat seat = paid_in(running_round(60, 900), 3, DAYS(60));

    (void)state;
    desk.refuses = true;
    assert_ok(declare(&seat));
    assert_ok(declare(&seat));
    assert_int_equal(desk.asked, 1);
    assert_string_equal(state_of(&seat), "REFUSED");
    assert_int_equal(cases(&seat), 1);
}

static void what_comes_late_by_an_extension_is_declared_then(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = paid_in(round, 4, DAYS(10));

    (void)state;
    assert_string_equal(state_of(&seat), "");
    extend(round, DAYS(6));
    assert_int_equal(jobs(JOB_FIND_PRESALES, round), 1);
    assert_ok(run_job(JOB_FIND_PRESALES, round, groupbuy_find_presales));
    assert_ok(run_job(JOB_FIND_PRESALES, round, groupbuy_find_presales)); /* again */
    assert_string_equal(state_of(&seat), "WAITING");
    assert_int_equal(jobs(JOB_DECLARE_PRESALE, seat.order), 1);
    assert_ok(declare(&seat));
    assert_string_equal(state_of(&seat), "DONE");
}

/* What was declared has the earlier date: WeChat hears the later one, also when it moves while it is asked. */
static void what_was_declared_follows_its_round(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = paid_in(round, 5, DAYS(16));
    int64_t first_us = ready_us(round);

    (void)state;
    assert_ok(declare(&seat));
    assert_int_equal(desk.heard_us, first_us);
    extend(round, DAYS(2));
    assert_ok(run_job(JOB_FIND_PRESALES, round, groupbuy_find_presales));
    assert_string_equal(state_of(&seat), "WAITING");
    assert_int_equal(jobs(JOB_DECLARE_PRESALE, seat.order), 1);
    desk.heard_us = 0;
    desk.extended = round;
    assert_fails(declare(&seat), CONFLICT);
    assert_true(desk.heard_us > first_us && desk.heard_us < ready_us(round));
    assert_string_equal(state_of(&seat), "WAITING");
    desk.heard_us = 0;
    desk.extended = NULL;
    assert_ok(declare(&seat));
    assert_int_equal(desk.heard_us, ready_us(round));
    assert_string_equal(state_of(&seat), "DONE");
    assert_ok(run_job(JOB_FIND_PRESALES, round, groupbuy_find_presales)); /* nothing is later any more */
    assert_string_equal(state_of(&seat), "DONE");
}

#define NOTED                                                                                                          \
    "count(*) filter (where exists (select from presales s join jobs j on j.kind = 'declare_presale' and j.key ="      \
    " replace(s.order_id::text, '-', '') where s.order_id = o.id and s.transaction_id = 'wx-' || o.id))"

/* More than are looked at in one go; not what was taken back meanwhile, nor what WeChat has no money of. */
static void all_that_waits_in_a_round_is_found(void **state)
{
    struct opened opened = open_round("EVEN", 230, false);

    (void)state;
    ready_in(opened.round, DAYS(20), clock_unix_us());
    test_sql(shop.db,
             "delete from payments where order_id = (select order_id from round_entries where round_id = $1 and"
             " number = 7)",
             db_id(opened.round));
    test_sql(shop.db, "update round_entries set counts = false where round_id = $1 and number = 8",
             db_id(opened.round));
    assert_ok(run_job(JOB_FIND_PRESALES, opened.round, groupbuy_find_presales));
    assert_int_equal(OF_ROUND(&opened, NOTED), 228);
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where e.number in (7, 8) and exists (select from presales s"
                                       " where s.order_id = o.id))"),
                     0);
}

static int up(void **state)
{
    int failed = seats_up(state, "gb_presales");

    rounds_up();
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_comes_late_is_declared_once_with_the_same_date),
        TEST(what_comes_soon_is_not_declared),
        TEST(what_wechat_refuses_for_good_is_a_case),
        TEST(what_comes_late_by_an_extension_is_declared_then),
        TEST(what_was_declared_follows_its_round),
        TEST(all_that_waits_in_a_round_is_found),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
