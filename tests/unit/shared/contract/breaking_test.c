/* Each way to break a client has its line, and what breaks nobody has none. */
#include "compile.h"

#include "contract/breaking.h"

static const char head[] =
    "syntax = \"proto3\";\npackage linli.demo.v1;\nimport \"linli/api/error.proto\";\n"
    "import \"linli/api/raw.proto\";\nimport \"linli/api/rpc.proto\";\nimport \"linli/api/rule.proto\";\n";

/* What everything is compared with. */
static const char before_text[] =
    "enum Reason { R_NONE = 0; ODD = 1 [(linli.api.reason) = { code: GONE zh: 'x' en: 'x' }]; }\n"
    "enum Colour { C_NONE = 0; RED = 1; BLUE = 2; }\n"
    "message DoItRequest { string id = 1; int32 n = 2 [(linli.api.rule) = { min: 1 max: 9 }]; Colour colour = 3;\n"
    "  repeated string tags = 4 [(linli.api.rule) = { max_items: 5 }]; oneof way { string a = 5; string b = 6; } }\n"
    "message Answer { string text = 1; Part part = 2; }\nmessage Part { int64 x = 1; }\n"
    "message GetItRequest {} message Paper { string text = 1; string type = 2; string name = 3; }\n"
    "service S {\n// Does.\nrpc DoIt(DoItRequest) returns (Answer) {\n"
    "  option (linli.api.rpc) = { post: '/v1/do/{id}' access: ROLE roles: 'a' roles: 'b' tx: READ_WRITE reasons: 'ODD' "
    "};\n}\n"
    "// Gets.\nrpc GetIt(GetItRequest) returns (Paper) {\n"
    "  option (linli.api.rpc) = { get: '/v1/it' access: USER tx: READ\n"
    "    file: { text: 'text' media_type: 'type' name: 'name' types: 'text/csv' types: 'text/html' } };\n}\n}\n";

static struct contract *compile_text(struct demo *demo, const char *body)
{
    struct contract *contract;

    assert_ok(compile(demo, arena_printf(&demo->arena, "%s%s", head, body), "--include_source_info", &contract));
    return contract;
}

/* `before_text` with the first `from` replaced. */
static const char *with(struct demo *demo, const char *from, const char *to)
{
    const char *found = strstr(before_text, from);

    if (!found)
        fail_msg("%s is not in the text", from);
    return arena_printf(&demo->arena, "%.*s%s%s", (int)(found - before_text), before_text, to, found + strlen(from));
}

static const struct {
    const char *from, *to, *line;
} changes[] = {
    { "string text = 1;", "", "field linli.demo.v1.Answer.text was removed" },
    { "string text = 1;", "string text = 7;", "field linli.demo.v1.Answer.text has the number 7 now instead of 1" },
    { "string text = 1;", "string words = 1;", "field linli.demo.v1.Answer.text is called words now" },
    { "string text = 1;", "string text = 1 [json_name = 'txt'];",
      "field linli.demo.v1.Answer.text is called txt now in JSON" },
    { "string text = 1;", "bytes text = 1;", "field linli.demo.v1.Answer.text was string and is bytes" },
    { "string text = 1;", "repeated string text = 1;", "field linli.demo.v1.Answer.text is now a list" },
    { "repeated string tags = 4 [(linli.api.rule) = { max_items: 5 }];", "string tags = 4;",
      "field linli.demo.v1.DoItRequest.tags is no longer a list" },
    { "Part part = 2;", "Colour part = 2;",
      "field linli.demo.v1.Answer.part was linli.demo.v1.Part and is linli.demo.v1.Colour" },
    { "string b = 6; }", "} string b = 6;", "field linli.demo.v1.DoItRequest.b moved into or out of a oneof" },
    { "string id = 1;", "string id = 1 [(linli.api.rule).required = true];",
      "field linli.demo.v1.DoItRequest.id: its rule required is tighter" },
    { "string id = 1;", "string id = 1 [(linli.api.rule).id = true];",
      "field linli.demo.v1.DoItRequest.id: its rule id is tighter" },
    { "string id = 1;", "string id = 1 [(linli.api.rule) = { max_len: 9 }];",
      "field linli.demo.v1.DoItRequest.id: its rule max_len is tighter" },
    { "min: 1 max: 9", "min: 2 max: 9", "field linli.demo.v1.DoItRequest.n: its rule min is tighter" },
    { "min: 1 max: 9", "min: 1 max: 8", "field linli.demo.v1.DoItRequest.n: its rule max is tighter" },
    { "Colour colour = 3;", "Colour colour = 3 [(linli.api.rule) = { max: 1 }];",
      "field linli.demo.v1.DoItRequest.colour: its rule max is tighter" },
    { "max_items: 5", "max_items: 4", "field linli.demo.v1.DoItRequest.tags: its rule max_items is tighter" },
    { "max_items: 5", "max_items: 5 min_items: 1",
      "field linli.demo.v1.DoItRequest.tags: its rule min_items is tighter" },
    { "max_items: 5", "max_items: 5 unique: true", "field linli.demo.v1.DoItRequest.tags: its rule unique is tighter" },
    { "string id = 1;", "string id = 1; string more = 9 [(linli.api.rule).required = true];",
      "field linli.demo.v1.DoItRequest.more is new and required" },
    { "BLUE = 2;", "", "value linli.demo.v1.Colour.BLUE was removed" },
    { "BLUE = 2;", "BLUE = 3;", "value linli.demo.v1.Colour.BLUE has the number 3 now instead of 2" },
    { "code: GONE", "code: ABORTED", "reason linli.demo.v1.Reason.ODD has the code ABORTED now instead of GONE" },
    { "post: '/v1/do/{id}'", "put: '/v1/do/{id}'",
      "method linli.demo.v1.S.DoIt was POST /v1/do/{id} and is PUT /v1/do/{id}" },
    { "/v1/do/{id}", "/v1/done/{id}", "method linli.demo.v1.S.DoIt was POST /v1/do/{id} and is POST /v1/done/{id}" },
    { "access: ROLE roles: 'a' roles: 'b'", "access: USER", "method linli.demo.v1.S.DoIt: its access changed" },
    { "roles: 'b'", "", "method linli.demo.v1.S.DoIt: the role b may not call it any more" },
    { "tx: READ_WRITE", "tx: READ_WRITE idempotency: KEY_REQUIRED",
      "method linli.demo.v1.S.DoIt: its idempotency changed" },
    { "tx: READ_WRITE", "tx: READ_WRITE success: 201",
      "method linli.demo.v1.S.DoIt succeeds with 201 now instead of 200" },
    { "tx: READ_WRITE", "tx: READ_WRITE bytes_max: 100",
      "method linli.demo.v1.S.DoIt takes bodies of 100 bytes now instead of 65536" },
    { "returns (Answer)", "returns (Part)",
      "method linli.demo.v1.S.DoIt answers linli.demo.v1.Part now instead of linli.demo.v1.Answer" },
    { "types: 'text/html'", "", "method linli.demo.v1.S.GetIt gives no file of the type text/html any more" },
};

