/* The keys that WeChat Pay signs with: its public key, and certificates that are fetched and end. */
#include "wechat/pay_keys.h"

#include "pay_stand.h"
#include "wechat/client.h"
#include "wechat/pay_internal.h"

static struct status call(const char *json)
{
    const json_t *answer;

    return wxpay_call(pay, &arena, "/v3/some/thing?a=b%20c", json, &answer, &failure);
}

/* ---- platform certificates
 * -------------------------------------------------------------------------------------------------- */

static void certificates_are_fetched_when_one_is_needed(void **state)
{
    (void)state;
    use_certificates();
    stand.how = SIGNED_CERTIFICATE;
    for (int i = 0; i < 3; i++)
        assert_ok(call("{}"));
    assert_int_equal(stand.certificate_calls, 1);
    assert_string_equal(stand.serial_header, "");
}

static void both_kinds_of_key_serve_side_by_side(void **state)
{
    (void)state;
    assert_ok(call("{}"));
    stand.how = SIGNED_CERTIFICATE;
    assert_ok(call("{}"));
    stand.how = SIGNED;
    assert_ok(call("{}"));
    assert_int_equal(stand.certificate_calls, 1);
}

static void a_stranger_cannot_make_us_fetch_without_end(void **state)
{
    (void)state;
    use_certificates();
    stand.how = SIGNED_UNKNOWN_SERIAL;
    for (int i = 0; i < 3; i++)
        assert_fails(call("{}"), WXPAY_KEY_UNKNOWN);
    assert_int_equal(stand.certificate_calls, 1);
}

static void certificates_must_be_sealed_with_our_key_and_signed(void **state)
{
    (void)state;
    use_certificates();
    stand.certificates_sealed_wrongly = true;
    assert_fails(wxpay_keys_refresh(pay, &arena, &failure), WXPAY_UNTRUSTED);
    stand.certificates_sealed_wrongly = false;
    stand.how_certificates = NOT_SIGNED;
    assert_fails(wxpay_keys_refresh(pay, &arena, &failure), WXPAY_UNTRUSTED);
    stand.how_certificates = SIGNED; /* with a key that this client does not have */
    assert_fails(wxpay_keys_refresh(pay, &arena, &failure), WXPAY_KEY_UNKNOWN);
    stand.how_certificates = SIGNED_CERTIFICATE;
    assert_ok(wxpay_keys_refresh(pay, &arena, &failure));
    stand.how = SIGNED_CERTIFICATE;
    assert_ok(call("{}"));
    assert_int_equal(stand.certificate_calls, 4);
}

static void certificates_may_be_signed_with_the_public_key(void **state)
{
    (void)state;
    stand.how_certificates = SIGNED;
    assert_ok(wxpay_keys_refresh(pay, &arena, NULL));
    stand.how = SIGNED_CERTIFICATE;
    assert_ok(call("{}"));
    assert_int_equal(stand.certificate_calls, 1);
}

