#include "base/token.h"

#include <stdio.h>
#include <string.h>

#include "support/check.h"

#define NOW_MS INT64_C(1795300000123)

static uint8_t private_key[ED25519_KEY_BYTES], other_private_key[ED25519_KEY_BYTES];
static struct token_key keys[2] = { { .kid = "k1" }, { .kid = "k2" } };
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return ed25519_generate(private_key, keys[0].public_key) &&
                   ed25519_generate(other_private_key, keys[1].public_key)
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

static struct status verify(const char *token, int64_t now_ms, struct token_claims *ret_claims)
{
    return token_verify(&arena, keys, 2, token, strlen(token), now_ms, ret_claims);
}

static void what_is_signed_is_read_back(void **state)
{
    struct token_claims in = someone(), out;

    (void)state;
    assert_ok(verify(token_sign(&arena, "k1", private_key, &in), NOW_MS, &out));
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
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_signed_is_read_back, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