static void each_break_has_its_line(void **state)
{
    struct demo *demo = *state;
    struct contract *before = compile_text(demo, before_text);

    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct contract *after = compile_text(demo, with(demo, changes[i].from, changes[i].to));
        struct buf lines;
        size_t count;

        buf_init(&lines, &demo->arena, 0);
        count = breaking_write(before, after, &lines);
        if (count != 1 || strcmp(lines.data, arena_printf(&demo->arena, "%s\n", changes[i].line)) != 0)
            fail_msg("%s → %s gave\n%s  not\n%s", changes[i].from, changes[i].to, lines.data, changes[i].line);
        contract_destroy(after);
    }
    contract_destroy(before);
}

static void what_is_gone_is_named(void **state)
{
    struct demo *demo = *state;
    struct contract *before = compile_text(demo, before_text),
                    *after = compile_text(demo, "message Part { int64 x = 1; }");
    struct buf lines;

    buf_init(&lines, &demo->arena, 0);
    breaking_write(before, after, &lines);
    assert_non_null(strstr(lines.data, "method linli.demo.v1.S.DoIt was removed\n"));
    assert_non_null(strstr(lines.data, "message linli.demo.v1.DoItRequest was removed\n"));
    assert_non_null(strstr(lines.data, "enum linli.demo.v1.Reason was removed\n"));
    assert_null(strstr(lines.data, "Part"));
    contract_destroy(before);
    contract_destroy(after);
}

static void what_breaks_nobody_has_no_line(void **state)
{
    static const char *const harmless[][2] = {
        { "string text = 1;", "string text = 1; string more = 9;" },
        { "min: 1 max: 9", "max: 10" },
        { "BLUE = 2;", "BLUE = 2; GREEN = 3;" },
        { "Colour colour = 3;", "Colour colour = 3 [(linli.api.rule) = { max: 2 }];" },
        { "reasons: 'ODD'", "" },
        { "roles: 'b'", "roles: 'b' roles: 'c'" },
        { "tx: READ_WRITE", "tx: STEPS timeout_ms: 500 rate: 'write' bytes_max: 100000" },
        { "message Part", "message New { string x = 1 [(linli.api.rule).required = true]; } message Part" },
        { "// Does.", "// Does more." },
    };
    struct demo *demo = *state;
    struct contract *before = compile_text(demo, before_text);

    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
        struct contract *after = compile_text(demo, with(demo, harmless[i][0], harmless[i][1]));
        struct buf lines;

        buf_init(&lines, &demo->arena, 0);
        if (breaking_write(before, after, &lines))
            fail_msg("%s → %s gave %s", harmless[i][0], harmless[i][1], lines.data);
        contract_destroy(after);
    }
    contract_destroy(before);
}

/* Rules for methods grow stricter from release to release; what was released is compared all the same. */
static void what_was_released_need_not_keep_the_rules_of_today(void **state)
{
    struct demo *demo = *state;
    const char *unfit = with(demo, "tx: READ_WRITE", "tx: READ_WRITE timeout_ms: 1");
    struct contract *before, *after = compile_text(demo, before_text);
    struct buf lines;

    assert_fails(compile(demo, arena_printf(&demo->arena, "%s%s", head, unfit), "--include_source_info", &before),
                 CONTRACT_UNFIT);
    assert_ok(breaking_load(compile_path(demo, "text.binpb"), &before));
    buf_init(&lines, &demo->arena, 0);
    assert_int_equal(breaking_write(before, after, &lines), 0);
    contract_destroy(before);
    contract_destroy(after);
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(each_break_has_its_line),
        WITH_DEMO(what_is_gone_is_named),
        WITH_DEMO(what_breaks_nobody_has_no_line),
        WITH_DEMO(what_was_released_need_not_keep_the_rules_of_today),
    };

    return cmocka_run_group_tests(tests, compile_open, compile_close);
}
