/* Wire bytes that no writer of ours makes: refused whole, by both readers. And small stacks. */
#include <pthread.h>
#include <stdlib.h>

#include "demo.h"

#include "linli/demo/v1/demo.pb-c.h"

struct bytes {
    const char *type;
    const char *what;
    const char *data;
    size_t size;
};
#define BYTES(type, what, literal)                                                                                     \
    {                                                                                                                  \
        type, what, literal, sizeof(literal) - 1                                                                       \
    }

static void broken_bytes_are_refused(void **state)
{
    static const struct bytes cases[] = {
        BYTES("Everything", "a tag cut short", "\x80"),
        BYTES("Everything", "a tag without value", "\x08"),
        BYTES("Everything", "field number 0", "\x00\x01"),
        BYTES("Everything", "a varint of eleven bytes", "\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"),
        BYTES("Everything", "a varint above 64 bits", "\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"),
        BYTES("Everything", "a tag of six bytes", "\x88\x80\x80\x80\x80\x00\x01"),
        BYTES("Everything", "a length of six bytes",
              "\x72\x81\x80\x80\x80\x80\x00"
              "a"),
        BYTES("Everything", "a length beyond the end",
              "\x72\x05"
              "ab"),
        BYTES("Everything", "a huge length",
              "\x72\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
              "ab"),
        BYTES("Everything", "a fixed32 cut short", "\x45\x01\x02\x03"),
        BYTES("Everything", "a fixed64 cut short", "\x49\x01\x02\x03\x04\x05\x06\x07"),
        BYTES("Everything", "a string as a number", "\x70\x05"),
        BYTES("Everything", "a number as a string",
              "\x12\x01"
              "a"),
        BYTES("Everything", "a group", "\x0b\x0c"),
        BYTES("Everything", "an unknown wire type", "\x0f\x01"),
        BYTES("Everything", "a number twice", "\x10\x01\x10\x02"),
        BYTES("Everything", "a message twice", "\x8a\x01\x00\x8a\x01\x00"),
        BYTES("Everything", "two members of a oneof",
              "\xc2\x01\x01"
              "a\xc8\x01\x01"),
        BYTES("Everything", "bad UTF-8", "\x72\x02\xc0\xaf"),
        BYTES("Everything", "three bytes of UTF-8 cut short", "\x72\x05\xe4\xba\x91\xe4\xba"),
        BYTES("Everything", "three bytes of UTF-8 that go on as something else", "\x72\x03\xe4\xba\x41"),
        BYTES("Everything", "a first byte of three before none that follows", "\x72\x03\xe4\x41\x91"),
        BYTES("Everything", "three bytes of UTF-8 that two would say", "\x72\x03\xe0\x9f\xbf"),
        BYTES("Everything", "half of a surrogate pair", "\x72\x03\xed\xa0\x80"),
        BYTES("Everything", "a NUL in a string",
              "\x72\x03"
              "a\0b"),
        BYTES("Everything", "bad UTF-8 deep inside", "\x8a\x01\x06\x1a\x04\x0a\x02\xff\xff"),
        BYTES("Everything", "a packed list cut short", "\x92\x01\x01\x80"),
        BYTES("Everything", "a packed list of doubles with seven bytes",
              "\x8a\x02\x07"
              "1234567"),
        BYTES("Everything", "a map entry that is no message", "\xb2\x01\x01\xff"),
        BYTES("Everything", "a map key that is not UTF-8", "\xb2\x01\x03\x0a\x01\xff"),
        BYTES("Everything", "a time after the year 9999", "\xda\x01\x07\x08\x80\x83\xd1\xff\xaf\x07"),
        BYTES("Everything", "a time with too many nanos", "\xda\x01\x06\x10\x80\x94\xeb\xdc\x03"),
        BYTES("Everything", "a mask that would not come back",
              "\xe2\x01\x06\x0a\x04"
              "A__b"),
        BYTES("Everything", "a wrapper of something else", "\xea\x01\x02\x08\x01"),
    };
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct message_type *type = demo_type(demo, cases[i].type);
        struct status checked = wire_check(type, cases[i].data, cases[i].size), shown;
        struct buf json;

        buf_init(&json, &demo->arena, 0);
        buf_add_str(&json, "before");
        shown = wire_to_json(type, cases[i].data, cases[i].size, &json);
        if (!failed_with(checked, BAD_REQUEST))
            fail_msg("wire_check took %s", cases[i].what);
        if (!failed_with(shown, INTERNAL))
            fail_msg("wire_to_json took %s and made %s", cases[i].what, json.data);
        assert_string_equal(json.data, "before");
    }
}

