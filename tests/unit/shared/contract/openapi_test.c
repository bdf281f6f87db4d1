/* The document of the contract for tests: what stands in it, and that it is the same each time. That our own document
 * is valid, and its examples with it, is checked by tests/unit/contract and in CI by a validator that is not ours. */
#include <jansson.h>

#include "demo.h"

#include "contract/openapi.h"

static char *document_text(struct demo *demo)
{
    struct buf text;

    buf_init(&text, &demo->arena, 0);
    openapi_write(demo->contract, &text);
    return text.data;
}

static json_t *document(struct demo *demo)
{
    json_error_t error;
    json_t *json = json_loads(document_text(demo), JSON_REJECT_DUPLICATES, &error);

    if (!json)
        fail_msg("the document is no JSON: %s at %d:%d", error.text, error.line, error.column);
    return json;
}

/* The value at a way of keys that are cut at '>' (paths hold dots and slashes); a number is an index. */
static json_t *at(json_t *json, const char *way)
{
    char part[128];

    while (json && *way) {
        size_t length = strcspn(way, ">");

        snprintf(part, sizeof(part), "%.*s", (int)length, way);
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(part)) : json_object_get(json, part);
        way += length + (way[length] == '>');
    }
    return json;
}

static void holds(json_t *json, const char *way, const char *expected)
{
    char *found = json_dumps(at(json, way), JSON_ENCODE_ANY | JSON_COMPACT);

    if (!found || strcmp(found, expected) != 0)
        fail_msg("%s is %s, not %s", way, found ? found : "absent", expected);
    free(found);
}

static void the_document_is_the_same_each_time(void **state)
{
    assert_string_equal(document_text(*state), document_text(*state));
}

static void an_operation_says_all_of_itself(void **state)
{
    json_t *json = document(*state);

    holds(json, "openapi", "\"3.1.0\"");
    holds(json, "paths>/v1/things>post>operationId", "\"createThing\"");
    holds(json, "paths>/v1/things>post>tags", "[\"Demo\"]");
    holds(json, "paths>/v1/things>post>summary", "\"Creates a thing.\"");
    holds(json, "paths>/v1/things>post>description", "\"The caller becomes its owner.\"");
    holds(json, "paths>/v1/things>post>parameters>0>$ref", "\"#/components/parameters/IdempotencyKey\"");
    holds(json, "paths>/v1/things>post>responses>201>content>application/json>schema>$ref",
          "\"#/components/schemas/Thing\"");
    holds(json,
          "paths>/v1/things>post>responses>400>content>application/problem+json>schema>allOf>1>properties>code>enum",
          "[\"SOLD_OUT\",\"BAD_REQUEST\",\"FIELDS_INVALID\",\"IDEMPOTENCY_KEY_REQUIRED\",\"OVERFLOW\"]");
    holds(json, "paths>/v1/things>post>x-linli-method", "\"linli.demo.v1.Demo.CreateThing\"");
    holds(json, "paths>/v1/things>post>x-linli-idempotency", "\"required\"");
    holds(json, "paths>/v1/things>post>security", "[{\"bearer\":[]}]");
    holds(json, "paths>/v1/things/{thingId}>get>security", "[{},{\"bearer\":[]}]");
    holds(json, "paths>/v1/things/{thingId}>get>responses>304>description", "\"What the client has is still right.\"");
    holds(json, "paths>/v1/things/{thingId}>delete>x-linli-roles", "[\"operator\"]");
    holds(json,
          "paths>/v1/things/{thingId}>delete>responses>410>content>application/"
          "problem+json>schema>allOf>1>properties>code>enum",
          "[\"TOO_LATE\"]");
    assert_null(at(json, "paths>/v1/things/{thingId}>get>requestBody"));
    json_decref(json);
}

static void parameters_carry_their_rules(void **state)
{
    json_t *json = document(*state);

    holds(json, "paths>/v1/things>get>parameters>0",
          "{\"name\":\"pageSize\",\"in\":\"query\",\"schema\":{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,"
          "\"maximum\":100},"
          "\"example\":20}");
    holds(json, "paths>/v1/things>get>parameters>3>schema",
          "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":5},\"maxItems\":3,\"uniqueItems\":true}");
    holds(json, "paths>/v1/things/{thingId}/floors/{floor}:open>post>parameters>0",
          "{\"name\":\"thingId\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",\"pattern\":\"^[0-"
          "9a-f]{32}$\"}}");
    /* what the path gives is not in the body */
    holds(json,
          "paths>/v1/things/{thingId}/floors/{floor}:open>post>requestBody>content>application/json>schema>properties",
          "{\"words\":{\"type\":\"string\",\"maxLength\":50,\"description\":\"Words for the door.\"}}");
    json_decref(json);
}

