#include "base/vault.h"

#include <string.h>

#include "base/settings.h"
#include "support/check.h"

#define OLD    "old-secret-old-secret-old-secret-old"
#define NEWER  "new-secret-new-secret-new-secret-new"
#define DIGEST "digest-secret-digest-secret-digest-s"

static void what_is_sealed_opens_for_its_purpose_only(void **state)
{
    struct vault vault;
    struct arena arena;
    uint8_t *sealed, *again, *data;
    size_t bytes, data_bytes;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(vault_make("LINLI_AUTH", OLD, DIGEST, &vault));
    sealed = vault_seal(&vault, &arena, "phone 1", "+8613800000000", 14, &bytes);
    again = vault_seal(&vault, &arena, "phone 1", "+8613800000000", 14, &bytes);
    assert_memory_not_equal(sealed, again, bytes);
    assert_true(vault_open(&vault, &arena, "phone 1", vault_key_id(&vault), sealed, bytes, &data, &data_bytes));
    assert_int_equal(data_bytes, 14);
    assert_memory_equal(data, "+8613800000000", 14);
    assert_false(vault_open(&vault, &arena, "phone 2", vault_key_id(&vault), sealed, bytes, &data, &data_bytes));
    sealed[bytes - 1] ^= 1;
    assert_false(vault_open(&vault, &arena, "phone 1", vault_key_id(&vault), sealed, bytes, &data, &data_bytes));
    assert_false(vault_open(&vault, &arena, "phone 1", vault_key_id(&vault), sealed, 5, &data, &data_bytes));
    arena_finish(&arena);
}

static void secrets_rotate(void **state)
{
    struct vault before, after, without;
    struct arena arena;
    uint8_t *sealed, *data;
    size_t bytes, data_bytes;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(vault_make("LINLI_AUTH", OLD, DIGEST, &before));
    assert_ok(vault_make("LINLI_AUTH", NEWER "," OLD, DIGEST, &after));
    assert_ok(vault_make("LINLI_AUTH", NEWER, DIGEST, &without));
    sealed = vault_seal(&before, &arena, "p", "x", 1, &bytes);
    assert_true(vault_open(&after, &arena, "p", vault_key_id(&before), sealed, bytes, &data, &data_bytes));
    assert_false(vault_open(&without, &arena, "p", vault_key_id(&before), sealed, bytes, &data, &data_bytes));
    assert_string_not_equal(vault_key_id(&before), vault_key_id(&after));
    arena_finish(&arena);
}

static void a_vault_is_put_in_place_of_another(void **state)
{
    struct vault_place place = { .now = NULL };
    const struct vault *before;

    (void)state;
    assert_ok(vault_put(&place, "LINLI_AUTH", OLD, DIGEST));
    before = vault_now(&place);
    assert_fails(vault_put(&place, "LINLI_AUTH", "short", DIGEST), SETTING_INVALID);
    assert_ptr_equal(vault_now(&place), before);
    assert_ok(vault_put(&place, "LINLI_AUTH", NEWER "," OLD, DIGEST));
    assert_string_not_equal(vault_key_id(vault_now(&place)), vault_key_id(before)); /* who has it may go on with it */
    vault_place_finish(&place);
    assert_null(vault_now(&place));
}

static void digests_are_keyed_and_stay(void **state)
{
    struct vault one, two;
    uint8_t a[SHA256_BYTES], b[SHA256_BYTES];

    (void)state;
    assert_ok(vault_make("LINLI_AUTH", OLD, DIGEST, &one));
    assert_ok(vault_make("LINLI_AUTH", NEWER "," OLD, DIGEST, &two));
    vault_digest(&one, "phone", "+8613800000000", a);
    vault_digest(&two, "phone", "+8613800000000", b);
    assert_memory_equal(a, b, SHA256_BYTES);
    vault_digest(&one, "refresh", "+8613800000000", b);
    assert_memory_not_equal(a, b, SHA256_BYTES);
    assert_ok(vault_make("LINLI_AUTH", OLD, OLD, &two));
    vault_digest(&two, "phone", "+8613800000000", b);
    assert_memory_not_equal(a, b, SHA256_BYTES);
}

static void short_secrets_are_refused(void **state)
{
    struct vault vault;

    (void)state;
    assert_fails(vault_make("LINLI_AUTH", "short", DIGEST, &vault), SETTING_INVALID);
    assert_fails(vault_make("LINLI_AUTH", "", DIGEST, &vault), SETTING_INVALID);
    assert_fails(vault_make("LINLI_AUTH", OLD ",short", DIGEST, &vault), SETTING_INVALID);
    assert_fails(vault_make("LINLI_AUTH", OLD, "short", &vault), SETTING_INVALID);
}

/* Never by nothing: who holds the tables alone must not be able to try all phones there are. */
static void digests_without_a_secret_of_their_own_are_keyed_by_the_oldest(void **state)
{
    uint8_t a[SHA256_BYTES], b[SHA256_BYTES];
    struct vault one, two, other;

    (void)state;
    assert_ok(vault_make("LINLI_GROUPBUY", OLD, NULL, &one));
    assert_ok(vault_make("LINLI_GROUPBUY", NEWER "," OLD, NULL, &two));
    assert_ok(vault_make("LINLI_GROUPBUY", NEWER, NULL, &other));
    vault_digest(&one, "phone", "13800000000", a);
    vault_digest(&two, "phone", "13800000000", b);
    assert_memory_equal(a, b, sizeof a);
    assert_ok(vault_make("LINLI_GROUPBUY", NEWER "," OLD ",", NULL, &two)); /* a comma at the end is no secret */
    vault_digest(&two, "phone", "13800000000", b);
    assert_memory_equal(a, b, sizeof a);
    vault_digest(&other, "phone", "13800000000", b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_for_its_purpose_only),
        cmocka_unit_test(secrets_rotate),
        cmocka_unit_test(a_vault_is_put_in_place_of_another),
        cmocka_unit_test(digests_are_keyed_and_stay),
        cmocka_unit_test(digests_without_a_secret_of_their_own_are_keyed_by_the_oldest),
        cmocka_unit_test(short_secrets_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
