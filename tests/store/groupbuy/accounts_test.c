/* The installation's accounts at WeChat Pay, read from folders; and that the end of each one's certificate is watched. */
#include <sys/stat.h>

#include "groupbuy/accounts.h"
#include "store/groupbuy/shop.h"
#include "unit/shared/wechat/pay_stand.h"

#define GOOD   "1900000109"
#define BROKEN "1900000110"

static struct shop shop;
static char folder[64];
static char own_serial[41], good_serial[41], own_certificate[4096], good_certificate[4096];

static void keep(const char *merchant, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, merchant);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/%s", folder, merchant, name);
    file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fputs("\n", file);
    fclose(file);
}

static void keep_account(const char *merchant)
{
    keep(merchant, "serial", good_serial);
    keep(merchant, "apiclient_key.pem", stand.merchant_pem);
    keep(merchant, "apiclient_cert.pem", good_certificate);
    keep(merchant, "apiv3_key", API_KEY);
    keep(merchant, "wxp_pub_id", PUBLIC_KEY_ID);
    keep(merchant, "wxp_pub.pem", stand.wechat_pem);
}

static int up(void **state)
{
    stand_group_set_up(state);
    make_certificate(stand.merchant, 20, own_certificate, sizeof own_certificate, own_serial);
    make_certificate(stand.merchant, 5, good_certificate, sizeof good_certificate, good_serial);
    strcpy(folder, "/tmp/linli-accounts-XXXXXX");
    assert_non_null(mkdtemp(folder));
    shop_up(&shop, "gb_accounts");
    return 0;
}

static int down(void **state)
{
    char command[128];

    accounts_close(shop.house.accounts);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    if (shop.bus)
        shop_down(&shop);
    return stand_group_tear_down(state);
}

static struct wxpay_options own_options(void)
{
    return (struct wxpay_options){ .base_url = "http://127.0.0.1:1",
                                   .merchant_id = MERCHANT_ID,
                                   .merchant_serial = own_serial,
                                   .private_key_pem = stand.merchant_pem,
                                   .merchant_certificate_pem = own_certificate,
                                   .api_key = API_KEY,
                                   .public_key_id = PUBLIC_KEY_ID,
                                   .public_key_pem = stand.wechat_pem,
                                   .timeout_ms = 100 };
}

static void each_folder_is_an_account_and_a_broken_one_takes_no_other_with_it(void **state)
{
    const struct wxpay_options own = own_options();
    struct accounts *accounts;

    (void)state;
    keep_account(GOOD);
    keep_account(BROKEN);
    keep(BROKEN, "apiv3_key", "too short");
    keep(MERCHANT_ID, "serial", "the installation's own is settings");
    keep(".hidden", "serial", "x");
    assert_ok(accounts_open(&own, folder, 3, &accounts));
    assert_string_equal(wxpay_merchant_id(accounts_find(accounts, "")), MERCHANT_ID);
    assert_string_equal(wxpay_merchant_id(accounts_find(accounts, GOOD)), GOOD);
    assert_null(accounts_find(accounts, BROKEN));
    assert_null(accounts_find(accounts, MERCHANT_ID)); /* "" everywhere */
    assert_string_equal(accounts_id(accounts, 0), "");
    assert_string_equal(accounts_id(accounts, 1), GOOD);
    assert_null(accounts_id(accounts, 2));
    accounts_close(accounts);
}

static void there_are_no_more_than_was_said(void **state)
{
    const struct wxpay_options own = own_options();
    struct accounts *accounts;

    (void)state;
    assert_fails(accounts_open(&own, folder, 2, &accounts), SETTING_INVALID);
    assert_fails(accounts_open(&own, "/nowhere", 2, &accounts), SETTING_INVALID);
    assert_ok(accounts_open(&own, "", 1, &accounts));
    assert_null(accounts_id(accounts, 1));
    accounts_close(accounts);
}

/* WeChat is away, and all the same everybody's certificate is looked at. */
static void the_end_of_each_accounts_certificate_is_watched(void **state)
{
    const struct wxpay_options own = own_options();
    const struct job job = { .kind = "refresh_wxpay_keys", .key = "" };
    const struct job of_good = { .kind = JOB_REFRESH_MERCHANT_KEYS, .key = GOOD };
    const struct job of_gone = { .kind = JOB_REFRESH_MERCHANT_KEYS, .key = BROKEN };

    (void)state;
    assert_ok(accounts_open(&own, folder, 3, &shop.house.accounts));
    assert_fails(clerk_end(&shop.clerk, groupbuy_refresh_wxpay_keys(clerk_call(&shop.clerk, ""), &job)), NOT_AVAILABLE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from jobs where kind = $1 and key = $2",
                                  db_text(of_good.kind), db_text(GOOD)), 1);
    assert_fails(clerk_end(&shop.clerk, groupbuy_refresh_merchant_keys(clerk_call(&shop.clerk, ""), &of_good)),
                 NOT_AVAILABLE);
    assert_ok(clerk_end(&shop.clerk, groupbuy_refresh_merchant_keys(clerk_call(&shop.clerk, ""), &of_gone)));
    assert_int_equal(test_sql_int(shop.db, "select days from certificate_notices where serial = $1", db_text(own_serial)), 30);
    assert_int_equal(test_sql_int(shop.db, "select days from certificate_notices where serial = $1", db_text(good_serial)), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_folder_is_an_account_and_a_broken_one_takes_no_other_with_it),
        cmocka_unit_test(there_are_no_more_than_was_said),
        cmocka_unit_test(the_end_of_each_accounts_certificate_is_watched),
    };

    return cmocka_run_group_tests(tests, up, down);
}
