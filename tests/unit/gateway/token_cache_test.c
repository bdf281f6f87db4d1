/* Verified tokens: what comes out is what went in, until it expires or something newer needs the place. */
#include "support/check.h"

#include <string.h>

#include "gateway/token_cache.h"

static void hash_of(size_t number, uint8_t hash[SHA256_BYTES])
{
    sha256(&number, sizeof(number), hash);
}

static void what_comes_out_is_what_went_in(void **state)
{
    struct token_cache *cache = token_cache_create();
    struct token_claims in = { .user_id = "u1",
                               .session_id = "s1",
                               .app_id = "",
                               .issued_ms = 5,
                               .expires_ms = 1000,
                               .roles_count = 2,
                               .roles = { { "keeper", "c1" }, { "auditor", "" } } };
    struct token_claims out;
    struct arena arena;
    uint8_t hash[SHA256_BYTES];

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    hash_of(1, hash);
    assert_false(token_cache_get(cache, &arena, hash, 10, &out));
    token_cache_put(cache, hash, &in);
    assert_true(token_cache_get(cache, &arena, hash, 999, &out));
    assert_string_equal(out.user_id, "u1");
    assert_string_equal(out.session_id, "s1");
    assert_string_equal(out.app_id, "");
    assert_int_equal(out.issued_ms, 5);
    assert_int_equal(out.roles_count, 2);
    assert_string_equal(out.roles[0].role, "keeper");
    assert_string_equal(out.roles[0].scope_id, "c1");
    assert_string_equal(out.roles[1].scope_id, "");
    assert_false(token_cache_get(cache, &arena, hash, 1000, &out)); /* expired */
    token_cache_put(cache, hash, &in);
    assert_int_equal(token_cache_count(cache), 1); /* in its own place */
    arena_finish(&arena);
    token_cache_destroy(cache);
}

static void it_never_grows_beyond_its_bound(void **state)
{
    struct token_cache *cache = token_cache_create();
    struct token_claims claims = { .user_id = "u", .session_id = "s", .app_id = "a" };
    struct token_claims out;
    struct arena arena;
    uint8_t hash[SHA256_BYTES];
    int found = 0;

    (void)state;
    for (size_t i = 0; i < 4 * TOKEN_CACHE_ENTRIES; i++) {
        hash_of(i, hash);
        claims.expires_ms = 1000 + (int64_t)i; /* the later, the longer */
        token_cache_put(cache, hash, &claims);
    }
    assert_true(token_cache_count(cache) <= TOKEN_CACHE_ENTRIES);
    arena_init(&arena, ARENA_BYTES_MAX);
    for (size_t i = 4 * TOKEN_CACHE_ENTRIES - 1000; i < 4 * TOKEN_CACHE_ENTRIES; i++) {
        hash_of(i, hash);
        found += token_cache_get(cache, &arena, hash, 1, &out);
    }
    assert_true(found > 980); /* those that live longest are kept */
    arena_finish(&arena);
    token_cache_destroy(cache);
}

/* A miss costs an Ed25519 verification, so tokens must not drive each other out while there is room. */
static void two_thirds_of_its_bound_all_find_a_place(void **state)
{
    struct token_cache *cache = token_cache_create();
    struct token_claims claims = { .user_id = "u", .session_id = "s", .app_id = "a", .expires_ms = 1000 };
    uint8_t hash[SHA256_BYTES];
    const size_t tokens = TOKEN_CACHE_ENTRIES * 2 / 3;

    (void)state;
    for (size_t i = 0; i < tokens; i++) {
        hash_of(i, hash);
        token_cache_put(cache, hash, &claims);
    }
    assert_true(token_cache_count(cache) >= tokens - tokens / 100);
    token_cache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_out_is_what_went_in),
        cmocka_unit_test(it_never_grows_beyond_its_bound),
        cmocka_unit_test(two_thirds_of_its_bound_all_find_a_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
