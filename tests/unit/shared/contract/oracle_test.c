/* Random messages, said twice: as JSON for us and in protobuf's text format for protoc. Our bytes must be protoc's, and
 * our JSON of them must be what was said. */
#include <inttypes.h>
#include <jansson.h>

#include "compile.h"

#define BATCHES  4
#define MESSAGES 150
#define FLAGS    (JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL)

/* One message in both languages, under way. */
struct said {
    struct buf json, text;
    uint64_t random; /* xorshift: the same messages each time */
};

static uint64_t next_random(struct said *said)
{
    said->random ^= said->random << 13;
    said->random ^= said->random >> 7;
    said->random ^= said->random << 17;
    return said->random;
}

static bool chance(struct said *said, unsigned in)
{
    return next_random(said) % in == 0;
}

static uint64_t edge(struct said *said, const uint64_t *edges, size_t count)
{
    return chance(said, 2) ? edges[next_random(said) % count] : next_random(said) >> next_random(said) % 64;
}

static int64_t random_signed(struct said *said, unsigned bits)
{
    static const uint64_t edges[] = {
        1, 127, 128, 16383, 16384, INT32_MAX, (uint64_t)INT64_MAX, (uint64_t)INT64_MIN, UINT64_MAX
    };
    int64_t value = (int64_t)edge(said, edges, 9);

    value = bits == 32 ? (int32_t)value : value;
    return value ? value : 1; /* protoc writes no zeros, and neither do we; a zero that is said is another test */
}

static uint64_t random_unsigned(struct said *said, unsigned bits)
{
    uint64_t value = (uint64_t)random_signed(said, 64);

    value = bits == 32 ? (uint32_t)value : value;
    return value ? value : 1;
}

static void name_field(struct said *said, const char *json_name, const char *name)
{
    if (said->json.data[said->json.len - 1] != '{')
        buf_add_char(&said->json, ',');
    buf_printf(&said->json, "\"%s\":", json_name);
    buf_printf(&said->text, "%s", name);
}

static void say_signed(struct said *said, const char *json_name, const char *name, unsigned bits)
{
    int64_t value = random_signed(said, bits);

    name_field(said, json_name, name);
    buf_printf(&said->json, "%" PRId64, value);
    buf_printf(&said->text, ": %" PRId64 "\n", value);
}

static void say_unsigned(struct said *said, const char *json_name, const char *name, unsigned bits)
{
    uint64_t value = random_unsigned(said, bits);

    name_field(said, json_name, name);
    buf_printf(&said->json, "%" PRIu64, value);
    buf_printf(&said->text, ": %" PRIu64 "\n", value);
}

static void add_bytes(struct said *said, const char *data, size_t bytes)
{
    buf_add_str(&said->text, ": \"");
    for (size_t i = 0; i < bytes; i++)
        buf_printf(&said->text, "\\%03o", (unsigned char)data[i]);
    buf_add_str(&said->text, "\"\n");
}

static void add_string(struct said *said)
{
    static const char *const pieces[] = { "a",  "é",  "邻",   "😀", "\"",
                                          "\\", "\n", "\x01", "/", "plain letters, many of them ",
                                          " " };
    char text[512] = "";
    size_t count = 1 + next_random(said) % 12;

    while (count--)
        strcat(text, pieces[next_random(said) % 11]);
    buf_json_string(&said->json, text);
    add_bytes(said, text, strlen(text));
}

static void say_string(struct said *said, const char *json_name, const char *name)
{
    name_field(said, json_name, name);
    add_string(said);
}

static void say_blob(struct said *said, const char *json_name, const char *name)
{
    static const char *const blobs[][2] = {
        { "\xff", "/w==" }, { "hi", "aGk=" }, { "\xfb\xef\xff", "++//" }, { "four", "Zm91cg==" }
    };
    const char *const *blob = blobs[next_random(said) % 4];

    name_field(said, json_name, name);
    buf_json_string(&said->json, blob[1]);
    add_bytes(said, blob[0], strlen(blob[0]));
}

static void say_double(struct said *said, const char *json_name, const char *name)
{
    double value = (double)(int32_t)random_signed(said, 32) / 1024; /* also exact as a float when it is small */

    value = chance(said, 2) ? value : (double)(next_random(said) % 1000 + 1) / 8;
    if (strcmp(name, "narrow") == 0)
        value = (double)(float)value;
    name_field(said, json_name, name);
    buf_printf(&said->json, "%.17g", value);
    buf_printf(&said->text, ": %.17g\n", value);
}

static void say_words(struct said *said, const char *json_name, const char *name, const char *json, const char *text)
{
    name_field(said, json_name, name);
    buf_add_str(&said->json, json);
    buf_printf(&said->text, "%s\n", text);
}

