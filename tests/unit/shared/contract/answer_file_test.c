/* A file out of an answer: its text as it is, its type as declared, where the next part begins. */
#include "demo.h"

#include "contract/answer_file.h"

static struct status read_json(struct demo *demo, const char *json, struct answer_file *ret_file)
{
    const struct method *method = contract_method(demo->contract, "linli.demo.v1.Demo.ExportThings");
    struct buf wire;

    assert_ok(demo_to_wire(demo, "ThingsFile", json, &wire));
    return answer_file_read(method, &demo->arena, wire.data, wire.len, ret_file);
}

static void a_file_comes_out_as_it_is(void **state)
{
    struct answer_file file;

    assert_ok(read_json(*state,
                        "{\"text\":\"\uFEFFa,\\\"邻\\\"\\r\\n\",\"mediaType\":\"Text/CSV; "
                        "charset=utf-8\",\"fileName\":\"账.csv\",\"nextNumber\":200}",
                        &file));
    assert_string_equal(file.type, "text/csv");
    assert_int_equal(file.text_bytes, strlen("\uFEFFa,\"邻\"\r\n"));
    assert_memory_equal(file.text, "\uFEFFa,\"邻\"\r\n", file.text_bytes);
    assert_int_equal(file.name_bytes, strlen("账.csv"));
    assert_memory_equal(file.name, "账.csv", file.name_bytes);
    assert_string_equal(file.next, "200");
}

static void the_last_part_and_an_empty_one(void **state)
{
    struct answer_file file;

    assert_ok(read_json(*state, "{\"mediaType\":\"text/html\"}", &file));
    assert_string_equal(file.type, "text/html");
    assert_int_equal(file.text_bytes, 0);
    assert_int_equal(file.name_bytes, 0);
    assert_null(file.next);
}

static void a_type_that_is_not_declared_is_no_file(void **state)
{
    struct answer_file file;

    assert_fails(read_json(*state, "{\"mediaType\":\"text/javascript\"}", &file), INTERNAL);
    assert_fails(read_json(*state, "{\"mediaType\":\"text/csvx\"}", &file), INTERNAL);
    assert_fails(read_json(*state, "{\"mediaType\":\"text/csv\\r\\nSet-Cookie: a=b\"}", &file), INTERNAL);
    assert_fails(read_json(*state, "{}", &file), INTERNAL);
}

int main(void)
{
#define WITH_DEMO(test) cmocka_unit_test_setup_teardown(test, demo_open, demo_forget)
    const struct CMUnitTest tests[] = {
        WITH_DEMO(a_file_comes_out_as_it_is),
        WITH_DEMO(the_last_part_and_an_empty_one),
        WITH_DEMO(a_type_that_is_not_declared_is_no_file),
    };

    return cmocka_run_group_tests(tests, demo_open, demo_close);
}
