#include "base/token.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"

#define NOW_MS  INT64_C(1795300000123)
#define NOW_S   "1795300000"
#define LATER_S "1795300900"

static uint8_t private_key[ED25519_KEY_BYTES], other_private_key[ED25519_KEY_BYTES];
static struct token_key keys[2] = { { .kid = "k1" }, { .kid = "k2" } };
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return ed25519_generate(private_key, keys[0].public_key) && ed25519_generate(other_private_key, keys[1].public_key)
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static struct token_claims someone(void)
{
    return (struct token_claims){ .user_id = "0192e4a4f0b27a3c8f1d2e3c4b5a6978",
                                  .session_id = "0192e4a4f0b27a3c8f1d2e3c4b5a6979",
                                  .app_id = "wx1234",
                                  .issued_ms = NOW_MS,
                                  .expires_ms = NOW_MS + 900000,
                                  .roles = { { "member", "" }, { "leader", "0192e4a4f0b27a3c8f1d2e3c4b5a0001" } },
                                  .roles_count = 2 };
}

static struct status verify_at(const char *token, size_t bytes, int64_t now_ms)
{
    struct token_claims claims;

    return token_verify(&arena, keys, 2, token, bytes, now_ms, &claims);
}

static struct status verify(const char *token)
{
    return verify_at(token, strlen(token), NOW_MS);
}

static void what_is_signed_is_read_back(void **state)
{
    struct token_claims in = someone(), out;
    const char *token = token_sign(&arena, "k1", private_key, &in);

    (void)state;
    assert_ok(token_verify(&arena, keys, 2, token, strlen(token), NOW_MS, &out));
    assert_string_equal(out.user_id, in.user_id);
    assert_string_equal(out.session_id, in.session_id);
    assert_string_equal(out.app_id, in.app_id);
    assert_int_equal(out.issued_ms, in.issued_ms);
    assert_int_equal(out.expires_ms, in.expires_ms / 1000 * 1000);
    assert_int_equal(out.roles_count, 2);
    assert_string_equal(out.roles[0].role, "member");
    assert_string_equal(out.roles[0].scope_id, "");
    assert_string_equal(out.roles[1].role, "leader");
    assert_string_equal(out.roles[1].scope_id, in.roles[1].scope_id);
    token = token_sign(&arena, "k2", other_private_key, &in);
    assert_ok(verify(token));
}

static void a_full_set_of_roles_fits(void **state)
{
    struct token_claims in = someone(), out;
    const char *token;

    (void)state;
    in.roles_count = TOKEN_ROLES_MAX;
    for (size_t i = 0; i < TOKEN_ROLES_MAX; i++)
        in.roles[i] = (struct token_role){ "leader", i % 2 ? "0192e4a4f0b27a3c8f1d2e3c4b5a0001" : NULL };
    token = token_sign(&arena, "k1", private_key, &in);
    assert_ok(token_verify(&arena, keys, 2, token, strlen(token), NOW_MS, &out));
    assert_int_equal(out.roles_count, TOKEN_ROLES_MAX);
    in.roles_count++;
    assert_null(token_sign(&arena, "k1", private_key, &in));
    in = someone();
    in.app_id = memset(arena_alloc(&arena, TOKEN_BYTES_MAX + 1), 'x', TOKEN_BYTES_MAX);
    assert_null(token_sign(&arena, "k1", private_key, &in));
}

static void it_ends_to_the_second(void **state)
{
    struct token_claims in = someone();
    const char *token = token_sign(&arena, "k1", private_key, &in);
    int64_t end_ms = in.expires_ms / 1000 * 1000;

    (void)state;
    assert_ok(verify_at(token, strlen(token), end_ms - 1));
    assert_fails(verify_at(token, strlen(token), end_ms), TOKEN_EXPIRED);
    assert_fails(verify_at(token, strlen(token), INT64_C(1) << 60), TOKEN_EXPIRED);
    /* a signer's clock may be a minute ahead */
    assert_ok(verify_at(token, strlen(token), NOW_MS - 60000));
    assert_fails(verify_at(token, strlen(token), NOW_MS - 61000), TOKEN_INVALID);
}

