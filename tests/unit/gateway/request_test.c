/* The small readers of a request: query, language, client address, idempotency key. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "gateway/address.h"
#include "gateway/guard.h"
#include "gateway/language.h"
#include "gateway/query.h"

static void queries(void **state)
{
    struct arena arena;
    const struct parameter *list;
    size_t count;
    char many[QUERY_PARAMETERS_MAX * 3 + 8] = "";

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(query_parse(&arena, NULL, &list, &count));
    assert_int_equal(count, 0);
    assert_ok(query_parse(&arena, "&&a=1+2&b=%E9%82%BB&&c&d==", &list, &count));
    assert_int_equal(count, 4);
    assert_string_equal(list[0].value, "1 2");
    assert_string_equal(list[1].value, "邻");
    assert_string_equal(list[2].name, "c");
    assert_string_equal(list[2].value, "");
    assert_string_equal(list[3].value, "=");
    static const char *const bad[] = { "a=%", "a=%1", "a=%zz", "a=%00", "a=%ff", "%c0%af=1", "a=%e9%82" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(query_parse(&arena, bad[i], &list, &count), BAD_REQUEST);
    for (int i = 0; i < QUERY_PARAMETERS_MAX + 1; i++)
        strcat(many, "a&");
    assert_fails(query_parse(&arena, many, &list, &count), BAD_REQUEST);
    arena_finish(&arena);
}

static void languages(void **state)
{
    (void)state;
    assert_int_equal(language_of(NULL), LANGUAGE_ZH);
    assert_int_equal(language_of(""), LANGUAGE_ZH);
    assert_int_equal(language_of("en"), LANGUAGE_EN);
    assert_int_equal(language_of("EN-us"), LANGUAGE_EN);
    assert_int_equal(language_of("fr, de;q=0.9"), LANGUAGE_ZH);
    assert_int_equal(language_of("en;q=0.3, zh;q=0.4"), LANGUAGE_ZH);
    assert_int_equal(language_of("zh;q=0.300,en;q=0.301"), LANGUAGE_EN);
    assert_int_equal(language_of("en;q=0"), LANGUAGE_ZH);
    assert_int_equal(language_of("en;q="), LANGUAGE_ZH);
    assert_int_equal(language_of(";;;,,,=q"), LANGUAGE_ZH);
}

static const char *seen_as(const struct proxies *proxies, const char *peer, const char *forwarded)
{
    static char address[ADDRESS_BYTES];

    client_address(proxies, peer, forwarded, address);
    return address;
}

static void addresses(void **state)
{
    struct proxies proxies, none;

    (void)state;
    assert_ok(proxies_parse("", &none));
    assert_ok(proxies_parse("127.0.0.1 10.0.0.0/8, 2001:db8::/32", &proxies));
    assert_string_equal(seen_as(&none, "127.0.0.1", "1.2.3.4"), "127.0.0.1");
    assert_string_equal(seen_as(&proxies, "127.0.0.1", NULL), "127.0.0.1");
    assert_string_equal(seen_as(&proxies, "127.0.0.1", "1.2.3.4"), "1.2.3.4");
    assert_string_equal(seen_as(&proxies, "127.0.0.1", "6.6.6.6, 1.2.3.4 ,10.9.9.9"), "1.2.3.4");
    assert_string_equal(seen_as(&proxies, "::ffff:127.0.0.1", "1.2.3.4"), "1.2.3.4");
    assert_string_equal(seen_as(&proxies, "2001:db8::7", "2001:db9::1"), "2001:db9::1");
    assert_string_equal(seen_as(&proxies, "127.0.0.1", "1.2.3.4, x"), "127.0.0.1");
    assert_string_equal(seen_as(&proxies, "8.8.8.8", "1.2.3.4"), "8.8.8.8");
    assert_string_equal(seen_as(&proxies, "127.0.0.1", ",,, ,"), "127.0.0.1");
    static const char *const bad[] = { "x", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "::1/129", "1.2.3.4/x" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(proxies_parse(bad[i], &proxies), FIELDS_INVALID);
}

static void keys(void **state)
{
    char key[IDEMPOTENCY_KEY_CHARS_MAX + 1], longest[IDEMPOTENCY_KEY_CHARS_MAX + 2];

    (void)state;
    assert_ok(guard_idempotency_key("\"a-b\"", key));
    assert_string_equal(key, "a-b");
    assert_ok(guard_idempotency_key("~!x", key));
    memset(longest, 'k', sizeof(longest));
    longest[IDEMPOTENCY_KEY_CHARS_MAX + 1] = '\0';
    assert_fails(guard_idempotency_key(longest, key), BAD_REQUEST);
    assert_ok(guard_idempotency_key(longest + 1, key));
    static const char *const bad[] = { "", "\"\"", "a b", "\"", "a\"b", "\"a", "\xe9\x82\xbb", "a\tb" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(guard_idempotency_key(bad[i], key), BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries),
        cmocka_unit_test(languages),
        cmocka_unit_test(addresses),
        cmocka_unit_test(keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
