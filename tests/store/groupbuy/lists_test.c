/* Lists of campaigns beside very many that have ended: what a page costs is told by the plans of PostgreSQL itself. */
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
             " || substr(md5(concat(c.id, g, $1::bigint)), 9), 'starts_at', now() - interval '2 years',"
             " 'ends_at', now() - interval '1 year', 'ended', true)) n where not c.ended",
             db_int(count / OPEN));
    test_sql(shop.db, "analyze campaigns");
}

/* What the statement of the list, as this connection has it prepared, reads: blocks, by its plan. */
static int64_t blocks_read(struct tx *tx, const char *has, const char *values)
{
    struct rows *rows;
    const char *name;
    int64_t blocks = -1;

    assert_ok(db_query(tx, &rows,
                       "select name from pg_prepared_statements where statement like '%from campaigns c where%'"
                       " and strpos(statement, $1) > 0 and strpos(statement, 'pg_prepared') = 0",
                       db_text(has)));
    assert_int_equal(rows_count(rows), 1);
    name = rows_text(rows, 0, 0);
    assert_ok(db_query(tx, &rows,
                       arena_printf(tx_arena(tx),
                                    "explain (analyze, buffers, costs off, timing off, summary off)"
                                    " execute %s (%s)",
                                    name, values)));
    for (int row = 0; row < rows_count(rows); row++) {
        const char *line = rows_text(rows, row, 0), *hit = strstr(line, "shared hit=");

        if (strstr(line, "Seq Scan on campaigns"))
            fail_msg("the plan for %s reads all there is", values);
        if (hit && blocks < 0)
            blocks = strtoll(hit + strlen("shared hit="), NULL, 10);
    }
    assert_true(blocks > 0);
    return blocks;
}

struct question {
    struct campaign_filter filter;
    size_t count;
    const char *has;  /* what its statement has and no other's */
    const char *more; /* its parameters after page and limit */
};

static int64_t ask(const struct question *question)
{
    struct call *call = clerk_call(&shop.clerk, "");
    struct campaign *campaigns;
    size_t count;
    int64_t blocks;

    assert_ok(call_begin(call));
    assert_ok(campaign_list(call->tx, &question->filter, "", PAGE, &campaigns, &count));
    assert_int_equal(count, question->count);
    blocks = blocks_read(call->tx, question->has, arena_printf(call->arena, "null, '%d'%s", PAGE, question->more));
    assert_ok(clerk_end(&shop.clerk, OK));
    return blocks;
}

/* The last page is where it shows: the search goes on behind the last open one, to the end of all there is. */
static void a_page_costs_the_same_however_many_were(void **state)
{
    const struct question questions[] = {
        { { KIND_NONE, "", "" }, OPEN, "') order", "" },
        { { KIND_TEAM_BUY, "", "" }, OPEN / 2, " and c.kind = $3", ", 'TEAM_BUY'" },
        { { KIND_NONE, CIRCLE, "" }, OPEN / 3, "c.circle_id = $3", ", '" CIRCLE "', null, ''" },
        { { KIND_NONE, "", COMMUNITY }, OPEN / 3, "c.community_id = $3", ", '" COMMUNITY "', ''" },
    };
    int64_t before[4];

    (void)state;
    test_sql(shop.db, "analyze sale_stock");
    history(2000);
    for (size_t i = 0; i < 4; i++) {
        ask(&questions[i]); /* the first time reads the catalogue, too */
        before[i] = ask(&questions[i]);
    }
    history(100000);
    for (size_t i = 0; i < 4; i++) {
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
        cmocka_unit_test(a_page_costs_the_same_however_many_were),
    };

    return cmocka_run_group_tests(tests, up, down);
}