/* ---- forgeries: each is a well-made token but for one thing
 * ------------------------------------------------------------- */

#define HEADER "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"k1\"}"
#define WHO    "\"sub\":\"u1\",\"sid\":\"s1\",\"app\":\"wx1\""
#define US     "\"iss\":\"linli\",\"aud\":\"linli\""
#define WHEN   "\"iat\":" NOW_S ",\"exp\":" LATER_S ",\"ims\":" NOW_S "123"
#define ROLES  "\"roles\":[\"member\"]"
#define CLAIMS "{" US "," WHO "," WHEN "," ROLES "}"

static const char *forge_signed(const char *header, const char *claims, const uint8_t *key)
{
    char *text = arena_printf(&arena, "%s.%s", base64url_encode(&arena, header, strlen(header)),
                              base64url_encode(&arena, claims, strlen(claims)));
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    assert_true(ed25519_sign(key, text, strlen(text), signature));
    return arena_printf(&arena, "%s.%s", text, base64url_encode(&arena, signature, sizeof(signature)));
}

static const char *forge(const char *header, const char *claims)
{
    return forge_signed(header, claims, private_key);
}

static void the_forger_can_make_a_good_one(void **state)
{
    (void)state;
    assert_ok(verify(forge(HEADER, CLAIMS)));
    assert_ok(verify(forge("{\"kid\":\"k1\",\"alg\":\"EdDSA\"}", CLAIMS)));
}

static void headers_are_refused(void **state)
{
    static const char *const headers[] = {
        "{\"alg\":\"none\",\"kid\":\"k1\"}",
        "{\"alg\":\"None\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
        "{\"alg\":\"eddsa\",\"kid\":\"k1\"}",
        "{\"alg\":\"EdDSA \",\"kid\":\"k1\"}",
        "{\"alg\":[\"EdDSA\"],\"kid\":\"k1\"}",
        "{\"alg\":1,\"kid\":\"k1\"}",
        "{\"alg\":null,\"kid\":\"k1\"}",
        "{\"kid\":\"k1\"}",
        "{\"alg\":\"none\",\"alg\":\"EdDSA\",\"kid\":\"k1\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"crit\":[]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"crit\":null}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"b64\":false,\"crit\":[\"b64\"]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":7}",
        "{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\\u0000\"}",
        "{\"alg\":\"EdDSA\",\"kid\":1}",
        "{\"alg\":\"EdDSA\",\"kid\":[\"k1\"]}",
        "[\"EdDSA\",\"k1\"]",
        "\"EdDSA\"",
        "",
        "{",
        HEADER "x",
        HEADER HEADER,
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"x\":[[[[1]]]]}",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"x\":\"\xFF\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        if (!failed_with(verify(forge(headers[i], CLAIMS)), TOKEN_INVALID))
            fail_msg("%s passed", headers[i]);
}

/* Its key may have been withdrawn: whoever has a refresh token may have another. */
static void an_unknown_key_is_stale(void **state)
{
    static const char *const unknown[] = { "", "k3", "k1 " };

    (void)state;
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
        assert_fails(verify(forge(arena_printf(&arena, "{\"alg\":\"EdDSA\",\"kid\":\"%s\"}", unknown[i]), CLAIMS)),
                     TOKEN_STALE);
}

