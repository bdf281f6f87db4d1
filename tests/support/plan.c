#include "support/plan.h"

#include <jansson.h>
#include <string.h>

#include "support/check.h"

static int64_t number(const json_t *node, const char *name)
{
    return (int64_t)json_number_value(json_object_get(node, name));
}

static void add(struct plan *plan, const json_t *node)
{
    const char *type = json_string_value(json_object_get(node, "Node Type"));
    int64_t loops = number(node, "Actual Loops");
    json_t *inner;
    size_t i;

    if (strstr(type, "Scan") && json_object_get(node, "Relation Name")) {
        plan->rows_read += number(node, "Actual Rows") * loops;
        plan->rows_dropped += number(node, "Rows Removed by Filter") * loops;
        plan->sequential |= strcmp(type, "Seq Scan") == 0;
    }
    json_array_foreach (json_object_get(node, "Plans"), i, inner)
        add(plan, inner);
}

struct plan test_plan(struct tx *tx, const char *part, const char *values)
{
    struct plan plan = { 0 };
    struct rows *rows;

    assert_ok(db_query(tx, &rows, "select name from pg_prepared_statements where position($1 in statement) > 0"
                                  " and statement not like '%pg_prepared_statements%'", db_text(part)));
    assert_int_equal(rows_count(rows), 1);
    const char *sql = arena_printf(tx_arena(tx), "explain (analyze, buffers, timing off, format json) execute \"%s\" (%s)",
                                   rows_text(rows, 0, 0), values);
    assert_ok(db_query_params(tx, &rows, sql, NULL, 0));
    plan.text = rows_text(rows, 0, 0);
    json_t *all = json_loads(plan.text, 0, NULL);
    assert_non_null(all);
    const json_t *top = json_object_get(json_array_get(all, 0), "Plan");
    plan.buffers = number(top, "Shared Hit Blocks") + number(top, "Shared Read Blocks");
    add(&plan, top);
    json_decref(all);
    return plan;
}
