/* The tables say what the protos say, and a contract that contradicts itself is refused with a sentence. */
#include "compile.h"

/* ---- good ones ---- */

static void methods_are_described(void **state)
{
    struct demo *demo = *state;
    const struct method *method = contract_method(demo->contract, "linli.demo.v1.Demo.OpenThing");
    size_t count;

    assert_non_null(method);
    assert_string_equal(method->name, "OpenThing");
    assert_string_equal(method->service, "linli.demo.v1.Demo");
    assert_string_equal(method->queue, "demo");
    assert_string_equal(method->subject, "rpc.linli.demo.v1.Demo.OpenThing");
    assert_string_equal(method->comment, "Opens a thing on a floor.");
    assert_string_equal(method->http_method, "POST");
    assert_string_equal(method->path, "/v1/things/{thing_id}/floors/{floor}:open");
    assert_string_equal(method->input->full_name, "linli.demo.v1.OpenThingRequest");
    assert_string_equal(method->output->full_name, "linli.demo.v1.Thing");
    contract_methods(demo->contract, &count);
    assert_int_equal(count, 11);
    assert_ptr_equal(contract_methods(demo->contract, &count)[method->index], method);
    assert_null(contract_method(demo->contract, "linli.demo.v1.Demo.Nothing"));
}

static void an_option_in_pieces_is_whole(void **state)
{
    struct demo *demo = *state;
    const struct method *method = contract_method(demo->contract, "linli.demo.v1.Demo.OpenThing");

    assert_int_equal(method->rpc->access, API__ACCESS__USER);
    assert_int_equal(method->rpc->tx, API__TX__BATCH);
    assert_int_equal(method->rpc->n_reasons, 2);
    assert_string_equal(method->rpc->reasons[1], "TOO_LATE");
    assert_string_equal(method->rpc->refusal->key, "thing_id");
    assert_int_equal(method->rpc->timeout_ms, 2000);
    assert_string_equal(method->rpc->rate, "read");
}

static void messages_are_described(void **state)
{
    struct demo *demo = *state;
    const struct message_type *type = demo_type(demo, "CreateThingRequest"), *line = demo_type(demo, "Line");
    size_t count;

    assert_int_equal(type->fields_count, 16);
    assert_string_equal(type->fields[1].name, "price_fen");
    assert_string_equal(type->fields[1].json_name, "priceFen");
    assert_string_equal(type->fields[1].comment, "Fen.");
    assert_int_equal(type->fields[1].kind, FIELD_INT64);
    assert_ptr_equal(type->fields[2].message, line);
    assert_true(type->fields[2].repeated);
    assert_true(type->fields[11].map);
    assert_int_equal(type->fields[6].oneof, type->fields[7].oneof);
    assert_int_equal(type->fields[12].message->well_known, WELL_KNOWN_WRAPPER);
    assert_int_equal(type->fields[15].message->well_known, WELL_KNOWN_TIMESTAMP);
    assert_string_equal(line->comment, "A line of a thing.");
    assert_true(line->fields[0].rule->id);
    assert_null(contract_message(demo->contract, "linli.demo.v1.Nothing"));
    for (size_t i = 0; i < (contract_messages(demo->contract, &count), count); i++)
        assert_null(strstr(contract_messages(demo->contract, &count)[i].full_name, "google.protobuf"));
}

static void reasons_are_found_where_they_belong(void **state)
{
    struct demo *demo = *state;
    const struct method *method = contract_method(demo->contract, "linli.demo.v1.Demo.GetThing");
    const struct enum_value *reason = contract_reason(demo->contract, method, "TOO_LATE");
    size_t count;

    assert_non_null(reason);
    assert_int_equal(reason->reason->code, API__CODE__GONE);
    assert_string_equal(reason->reason->zh, "来晚了");
    assert_int_equal(contract_reason(demo->contract, NULL, "RATE_LIMITED")->reason->retry_after_s, 1);
    assert_null(contract_reason(demo->contract, NULL, "TOO_LATE"));
    assert_null(contract_reason(demo->contract, method, "NOTHING"));
    contract_reasons(demo->contract, &count);
    assert_int_equal(count, 3);
}

