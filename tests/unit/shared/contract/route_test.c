#include "demo.h"

#include "contract/route.h"

#define ID "0123456789abcdef0123456789abcdef"

/* "Name field=value …", "405 allow" or "404". */
static const char *found(struct demo *demo, const char *http_method, const char *path)
{
    struct route_match match;
    struct buf text;

    route_find(demo->contract, &demo->arena, http_method, path, &match);
    if (!match.method)
        return match.path_known ? arena_printf(&demo->arena, "405 %s", match.allow) : "404";
    buf_init(&text, &demo->arena, 0);
    buf_add_str(&text, match.method->name);
    for (size_t i = 0; i < match.variables_count; i++)
        buf_printf(&text, " %s=%s", match.variables[i].field->name, match.variables[i].value);
    return text.data;
}

static void requests_find_their_method(void **state)
{
    static const char *const cases[][3] = {
        { "GET", "/v1/things", "ListThings" },
        { "POST", "/v1/things", "CreateThing" },
        { "GET", "/v1/things/" ID, "GetThing thing_id=" ID },
        { "GET", "/v1/things/mine", "GetMine" },
        { "GET", "/v1/things/m%69ne", "GetMine" },
        { "DELETE", "/v1/things/x", "RemoveThing thing_id=x" },
        { "DELETE", "/v1/things/mine", "RemoveThing thing_id=mine" },
        { "POST", "/v1/things/x/floors/-3:open", "OpenThing thing_id=x floor=-3" },
        { "GET", "/v1/things/a%2Fb", "GetThing thing_id=a/b" },
        { "GET", "/v1/things/a%3Aopen", "GetThing thing_id=a:open" },
        { "GET", "/v1/things/%E9%82%BB+%2e", "GetThing thing_id=邻+." },
        { "GET", "/v1/things/...", "GetThing thing_id=..." },
        { "PATCH", "/v1/things/x", "405 GET, PUT, DELETE" },
        { "POST", "/v1/things/x", "405 GET, PUT, DELETE" },
        { "PUT", "/v1/things", "405 GET, POST" },
        { "get", "/v1/things", "405 GET, POST" },
        { "GET", "/v1/things/x/floors/3:open", "405 POST" },
        { "GET", "/", "404" },
        { "GET", "", "404" },
        { "GET", "v1/things", "404" },
        { "GET", "/v1", "404" },
        { "GET", "/v1/", "404" },
        { "GET", "/v1/things/", "404" },
        { "GET", "/v1//things", "404" },
        { "GET", "//v1/things", "404" },
        { "GET", "/V1/things", "404" },
        { "GET", "/v1/thing", "404" },
        { "GET", "/v1/things/x/y", "404" },
        { "GET", "/v1/things/.", "404" },
        { "GET", "/v1/things/..", "404" },
        { "GET", "/v1/things/%2e%2E", "404" },
        { "GET", "/v1/things/%00", "404" },
        { "GET", "/v1/things/a%00b", "404" },
        { "GET", "/v1/things/%ff", "404" },
        { "GET", "/v1/things/%zz", "404" },
        { "GET", "/v1/things/%4", "404" },
        { "GET", "/v1/things/a:open", "404" },
        { "GET", "/v1/things/:open", "404" },
        { "GET", "/v1/things:list", "404" },
        { "POST", "/v1/things/x/floors/3:close", "404" },
        { "POST", "/v1/things/x/floors/3:", "404" },
        { "POST", "/v1/things/x:open/floors/3:open", "OpenThing thing_id=x:open floor=3" },
        { "GET", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18", "404" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *outcome = found(*state, cases[i][0], cases[i][1]);

        if (strcmp(outcome, cases[i][2]) != 0)
            fail_msg("%s %s gave %s, not %s", cases[i][0], cases[i][1], outcome, cases[i][2]);
    }
}

static void the_list_has_a_line_a_route(void **state)
{
    struct demo *demo = *state;
    struct buf text;
    size_t lines = 0;

    buf_init(&text, &demo->arena, 0);
    routes_write(demo->contract, &text);
    for (const char *at = text.data; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 10);
    assert_non_null(strstr(text.data, "DELETE /v1/things/{thing_id} "));
    assert_non_null(strstr(text.data, " role   linli.demo.v1.Demo.RemoveThing (key)\n"));
    assert_null(strstr(text.data, "LendThing"));
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(requests_find_their_method),
        WITH_DEMO(the_list_has_a_line_a_route),
    };

    return cmocka_run_group_tests(tests, demo_open, demo_close);
}
