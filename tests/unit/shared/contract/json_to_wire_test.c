/* What a JSON body may hold, and the exact complaint about each that may not. */
#include "demo.h"

/* What comes back, of the members that the case is about. */
static void holds(struct demo *demo, const char *json, const char *expected)
{
    const char *back = demo_round(demo, "Everything", json);

    if (!strstr(back, expected))
        fail_msg("%s\n  gave %s\n  which lacks %s", json, back, expected);
}

static void values_come_back(void **state)
{
    static const char *const cases[][2] = {
        { "{\"flag\":true}", "{\"flag\":true," },
        { "{\"small\":-2147483648}", "\"small\":-2147483648," },
        { "{\"small\":2147483647}", "\"small\":2147483647," },
        { "{\"small\":\"12\"}", "\"small\":12," },
        { "{\"small\":1.50e2}", "\"small\":150," },
        { "{\"small\":0.0}", "\"small\":0," },
        { "{\"small\":-0}", "\"small\":0," },
        { "{\"small\":100E-2}", "\"small\":1," },
        { "{\"small\":0e99999999999}", "\"small\":0," },
        { "{\"large\":-9223372036854775808}", "\"large\":-9223372036854775808," },
        { "{\"large\":9223372036854775807}", "\"large\":9223372036854775807," },
        { "{\"large\":9007199254740993}", "\"large\":9007199254740993," },
        { "{\"large\":\"9007199254740993\"}", "\"large\":9007199254740993," },
        { "{\"usmall\":4294967295}", "\"usmall\":4294967295," },
        { "{\"ularge\":18446744073709551615}", "\"ularge\":18446744073709551615," },
        { "{\"zsmall\":-2147483648}", "\"zsmall\":-2147483648," },
        { "{\"zlarge\":-9223372036854775808}", "\"zlarge\":-9223372036854775808," },
        { "{\"fsmall\":4294967295}", "\"fsmall\":4294967295," },
        { "{\"flarge\":18446744073709551615}", "\"flarge\":18446744073709551615," },
        { "{\"sfsmall\":-1}", "\"sfsmall\":-1," },
        { "{\"sflarge\":-1}", "\"sflarge\":-1," },
        { "{\"narrow\":0.1}", "\"narrow\":0.1," },
        { "{\"narrow\":\"NaN\"}", "\"narrow\":\"NaN\"," },
        { "{\"wide\":0.1}", "\"wide\":0.1," },
        { "{\"wide\":1e300}", "\"wide\":1e+300," },
        { "{\"wide\":-0.0}", "\"wide\":-0," },
        { "{\"wide\":\"-Infinity\"}", "\"wide\":\"-Infinity\"," },
        { "{\"wide\":\"1.5\"}", "\"wide\":1.5," },
        { "{\"wide\":0.30000000000000004}", "\"wide\":0.30000000000000004," },
        { "{\"text\":\"\\u90bb\\u91cc \\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\\u001f\\u00e9\"}",
          "\"text\":\"邻里 😀 \\\"\\\\/\\b\\f\\n\\r\\t\\u001fé\"," },
        { "{\"text\":\"a long text of plain letters with a 汉字 in the middle of it all\"}",
          "\"text\":\"a long text of plain letters with a 汉字 in the middle of it all\"," },
        { "{\"text\":\"12345678\\\"12345678\\\\\"}", "\"text\":\"12345678\\\"12345678\\\\\"," },
        { "{\"blob\":\"AAEC/w==\"}", "\"blob\":\"AAEC/w==\"," },
        { "{\"blob\":\"AAEC_w\"}", "\"blob\":\"AAEC/w==\"," },
        { "{\"blob\":\"aGk=\"}", "\"blob\":\"aGk=\"," },
        { "{\"blob\":\"aGkx\"}", "\"blob\":\"aGkx\"," },
        { "{\"volume\":\"LOUD\"}", "\"volume\":\"LOUD\"," },
        { "{\"volume\":\"UNHEARD\"}", "\"volume\":\"UNHEARD\"," },
        { "{\"inner\":{\"name\":\"n\",\"deeper\":{\"words\":[\"a\",\"\"]}}}",
          "\"inner\":{\"name\":\"n\",\"count\":0,\"deeper\":{\"words\":[\"a\",\"\"]}}," },
        { "{\"inner\":{}}", "\"inner\":{\"name\":\"\",\"count\":0,\"deeper\":null}," },
        { "{\"numbers\":[1,0,-1]}", "\"numbers\":[1,0,-1]," },
        { "{\"texts\":[\"\",\"b\"]}", "\"texts\":[\"\",\"b\"]," },
        { "{\"inners\":[{},{\"count\":2}]}",
          "\"inners\":[{\"name\":\"\",\"count\":0,\"deeper\":null},{\"name\":\"\",\"count\":2,\"deeper\":null}]," },
        { "{\"volumes\":[\"LOUD\",\"VOLUME_UNSPECIFIED\"]}", "\"volumes\":[\"LOUD\",\"VOLUME_UNSPECIFIED\"]," },
        { "{\"counts\":{\"a\":1,\"\":0}}", "\"counts\":{\"a\":1,\"\":0}," },
        { "{\"byNumber\":{\"-3\":{\"count\":1}}}",
          "\"byNumber\":{\"-3\":{\"name\":\"\",\"count\":1,\"deeper\":null}}," },
        { "{\"byFlag\":{\"true\":\"yes\",\"false\":\"no\"}}", "\"byFlag\":{\"true\":\"yes\",\"false\":\"no\"}," },
        { "{\"chosenText\":\"\"}", "\"chosenText\":\"\",\"chosenNumber\":null,\"chosenInner\":null," },
        { "{\"chosenNumber\":0}", "\"chosenText\":null,\"chosenNumber\":0,\"chosenInner\":null," },
        { "{\"at\":\"2026-11-21T20:00:00Z\"}", "\"at\":\"2026-11-21T20:00:00Z\"," },
        { "{\"at\":\"2026-11-21T20:00:00.5+08:00\"}", "\"at\":\"2026-11-21T12:00:00.500Z\"," },
        { "{\"at\":\"1969-12-31T23:59:59.123456789Z\"}", "\"at\":\"1969-12-31T23:59:59.123456789Z\"," },
        { "{\"at\":\"0001-01-01T00:00:00Z\"}", "\"at\":\"0001-01-01T00:00:00Z\"," },
        { "{\"at\":\"9999-12-31T23:59:59.999999Z\"}", "\"at\":\"9999-12-31T23:59:59.999999Z\"," },
        { "{\"at\":\"2024-02-29T00:00:00-12:30\"}", "\"at\":\"2024-02-29T12:30:00Z\"," },
        { "{\"at\":\"1970-01-01T00:00:00Z\"}", "\"at\":\"1970-01-01T00:00:00Z\"," },
        { "{\"mask\":\"userName,address.streetName2\"}", "\"mask\":\"userName,address.streetName2\"," },
        { "{\"mask\":\"\"}", "\"mask\":\"\"," },
        { "{\"maybeText\":\"\"}", "\"maybeText\":\"\",\"maybeNumber\":null,\"maybeFlag\":null," },
        { "{\"maybeNumber\":\"0\",\"maybeFlag\":false}", "\"maybeText\":null,\"maybeNumber\":0,\"maybeFlag\":false," },
        { "{\"times\":[\"2026-11-21T20:00:00Z\"]}", "\"times\":[\"2026-11-21T20:00:00Z\"]," },
        { "{\"wides\":[1.5,2]}", "\"wides\":[1.5,2]," },
        { "{\"blobs\":[\"\",\"aGk=\"]}", "\"blobs\":[\"\",\"aGk=\"]," },
        { "{\"flags\":[true,false]}", "\"flags\":[true,false]," },
        { "{\"farAway\":\"here\"}", "\"farAway\":\"here\"}" },
        { " {\n\t\"flag\" :\r true } ", "{\"flag\":true," },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        holds(*state, cases[i][0], cases[i][1]);
}

static void nothing_given_is_zeros_and_nulls(void **state)
{
    static const char expected[] =
        "{\"flag\":false,\"small\":0,\"large\":0,\"usmall\":0,\"ularge\":0,\"zsmall\":0,\"zlarge\":0,\"fsmall\":0,"
        "\"flarge\":0,\"sfsmall\":0,\"sflarge\":0,\"narrow\":0,\"wide\":0,\"text\":\"\",\"blob\":\"\","
        "\"volume\":\"VOLUME_UNSPECIFIED\",\"inner\":null,\"numbers\":[],\"texts\":[],\"inners\":[],\"volumes\":[],"
        "\"counts\":{},\"byNumber\":{},\"chosenText\":null,\"chosenNumber\":null,\"chosenInner\":null,\"at\":null,"
        "\"mask\":null,\"maybeText\":null,\"maybeNumber\":null,\"maybeFlag\":null,\"times\":[],\"wides\":[],\"blobs\":["
        "],"
        "\"byFlag\":{},\"flags\":[],\"farAway\":\"\"}";

    assert_string_equal(demo_round(*state, "Everything", "{}"), expected);
    assert_string_equal(demo_round(*state, "Everything", "{\"flag\":null,\"inner\":null,\"numbers\":null,\"at\":null}"),
                        expected);
    assert_string_equal(demo_round(*state, "Everything", ""), expected); /* no body at all */
    assert_string_equal(demo_round(*state, "Everything", expected), expected);
    assert_string_equal(demo_round(*state, "GetMineRequest", "{}"), "{}");
}

static void order_in_json_does_not_change_the_bytes(void **state)
{
    struct buf a, b;

    assert_ok(demo_to_wire(*state, "Everything",
                           "{\"flag\":true,\"inner\":{\"name\":\"n\",\"count\":3},\"numbers\":[1],\"chosenNumber\":4}",
                           &a));
    assert_ok(demo_to_wire(*state, "Everything",
                           "{\"chosenNumber\":4,\"numbers\":[1],\"inner\":{\"count\":3,\"name\":\"n\"},\"flag\":true}",
                           &b));
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
}

static void long_parts_get_long_lengths(void **state)
{
    struct demo *demo = *state;
    struct buf json;
    const char *back;

    buf_init(&json, &demo->arena, 0);
    buf_add_str(&json, "{\"inner\":{\"name\":\"");
    for (int i = 0; i < 20000; i++)
        buf_add_str(&json, "邻\\n");
    buf_add_str(&json, "\",\"count\":7}}");
    back = demo_round(demo, "Everything", json.data);
    assert_non_null(strstr(back, "\",\"count\":7,\"deeper\":null}"));
    assert_int_equal(strstr(back, "\",\"count\":7") - strstr(back, "邻\\n"), 20000 * 5);
}

struct bad {
    const char *type, *json, *complaint;
};

static void complains(struct demo *demo, const struct bad *bad)
{
    struct buf wire;
    const char *outcome = demo_outcome(demo, demo_to_wire(demo, bad->type, bad->json, &wire));

    if (strcmp(outcome, bad->complaint) != 0)
        fail_msg("%s\n  gave %s\n  not  %s", bad->json, outcome, bad->complaint);
}

#define NOT_GOOD "BAD_REQUEST: the body is not good JSON: "

static void broken_json_is_refused(void **state)
{
    static const struct bad cases[] = {
        { "Everything", "[]", "BAD_REQUEST: the body must be a JSON object" },
        { "Everything", "\"text\"", "BAD_REQUEST: the body must be a JSON object" },
        { "Everything", "null", "BAD_REQUEST: the body must be a JSON object" },
        { "Everything", " ", NOT_GOOD "it ends too early (at byte 1)" },
        { "Everything", "{", NOT_GOOD "a name in quotes was expected (at byte 1)" },
        { "Everything", "{\"flag\"", NOT_GOOD "a colon was expected (at byte 7)" },
        { "Everything", "{\"flag\":", NOT_GOOD "it ends too early (at byte 8)" },
        { "Everything", "{\"flag\":true", NOT_GOOD "a comma or a closing brace was expected (at byte 12)" },
        { "Everything", "{\"flag\":true,}", NOT_GOOD "a name in quotes was expected (at byte 13)" },
        { "Everything", "{,\"flag\":true}", NOT_GOOD "a name in quotes was expected (at byte 1)" },
        { "Everything", "{\"flag\":true \"small\":1}",
          NOT_GOOD "a comma or a closing brace was expected (at byte 13)" },
        { "Everything", "{flag:true}", NOT_GOOD "a name in quotes was expected (at byte 1)" },
        { "Everything", "{\"flag\":True}", NOT_GOOD "a value was expected (at byte 8)" },
        { "Everything", "{\"flag\":tru}", NOT_GOOD "only true, false and null are words of JSON (at byte 8)" },
        { "Everything", "{\"flag\":nul", NOT_GOOD "only true, false and null are words of JSON (at byte 8)" },
        { "Everything", "{\"flag\":true}}", NOT_GOOD "something follows the value (at byte 13)" },
        { "Everything", "{\"flag\":true}{}", NOT_GOOD "something follows the value (at byte 13)" },
        { "Everything", "{\"small\":01}",
          NOT_GOOD "a number begins with a zero that does not belong there (at byte 10)" },
        { "Everything", "{\"small\":1.}", NOT_GOOD "a digit is missing (at byte 11)" },
        { "Everything", "{\"small\":-}", NOT_GOOD "a digit is missing (at byte 10)" },
        { "Everything", "{\"small\":1e}", NOT_GOOD "a digit is missing (at byte 11)" },
        { "Everything", "{\"small\":.5}", NOT_GOOD "a value was expected (at byte 9)" },
        { "Everything", "{\"small\":+5}", NOT_GOOD "a value was expected (at byte 9)" },
        { "Everything", "{\"small\":NaN}", NOT_GOOD "a value was expected (at byte 9)" },
        { "Everything", "{\"text\":'a'}", NOT_GOOD "a value was expected (at byte 8)" },
        { "Everything", "{\"text\":\"a", NOT_GOOD "it ends within a string (at byte 10)" },
        { "Everything", "{\"text\":\"a\\", NOT_GOOD "an escape is unknown (at byte 11)" },
        { "Everything", "{\"text\":\"\\x\"}", NOT_GOOD "an escape is unknown (at byte 10)" },
        { "Everything", "{\"text\":\"\\u12\"}", NOT_GOOD "\\u wants four hexadecimal digits (at byte 13)" },
        { "Everything", "{\"text\":\"\\u0000\"}", NOT_GOOD "a string holds a NUL (at byte 15)" },
        { "Everything", "{\"text\":\"\\ud800\"}", NOT_GOOD "a surrogate stands alone (at byte 15)" },
        { "Everything", "{\"text\":\"\\udc00\"}", NOT_GOOD "a surrogate stands alone (at byte 15)" },
        { "Everything", "{\"text\":\"\\ud800\\u0041\"}", NOT_GOOD "a surrogate stands alone (at byte 21)" },
        { "Everything", "{\"text\":\"a\nb\"}",
          NOT_GOOD "a string holds a control character that is not escaped (at byte 10)" },
        { "Everything", "{\"text\":\"\xff\"}", NOT_GOOD "a string is not UTF-8 (at byte 9)" },
        { "Everything", "{\"text\":\"\xc0\xaf\"}", NOT_GOOD "a string is not UTF-8 (at byte 9)" },
        { "Everything", "{\"text\":\"\xed\xa0\x80\"}", NOT_GOOD "a string is not UTF-8 (at byte 9)" },
        { "Everything", "{\"text\":\"\xe9\x82\"}", NOT_GOOD "a string is not UTF-8 (at byte 9)" },
        { "Everything", "{\"nothing\":\"\xff\"}", NOT_GOOD "a string is not UTF-8 (at byte 12)" },
        { "Everything", "{\"\xff\":1}", NOT_GOOD "a string is not UTF-8 (at byte 2)" },
        { "Everything", "{\"numbers\":[1,]}", NOT_GOOD "a value was expected (at byte 14)" },
        { "Everything", "{\"numbers\":[1 2]}", NOT_GOOD "a comma or a closing bracket was expected (at byte 14)" },
        { "Everything", "{\"numbers\":[}", NOT_GOOD "a value was expected (at byte 12)" },
        { "Everything", "{\"numbers\":[1", NOT_GOOD "a comma or a closing bracket was expected (at byte 13)" },
        { "Everything", "{\"nothing\":{\"a\":[1,{\"b\":}]}}", NOT_GOOD "a value was expected (at byte 24)" },
        { "Everything", "{\"nothing\":[1,{\"b\":2}",
          NOT_GOOD "a comma or a closing bracket was expected (at byte 21)" },
        { "Everything", "\xef\xbb\xbf{}", NOT_GOOD "a value was expected (at byte 0)" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        complains(*state, &cases[i]);
}

static void a_nul_in_the_body_is_refused(void **state)
{
    static const char json[] = "{\"text\":\"a\0b\"}", outside[] = "{\0}";
    struct demo *demo = *state;
    struct buf wire;

    buf_init(&wire, &demo->arena, 0);
    assert_string_equal(demo_outcome(demo, json_to_wire(demo_type(demo, "Everything"), &demo->arena, json,
                                                        sizeof(json) - 1, NULL, NULL, 0, &wire)),
                        NOT_GOOD "a string holds a NUL (at byte 10)");
    assert_string_equal(demo_outcome(demo, json_to_wire(demo_type(demo, "Everything"), &demo->arena, outside,
                                                        sizeof(outside) - 1, NULL, NULL, 0, &wire)),
                        NOT_GOOD "a name in quotes was expected (at byte 1)");
}

static void wrong_types_are_named(void **state)
{
    static const struct bad cases[] = {
        { "Everything", "{\"flag\":1}", "flag must be true or false" },
        { "Everything", "{\"flag\":\"true\"}", "flag must be true or false" },
        { "Everything", "{\"small\":true}", "small must be an integer" },
        { "Everything", "{\"small\":1.5}", "small must be an integer" },
        { "Everything", "{\"small\":\"\"}", "small must be an integer" },
        { "Everything", "{\"small\":\" 1\"}", "small must be an integer" },
        { "Everything", "{\"small\":\"0x10\"}", "small must be an integer" },
        { "Everything", "{\"small\":1e-1}", "small must be an integer" },
        { "Everything", "{\"small\":2147483648}", "small must be from -2147483648 to 2147483647" },
        { "Everything", "{\"small\":-2147483649}", "small must be from -2147483648 to 2147483647" },
        { "Everything", "{\"small\":1e400}", "small must be from -2147483648 to 2147483647" },
        { "Everything", "{\"large\":9223372036854775808}",
          "large must be from -9223372036854775808 to 9223372036854775807" },
        { "Everything", "{\"large\":-9223372036854775809}",
          "large must be from -9223372036854775808 to 9223372036854775807" },
        { "Everything", "{\"large\":123456789012345678901234567890}",
          "large must be from -9223372036854775808 to 9223372036854775807" },
        { "Everything", "{\"usmall\":-1}", "usmall must be from 0 to 4294967295" },
        { "Everything", "{\"usmall\":4294967296}", "usmall must be from 0 to 4294967295" },
        { "Everything", "{\"ularge\":18446744073709551616}", "ularge must be from 0 to 18446744073709551615" },
        { "Everything", "{\"narrow\":1e39}", "narrow is too large" },
        { "Everything", "{\"wide\":1e309}", "wide is too large" },
        { "Everything", "{\"wide\":\"inf\"}", "wide must be a number" },
        { "Everything", "{\"wide\":[]}", "wide must be a number" },
        { "Everything", "{\"text\":1}", "text must be a string" },
        { "Everything", "{\"text\":{}}", "text must be a string" },
        { "Everything", "{\"blob\":\"a\"}", "blob must be base64" },
        { "Everything", "{\"blob\":\"a*==\"}", "blob must be base64" },
        { "Everything", "{\"blob\":\"aGl=\"}", "blob must be base64" },
        { "Everything", "{\"blob\":\"aGk==\"}", "blob must be base64" },
        { "Everything", "{\"volume\":2}", "volume must be a string" },
        { "Everything", "{\"volume\":\"loud\"}", "volume must be one of VOLUME_UNSPECIFIED, QUIET, LOUD, UNHEARD" },
        { "Everything", "{\"inner\":[]}", "inner must be an object" },
        { "Everything", "{\"inner\":\"x\"}", "inner must be an object" },
        { "Everything", "{\"inner\":{\"deeper\":{\"words\":[1]}}}", "inner.deeper.words[0] must be a string" },
        { "Everything", "{\"numbers\":1}", "numbers must be a list" },
        { "Everything", "{\"numbers\":[1,null]}", "numbers[1] must not be null" },
        { "Everything", "{\"inners\":[null]}", "inners[0] must not be null" },
        { "Everything", "{\"inners\":[{},{\"count\":\"x\"}]}", "inners[1].count must be an integer" },
        { "Everything", "{\"counts\":[]}", "counts must be an object" },
        { "Everything", "{\"counts\":{\"a\":null}}", "counts.a must not be null" },
        { "Everything", "{\"counts\":{\"a\":1,\"b\":2,\"a\":3}}", "counts holds a key more than once" },
        { "Everything", "{\"byNumber\":{\"x\":{}}}", "byNumber.x has a key that must be an integer" },
        { "Everything", "{\"byNumber\":{\"1\":{},\"1.0\":{}}}", "byNumber holds a key more than once" },
        { "Everything", "{\"byNumber\":{\"1\":{\"count\":true}}}", "byNumber.1.count must be an integer" },
        { "Everything", "{\"byFlag\":{\"yes\":\"\"}}", "byFlag.yes has a key that must be true or false" },
        { "Everything", "{\"chosenText\":\"a\",\"chosenNumber\":1}", "chosenNumber may not stand beside chosenText" },
        { "Everything", "{\"at\":1}", "at must be a string" },
        { "Everything", "{\"at\":\"2026-11-21\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"2026-02-29T00:00:00Z\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"2026-11-21T24:00:00Z\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"2026-11-21 20:00:00Z\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"2026-11-21T20:00:00\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"2026-11-21T20:00:00.1234567891Z\"}",
          "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"at\":\"0001-01-01T00:00:00+01:00\"}", "at must be a time such as 2026-11-21T20:00:00Z" },
        { "Everything", "{\"mask\":\"a,,b\"}", "mask must be names of fields, with commas between them" },
        { "Everything", "{\"mask\":\"user_name\"}", "mask must be names of fields, with commas between them" },
        { "Everything", "{\"maybeNumber\":\"x\"}", "maybeNumber must be an integer" },
        { "Everything", "{\"maybeFlag\":{}}", "maybeFlag must be true or false" },
        { "Everything", "{\"flag\":true,\"flag\":true}", "flag is given more than once" },
        { "Everything", "{\"inner\":{\"count\":1,\"count\":[{}]}}", "inner.count is given more than once" },
        { "Everything", "{\"Flag\":true}", "Flag is not a field of this request" },
        { "Everything", "{\"by_number\":{}}", "by_number is not a field of this request" },
        { "Everything", "{\"inner\":{\"nme\":{\"deep\":[[{}]]}}}", "inner.nme is not a field of this request" },
        { "Everything", "{\"\":1}", " is not a field of this request" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        complains(*state, &cases[i]);
}

#define ID   "0123456789abcdef0123456789abcdef"
#define LINE "{\"skuId\":\"" ID "\",\"quantity\":1}"
#define GOOD "\"title\":\"ab\",\"lines\":[" LINE "],\"place\":\"here\""

static void broken_rules_are_named(void **state)
{
    static const struct bad cases[] = {
        { "CreateThingRequest", "{" GOOD "}", "ok" },
        { "CreateThingRequest", "{}",
          "title is required; lines is required; circleId is required, or another of circleId, place" },
        { "CreateThingRequest", "{\"title\":\"\",\"lines\":[],\"place\":\"x\"}",
          "title is required; lines is required" },
        { "CreateThingRequest", "{\"title\":null,\"lines\":null,\"place\":\"x\"}",
          "title is required; lines is required" },
        { "CreateThingRequest", "{\"title\":\"邻\",\"lines\":[" LINE "],\"place\":\"\"}",
          "title must be at least 2 characters long" },
        { "CreateThingRequest",
          "{\"title\":\"邻里邻里邻里邻里邻里邻里邻里邻里邻里邻里\",\"lines\":[" LINE "],\"place\":\"\"}", "ok" },
        { "CreateThingRequest",
          "{\"title\":\"邻里邻里邻里邻里邻里邻里邻里邻里邻里邻里!\",\"lines\":[" LINE "],\"place\":\"\"}",
          "title must be at most 20 characters long" },
        { "CreateThingRequest", "{\"lines\":[" LINE "," LINE "," LINE "," LINE "],\"title\":\"ab\",\"place\":\"\"}",
          "lines must have at most 3 items" },
        { "CreateThingRequest", "{\"lines\":[{\"skuId\":\"x\"},{\"quantity\":100}],\"title\":\"ab\",\"place\":\"\"}",
          "lines[0].skuId must be an id, 32 lower-case hexadecimal digits; lines[0].quantity is required; "
          "lines[1].quantity must be at most 99; lines[1].skuId is required" },
        { "CreateThingRequest", "{" GOOD ",\"priceFen\":-1}", "priceFen must be at least 1" },
        { "CreateThingRequest", "{" GOOD ",\"priceFen\":0}", "ok" },
        { "CreateThingRequest", "{" GOOD ",\"priceFen\":1000001}", "priceFen must be at most 1000000" },
        { "CreateThingRequest", "{" GOOD ",\"code\":\"AB12\"}", "ok" },
        { "CreateThingRequest", "{" GOOD ",\"code\":\"AB12x\"}", "code must match [A-Z]{2}[0-9]*" },
        { "CreateThingRequest", "{" GOOD ",\"code\":\"AB12\\n\"}", "code must match [A-Z]{2}[0-9]*" },
        { "CreateThingRequest", "{" GOOD ",\"code\":\"AB1234567\"}", "code must be at most 8 characters long" },
        { "CreateThingRequest", "{" GOOD ",\"tags\":[\"a\",\"b\",\"a\",\"\"]}",
          "tags[3] must be at least 1 character long; tags[2] is the same as item 0" },
        { "CreateThingRequest", "{" GOOD ",\"tags\":[\"a\",\"b\",\"c\",\"d\",\"d\"]}",
          "tags must have at most 4 items" },
        { "CreateThingRequest", "{" GOOD ",\"sizes\":[1,2,1.0,0]}",
          "sizes[3] must be at least 1; sizes[2] is the same as item 0" },
        { "CreateThingRequest", "{" GOOD ",\"volume\":\"UNHEARD\"}", "volume must be one of QUIET, LOUD" },
        { "CreateThingRequest", "{" GOOD ",\"volume\":\"VOLUME_UNSPECIFIED\"}", "ok" },
        { "CreateThingRequest", "{" GOOD ",\"volume\":\"loud\"}", "volume must be one of QUIET, LOUD" },
        { "CreateThingRequest", "{" GOOD ",\"proof\":\"AAECAwQ=\"}", "proof must be at most 4 bytes long" },
        { "CreateThingRequest", "{" GOOD ",\"weight\":10.5}", "weight must be at most 10" },
        { "CreateThingRequest", "{" GOOD ",\"weight\":\"NaN\"}",
          "weight must be at least 0; weight must be at most 10" },
        { "CreateThingRequest", "{" GOOD ",\"uses\":6}", "uses must be at most 5" },
        { "CreateThingRequest", "{" GOOD ",\"labels\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"}}",
          "labels must have at most 2 items" },
        { "CreateThingRequest", "{" GOOD ",\"note\":\"\"}", "note must be at least 1 character long" },
        { "CreateThingRequest", "{" GOOD ",\"note\":\"123456\"}", "note must be at most 5 characters long" },
        { "CreateThingRequest", "{" GOOD ",\"contact\":{}}", "contact.name is required" },
        { "CreateThingRequest",
          "{" GOOD ",\"contact\":{\"name\":\"n\",\"lines\":[" LINE ",{\"skuId\":\"" ID "\",\"quantity\":-1}]}}",
          "contact.lines[1].quantity must be at least 1" },
        { "CreateThingRequest", "{\"title\":\"ab\",\"lines\":[" LINE "],\"circleId\":\"" ID "\"}", "ok" },
        { "CreateThingRequest", "{\"title\":\"ab\",\"lines\":[" LINE "],\"circleId\":\"\"}",
          "circleId must be an id, 32 lower-case hexadecimal digits" },
        { "CreateThingRequest",
          "{\"title\":\"ab\",\"lines\":[" LINE "],\"circleId\":\"0123456789ABCDEF0123456789abcdef\"}",
          "circleId must be an id, 32 lower-case hexadecimal digits" },
        { "CreateThingRequest", "{" GOOD ",\"circleId\":\"" ID "\"}", "circleId may not stand beside place" },
        { "CreateThingRequest", "{\"title\":7,\"lines\":{},\"place\":true,\"code\":[],\"what\":0,\"priceFen\":\"a\"}",
          "title must be a string; lines must be a list; place must be a string; code must be a string; "
          "what is not a field of this request; priceFen must be an integer" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        complains(*state, &cases[i]);
}

static void a_wire_request_is_judged_in_the_same_words(void **state)
{
    /* Rules only: what JSON gets wrong otherwise can't be said in wire bytes. */
    static const char *const bodies[] = {
        "{" GOOD "}",
        "{" GOOD ",\"priceFen\":-1}",
        "{" GOOD ",\"tags\":[\"a\",\"b\",\"a\",\"\"],\"sizes\":[3,3]}",
        "{\"title\":\"邻\",\"lines\":[{\"skuId\":\"x\"},{\"quantity\":100}],\"place\":\"\"}",
        "{" GOOD ",\"code\":\"AB12x\",\"volume\":\"UNHEARD\",\"proof\":\"AAECAwQ=\",\"weight\":11,\"uses\":6}",
        "{" GOOD ",\"labels\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"},\"note\":\"\",\"contact\":{}}",
        "{}",
    };
    struct demo *demo = *state;
    const struct message_type *type = demo_type(demo, "CreateThingRequest");

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct buf wire;
        const char *from_json = demo_outcome(demo, demo_to_wire(demo, "CreateThingRequest", bodies[i], &wire));

        assert_string_equal(demo_outcome(demo, wire_check(type, wire.data, wire.len)), from_json);
    }
}

static const char *nested(struct demo *demo, int depth, const char *open, const char *close)
{
    struct buf json;

    buf_init(&json, &demo->arena, 0);
    buf_add_str(&json, "{\"nothing\":");
    for (int i = 0; i < depth; i++)
        buf_add_str(&json, open);
    for (int i = 0; i < depth; i++)
        buf_add_str(&json, close);
    buf_add_char(&json, '}');
    return json.data;
}

static void depth_ends_at_32(void **state)
{
    struct demo *demo = *state;
    struct buf wire;

    assert_string_equal(demo_outcome(demo, demo_to_wire(demo, "Everything", nested(demo, 31, "[", "]"), &wire)),
                        "nothing is not a field of this request");
    assert_string_equal(demo_outcome(demo, demo_to_wire(demo, "Everything", nested(demo, 32, "[", "]"), &wire)),
                        NOT_GOOD "it is nested deeper than 32 (at byte 42)");
    assert_string_equal(demo_outcome(demo, demo_to_wire(demo, "Everything", nested(demo, 100000, "[", ""), &wire)),
                        NOT_GOOD "it is nested deeper than 32 (at byte 42)");
    assert_string_equal(
        demo_outcome(demo, demo_to_wire(demo, "Everything", nested(demo, 33, "{\"a\":[{},", "]}"), &wire)),
        NOT_GOOD "it is nested deeper than 32 (at byte 151)");
}

static void more_wrong_fields_than_are_kept_do_no_harm(void **state)
{
    struct demo *demo = *state;
    struct buf json, wire;
    struct status status;

    buf_init(&json, &demo->arena, 0);
    buf_add_str(&json, "{\"volumes\":[");
    for (int i = 0; i < 100000; i++)
        buf_add_str(&json, i ? ",\"x\"" : "\"x\"");
    buf_add_str(&json, "],\"at\":3}");
    status = demo_to_wire(demo, "Everything", json.data, &wire);
    assert_true(failed_with(status, FIELDS_INVALID));
    assert_true(status.violations->count > VIOLATIONS_MAX);
    assert_string_equal(status.violations->list[VIOLATIONS_MAX - 1].field, "volumes[31]");
}

/* The largest body a method may ask for, full of the smallest things: within one call's arena. */
static void a_large_body_of_small_things_does_no_harm(void **state)
{
    static const char *const bodies[][3] = {
        { "{\"texts\":[\"\"", ",\"\\n\"", "]}" },
        { "{\"blobs\":[\"\"", ",\"\"", "]}" },
        { "{\"inners\":[{}", ",{\"count\":1,\"name\":\"n\"}", "]}" },
        { "{\"numbers\":[1", ",1", "]}" },
        { "{\"times\":[\"2026-11-21T20:00:00Z\"", ",\"2026-11-21T20:00:00Z\"", "]}" },
        { "{\"nothing\":[1", ",{\"\\n\":\"\\n\"}", "]}" },
        { "{\"farAway\":\"", "\\u90bb", "\"}" },
        { "{\"x\":1", ",\"x\":\"\"", "}" },
    };
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct arena body_arena;
        struct buf json, wire;
        struct status status;

        arena_init(&body_arena, (size_t)8 << 20);
        buf_init(&json, &body_arena, METHOD_BYTES_MAX);
        buf_add_str(&json, bodies[i][0]);
        while (json.len < METHOD_BYTES_MAX - 100)
            buf_add_str(&json, bodies[i][1]);
        buf_add_str(&json, bodies[i][2]);
        buf_init(&wire, &demo->arena, 0);
        status = json_to_wire(demo_type(demo, "Everything"), &demo->arena, json.data, json.len, NULL, NULL, 0, &wire);
        assert_true(ok(status) || failed_with(status, FIELDS_INVALID));
        arena_finish(&body_arena);
        demo_forget(state);
    }
}

/* Query and path, as a GET has them. */
static const char *from_query(struct demo *demo, const char *type, const struct parameter *query, size_t count)
{
    struct buf wire, json;
    struct status status;

    buf_init(&wire, &demo->arena, 0);
    buf_init(&json, &demo->arena, 0);
    status = json_to_wire(demo_type(demo, type), &demo->arena, NULL, 0, NULL, query, count, &wire);
    if (!ok(status))
        return demo_outcome(demo, status);
    assert_ok(wire_check(demo_type(demo, type), wire.data, wire.len));
    assert_ok(wire_to_json(demo_type(demo, type), wire.data, wire.len, &json));
    return json.data;
}

static void query_parameters_are_converted(void **state)
{
    static const struct parameter query[] = {
        { "pageSize", "20" },  { "tags", "a" },
        { "volume", "LOUD" },  { "tags", "b" },
        { "onlyNew", "true" }, { "since", "2026-11-21T20:00:00Z" },
        { "atLeast", "5" },    { "fields", "title,priceFen" },
        { "sizes", "1" },      { "sizes", "0" },
    };

    assert_string_equal(
        from_query(*state, "ListThingsRequest", query, sizeof(query) / sizeof(query[0])),
        "{\"pageSize\":20,\"pageToken\":\"\",\"volume\":\"LOUD\",\"tags\":[\"a\",\"b\"],\"onlyNew\":true,"
        "\"since\":\"2026-11-21T20:00:00Z\",\"atLeast\":5,\"fields\":\"title,priceFen\",\"sizes\":[1,0]}");
}

static void wrong_query_parameters_are_all_named(void **state)
{
    static const struct parameter query[] = {
        { "pageSize", "many" },  { "tags", "a" },       { "tags", "b" },    { "tags", "a" },    { "tags", "c" },
        { "volume", "loud" },    { "page_token", "x" }, { "onlyNew", "1" }, { "since", "now" }, { "onlyNew", "true" },
        { "pageToken", "\xff" }, { "sizes", "1" },      { "sizes", "" },
    };
    static const struct parameter deep[] = { { "everything", "{}" } };

    assert_string_equal(from_query(*state, "ListThingsRequest", query, sizeof(query) / sizeof(query[0])),
                        "pageSize must be an integer; tags[2] is the same as item 0; tags must have at most 3 items; "
                        "volume must be one of VOLUME_UNSPECIFIED, QUIET, LOUD, UNHEARD; "
                        "page_token is not a parameter of this request; onlyNew must be true or false; "
                        "onlyNew is given more than once; since must be a time such as 2026-11-21T20:00:00Z; "
                        "pageToken must be UTF-8 without NUL; sizes[1] must be an integer");
    assert_string_equal(from_query(*state, "EchoRequest", deep, 1), "everything can't be given in the query");
}

static const char *from_request(struct demo *demo, const char *http_method, const char *path, const char *json,
                                const struct parameter *query, size_t count)
{
    struct route_match match;
    struct buf wire, back;
    struct status status;

    route_find(demo->contract, &demo->arena, http_method, path, &match);
    assert_non_null(match.method);
    buf_init(&wire, &demo->arena, 0);
    buf_init(&back, &demo->arena, 0);
    status = json_to_wire(match.method->input, &demo->arena, json, strlen(json), &match, query, count, &wire);
    if (!ok(status))
        return demo_outcome(demo, status);
    assert_ok(wire_to_json(match.method->input, wire.data, wire.len, &back));
    return back.data;
}

static void path_and_body_make_one_request(void **state)
{
    static const struct parameter query = { "words", "sesame" }, version = { "version", "7" };

    assert_string_equal(
        from_request(*state, "POST", "/v1/things/" ID "/floors/-3:open", "{\"words\":\"sesame\"}", NULL, 0),
        "{\"thingId\":\"" ID "\",\"floor\":-3,\"words\":\"sesame\"}");
    assert_string_equal(from_request(*state, "POST", "/v1/things/x/floors/high:open", "{\"words\":3}", NULL, 0),
                        "thingId must be an id, 32 lower-case hexadecimal digits; floor must be an integer; "
                        "words must be a string");
    assert_string_equal(
        from_request(*state, "POST", "/v1/things/" ID "/floors/1:open", "{\"thingId\":\"" ID "\"}", NULL, 0),
        "thingId is given more than once");
    assert_string_equal(from_request(*state, "POST", "/v1/things/" ID "/floors/1:open", "", &query, 1),
                        "words is not a parameter of this request");
    assert_string_equal(from_request(*state, "DELETE", "/v1/things/" ID, "", &version, 1),
                        "{\"thingId\":\"" ID "\",\"version\":7}");
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(values_come_back),
        WITH_DEMO(nothing_given_is_zeros_and_nulls),
        WITH_DEMO(order_in_json_does_not_change_the_bytes),
        WITH_DEMO(long_parts_get_long_lengths),
        WITH_DEMO(broken_json_is_refused),
        WITH_DEMO(a_nul_in_the_body_is_refused),
        WITH_DEMO(wrong_types_are_named),
        WITH_DEMO(broken_rules_are_named),
        WITH_DEMO(a_wire_request_is_judged_in_the_same_words),
        WITH_DEMO(depth_ends_at_32),
        WITH_DEMO(more_wrong_fields_than_are_kept_do_no_harm),
        WITH_DEMO(a_large_body_of_small_things_does_no_harm),
        WITH_DEMO(query_parameters_are_converted),
        WITH_DEMO(wrong_query_parameters_are_all_named),
        WITH_DEMO(path_and_body_make_one_request),
    };

    return cmocka_run_group_tests(tests, demo_open, demo_close);
}
