/* Lists beside very much that is over: what a page costs is told by the plans of PostgreSQL itself. */
#include "events/audit.h"
#include "groupbuy/store/case_store.h"
#include "store/groupbuy/wechat.h"

#define CIRCLE    "0000000000000000000000000000c1c1"
#define COMMUNITY "000000000000000000000000000000c0"
#define OPEN      30
#define PAGE      101

static struct shop shop;

static int up(void **state)
{
    (void)state;
    shop_up(&shop, "gb_lists");
    neighbours.circle = CIRCLE;
    neighbours.circle_community = neighbours.community = COMMUNITY;
    for (int i = 0; i < OPEN; i++) {
        Gb__Campaign campaign;

        assert_ok(shop_try_campaign(
            &shop,
            &(struct shop_campaign){ .kind = i % 2 ? GB__CAMPAIGN_KIND__FLASH_SALE : GB__CAMPAIGN_KIND__TEAM_BUY,
                                     .stock = 9,
                                     .limit = 1,
                                     .price = 990,
                                     .team_size = i % 2 ? 0 : 2,
                                     .circle_id = i % 3 ? "" : CIRCLE },
            &campaign));
    }
    return 0;
}

static int down(void **state)
{
    (void)state;
    if (!shop.bus)
        return 0; /* it never came up, and has said so */
    shop_down(&shop);
    return 0;
}

/* So many more, older than all that are open, and over for years. */
static void history(int64_t count)
{
    test_sql(shop.db, "set session_replication_role = replica"); /* products and SKUs are there */
    test_sql(shop.db,
             "insert into campaigns select n.* from campaigns c cross join generate_series(1, $1::bigint) g"
             " cross join lateral jsonb_populate_record(c, jsonb_build_object('id', '00000000'"
             " || substr(md5(concat_ws('-', c.id, g, $1::bigint)), 9), 'starts_at', now() - interval '2 years',"
             " 'ends_at', now() - interval '1 year', 'ended', true)) n where not c.ended",
             db_int(count / OPEN));
}

/* So many lines of the audit log more, and settled cases. */
static void old_books(int64_t count)
{
    test_sql(
        shop.db,
        "insert into audit select gen_random_uuid(), now(), 'somebody', 'operator', 'x', 'y', g::text, '', '', '', ''"
        " from generate_series(1, $1::bigint) g",
        db_int(count));
    test_sql(
        shop.db,
        "insert into payment_cases (id, reason, subject, wechat_number, expected_fen, told_fen, settled_at,"
        " settled_by) select gen_random_uuid(), 'PAYMENT_UNKNOWN', concat($1::bigint, '-', g), '', 0, 1, now(), 'x'"
        " from generate_series(1, $1::bigint) g",
        db_int(count));
}

/* Blocks that a statement reads, by its plan, as this connection has it prepared: the one that has these words. */
static int64_t blocks_read(struct tx *tx, const char *table, const char *has, const char *values)
{
    struct rows *rows;
    int64_t blocks = -1;

    assert_ok(db_query(tx, &rows,
                       "select name from pg_prepared_statements where strpos(statement, 'from ' || $1) > 0"
                       " and strpos(statement, $2) > 0 and strpos(statement, 'pg_prepared') = 0",
                       db_text(table), db_text(has)));
    assert_int_equal(rows_count(rows), 1);
    assert_ok(db_query(tx, &rows,
                       arena_printf(tx_arena(tx),
                                    "explain (analyze, buffers, costs off, timing off, summary off)"
                                    " execute %s (%s)",
                                    rows_text(rows, 0, 0), values)));
    for (int row = 0; row < rows_count(rows); row++) {
        const char *line = rows_text(rows, row, 0), *hit = strstr(line, "shared hit=");

        if (strstr(line, arena_printf(tx_arena(tx), "Seq Scan on %s", table)))
            fail_msg("the plan for %s reads all there is", values);
        if (hit && blocks < 0)
            blocks = strtoll(hit + strlen("shared hit="), NULL, 10);
    }
    return blocks < 0 ? 0 : blocks;
}

/* ---- the lists ---- */

static size_t campaigns_of(struct call *call, struct campaign_filter filter)
{
    struct campaign *campaigns;
    size_t count;

    assert_ok(campaign_list(call->tx, &filter, "", PAGE, &campaigns, &count));
    return count;
}