static void claims_are_refused(void **state)
{
    static const char *const claims[] = {
        "{\"iss\":\"other\",\"aud\":\"linli\"," WHO "," WHEN "," ROLES "}",
        "{\"aud\":\"linli\"," WHO "," WHEN "," ROLES "}",
        "{\"iss\":[\"linli\"],\"aud\":\"linli\"," WHO "," WHEN "," ROLES "}",
        "{\"iss\":\"linli\",\"aud\":\"other\"," WHO "," WHEN "," ROLES "}",
        "{\"iss\":\"linli\"," WHO "," WHEN "," ROLES "}",
        "{\"iss\":\"linli\",\"aud\":[\"linli\"]," WHO "," WHEN "," ROLES "}",
        "{\"iss\":\"linli\",\"aud\":\"linli\\u0000\"," WHO "," WHEN "," ROLES "}",
        "{" US ",\"sid\":\"s1\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":\"\",\"sid\":\"s1\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":7,\"sid\":\"s1\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":\"u1\",\"sub\":\"u2\",\"sid\":\"s1\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":\"u1\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":\"u1\",\"sid\":\"\",\"app\":\"wx1\"," WHEN "," ROLES "}",
        "{" US ",\"sub\":\"u1\",\"sid\":\"s1\"," WHEN "," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":\"" LATER_S "\",\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":" LATER_S ".0,\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":-1,\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":9223372036854775807,\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":99999999999999999999,\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"exp\":" LATER_S ",\"ims\":" NOW_S "123," ROLES "}",
        "{" US "," WHO ",\"iat\":1795300062,\"exp\":" LATER_S ",\"ims\":1795300062000," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":" LATER_S "," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":" LATER_S ",\"ims\":1795300800000," ROLES "}",
        "{" US "," WHO ",\"iat\":" NOW_S ",\"exp\":" LATER_S ",\"ims\":9223372036854775807," ROLES "}",
        "{" US "," WHO "," WHEN "}",
        "{" US "," WHO "," WHEN ",\"roles\":\"admin\"}",
        "{" US "," WHO "," WHEN ",\"roles\":{\"admin\":1}}",
        "{" US "," WHO "," WHEN ",\"roles\":[1]}",
        "{" US "," WHO "," WHEN ",\"roles\":[\"\"]}",
        "{" US "," WHO "," WHEN ",\"roles\":[\":x\"]}",
        "{" US "," WHO "," WHEN ",\"roles\":[[\"admin\"]]}",
        "[" ROLES "]",
        "[]",
        "null",
        "",
        CLAIMS ",",
        "{" US "," WHO "," WHEN "," ROLES ",\"x\":[[[[1]]]]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++)
        if (!failed_with(verify(forge(HEADER, claims[i])), TOKEN_INVALID))
            fail_msg("%s passed", claims[i]);
    assert_fails(verify(forge(HEADER, "{" US "," WHO ",\"iat\":1,\"exp\":2,\"ims\":1000," ROLES "}")), TOKEN_EXPIRED);
}

static void too_many_roles_are_refused(void **state)
{
    char *roles = arena_strdup(&arena, "\"r\"");

    (void)state;
    for (int i = 1; i < TOKEN_ROLES_MAX; i++)
        roles = arena_printf(&arena, "%s,\"r\"", roles);
    assert_ok(verify(forge(HEADER, arena_printf(&arena, "{" US "," WHO "," WHEN ",\"roles\":[%s]}", roles))));
    assert_fails(verify(forge(HEADER, arena_printf(&arena, "{" US "," WHO "," WHEN ",\"roles\":[%s,\"r\"]}", roles))),
                 TOKEN_INVALID);
}

/* The public key is no secret: who signs with it as if it were an HMAC key must not get through, nor who brings a key.
 */
static void other_ways_of_signing_are_refused(void **state)
{
    const char *hs256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", *good = forge(HEADER, CLAIMS);
    char *text = arena_printf(&arena, "%s.%s", base64url_encode(&arena, hs256, strlen(hs256)),
                              base64url_encode(&arena, CLAIMS, strlen(CLAIMS)));
    size_t unsigned_bytes = (size_t)(strrchr(good, '.') - good);
    uint8_t mac[SHA256_BYTES], zeros[ED25519_SIGNATURE_BYTES] = { 0 };

    (void)state;
    hmac_sha256(keys[0].public_key, ED25519_KEY_BYTES, text, strlen(text), mac);
    assert_fails(verify(arena_printf(&arena, "%s.%s", text, base64url_encode(&arena, mac, sizeof(mac)))),
                 TOKEN_INVALID);
    assert_fails(verify(arena_printf(&arena, "%.*s.", (int)unsigned_bytes, good)), TOKEN_INVALID);
    assert_fails(verify(arena_printf(&arena, "%.*s.%s", (int)unsigned_bytes, good,
                                     base64url_encode(&arena, zeros, sizeof(zeros)))),
                 TOKEN_INVALID);
    assert_fails(verify(forge_signed(HEADER, CLAIMS, other_private_key)), TOKEN_INVALID);
    assert_fails(verify(forge_signed(
                     "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}}",
                     CLAIMS, other_private_key)),
                 TOKEN_INVALID);
    assert_fails(
        verify(arena_printf(&arena, "%.*s%s", (int)unsigned_bytes, good, strrchr(forge(HEADER, "{" US "}"), '.'))),
        TOKEN_INVALID);
}

static void shapes_are_refused(void **state)
{
    const char *good = forge(HEADER, CLAIMS);
    const char *const shapes[] = {
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "e30.e30.e30",
        arena_printf(&arena, "%s.", good),
        arena_printf(&arena, ".%s", good),
        arena_printf(&arena, "%s.e30", good),
        arena_printf(&arena, "%s=", good),
        arena_printf(&arena, "%s ", good),
        arena_printf(&arena, " %s", good),
        arena_printf(&arena, "%s\n", good),
        arena_printf(&arena, "Bearer %s", good),
        arena_printf(&arena, "%s,%s", good, good),
    };
    char *with_nul = arena_printf(&arena, "%s_", good), *long_one = arena_alloc(&arena, TOKEN_BYTES_MAX + 2);

    (void)state;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        if (!failed_with(verify(shapes[i]), TOKEN_INVALID))
            fail_msg("%s passed", shapes[i]);
    with_nul[strlen(good)] = '\0';
    assert_fails(verify_at(with_nul, strlen(good) + 1, NOW_MS), TOKEN_INVALID);
    memset(long_one, 'A', TOKEN_BYTES_MAX + 1);
    assert_fails(verify(long_one), TOKEN_INVALID);
}

static void every_truncation_and_every_changed_character_is_refused(void **state)
{
    const char *good = forge(HEADER, CLAIMS);
    size_t length = strlen(good);
    char *changed = arena_strdup(&arena, good);
    int others = 0;

    (void)state;
    for (size_t i = 0; i < length; i++) {
        assert_fails(verify_at(good, i, NOW_MS), TOKEN_INVALID);
        for (const char *c = "AB-_z.+"; *c; c++) {
            if (*c == good[i])
                continue;
            changed[i] = *c;
            if (failed_with(verify(changed), TOKEN_STALE)) /* it names another key now, and none of ours */
                others++;
            else
                assert_fails(verify(changed), TOKEN_INVALID);
        }
        changed[i] = good[i];
    }
    assert_ok(verify(changed));
    assert_in_range(others, 1, 7 * 3); /* the digits of "k1" */
}

static void *verify_the_deepest(void *token)
{
    struct token_claims *claims = arena_new(&arena, struct token_claims);
    struct status status = token_verify(&arena, keys, 2, token, strlen(token), NOW_MS, claims);

    return (void *)status.reason;
}

static void a_small_stack_is_enough(void **state)
{
    struct token_claims in = someone();
    char deep[2000];
    const char *tokens[2];
    pthread_attr_t attributes;

    (void)state;
    memset(deep, '[', sizeof(deep) - 1);
    deep[sizeof(deep) - 1] = '\0';
    tokens[0] = forge(HEADER, deep);
    tokens[1] = token_sign(&arena, "k1", private_key, &in);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 100 << 10);
    for (int i = 0; i < 2; i++) {
        pthread_t thread;
        void *reason;

        assert_int_equal(pthread_create(&thread, &attributes, verify_the_deepest, (void *)tokens[i]), 0);
        pthread_join(thread, &reason);
        if (i == 0)
            assert_string_equal(reason, "TOKEN_INVALID");
        else
            assert_null(reason);
    }
    pthread_attr_destroy(&attributes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_signed_is_read_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_set_of_roles_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_ends_to_the_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_forger_can_make_a_good_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_key_is_stale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(claims_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_roles_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_ways_of_signing_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shapes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_truncation_and_every_changed_character_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_small_stack_is_enough, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
