/* Patterns match whole texts, as POSIX's own matcher does, and refuse what JavaScript reads differently. */
#include "support/check.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/pattern.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static bool matches(const char *pattern, const char *text)
{
    char why[PATTERN_WHY_BYTES];
    const struct pattern *made = pattern_compile(&arena, pattern, why);

    if (!made)
        fail_msg("%s: %s", pattern, why);
    return pattern_matches(made, text, strlen(text));
}

static void whole_texts_match(void **state)
{
    static const struct {
        const char *pattern, *yes, *no;
    } cases[] = {
        { "abc", "abc", "abcd" },
        { "abc", "abc", "ab" },
        { "", "", "a" },
        { "a?", "", "aa" },
        { "a*", "aaaa", "aab" },
        { "a+", "a", "" },
        { "a{3}", "aaa", "aaaa" },
        { "a{2,3}b", "aaab", "aaaab" },
        { "a{2,}", "aaaaaa", "a" },
        { "a{0,2}", "", "aaa" },
        { "a{0}b", "b", "ab" },
        { "(ab|c)*d", "abcabd", "abad" },
        { "(a|b|cd)", "cd", "c" },
        { "a|", "", "b" },
        { "((a*)*)*b", "aaab", "aaa" },
        { "([0-9]{4})?", "", "123" },
        { "[A-HJ-NP-Z2-9]{12}", "ABCDEFGH2345", "ABCDEFGH2I45" },
        { "[0-9+ -]*", "+86 12-3", "a" },
        { "[^a-c]+", "xyz", "xbz" },
        { "[^\\n]+", "North\\n 1", "a\nb" },
        { "[\\]\\\\]+", "]\\", "[" },
        { "https?://.+", "http://x", "http:/x" },
        { "\\.\\^\\$\\|", ".^$|", "a^$|" },
        { "^20[0-9]{2}-(0[1-9]|1[0-2])$", "2026-11", "2026-13" },
        { "a\\$", "a$", "a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (!matches(cases[i].pattern, cases[i].yes))
            fail_msg("%s does not match %s", cases[i].pattern, cases[i].yes);
        if (matches(cases[i].pattern, cases[i].no))
            fail_msg("%s matches %s", cases[i].pattern, cases[i].no);
    }
}

static void what_it_does_not_know_is_refused(void **state)
{
    static const char *const patterns[] = { "(a",     "a)",       "[a",     "[]",     "[b-a]",    "a{2,1}",
                                            "*a",     "a**",      "[[a]",   "[[:a:]", "a{70000}", "\\d",
                                            "(a)\\1", "a\\",      "(?=a)b", "(?i)ab", "(*F)",     "\\K",
                                            "邻",     "(?<n>a)b", "a++",    "a?+",    "[x[:a:]]" };

    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        char why[PATTERN_WHY_BYTES] = "";

        if (pattern_compile(&arena, patterns[i], why) || !*why)
            fail_msg("%s was taken", patterns[i]);
    }
}

/* ---- against regexec(), with texts and patterns of chance ---- */

static unsigned chance(unsigned below)
{
    return (unsigned)random() % below;
}

/* Pieces that both read the same way, in any order; nobody's groups are empty. */
static void some_pattern(char *out, size_t size)
{
    static const char *const atoms[] = { "a", "b", ".", "[ab]", "[^a]", "(ab|b)", "(a|bc*)", "(a?b)" };
    static const char *const counts[] = { "", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}" };

    *out = '\0';
    for (unsigned pieces = 1 + chance(4); pieces; pieces--) {
        size_t used = strlen(out);

        snprintf(out + used, size - used, "%s%s%s", used && chance(6) == 0 ? "|" : "", atoms[chance(8)],
                 counts[chance(9)]);
    }
}

static void some_text(char *out, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        out[i] = "abc"[chance(3)];
    out[bytes] = '\0';
}

static void chance_agrees_with_posix(void **state)
{
    int matched = 0;

    (void)state;
    srandom(20261122);
    for (int i = 0; i < 3000; i++) {
        char pattern[200], anchored[220], text[16];
        regex_t regex;

        some_pattern(pattern, sizeof pattern);
        snprintf(anchored, sizeof anchored, "^(%s)$", pattern);
        assert_int_equal(regcomp(&regex, anchored, REG_EXTENDED | REG_NOSUB), 0);
        for (int tries = 0; tries < 8; tries++) {
            some_text(text, chance(9));
            bool wanted = regexec(&regex, text, 0, NULL, 0) == 0;

            matched += wanted;
            if (matches(pattern, text) != wanted)
                fail_msg("%s and %s: POSIX says %d", pattern, text, wanted);
        }
        regfree(&regex);
        arena_reset(&arena);
    }
    assert_true(matched > 3000);
}

/* What makes others look at each way to share out the letters. */
static void hard_patterns_take_no_longer(void **state)
{
    char text[2001];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(matches("(a|aa)+b", text));
    assert_false(matches("((a*)*)*b", text));
    assert_false(matches("a?a?a?a?a?a?a?a?a*a*a*a*a*a*a*a*b", text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_texts_match, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_it_does_not_know_is_refused, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(chance_agrees_with_posix, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(hard_patterns_take_no_longer, open_arena, close_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