static void say_inner(struct said *said, const char *json_name, const char *name)
{
    name_field(said, json_name, name);
    buf_add_str(&said->json, "{");
    buf_add_str(&said->text, " {\n");
    if (chance(said, 2))
        say_string(said, "name", "name");
    if (chance(said, 2))
        say_signed(said, "count", "count", 32);
    buf_add_str(&said->json, "}");
    buf_add_str(&said->text, "}\n");
}

static void say_numbers(struct said *said)
{
    size_t count = 1 + next_random(said) % 40;

    if (said->json.data[said->json.len - 1] != '{')
        buf_add_char(&said->json, ',');
    buf_add_str(&said->json, "\"numbers\":");
    for (size_t i = 0; i < count; i++) {
        int32_t value = chance(said, 4) ? 0 : (int32_t)random_signed(said, 32);

        buf_printf(&said->json, "%c%" PRId32, i ? ',' : '[', value);
        buf_printf(&said->text, "numbers: %" PRId32 "\n", value);
    }
    buf_add_char(&said->json, ']');
}

static void say_texts(struct said *said)
{
    size_t count = 1 + next_random(said) % 5;

    if (said->json.data[said->json.len - 1] != '{')
        buf_add_char(&said->json, ',');
    buf_add_str(&said->json, "\"texts\":");
    for (size_t i = 0; i < count; i++) {
        buf_add_char(&said->json, i ? ',' : '[');
        buf_add_str(&said->text, "texts");
        add_string(said);
    }
    buf_add_char(&said->json, ']');
}

static void say_map(struct said *said)
{
    int64_t value = chance(said, 3) ? 0 : random_signed(said, 64);

    name_field(said, "counts", "counts");
    buf_printf(&said->json, "{\"key\":%" PRId64 "}", value);
    buf_printf(&said->text, " { key: \"key\" value: %" PRId64 " }\n", value);
}

static void say_oneof(struct said *said)
{
    switch (next_random(said) % 3) {
    case 0:
        say_words(said, "chosenText", "chosen_text", "\"\"", ": \"\"");
        break;
    case 1:
        say_signed(said, "chosenNumber", "chosen_number", 64);
        break;
    default:
        say_inner(said, "chosenInner", "chosen_inner");
    }
}

/* In no order: JSON has none, and our bytes must not depend on it. */
static void say_field(struct said *said, unsigned field)
{
    switch (field) {
    case 0:
        say_words(said, "flag", "flag", "true", ": true");
        break;
    case 1:
        say_signed(said, "small", "small", 32);
        break;
    case 2:
        say_signed(said, "large", "large", 64);
        break;
    case 3:
        say_unsigned(said, "usmall", "usmall", 32);
        break;
    case 4:
        say_unsigned(said, "ularge", "ularge", 64);
        break;
    case 5:
        say_signed(said, "zsmall", "zsmall", 32);
        break;
    case 6:
        say_signed(said, "zlarge", "zlarge", 64);
        break;
    case 7:
        say_unsigned(said, "fsmall", "fsmall", 32);
        break;
    case 8:
        say_unsigned(said, "flarge", "flarge", 64);
        break;
    case 9:
        say_signed(said, "sfsmall", "sfsmall", 32);
        break;
    case 10:
        say_signed(said, "sflarge", "sflarge", 64);
        break;
    case 11:
        say_double(said, "narrow", "narrow");
        break;
    case 12:
        say_double(said, "wide", "wide");
        break;
    case 13:
        say_string(said, "text", "text");
        break;
    case 14:
        say_blob(said, "blob", "blob");
        break;
    case 15:
        say_words(said, "volume", "volume", "\"UNHEARD\"", ": UNHEARD");
        break;
    case 16:
        say_inner(said, "inner", "inner");
        break;
    case 17:
        say_numbers(said);
        break;
    case 18:
        say_texts(said);
        break;
    case 19:
        say_words(said, "volumes", "volumes", "[\"LOUD\",\"UNHEARD\"]", ": [LOUD, UNHEARD]");
        break;
    case 20:
        say_map(said);
        break;
    case 21:
        say_oneof(said);
        break;
    case 22:
        say_words(said, "at", "at", "\"2026-11-21T20:00:00.500Z\"", " { seconds: 1795291200 nanos: 500000000 }");
        break;
    case 23:
        say_words(said, "mask", "mask", "\"userName,a.bC\"", " { paths: \"user_name\" paths: \"a.b_c\" }");
        break;
    case 24:
        say_words(said, "maybeText", "maybe_text", "\"\"", " { }");
        break;
    case 25:
        say_words(said, "maybeNumber", "maybe_number", "7", " { value: 7 }");
        break;
    case 26:
        say_words(said, "byFlag", "by_flag", "{\"true\":\"\"}", " { key: true value: \"\" }");
        break;
    case 27:
        say_words(said, "flags", "flags", "[true,false,true]", ": [true, false, true]");
        break;
    case 28:
        say_words(said, "wides", "wides", "[0,-0.5]", ": [0, -0.5]");
        break;
    case 29:
        say_words(said, "blobs", "blobs", "[\"\",\"aGk=\"]", ": [\"\", \"hi\"]");
        break;
    case 30:
        say_words(said, "byNumber", "by_number", "{\"-3\":{\"count\":2}}", " { key: -3 value { count: 2 } }");
        break;
    default:
        say_string(said, "farAway", "far_away");
        break;
    }
}

