/* Certificates of WeChat Pay that end, on a real PostgreSQL: operators hear 30, 7 and 1 days before, each once. */
#include "base/clock.h"
#include "groupbuy/domain/certificate.h"
#include "groupbuy/flow/certificates.h"
#include "store/groupbuy/seats.h"

#define DAY_US (86400 * US_PER_S)

static int up(void **state)
{
    return seats_up(state, "gb_certificates");
}

/* Looks at both, `hours` before the end of the merchant's; the platform's ends forty days later. */
static void look(int64_t hours)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    const struct wxpay_certificate list[] = {
        { .serial = "5A01", .merchants = true, .until_us = call->now_us + hours * 3600 * US_PER_S },
        { .serial = "5A02", .until_us = call->now_us + hours * 3600 * US_PER_S + 40 * DAY_US },
    };

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, certificates_tell(call, list, 2)));
}

static int64_t told(const char *serial, int days)
{
    return test_sql_int(shop.db,
                        "select count(*) from certificate_notices n join outbox o on o.aggregate_id = n.id"
                        " where o.type = 'linli.groupbuy.v1.CertificateExpiring' and n.serial = $1 and n.days = $2",
                        db_text(serial), db_int(days));
}

static void operators_hear_thrice_before_a_certificate_ends(void **state)
{
    const int64_t hours[] = { 24 * 31, 24 * 30, 24 * 29, 24 * 7, 24 * 2, 24, 12, -1 };

    (void)state;
    look(hours[0]);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from certificate_notices"), 0);
    for (size_t i = 1; i < sizeof hours / sizeof hours[0]; i++)
        for (int twice = 0; twice < 2; twice++)
            look(hours[i]);
    assert_int_equal(told("5A01", 30), 1);
    assert_int_equal(told("5A01", 7), 1);
    assert_int_equal(told("5A01", 1), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from certificate_notices where serial = '5A02'"), 0);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from outbox where type = 'linli.groupbuy.v1.CertificateExpiring'"), 3);
}

/* The house was down, or the certificate came late: one message, of the stage that it is in. */
static void a_stage_that_is_over_is_not_told_later(void **state)
{
    (void)state;
    assert_int_equal(certificate_stage_days(31 * DAY_US, 0), 0);
    assert_int_equal(certificate_stage_days(30 * DAY_US, 0), 30);
    assert_int_equal(certificate_stage_days(7 * DAY_US + 1, 0), 30);
    assert_int_equal(certificate_stage_days(7 * DAY_US, 0), 7);
    assert_int_equal(certificate_stage_days(DAY_US, 0), 1);
    assert_int_equal(certificate_stage_days(0, DAY_US), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(operators_hear_thrice_before_a_certificate_ends),
        TEST(a_stage_that_is_over_is_not_told_later),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