static void a_message_in_both_directions_has_two_schemas(void **state)
{
    json_t *json = document(*state);

    holds(json, "components>schemas>Line>required", "[\"skuId\",\"quantity\"]");
    assert_null(at(json, "components>schemas>Line>properties>quantity>maximum"));
    holds(json, "components>schemas>LineInput>properties>quantity",
          "{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"maximum\":99,\"examples\":[2]}");
    holds(json, "components>schemas>LineInput>additionalProperties", "false");
    holds(json, "components>schemas>CreateThingRequest>properties>lines>items>$ref",
          "\"#/components/schemas/LineInput\"");
    json_decref(json);
}

static void every_type_has_its_schema(void **state)
{
    json_t *json = document(*state);

    holds(json, "components>schemas>Everything>properties>large", "{\"type\":\"integer\",\"format\":\"int64\"}");
    holds(json, "components>schemas>Everything>properties>usmall",
          "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0}");
    holds(json, "components>schemas>Everything>properties>blob", "{\"type\":\"string\",\"format\":\"byte\"}");
    holds(json, "components>schemas>Everything>properties>volume", "{\"$ref\":\"#/components/schemas/Volume\"}");
    holds(json, "components>schemas>Everything>properties>inner>anyOf>1", "{\"type\":\"null\"}");
    holds(json, "components>schemas>Everything>properties>at>anyOf>0",
          "{\"type\":\"string\",\"format\":\"date-time\"}");
    holds(json, "components>schemas>Everything>properties>counts",
          "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\",\"format\":\"int64\"}}");
    holds(json, "components>schemas>EverythingInput>properties>maybeText", "{\"type\":\"string\"}");
    holds(json, "components>schemas>Volume>description", "\"How loud a thing is.\\n- QUIET: Hardly to be heard.\"");
    holds(json, "components>schemas>CreateThingRequest>properties>volume",
          "{\"type\":\"string\",\"enum\":[\"QUIET\",\"LOUD\"]}");
    holds(json, "components>schemas>CreateThingRequest>oneOf",
          "[{\"required\":[\"circleId\"]},{\"required\":[\"place\"]}]");
    holds(json, "components>schemas>CreateThingRequest>properties>note>x-linli-personal", "true");
    json_decref(json);
}

static void a_file_is_an_answer_beside_json(void **state)
{
    json_t *json = document(*state);

    holds(json, "paths>/v1/things:export>post>responses>200>content>application/json>schema>$ref",
          "\"#/components/schemas/ThingsFile\"");
    holds(json, "paths>/v1/things:export>post>responses>200>content>text/csv", "{\"schema\":{\"type\":\"string\"}}");
    holds(json, "paths>/v1/things:export>post>responses>200>content>text/html", "{\"schema\":{\"type\":\"string\"}}");
    holds(json, "paths>/v1/things:export>post>responses>200>headers>X-Next-Part>$ref",
          "\"#/components/headers/NextPart\"");
    holds(json, "paths>/v1/things:export>post>responses>200>headers>Content-Disposition>$ref",
          "\"#/components/headers/ContentDisposition\"");
    json_decref(json);
}

static void callbacks_stand_apart(void **state)
{
    json_t *json = document(*state);

    holds(json, "paths>/v1/callbacks/demo>post>tags", "[\"callbacks\"]");
    holds(json, "paths>/v1/callbacks/demo>post>requestBody", "{\"content\":{\"*/*\":{}}}");
    assert_null(at(json, "components>schemas>RawRequest"));
    assert_null(at(json, "components>schemas>LendThingRequest"));
    holds(json, "x-linli-reasons-text>demo>TOO_LATE",
          "{\"code\":\"GONE\",\"status\":410,\"zh\":\"来晚了\",\"en\":\"You are too late\"}");
    holds(json, "x-linli-reasons-text>common>RATE_LIMITED>retryAfterS", "1");
    json_decref(json);
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(the_document_is_the_same_each_time), WITH_DEMO(an_operation_says_all_of_itself),
        WITH_DEMO(parameters_carry_their_rules),       WITH_DEMO(a_message_in_both_directions_has_two_schemas),
        WITH_DEMO(every_type_has_its_schema),          WITH_DEMO(callbacks_stand_apart),
        WITH_DEMO(a_file_is_an_answer_beside_json),
    };

    return cmocka_run_group_tests(tests, demo_open, demo_close);
}
