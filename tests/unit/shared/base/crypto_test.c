#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

#include "support/check.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static const char *hex(const void *data, size_t bytes)
{
    char *text = arena_alloc(&arena, 2 * bytes + 1);

    hex_encode(data, bytes, text);
    return text;
}

static const uint8_t *unhex(const char *text)
{
    uint8_t *data = arena_alloc(&arena, strlen(text) / 2);

    assert_true(hex_decode(text, strlen(text), data));
    return data;
}

/* ---- hashes: FIPS 180, RFC 4231, and what WeChat's documentation computes
 * ------------------------------------------------ */

static const char *sha1_of(const char *text)
{
    uint8_t out[SHA1_BYTES];

    sha1(text, strlen(text), out);
    return hex(out, sizeof(out));
}

static const char *sha256_of(const char *text)
{
    uint8_t out[SHA256_BYTES];

    sha256(text, strlen(text), out);
    return hex(out, sizeof(out));
}

static const char *sha256_in_pieces(const char *first, const char *second)
{
    struct sha256_run *run = sha256_begin();
    static char hex[2 * SHA256_BYTES + 1];
    uint8_t out[SHA256_BYTES];

    sha256_add(run, first, strlen(first));
    sha256_add(run, second, strlen(second));
    sha256_end(run, out);
    sha256_drop(run);
    hex_encode(out, sizeof out, hex);
    return hex;
}

static const char *hmac_of(const char *key, const char *text)
{
    uint8_t out[SHA256_BYTES];

    hmac_sha256(key, strlen(key), text, strlen(text), out);
    return hex(out, sizeof(out));
}