static void a_package_may_have_several_enums_of_reasons(void **state)
{
    struct demo *demo = *state;
    const struct method *method = contract_method(demo->contract, "linli.demo.v1.Demo.GetThing");

    assert_int_equal(contract_reason(demo->contract, method, "TOO_LOUD")->reason->code, API__CODE__FAILED_PRECONDITION);
    assert_null(contract_reason(demo->contract, NULL, "TOO_LOUD"));
}

static void our_own_contract_is_good(void **state)
{
    struct contract *contract;
    size_t count;

    (void)state;
    assert_ok(contract_load_file(CONTRACT_SET, &contract));
    contract_methods(contract, &count);
    assert_true(count > 50);
    assert_non_null(contract_role(contract, API__ROLE_IN_GATEWAY__KEYS));
    assert_non_null(contract_role(contract, API__ROLE_IN_GATEWAY__REVOCATIONS));
    contract_destroy(contract);
}

/* ---- bad ones ---- */

/* What comes of `body` behind the usual head. */
static struct status load_text(struct demo *demo, const char *body, const char *protoc_flags)
{
    struct contract *contract = NULL;
    const char *proto = arena_printf(
        &demo->arena,
        "syntax = \"proto3\";\npackage linli.bad.v1;\nimport \"google/protobuf/duration.proto\";\n"
        "import \"google/protobuf/empty.proto\";\nimport \"google/protobuf/wrappers.proto\";\n"
        "import \"linli/api/error.proto\";\nimport \"linli/api/raw.proto\";\nimport \"linli/api/rpc.proto\";\n"
        "import \"linli/api/rule.proto\";\nimport \"linli/api/session.proto\";\nimport "
        "\"linli/api/upload.proto\";\n%s\n",
        body);
    struct status status = compile(demo, proto, protoc_flags, &contract);

    contract_destroy(ok(status) ? contract : NULL);
    return status;
}

#define METHOD(name, options)                                                                                          \
    "service S {\n/* Does it. */\nrpc " name "(" name "Request) returns (Answer) {" options "} }"
#define REQUEST(name, fields) "message " name "Request {" fields "} message Answer { string a = 1; }"
#define RPC(text)             "option (linli.api.rpc) = { " text " };"
#define DO(text)              METHOD("DoIt", RPC(text)) REQUEST("DoIt", "string x = 1; int32 n = 2;")
#define FILED(text)                                                                                                    \
    METHOD("DoIt", RPC("get: '/v1/it' access: PUBLIC tx: READ " text))                                                 \
    "message DoItRequest {} message Answer { string a = 1; string b = 2; string c = 3; int64 n = 4; bool flag = 5; "   \
    "repeated string list = 6; }"
#define UNFILED                                                                                                        \
    "declares a file: it must be called over HTTP and answer 200, and can't be raw, an upload or the gateway's own, "  \
    "nor have a cache"
#define NO_FILE      " is no type of a file; write text/csv, in lower case and without parameters"
#define RULED(field) METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ")) REQUEST("DoIt", field)
#define TWO(one, other, fields)                                                                                        \
    "service S {\n/* One. */\nrpc One(OneRequest) returns (Answer) { option (linli.api.rpc) = { " one                  \
    " access: USER tx: READ }; }"                                                                                      \
    "\n/* Other. */\nrpc Other(OtherRequest) returns (Answer) { option (linli.api.rpc) = { " other                     \
    " access: USER tx: READ }; } }"                                                                                    \
    "message OneRequest {" fields "} message OtherRequest {" fields "} message Answer { string a = 1; }"
#define M "method linli.bad.v1.S.DoIt "
#define F "field linli.bad.v1.DoItRequest."