static void say_message(struct said *said)
{
    unsigned start = (unsigned)(next_random(said) % 32);

    buf_add_str(&said->json, "{");
    buf_add_str(&said->text, "items {\n");
    for (unsigned i = 0; i < 32; i++)
        if (chance(said, 3))
            say_field(said, (start + i * 11) % 32);
    buf_add_str(&said->json, "}");
    buf_add_str(&said->text, "}\n");
}

static void protoc_encode(struct demo *demo, const struct buf *text, char *bytes, size_t room, size_t *ret_bytes)
{
    FILE *file;

    write_file(compile_path(demo, "in"), text->data, text->len);
    run_command(demo, arena_printf(
                          &demo->arena,
                          PROTOC " " PROTO_IMPORTS " --encode=linli.demo.v1.Many linli/demo/v1/demo.proto <%s >%s 2>%s",
                          compile_path(demo, "in"), compile_path(demo, "out"), compile_path(demo, "protoc.log")));
    file = fopen(compile_path(demo, "out"), "rb");
    assert_non_null(file);
    *ret_bytes = fread(bytes, 1, room, file);
    fclose(file);
    assert_true(*ret_bytes < room);
}

/* Everything that was said is in what came back; numbers as far as a float tells (jansson ends at INT64_MAX, and that
 * ours are exact is shown by the bytes and by json_to_wire_test.c). */
static void assert_holds(json_t *back, json_t *said, const char *where)
{
    const char *key;
    json_t *value;
    size_t index;

    if (json_is_object(said)) {
        json_object_foreach(said, key, value)
        {
            assert_non_null(json_object_get(back, key));
            assert_holds(json_object_get(back, key), value, key);
        }
    } else if (json_is_array(said)) {
        assert_int_equal(json_array_size(back), json_array_size(said));
        json_array_foreach(said, index, value) assert_holds(json_array_get(back, index), value, where);
    } else if (json_is_real(said)) {
        assert_true((float)json_real_value(said) == (float)json_real_value(back));
    } else if (!json_equal(said, back)) {
        fail_msg("%s is another: %s", where, json_dumps(back, JSON_ENCODE_ANY));
    }
}

static void protoc_writes_the_same_bytes(void **state)
{
    struct demo *demo = *state;
    const struct message_type *type = demo_type(demo, "Many");
    const size_t room = 1 << 20;
    char *expected = malloc(room);
    struct said said = { .random = 88172645463325252u };

    for (int batch = 0; batch < BATCHES; batch++) {
        struct buf wire, back;
        json_t *before, *after;
        size_t bytes;

        buf_init(&said.json, &demo->arena, 1 << 16);
        buf_init(&said.text, &demo->arena, 1 << 16);
        buf_init(&wire, &demo->arena, 1 << 16);
        buf_init(&back, &demo->arena, 1 << 16);
        buf_add_str(&said.json, "{\"items\":");
        for (int i = 0; i < MESSAGES; i++) {
            buf_add_char(&said.json, i ? ',' : '[');
            say_message(&said);
        }
        buf_add_str(&said.json, "]}");
        protoc_encode(demo, &said.text, expected, room, &bytes);
        assert_ok(json_to_wire(type, &demo->arena, said.json.data, said.json.len, NULL, NULL, 0, &wire));
        assert_int_equal(wire.len, bytes);
        assert_memory_equal(wire.data, expected, bytes);
        assert_ok(wire_check(type, wire.data, wire.len));
        assert_ok(wire_to_json(type, wire.data, wire.len, &back));
        before = json_loads(said.json.data, FLAGS, NULL);
        after = json_loads(back.data, FLAGS, NULL);
        assert_non_null(before);
        assert_non_null(after);
        assert_holds(after, before, "");
        json_decref(before);
        json_decref(after);
        demo_forget(state);
    }
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(protoc_writes_the_same_bytes, demo_open, demo_forget),
    };

    return cmocka_run_group_tests(tests, compile_open, compile_close);
}