static void keys_end_and_are_told_by_their_serial(void **state)
{
    int64_t now_s = clock_unix_ms() / 1000;
    struct pay_keys keys;
    char pem[4096], serial[41];
    EVP_PKEY *key;

    (void)state;
    pay_keys_init(&keys);
    make_certificate(stand.platform, 10, pem, sizeof(pem), serial);
    assert_false(pay_keys_add_certificate(&keys, "5A00000000000000000000000000000000000000", pem, strlen(pem)));
    assert_false(pay_keys_add_certificate(&keys, serial, "nonsense", 8));
    assert_false(pay_keys_add_certificate(&keys, serial, stand.wechat_pem, strlen(stand.wechat_pem)));
    assert_true(pay_keys_add_certificate(&keys, serial, pem, strlen(pem)));
    key = pay_keys_find(&keys, serial, now_s);
    assert_non_null(key);
    EVP_PKEY_free(key);
    assert_null(pay_keys_find(&keys, serial, now_s + 11 * 86400));
    assert_null(pay_keys_find(&keys, "other", now_s));
    assert_false(pay_keys_add_public(&keys, "p", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    assert_true(pay_keys_add_public(&keys, "p", stand.wechat_pem));
    pay_keys_finish(&keys);
}

static void certificates_that_we_need_are_told_with_their_ends(void **state)
{
    struct wxpay_certificate list[WXPAY_CERTIFICATES_MAX];
    struct wxpay_options options = stand_options(false);
    char pem[4096], serial[41];
    int64_t now_us = clock_unix_ms() * US_PER_MS;

    (void)state;
    stand.how_certificates = SIGNED;
    assert_ok(wxpay_keys_refresh(pay, &arena, NULL));
    assert_int_equal(wxpay_certificates(pay, list), 0); /* the public key serves, whatever has come besides */
    make_certificate(stand.merchant, 20, pem, sizeof(pem), serial);
    options.merchant_certificate_pem = pem;
    wxpay_destroy(pay);
    pay = NULL;
    assert_int_equal(wxpay_create(&options, &pay).code, CODE_INVALID_ARGUMENT); /* of another serial */
    options.merchant_serial = serial;
    assert_ok(wxpay_create(&options, &pay));
    assert_int_equal(wxpay_certificates(pay, list), 1);
    assert_true(list[0].merchants);
    assert_string_equal(list[0].serial, serial);
    assert_in_range(list[0].until_us - now_us, 20 * 86400 * US_PER_S - 60 * US_PER_S, 20 * 86400 * US_PER_S + US_PER_S);
    assert_true(pay_keys_add_certificate(&pay->keys, stand.certificate_serial, stand.certificate_pem,
                                         strlen(stand.certificate_pem)));
    assert_int_equal(wxpay_certificates(pay, list), 2);
    assert_false(list[1].merchants);
    assert_string_equal(list[1].serial, stand.certificate_serial);
}

static void the_certificate_that_ends_last_counts(void **state)
{
    struct pay_keys keys;
    char pem[4096], serial[41], last[41], found[PAY_SERIAL_BYTES_MAX];
    int64_t until_s;

    (void)state;
    pay_keys_init(&keys);
    assert_true(pay_keys_add_public(&keys, "p", stand.wechat_pem));
    assert_false(pay_keys_last_certificate(&keys, found, &until_s));
    make_certificate(stand.platform, 50, pem, sizeof(pem), last);
    assert_true(pay_keys_add_certificate(&keys, last, pem, strlen(pem)));
    make_certificate(stand.platform, 5, pem, sizeof(pem), serial);
    assert_true(pay_keys_add_certificate(&keys, serial, pem, strlen(pem)));
    assert_true(pay_keys_last_certificate(&keys, found, &until_s));
    assert_string_equal(found, last);
    pay_keys_finish(&keys);
}

static void the_key_that_ends_first_gives_way(void **state)
{
    struct pay_keys keys;
    char pem[4096], first[41], serial[41], name[16];
    EVP_PKEY *key;

    (void)state;
    pay_keys_init(&keys);
    for (int i = 0; i < PAY_KEYS_MAX - 1; i++) {
        snprintf(name, sizeof(name), "P%d", i);
        assert_true(pay_keys_add_public(&keys, name, stand.wechat_pem));
    }
    make_certificate(stand.platform, 5, pem, sizeof(pem), first);
    assert_true(pay_keys_add_certificate(&keys, first, pem, strlen(pem)));
    make_certificate(stand.platform, 50, pem, sizeof(pem), serial);
    for (int i = 0; i < 2; i++) /* adding it again takes no further place */
        assert_true(pay_keys_add_certificate(&keys, serial, pem, strlen(pem)));
    assert_null(pay_keys_find(&keys, first, 0));
    key = pay_keys_find(&keys, serial, 0);
    assert_non_null(key);
    EVP_PKEY_free(key);
    key = pay_keys_find(&keys, "P0", 0);
    assert_non_null(key);
    EVP_PKEY_free(key);
    assert_int_equal(keys.count, PAY_KEYS_MAX);
    pay_keys_finish(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(certificates_are_fetched_when_one_is_needed),
        STAND_TEST(both_kinds_of_key_serve_side_by_side),
        STAND_TEST(a_stranger_cannot_make_us_fetch_without_end),
        STAND_TEST(certificates_must_be_sealed_with_our_key_and_signed),
        STAND_TEST(certificates_may_be_signed_with_the_public_key),
        STAND_TEST(keys_end_and_are_told_by_their_serial),
        STAND_TEST(certificates_that_we_need_are_told_with_their_ends),
        STAND_TEST(the_certificate_that_ends_last_counts),
        STAND_TEST(the_key_that_ends_first_gives_way),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