static void hashes_match_published_vectors(void **state)
{
    (void)state;
    assert_string_equal(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(sha256_in_pieces("a", "bc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(sha1_of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_string_equal(hmac_of("Jefe", "what do ya want for nothing?"),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void hashes_match_wechat_vectors(void **state)
{
    (void)state;
    /* a push address check: token AAAAA, 1714036504, 1514711492, in byte order */
    assert_string_equal(sha1_of("15147114921714036504AAAAA"), "f464b24fc39322e44b38aa78f5edd27bd1441696");
    assert_string_equal(
        sha1_of("{\"nickName\":\"Band\",\"gender\":1,\"language\":\"zh_CN\",\"city\":\"Guangzhou\","
                "\"province\":\"Guangdong\",\"country\":\"CN\",\"avatarUrl\":\"http://wx.qlogo.cn/mmopen/"
                "vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuu"
                "ICqIM5ibXQ/0\"}HyVFkGl5F5OQWJZZaNzBBg=="),
        "75e81ceda165f4ffa64f4068af58c64b8f54b88c");
    /* the key is the session_key's text, not its bytes; the message is empty */
    assert_string_equal(hmac_of("tiihtNczf5v6AKRyjwEUhQ==", ""),
                        "7154f9f8b4b76b92f541cbf0e37d48840fa06e5e42da92a6f80168a1516a4735");
}

static void an_empty_key_is_a_key(void **state)
{
    (void)state;
    assert_string_equal(hmac_of("", ""), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* ---- text forms -----------------------------------------------------------------------------------------------------
 */

static void hexadecimal(void **state)
{
    uint8_t out[4];

    (void)state;
    assert_string_equal(hex("\x00\x0f\xf0\xff", 4), "000ff0ff");
    assert_string_equal(hex("", 0), "");
    assert_true(hex_decode("00aBFf7e", 8, out));
    assert_memory_equal(out, "\x00\xab\xff\x7e", 4);
    assert_false(hex_decode("abc", 3, out));
    assert_false(hex_decode("ag", 2, out));
    assert_false(hex_decode(" a", 2, out));
}

static void base64_matches_rfc_4648(void **state)
{
    static const char *const pairs[][2] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" },
        { "\xFB\xEF\xFF", "++//" },
    };
    uint8_t *data;
    size_t bytes;

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        assert_string_equal(base64_encode(&arena, pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
        assert_true(base64_decode(&arena, pairs[i][1], strlen(pairs[i][1]), &data, &bytes));
        assert_int_equal(bytes, strlen(pairs[i][0]));
        assert_string_equal((char *)data, pairs[i][0]);
    }
    assert_string_equal(base64url_encode(&arena, "\xFB\xEF\xFF\xFE", 4), "--___g");
}

static void base64_is_strict(void **state)
{
    static const char *const bad[] = { "Zg",     "Zg=",  "Z",    "=",        "====", "Zg===", "Zh==",    "Zm9=",
                                       "Zm9v\n", "Zm9 ", "Zm=v", "Zg==Zg==", "Z===", "--__",  "Zm9vYg=", "Zm9v====" };
    static const char *const bad_url[] = { "Z", "Zg==", "Zh", "Zm9", "++//", "Zm9v.", "Zm9vY" };
    uint8_t *data;
    size_t bytes;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (base64_decode(&arena, bad[i], strlen(bad[i]), &data, &bytes))
            fail_msg("%s passed as base64", bad[i]);
    for (size_t i = 0; i < sizeof(bad_url) / sizeof(bad_url[0]); i++)
        if (base64url_decode(&arena, bad_url[i], strlen(bad_url[i]), &data, &bytes))
            fail_msg("%s passed as base64url", bad_url[i]);
    assert_false(base64_decode(&arena, "Zm\0v", 4, &data, &bytes));
}

static void any_bytes_round_trip(void **state)
{
    uint8_t in[70], *out;
    size_t bytes;

    (void)state;
    for (size_t length = 0; length < sizeof(in); length++) {
        random_bytes(in, length);
        const char *plain = base64_encode(&arena, in, length), *url = base64url_encode(&arena, in, length);

        assert_true(base64_decode(&arena, plain, strlen(plain), &out, &bytes));
        assert_int_equal(bytes, length);
        assert_memory_equal(out, in, length);
        assert_true(base64url_decode(&arena, url, strlen(url), &out, &bytes));
        assert_int_equal(bytes, length);
        assert_memory_equal(out, in, length);
    }
}

static void decoding_respects_the_arena(void **state)
{
    struct arena small;
    char text[400];
    uint8_t *data;
    size_t bytes;

    (void)state;
    memset(text, 'A', sizeof(text));
    arena_init(&small, 200);
    assert_false(base64_decode(&small, text, sizeof(text), &data, &bytes));
    arena_finish(&small);
}

/* ---- Ed25519: RFC 8032, section 7.1
 * ---------------------------------------------------------------------------------- */

static void ed25519_matches_rfc_8032(void **state)
{
    const uint8_t *secret = unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const uint8_t *public_key = unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    (void)state;
    assert_true(ed25519_sign(secret, "\x72", 1, signature));
    assert_string_equal(hex(signature, sizeof(signature)),
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assert_true(ed25519_verify(public_key, "\x72", 1, signature));
    assert_false(ed25519_verify(public_key, "\x73", 1, signature));
    signature[40] ^= 1;
    assert_false(ed25519_verify(public_key, "\x72", 1, signature));
}

static void generated_keys_belong_together(void **state)
{
    uint8_t private_key[ED25519_KEY_BYTES], public_key[ED25519_KEY_BYTES], other[ED25519_KEY_BYTES];
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    (void)state;
    assert_true(ed25519_generate(private_key, public_key));
    assert_true(ed25519_sign(private_key, "", 0, signature));
    assert_true(ed25519_verify(public_key, "", 0, signature));
    assert_true(ed25519_generate(private_key, other));
    assert_memory_not_equal(public_key, other, sizeof(other));
    assert_false(ed25519_verify(other, "", 0, signature));
}

/* ---- AES-256-GCM: McGrew and Viega's test case 16, and one of WeChat Pay's shape
 * ------------------------------------------ */

static void gcm_matches_the_specification(void **state)
{
    const uint8_t *key = unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    const uint8_t *nonce = unhex("cafebabefacedbaddecaf888"), *aad = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const uint8_t *plain = unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                 "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    uint8_t sealed[60 + GCM_TAG_BYTES], opened[60];

    (void)state;
    assert_true(aes256_gcm_seal(key, nonce, 12, aad, 20, plain, 60, sealed));
    assert_string_equal(hex(sealed, sizeof(sealed)), "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                                     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                                                     "76fc6ece0f4e1768cddf8853bb2d551b");
    assert_true(aes256_gcm_open(key, nonce, 12, aad, 20, sealed, sizeof(sealed), opened));
    assert_memory_equal(opened, plain, 60);
}

static void gcm_opens_what_wechat_pay_seals(void **state)
{
    const char *sealed = "DUcegK33A8MEOgdCtMPWwAdqzVjy3c3PSUd0ZmYkqr+HZBhZ2IINK5rQPYOdjrgLWra3ukkk2BG/sMCWIPKIWpBmGYUw1"
                         "wpAFGALLx8cS+1wHBSxhgZbik4tz5CVI+M=";
    const char *plain = "{\"mchid\":\"1900000001\",\"out_trade_no\":\"T20261121000001\",\"trade_state\":\"SUCCESS\"}";
    const uint8_t *key = (const uint8_t *)"0123456789abcdef0123456789abcdef", *nonce = (const uint8_t *)"fdasflkja484";
    uint8_t *data, out[128] = { 0 };
    size_t bytes;

    (void)state;
    assert_true(base64_decode(&arena, sealed, strlen(sealed), &data, &bytes));
    assert_true(aes256_gcm_open(key, nonce, 12, "transaction", 11, data, bytes, out));
    assert_string_equal((char *)out, plain);
}

static void gcm_refuses_every_changed_bit(void **state)
{
    uint8_t key[AES256_KEY_BYTES], nonce[GCM_NONCE_BYTES], sealed[20 + GCM_TAG_BYTES], out[20];

    (void)state;
    random_bytes(key, sizeof(key));
    random_bytes(nonce, sizeof(nonce));
    assert_true(aes256_gcm_seal(key, nonce, 12, "aad", 3, "twenty bytes of text", 20, sealed));
    for (size_t bit = 0; bit < sizeof(sealed) * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(aes256_gcm_open(key, nonce, 12, "aad", 3, sealed, sizeof(sealed), out));
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_memory_equal(out, (uint8_t[20]){ 0 }, 20); /* nothing unproved is left behind */
    assert_false(aes256_gcm_open(key, nonce, 12, "aae", 3, sealed, sizeof(sealed), out));
    assert_false(aes256_gcm_open(key, nonce, 12, NULL, 0, sealed, sizeof(sealed), out));
    assert_false(aes256_gcm_open(key, nonce, 12, "aad", 3, sealed, sizeof(sealed) - 1, out));
    assert_false(aes256_gcm_open(key, nonce, 12, "aad", 3, sealed, GCM_TAG_BYTES - 1, out));
    assert_false(aes256_gcm_open(key, nonce, 0, "aad", 3, sealed, sizeof(sealed), out));
    nonce[0] ^= 1;
    assert_false(aes256_gcm_open(key, nonce, 12, "aad", 3, sealed, sizeof(sealed), out));
}

static void gcm_takes_empty_texts(void **state)
{
    uint8_t key[AES256_KEY_BYTES] = { 1 }, nonce[GCM_NONCE_BYTES] = { 2 }, sealed[GCM_TAG_BYTES], none[1];

    (void)state;
    assert_true(aes256_gcm_seal(key, nonce, 12, NULL, 0, NULL, 0, sealed));
    assert_true(aes256_gcm_open(key, nonce, 12, NULL, 0, sealed, sizeof(sealed), none));
    sealed[3] ^= 8;
    assert_false(aes256_gcm_open(key, nonce, 12, NULL, 0, sealed, sizeof(sealed), none));
}

static void comparing_in_constant_time(void **state)
{
    (void)state;
    assert_true(equal_constant_time("abc", "abc", 3));
    assert_false(equal_constant_time("abc", "abd", 3));
    assert_true(equal_constant_time("", "", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hashes_match_published_vectors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hashes_match_wechat_vectors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_key_is_a_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hexadecimal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base64_matches_rfc_4648, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base64_is_strict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_bytes_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decoding_respects_the_arena, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ed25519_matches_rfc_8032, set_up, tear_down),
        cmocka_unit_test_setup_teardown(generated_keys_belong_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gcm_matches_the_specification, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gcm_opens_what_wechat_pay_seals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gcm_refuses_every_changed_bit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gcm_takes_empty_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comparing_in_constant_time, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