static const struct {
    const char *body, *sentence;
} bad_contracts[] = {
    { METHOD("DoIt", "") REQUEST("DoIt", ""), M "has no option (linli.api.rpc)" },
    { "service S {\n/* x */\nrpc DoIt(stream DoItRequest) returns (Answer) {} }" REQUEST("DoIt", ""),
      M "streams; an operation is one request and one answer" },
    { METHOD("Return", RPC("post: '/v1/it' access: USER tx: READ")) REQUEST("Return", ""),
      "method linli.bad.v1.S.Return is a keyword of C in lower case and would not compile; give it a verb and a noun" },
    { METHOD("doIt", RPC("post: '/v1/it' access: USER tx: READ")) REQUEST("doIt", ""),
      "method linli.bad.v1.S.doIt must have a name that begins with a capital: a verb and a noun" },
    { "service S { rpc DoIt(DoItRequest) returns (Answer) {" RPC("post: '/v1/it' access: USER tx: READ") "} }" REQUEST(
          "DoIt", ""),
      M "has no comment; its first sentence is the operation's summary (does the set come from protoc "
        "--include_source_info?)" },
    { DO("post: '/v1/it' access: ACCESS_UNSPECIFIED tx: READ"), M "must say its access and its tx" },
    { DO("post: '/v1/it' access: USER tx: TX_UNSPECIFIED"), M "must say its access and its tx" },
    { DO("access: USER tx: READ"), M "needs an HTTP mapping: one of get, post, put, delete" },
    { DO("post: '/v1/it' access: SERVICES tx: READ"), M "is for SERVICES and can't have an HTTP mapping" },
    { DO("access: SERVICES tx: READ"), M "is for SERVICES and belongs in a service called Internal" },
    { "service Internal {\n/* x */\nrpc DoIt(DoItRequest) returns (Answer) {" RPC(
          "post: '/v1/it' access: USER tx: READ") "} }" REQUEST("DoIt", ""),
      "method linli.bad.v1.Internal.DoIt is in a service called Internal, so its access must be SERVICES" },
    { DO("post: '/v1/it' access: ROLE tx: READ"), M "has the access ROLE and names no roles" },
    { DO("post: '/v1/it' access: USER roles: 'x' tx: READ"), M "names roles, so its access must be ROLE" },
    { DO("get: '/v1/it' access: USER tx: READ_WRITE idempotency: KEY_REQUIRED"),
      M "is a GET and can't require an Idempotency-Key" },
    { DO("post: '/v1/it' access: USER tx: NONE idempotency: KEY_REQUIRED"),
      M "requires an Idempotency-Key, which is kept with the effect: its tx must be READ_WRITE, BATCH or STEPS" },
    { DO("post: '/v1/it' access: USER tx: READ timeout_ms: 5"),
      "method linli.bad.v1.S.DoIt: timeout_ms must be from 10 to 30000" },
    { DO("post: '/v1/it' access: USER tx: STEPS idempotency: KEY_REQUIRED timeout_ms: 10001"),
      "method linli.bad.v1.S.DoIt: timeout_ms in STEPS with an Idempotency-Key must be at most 10000" },
    { DO("post: '/v1/it' access: USER tx: READ timeout_ms: 30001"),
      "method linli.bad.v1.S.DoIt: timeout_ms must be from 10 to 30000" },
    { DO("post: '/v1/it' access: USER tx: READ bytes_max: 0"),
      "method linli.bad.v1.S.DoIt: bytes_max must be from 1 to 1048576" },
    { DO("post: '/v1/it' access: USER tx: READ rate: 'often'"),
      M "has a rate that is none of read, write, login, money, message, callback" },
    { DO("post: '/v1/it' access: USER tx: READ success: 204"), M "must have 200 or 201 as its success" },
    { DO("post: '/v1/it' access: PUBLIC tx: READ cache: { ttl_ms: 1 }"),
      M "declares a cache, which is only for a PUBLIC GET" },
    { DO("get: '/v1/it' access: USER tx: READ cache: { ttl_ms: 1 }"),
      M "declares a cache, which is only for a PUBLIC GET" },
    { DO("get: '/v1/it' access: PUBLIC tx: READ cache: { ttl_ms: 60001 }"),
      "method linli.bad.v1.S.DoIt: ttl_ms of its cache must be from 1 to 60000" },
    { DO("post: '/v1/it' access: USER tx: READ reasons: 'ODD'"),
      "method linli.bad.v1.S.DoIt: its reason ODD is in no enum Reason, neither common nor of its package" },
    { DO("post: '/v1/it' access: USER tx: READ reasons: 'CONFLICT' reasons: 'CONFLICT'"),
      M "names the reason CONFLICT twice" },
    { DO("post: '/v1/it/{x}' access: USER tx: READ refusal: { key: 'n' reasons: 'CONFLICT' ttl_ms: 9 } reasons: "
         "'CONFLICT'"),
      "method linli.bad.v1.S.DoIt: the key of its refusal, n, is no variable of its path" },
    { DO("post: '/v1/it/{x}' access: USER tx: READ refusal: { key: 'x' reasons: 'CONFLICT' ttl_ms: 0 } reasons: "
         "'CONFLICT'"),
      "method linli.bad.v1.S.DoIt: ttl_ms of its refusal must be from 1 to 60000" },
    { DO("post: '/v1/it/{x}' access: USER tx: READ refusal: { key: 'x' ttl_ms: 9 }"),
      M "declares a refusal without reasons" },
    { DO("post: '/v1/it/{x}' access: USER tx: READ refusal: { key: 'x' reasons: 'CONFLICT' ttl_ms: 9 }"),
      "method linli.bad.v1.S.DoIt: its refusal remembers CONFLICT, which is not among its reasons" },
    { DO("post: '/v1/it' access: PUBLIC tx: READ raw: { bytes_max: 10 }"),
      M "is raw: it must take linli.api.RawRequest and answer linli.api.RawResponse" },
    { "service S {\n/* x */\nrpc DoIt(linli.api.RawRequest) returns (linli.api.RawResponse) {" RPC(
          "post: '/v1/it' access: PUBLIC tx: READ") "} }",
      M "speaks RawRequest or RawResponse and must declare raw" },
    { "service S {\n/* x */\nrpc DoIt(linli.api.RawRequest) returns (linli.api.RawResponse) {" RPC(
          "post: '/v1/it' access: USER tx: READ raw: { bytes_max: 10 }") "} }",
      M "is raw: it must be PUBLIC, and can't have an Idempotency-Key, a cache or a refusal" },
    { "service S {\n/* x */\nrpc DoIt(linli.api.RawRequest) returns (linli.api.RawResponse) {" RPC(
          "post: '/v1/it' access: PUBLIC tx: READ raw: { bytes_max: 10 headers: 'X-A' }") "} }",
      M "is raw: its headers are written in lower case" },
    { "service S {\n/* x */\nrpc DoIt(linli.api.RawRequest) returns (linli.api.RawResponse) {" RPC(
          "post: '/v1/it/{path}' access: PUBLIC tx: READ raw: { bytes_max: 10 }") "} }",
      "method linli.bad.v1.S.DoIt: its path /v1/it/{path} has a variable, but of a raw method the only one can be "
      "{part}" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ")) REQUEST("DoIt", "linli.api.UploadedFile f = 1;"),
      M "takes an linli.api.UploadedFile and must declare upload" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ"))
          REQUEST("DoIt", "In in = 1;") "message In { repeated linli.api.UploadedFile f = 1; }",
      M "takes an linli.api.UploadedFile and must declare upload" },
    { DO("post: '/v1/it' access: USER tx: READ upload: { bytes_max: 10 }"),
      M "declares upload: it must be a POST with one field of type linli.api.UploadedFile, and others that a query can "
        "hold" },
    { METHOD("DoIt", RPC("put: '/v1/it' access: USER tx: READ upload: { bytes_max: 10 }"))
          REQUEST("DoIt", "linli.api.UploadedFile f = 1;"),
      M "declares upload: it must be a POST with one field of type linli.api.UploadedFile, and others that a query can "
        "hold" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ upload: { bytes_max: 10 }"))
          REQUEST("DoIt", "linli.api.UploadedFile f = 1; linli.api.UploadedFile g = 2;"),
      M "declares upload: it must be a POST with one field of type linli.api.UploadedFile, and others that a query can "
        "hold" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: PUBLIC tx: READ upload: { bytes_max: 10 }"))
          REQUEST("DoIt", "linli.api.UploadedFile f = 1;"),
      M "declares upload: it can't be PUBLIC, BATCH or raw, nor have an Idempotency-Key, a cache or a refusal" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ upload: { bytes_max: 67108865 }"))
          REQUEST("DoIt", "linli.api.UploadedFile f = 1;"),
      "method linli.bad.v1.S.DoIt: bytes_max of its upload must be from 1 to 67108864" },
    { FILED("file: { text: 'words' media_type: 'b' name: 'c' types: 'text/csv' }"),
      M "declares a file, and its answer has no single string called words" },
    { FILED("file: { text: 'a' media_type: 'n' name: 'c' types: 'text/csv' }"),
      M "declares a file, and its answer has no single string called n" },
    { FILED("file: { text: 'a' media_type: 'b' name: 'list' types: 'text/csv' }"),
      M "declares a file, and its answer has no single string called list" },
    { FILED("file: { text: 'a' media_type: 'b' name: 'c' types: 'text/csv' next: 'flag' }"),
      M "declares a file, and its answer has no single string or integer called flag" },
    { FILED("file: { text: 'a' media_type: 'b' name: 'c' }"), M "declares a file without types" },
    { FILED("file: { text: 'a' media_type: 'b' name: 'c' types: 'text/csv; header=present' }"),
      "method linli.bad.v1.S.DoIt: text/csv; header=present" NO_FILE },
    { FILED("file: { text: 'a' media_type: 'b' name: 'c' types: 'application/json' }"),
      "method linli.bad.v1.S.DoIt: application/json" NO_FILE },
    { FILED("file: { text: 'a' media_type: 'b' name: 'c' types: 'text/csv' } success: 201"), M UNFILED },
    { FILED("cache: { ttl_ms: 10 } file: { text: 'a' media_type: 'b' name: 'c' types: 'text/csv' }"), M UNFILED },
    { DO("access: PUBLIC tx: READ role_in_gateway: KEYS"), M "has the role KEYS and must answer linli.api.KeySet" },
    { DO("access: PUBLIC tx: READ role_in_gateway: REVOCATIONS"),
      M "has the role REVOCATIONS: it takes linli.api.RevocationsRequest and answers linli.api.Revocations" },
    { "service S {\n/* x */\nrpc DoIt(Other) returns (Other) {" RPC(
          "post: '/v1/it' access: USER tx: READ") "} } message Other {}",
      M "must take a message called DoItRequest of its own package" },
    { "service S {\n/* x */\nrpc DoIt(DoItRequest) returns (google.protobuf.Empty) {" RPC(
          "post: '/v1/it' access: USER tx: READ") "} }"
                                                  "message DoItRequest {}",
      M "takes or answers a type of Google's; declare messages of your own" },
    { METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ")) REQUEST("DoIt", "linli.api.Failure f = 1;"),
      M "speaks linli.api.Failure, which is proto2; operations speak proto3" },
    { METHOD("DoIt", RPC("get: '/v1/it' access: USER tx: READ")) REQUEST("DoIt", "Answer a = 1;"),
      M "is a GET, and its field a can't be given in a query" },
    { METHOD("DoIt", RPC("delete: '/v1/it' access: USER tx: READ")) REQUEST("DoIt", "map<string, string> m = 1;"),
      M "is a DELETE, and its field m can't be given in a query" },

    /* paths */
    { DO("post: '/it' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /it must begin with /v1/ (or /v1: or /.well-known/)" },
    { DO("post: '/v1/It' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/It must be made of segments of a-z, 0-9, - _ and ., and of whole "
      "segments like {circle_id}" },
    { DO("post: '/v1/it/' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/it/ must be made of segments of a-z, 0-9, - _ and ., and of whole "
      "segments like {circle_id}" },
    { DO("post: '/v1/../it' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/../it must be made of segments of a-z, 0-9, - _ and ., and of whole "
      "segments like {circle_id}" },
    { DO("post: '/v1/it-{x}' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/it-{x} must be made of segments of a-z, 0-9, - _ and ., and of whole "
      "segments like {circle_id}" },
    { DO("post: '/v1/it/{y}' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/it/{y} names {y}, which is no field of linli.bad.v1.DoItRequest" },
    { DO("post: '/v1/it/{x}/{x}' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/it/{x}/{x} names a variable twice" },
    { METHOD("DoIt", RPC("post: '/v1/it/{x}' access: USER tx: READ")) REQUEST("DoIt", "repeated string x = 1;"),
      "method linli.bad.v1.S.DoIt: {x} must be a single string, integer or enum to stand in a path" },
    { DO("post: '/v1/it:9' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/it:9 must end in a verb like :join when it has a colon" },
    { DO("post: '/v1/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p' access: USER tx: READ"),
      "method linli.bad.v1.S.DoIt: its path /v1/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p has more than 16 segments" },
    { TWO("get: '/v1/it'", "get: '/v1/it'", ""),
      "methods linli.bad.v1.S.One and linli.bad.v1.S.Other have the same route, GET /v1/it" },
    { TWO("get: '/v1/it/{x}'", "get: '/v1/it/{y}'", "string x = 1; string y = 2;"),
      "methods linli.bad.v1.S.One and linli.bad.v1.S.Other have the same route, GET /v1/it/{x}" },
    { TWO("get: '/v1/it/{x}'", "get: '/v1/it/mine'", "string x = 1;"),
      "method linli.bad.v1.S.Other: GET /v1/it/mine shadows /v1/it/{x} of linli.bad.v1.S.One; give the variable a rule "
      "(id or pattern) "
      "that leaves the word out" },
    { TWO("get: '/v1/{x}/a'", "get: '/v1/b/{x}'", "string x = 1;"),
      "method linli.bad.v1.S.Other: GET /v1/b/{x} shadows /v1/{x}/a of linli.bad.v1.S.One; give the variable a rule "
      "(id or pattern) "
      "that leaves the word out" },

    /* messages */
    { RULED("Tree t = 1;") "message Tree { Tree left = 1; }",
      "message linli.bad.v1.Tree is recursive, by way of itself; its depth has no bound" },
    { RULED("A t = 1;") "message A { B b = 1; } message B { map<string, A> a = 1; }",
      "message linli.bad.v1.A is recursive, by way of linli.bad.v1.B; its depth has no bound" },
    { RULED("google.protobuf.Duration d = 1;"), F "d: google.protobuf.Duration has no JSON form here; use Timestamp, "
                                                  "FieldMask, a wrapper, or a message of your own" },
    { RULED("repeated google.protobuf.StringValue s = 1;"),
      F "s is a list of wrappers; an item is never absent, so list the plain type" },
    { RULED("optional string s = 1;"), "message linli.bad.v1.DoItRequest: s is `optional`, which protoc-c refuses; use "
                                       "a wrapper, a oneof or a field mask" },

    /* rules */
    { RULED("string s = 1 [(linli.api.rule).min = 1];"), F "s: min and max are for numbers and enums" },
    { RULED("int32 n = 1 [(linli.api.rule) = { min: 2 max: 1 }];"), F "n: min is larger than max" },
    { RULED("uint32 n = 1 [(linli.api.rule).min = -1];"), F "n: min or max lies outside of what its type can hold" },
    { RULED("int32 n = 1 [(linli.api.rule).max = 3000000000];"),
      F "n: min or max lies outside of what its type can hold" },
    { RULED("int32 n = 1 [(linli.api.rule).max_len = 1];"), F "n: min_len and max_len are for strings and bytes" },
    { RULED("string s = 1 [(linli.api.rule) = { min_len: 2 max_len: 1 }];"), F "s: min_len is larger than max_len" },
    { RULED("string s = 1 [(linli.api.rule).max_len = 0];"), F "s: max_len is 0" },
    { RULED("int32 n = 1 [(linli.api.rule).id = true];"), F "n: id is for strings" },
    { RULED("string s = 1 [(linli.api.rule) = { id: true max_len: 3 }];"),
      F "s: id says it all; drop the pattern and the lengths" },
    { RULED("bytes b = 1 [(linli.api.rule) = { pattern: 'a' max_len: 3 }];"), F "b: pattern is for strings" },
    { RULED("string s = 1 [(linli.api.rule).pattern = 'a'];"),
      F "s: pattern needs a max_len, so that matching has a bound" },
    { RULED("string s = 1 [(linli.api.rule) = { pattern: '(a' max_len: 3 }];"),
      F "s: its pattern (a does not compile: missing closing parenthesis" },
    { RULED("string s = 1 [(linli.api.rule) = { pattern: '(a)\\\\2' max_len: 3 }];"),
      F "s: its pattern (a)\\2 does not compile: \\ stands before what means nothing without it" },
    { RULED("string s = 1 [(linli.api.rule) = { pattern: '邻' max_len: 3 }];"),
      F "s: its pattern 邻 does not compile: it holds a letter that is not ASCII" },
    { RULED("string s = 1 [(linli.api.rule).max_items = 3];"), F "s: min_items, max_items and unique are for lists" },
    { RULED("repeated string s = 1 [(linli.api.rule).unique = true];"),
      F "s: unique needs max_items, so that comparing has a bound" },
    { RULED("repeated string s = 1 [(linli.api.rule) = { unique: true max_items: 1001 }];"),
      F "s: max_items of a list whose items are unique is 1000 at most" },
    { RULED("repeated Answer s = 1 [(linli.api.rule) = { unique: true max_items: 3 }];"),
      F "s: unique is for lists of plain values" },
    { RULED("map<string, string> m = 1 [(linli.api.rule).max_items = 1001];"),
      F "m: max_items of a map is 1000 at most" },
    { RULED("repeated string s = 1 [(linli.api.rule) = { min_items: 3 max_items: 2 }];"),
      F "s: min_items is larger than max_items" },
    { RULED("string s = 1 [(linli.api.rule) = { max_len: 3 example: 'long' }];"),
      F "s: its example must be at most 3 characters long" },
    { RULED("int32 n = 1 [(linli.api.rule) = { example: 'x' }];"), F "n: its example must be an integer" },
    { RULED("Answer a = 1 [(linli.api.rule).example = 'x'];"),
      F "a: an example belongs on the fields of a message, not on the message" },

    { RULED("string s = 1 [(linli.api.rule).json = true];"), F "s: json is for bytes" },

    /* reasons */
    { "enum Reason { R_UNSPECIFIED = 0; ODD = 1; }",
      "reason linli.bad.v1.Reason.ODD has no option (linli.api.reason)" },
    { "enum OddReason { R_UNSPECIFIED = 0; ODD = 1; EVEN = 2 [(linli.api.reason) = { code: GONE zh: 'x' en: 'x' }]; }",
      "reason linli.bad.v1.OddReason.ODD has no option (linli.api.reason)" },
    { "enum Reason { R = 0 [(linli.api.reason) = { code: GONE zh: 'x' en: 'x' }]; }",
      "linli.bad.v1.Reason.R is the zero value and can't be a reason" },
    { "enum Reason { R = 0; ODD = 1 [(linli.api.reason) = { code: OK zh: 'x' en: 'x' }]; }",
      "reason linli.bad.v1.Reason.ODD has the code OK, but a reason is why something failed" },
    { "enum Reason { R = 0; ODD = 1 [(linli.api.reason) = { code: GONE zh: '' en: 'x' }]; }",
      "reason linli.bad.v1.Reason.ODD needs its text in zh and in en" },
    { "enum Reason { R = 0; CONFLICT = 1 [(linli.api.reason) = { code: GONE zh: 'x' en: 'x' }]; }",
      "reason linli.bad.v1.Reason.CONFLICT has the name of a common one of linli.api.Reason" },
};

static void bad_contracts_are_refused_with_a_sentence(void **state)
{
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof(bad_contracts) / sizeof(bad_contracts[0]); i++) {
        struct status status = load_text(demo, bad_contracts[i].body, "--include_source_info");

        if (ok(status))
            fail_msg("taken: %s", bad_contracts[i].body);
        if (!failed_with(status, CONTRACT_UNFIT) || strcmp(status.text, bad_contracts[i].sentence) != 0)
            fail_msg("%s\n  gave %s\n  not  %s", bad_contracts[i].body, status.text, bad_contracts[i].sentence);
    }
}

static void routes_that_a_rule_keeps_apart_are_taken(void **state)
{
    assert_ok(load_text(*state,
                        TWO("get: '/v1/it/{x}'", "get: '/v1/it/mine'", "string x = 1 [(linli.api.rule).id = true];"),
                        "--include_source_info"));
    assert_ok(load_text(*state,
                        TWO("get: '/v1/it/{x}'", "get: '/v1/it/mine'",
                            "string x = 1 [(linli.api.rule) = { pattern: '[0-9]+' max_len: 9 }];"),
                        "--include_source_info"));
    assert_ok(
        load_text(*state, TWO("get: '/v1/it/{n}'", "get: '/v1/it/mine'", "int32 n = 1;"), "--include_source_info"));
    assert_ok(
        load_text(*state, TWO("get: '/v1/it/{x}'", "post: '/v1/it/mine'", "string x = 1;"), "--include_source_info"));
    assert_ok(
        load_text(*state, TWO("get: '/v1/it/{x}'", "get: '/v1/it/mine:go'", "string x = 1;"), "--include_source_info"));
}

static void a_large_message_is_refused(void **state)
{
    struct demo *demo = *state;
    struct buf body;

    buf_init(&body, &demo->arena, 0);
    buf_add_str(&body,
                METHOD("DoIt", RPC("post: '/v1/it' access: USER tx: READ")) "message Answer {} message DoItRequest {");
    for (int i = 1; i <= 65; i++)
        buf_printf(&body, "string f%d = %d;", i, i);
    buf_add_str(&body, "}");
    assert_string_equal(load_text(demo, body.data, "--include_source_info").text,
                        "message linli.bad.v1.DoItRequest has 65 fields; 64 is the most, group them in messages");
}

static void a_set_without_comments_is_refused(void **state)
{
    assert_string_equal(load_text(*state, DO("post: '/v1/it' access: USER tx: READ"), "").text, M
                        "has no comment; its first sentence is the operation's summary (does the set come from protoc "
                        "--include_source_info?)");
}

static void what_is_no_set_is_refused(void **state)
{
    struct contract *contract;

    (void)state;
    assert_string_equal(contract_load("\xff\xff", 2, &contract).text, "the bytes are no descriptor set");
    assert_string_equal(contract_load("", CONTRACT_BYTES_MAX + 1, &contract).text,
                        "the descriptor set has 8388609 bytes, more than 8388608");
    assert_string_equal(contract_load_file("/nowhere/at/all", &contract).text,
                        "/nowhere/at/all can't be opened: No such file or directory");
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(methods_are_described),
        WITH_DEMO(an_option_in_pieces_is_whole),
        WITH_DEMO(messages_are_described),
        WITH_DEMO(reasons_are_found_where_they_belong),
        WITH_DEMO(a_package_may_have_several_enums_of_reasons),
        WITH_DEMO(our_own_contract_is_good),
        WITH_DEMO(bad_contracts_are_refused_with_a_sentence),
        WITH_DEMO(routes_that_a_rule_keeps_apart_are_taken),
        WITH_DEMO(a_large_message_is_refused),
        WITH_DEMO(a_set_without_comments_is_refused),
        WITH_DEMO(what_is_no_set_is_refused),
    };

    return cmocka_run_group_tests(tests, compile_open, compile_close);
}