static size_t all_campaigns(struct call *call)
{
    return campaigns_of(call, (struct campaign_filter){ KIND_NONE, "", "" });
}

static size_t team_buys(struct call *call)
{
    return campaigns_of(call, (struct campaign_filter){ KIND_TEAM_BUY, "", "" });
}

static size_t campaigns_of_circle(struct call *call)
{
    return campaigns_of(call, (struct campaign_filter){ KIND_NONE, CIRCLE, "" });
}

static size_t campaigns_of_community(struct call *call)
{
    return campaigns_of(call, (struct campaign_filter){ KIND_NONE, "", COMMUNITY });
}

static size_t open_cases(struct call *call)
{
    struct payment_case *cases;
    size_t count;

    assert_ok(case_list(call->tx, false, CASE_NONE, "", PAGE, &cases, &count));
    return count;
}

static size_t lines_of(struct call *call, const char *actor, const char *object_id)
{
    Api__AuditEntry **entries;
    const char *next;
    size_t count;

    assert_ok(audit_read(call, &(struct audit_question){ actor, object_id, PAGE - 1, "" }, &entries, &count, &next));
    return count;
}

static size_t operators_lines(struct call *call)
{
    return lines_of(call, OPERATOR, "");
}

static size_t lines_of_nothing(struct call *call)
{
    return lines_of(call, "", "nothing");
}

static const struct question {
    size_t (*ask)(struct call *call);
    size_t count;
    const char *table;
    const char *has;    /* what its statement has and no other's */
    const char *values; /* its parameters */
} questions[] = {
    { all_campaigns, OPEN, "campaigns", "') order", "null, '101'" },
    { team_buys, OPEN / 2, "campaigns", " and c.kind = $3 order", "null, '101', 'TEAM_BUY'" },
    { campaigns_of_circle, OPEN / 3, "campaigns", "c.circle_id = $3", "null, '101', '" CIRCLE "', null, ''" },
    { campaigns_of_community, OPEN / 3, "campaigns", "c.community_id = $3", "null, '101', '" COMMUNITY "', ''" },
    { open_cases, 0, "payment_cases", "settled_at is null and id", "null, '101', ''" },
    { operators_lines, 3 * OPEN, "audit", " and actor = $3", "null, '101', '" OPERATOR "'" },
    { lines_of_nothing, 0, "audit", "object_id = $3", "null, '101', 'nothing', ''" },
};

#define QUESTIONS (sizeof questions / sizeof *questions)

static int64_t ask(const struct question *question)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    int64_t blocks;

    assert_ok(call_begin(call));
    assert_int_equal(question->ask(call), question->count);
    blocks = blocks_read(call->tx, question->table, question->has, question->values);
    assert_ok(clerk_end(&shop.clerk, OK));
    return blocks;
}

/* In parts, each within a statement's time. */
static void add(int parts, int64_t part_rows)
{
    for (int part = 0; part < parts; part++) {
        history(part_rows + OPEN * part);
        old_books(part_rows + OPEN * part);
    }
    test_sql(shop.db, "analyze campaigns");
    test_sql(shop.db, "analyze audit");
    test_sql(shop.db, "analyze payment_cases");
}

/* The last page is where it shows: the search goes on behind the last one shown, to the end of all there is. */
static void a_page_costs_the_same_however_much_was(void **state)
{
    int64_t before[QUESTIONS];

    (void)state;
    test_sql(shop.db, "analyze sale_stock");
    add(1, 2000);
    for (size_t i = 0; i < QUESTIONS; i++) {
        ask(&questions[i]); /* the first time reads the catalogue, too */
        before[i] = ask(&questions[i]);
    }
    add(5, 10000);
    for (size_t i = 0; i < QUESTIONS; i++) {
        int64_t after;

        ask(&questions[i]);
        after = ask(&questions[i]);
        if (after > before[i] + 10) /* an index may have become a level deeper */
            fail_msg("question %zu reads %ld blocks where it read %ld", i, (long)after, (long)before[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_costs_the_same_however_much_was),
    };

    return cmocka_run_group_tests(tests, up, down);
}