static void unusual_bytes_are_taken(void **state)
{
    static const struct {
        struct bytes bytes;
        const char *holds;
    } cases[] = {
        { BYTES("Everything", "an unknown field",
                "\x82\x7d\x01"
                "x\x08\x01"),
          "{\"flag\":true," },
        { BYTES("Everything", "a list that is not packed", "\x90\x01\x01\x90\x01\x02"), "\"numbers\":[1,2]," },
        { BYTES("Everything", "a list in two parts, one packed", "\x90\x01\x01\x08\x01\x92\x01\x02\x02\x03"),
          "\"numbers\":[1,2,3]," },
        { BYTES("Everything", "an empty packed list", "\x92\x01\x00"), "\"numbers\":[]," },
        { BYTES("Everything", "fields out of order",
                "\x72\x01"
                "z\x08\x01"),
          "{\"flag\":true," },
        { BYTES("Everything", "a value of a newer enum", "\x80\x01\x63"), "\"volume\":99," },
        { BYTES("Everything", "a bool of 2", "\x08\x02"), "{\"flag\":true," },
        { BYTES("Everything", "an int32 in five bytes", "\x10\xff\xff\xff\xff\x0f"), "\"small\":-1," },
        { BYTES("Everything", "a map entry without its parts", "\xb2\x01\x00"), "\"counts\":{\"\":0}," },
        { BYTES("Everything", "an empty time", "\xda\x01\x00"), "\"at\":\"1970-01-01T00:00:00Z\"," },
        { BYTES("Everything", "what three bytes begin with",
                "\x72\x12\xe0\xa0\x80\xe1\x80\x80\xec\xbf\xbf\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"),
          "\"text\":\"\xe0\xa0\x80\xe1\x80\x80\xec\xbf\xbf\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"," },
        { BYTES("Everything", "what is escaped, between what is not", "\x72\x0f云\"山\\\n花园"),
          "\"text\":\"云\\\"山\\\\\\n花园\"," },
        { BYTES("Everything", "an empty wrapper", "\xea\x01\x00"), "\"maybeText\":\"\"," },
    };
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct message_type *type = demo_type(demo, cases[i].bytes.type);
        struct buf json;

        buf_init(&json, &demo->arena, 0);
        assert_ok(wire_check(type, cases[i].bytes.data, cases[i].bytes.size));
        assert_ok(wire_to_json(type, cases[i].bytes.data, cases[i].bytes.size, &json));
        if (!strstr(json.data, cases[i].holds))
            fail_msg("%s gave %s", cases[i].bytes.what, json.data);
    }
}

/* Our bytes are what protobuf-c makes of the same message: one reader's meaning is the other's. */
static void protobuf_c_reads_and_writes_the_same_bytes(void **state)
{
    static const char json[] =
        "{\"flag\":true,\"small\":-5,\"large\":-9007199254740993,\"usmall\":7,\"ularge\":18446744073709551615,"
        "\"zsmall\":-9,"
        "\"zlarge\":-10,\"fsmall\":11,\"flarge\":12,\"sfsmall\":-13,\"sflarge\":-14,\"narrow\":1.5,\"wide\":2.25,"
        "\"text\":\"邻里\",\"blob\":\"AAEC\",\"volume\":\"LOUD\",\"inner\":{\"name\":\"n\",\"count\":1,\"deeper\":{"
        "\"words\":[\"w\"]}},"
        "\"numbers\":[1,-2,300],\"texts\":[\"a\",\"\"],\"inners\":[{\"name\":\"x\"},{}],\"volumes\":[\"QUIET\","
        "\"UNHEARD\"],"
        "\"counts\":{\"k\":5},\"byNumber\":{\"4\":{\"count\":6}},\"chosenInner\":{\"count\":3},"
        "\"at\":\"2026-11-21T20:00:00.5Z\",\"mask\":\"a,bC.d\",\"maybeText\":\"t\",\"maybeNumber\":0,\"times\":[\"2026-"
        "11-21T20:00:00Z\"],"
        "\"wides\":[0.5],\"blobs\":[\"AA==\"],\"byFlag\":{\"true\":\"y\"},\"flags\":[true,false],\"farAway\":\"f\"}";
    struct demo *demo = *state;
    Demo__Everything *message;
    struct buf wire;
    uint8_t *packed;

    assert_ok(demo_to_wire(demo, "Everything", json, &wire));
    message = demo__everything__unpack(NULL, wire.len, (const uint8_t *)wire.data);
    assert_non_null(message);
    assert_int_equal(message->small, -5);
    assert_int_equal(message->large, INT64_C(-9007199254740993));
    assert_true(message->ularge == UINT64_MAX);
    assert_int_equal(message->zlarge, -10);
    assert_string_equal(message->text, "邻里");
    assert_string_equal(message->inner->deeper->words[0], "w");
    assert_int_equal(message->numbers[2], 300);
    assert_int_equal(message->volumes[1], DEMO__VOLUME__UNHEARD);
    assert_int_equal(message->choice_case, DEMO__EVERYTHING__CHOICE_CHOSEN_INNER);
    assert_int_equal(message->at->nanos, 500000000);
    assert_string_equal(message->mask->paths[1], "b_c.d");
    assert_non_null(message->maybe_number);
    assert_null(message->maybe_flag);
    assert_int_equal(demo__everything__get_packed_size(message), wire.len);
    packed = malloc(wire.len);
    demo__everything__pack(message, packed);
    assert_memory_equal(packed, wire.data, wire.len);
    free(packed);
    demo__everything__free_unpacked(message, NULL);
}

static void repeat(struct buf *wire, const char *data, size_t bytes, size_t times)
{
    while (times--)
        buf_add(wire, data, bytes);
}

/* A megabyte of the smallest things there are: bounded memory, and an answer. */
static void a_full_message_of_small_things_does_no_harm(void **state)
{
    struct demo *demo = *state;
    const struct message_type *type = demo_type(demo, "Everything"), *request = demo_type(demo, "CreateThingRequest");
    struct buf wire, json;

    buf_init(&wire, &demo->arena, 1 << 20);
    repeat(&wire, "\xba\x01\x00", 3, 300000); /* by_number, empty entries */
    assert_string_equal(demo_outcome(demo, wire_check(type, wire.data, wire.len)),
                        "byNumber must have at most 1000 items");
    buf_init(&json, &demo->arena, 1 << 16);
    assert_string_equal(wire_to_json(type, wire.data, wire.len, &json).text,
                        "an answer of 900000 bytes is more than 3145728 bytes of JSON");
    assert_int_equal(json.len, 0);
    demo_forget(state);

    buf_init(&wire, &demo->arena, 1 << 20);
    repeat(&wire,
           "\x2a\x01"
           "a",
           3, 300000); /* tags, all the same */
    assert_string_equal(demo_outcome(demo, wire_check(request, wire.data, wire.len)),
                        "tags[1] is the same as item 0; tags[2] is the same as item 1; tags[3] is the same as item 2; "
                        "tags must have at most 4 items; title is required; lines is required; "
                        "circleId is required, or another of circleId, place");
    demo_forget(state);

    buf_init(&wire, &demo->arena, 1 << 20);
    buf_init(&json, &demo->arena, 1 << 16);
    repeat(&wire, "\x0a\x00", 2, 500000); /* things, all empty */
    assert_true(failed_with(wire_to_json(demo_type(demo, "ListThingsResponse"), wire.data, wire.len, &json), INTERNAL));
    assert_ok(wire_check(demo_type(demo, "ListThingsResponse"), wire.data, wire.len));
}

/* civetweb's threads have 100 KB. As deep and as wrong as it gets, the pattern's matcher included. */
static void *on_a_small_stack(void *data)
{
    struct demo *demo = data;
    const struct message_type *type = demo_type(demo, "CreateThingRequest");
    struct buf json, wire, back;

    buf_init(&json, &demo->arena, 0);
    buf_init(&wire, &demo->arena, 0);
    buf_init(&back, &demo->arena, 0);
    buf_add_str(
        &json,
        "{\"code\":\"AB12\",\"contact\":{\"lines\":[{},{}]},\"tags\":[\"a\",\"a\"],\"labels\":{\"k\":\"v\"},\"deep\":");
    for (int i = 0; i < 31; i++)
        buf_add_str(&json, "[");
    for (int i = 0; i < 31; i++)
        buf_add_str(&json, "]");
    buf_add_str(&json, "}");
    if (ok(json_to_wire(type, &demo->arena, json.data, json.len, NULL, NULL, 0, &wire)) ||
        ok(wire_check(type, "\xff", 1)) || ok(wire_to_json(type, "\xff", 1, &back)))
        return "bad input was taken";
    json.len = wire.len = 0;
    buf_add_str(&json, "{\"title\":\"ab\",\"code\":\"AB12\",\"lines\":[{\"skuId\":\"0123456789abcdef0123456789abcdef\","
                       "\"quantity\":1}],"
                       "\"place\":\"p\",\"contact\":{\"name\":\"n\",\"lines\":[]}}");
    if (!ok(json_to_wire(type, &demo->arena, json.data, json.len, NULL, NULL, 0, &wire)) ||
        !ok(wire_check(type, wire.data, wire.len)) || !ok(wire_to_json(type, wire.data, wire.len, &back)))
        return "good input was refused";
    return NULL;
}

static void a_stack_of_100_kb_is_enough(void **state)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *wrong;

    pthread_attr_init(&attributes);
    assert_int_equal(pthread_attr_setstacksize(&attributes, 102400), 0);
    assert_int_equal(pthread_create(&thread, &attributes, on_a_small_stack, *state), 0);
    pthread_join(thread, &wrong);
    pthread_attr_destroy(&attributes);
    if (wrong)
        fail_msg("%s", (const char *)wrong);
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(broken_bytes_are_refused),
        WITH_DEMO(unusual_bytes_are_taken),
        WITH_DEMO(protobuf_c_reads_and_writes_the_same_bytes),
        WITH_DEMO(a_full_message_of_small_things_does_no_harm),
        WITH_DEMO(a_stack_of_100_kb_is_enough),
    };

    return cmocka_run_group_tests(tests, demo_open, demo_close);
}
