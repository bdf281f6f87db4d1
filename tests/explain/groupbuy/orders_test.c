/* The hottest statements beside 1,000,000 orders, and those that grow with the years beside their teams and their
 * books: what each costs is told by the plans of PostgreSQL itself. They are the code's own: the store's functions
 * prepare them on a connection, and what was prepared is explained there, as it is kept. No plan may read a big table
 * from one end to the other, none more blocks than its page has reason to. */
#include "groupbuy/store/booking_store.h"
#include "groupbuy/store/content_store.h"
#include "groupbuy/store/desk_store.h"
#include "groupbuy/store/line_store.h"
#include "groupbuy/store/month_store.h"
#include "groupbuy/store/payment_store.h"
#include "groupbuy/store/refund_store.h"
#include "groupbuy/store/shelf_store.h"
#include "groupbuy/store/stock_store.h"
#include "groupbuy/store/team_store.h"
#include "store/groupbuy/wechat.h"

#define ORDERS     1000000
#define PART       100000
#define TEAMS      100000
#define POSTINGS   200000 /* of forty-odd months */
#define A_MONTH    "2026-09"
#define HEAVY      "00000000000000000000000000000bee" /* who has ordered a tenth of all */
#define LIGHT      "00000000000000000000000000000010"
#define ORDER      "000000000000000000000000000f4240" /* the last one */
#define SOME_TEAM  "00000000000000000000000000000001"
#define PAGE       101
#define STATEMENTS 4 /* of one function, at most */

static const char *const big[] = { "orders", "order_lines", "teams", "ledger_postings", "ledger_entries" };

static struct shop shop;
static struct db *slow; /* for filling: its statements may take a minute */

/* Indexes go while the rows come, and come back as they were. */
static void without_indexes(void (*fill)(void))
{
    test_sql(slow,
             "create temp table kept as select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid)"
             " as definition from pg_index i where i.indrelid = any (array['orders', 'order_lines', 'payments',"
             " 'refunds']::regclass[]) and not exists (select from pg_constraint c where c.conindid ="
             " i.indexrelid)");
    test_sql(slow, "do $$ declare k record; begin for k in select * from kept loop execute 'drop index ' || k.name;"
                   " end loop; end $$");
    fill();
    test_sql(slow, "do $$ declare k record; begin for k in select * from kept loop execute k.definition;"
                   " end loop; end $$");
}

/* Most are over; a few wait to be paid, a few are due. */
static void fill(void)
{
    test_sql(slow, "set session_replication_role = replica"); /* no log, no references */
    for (int64_t from = 1; from <= ORDERS; from += PART) {
        test_sql(slow,
                 "insert into orders (id, user_id, kind, bucket, quantity, amount_fen, status, moved_by, moved_why,"
                 " created_at, pay_by, paid_at, confirm_by, complete_by)"
                 " select lpad(to_hex(g), 32, '0')::uuid, lpad(case when g % 10 = 0 then 'bee' else to_hex(g % 50000)"
                 " end, 32, '0')::uuid, 'PLAIN', 0, 1, 1000, case when g % 5000 = 1 then 'PENDING_PAYMENT'"
                 " when g % 5000 = 2 then 'SHIPPED' when g % 5000 = 3 then 'FULFILLED' when g % 100 = 4 then 'READY'"
                 " else 'COMPLETED' end, 'x', 'x', now() - make_interval(secs => 1000000 - g), now() + interval '1 h',"
                 " case when g % 5000 <> 1 then now() end, case when g % 5000 = 2 then now() - interval '1 h' end,"
                 " case when g % 5000 = 3 then now() - interval '1 h' end"
                 " from generate_series($1::bigint, $1::bigint + $2::bigint - 1) g",
                 db_int(from), db_int(PART));
        test_sql(slow,
                 "insert into order_lines (order_id, position, product_id, sku_id, product_title, sku_title, image_url,"
                 " quantity, list_price_fen, price_fen, list_fen, campaign_discount_fen, coupon_discount_fen,"
                 " delivery_fen, payable_fen, pool, pool_id)"
                 " select lpad(to_hex(g), 32, '0')::uuid, 0, lpad('1', 32, '0')::uuid, lpad(to_hex(g % 1000), 32,"
                 " '0')::uuid, 'x', 'x', '', 1, 1000, 1000, 1000, 0, 0, 0, 1000, 'SKU', lpad(to_hex(g % 1000), 32,"
                 " '0')::uuid from generate_series($1::bigint, $1::bigint + $2::bigint - 1) g",
                 db_int(from), db_int(PART));
    }
}

/* One in a hundred is open; a thousand of them are of one campaign. */
static void fill_teams(void)
{
    test_sql(slow,
             "insert into teams (id, campaign_id, starter_id, status, size, held, paid, price_fen, deadline, ended_at)"
             " select lpad(to_hex(g), 32, '0')::uuid, lpad(to_hex(g % 100), 32, '0')::uuid, lpad('1', 32, '0')::uuid,"
             " case when g % 101 = 1 then 'OPEN' else 'FAILED' end, 3, 0, (g % 3 = 1)::int, 990, now(),"
             " case when g % 101 <> 1 then now() end from generate_series(1, $1::bigint) g",
             db_int(TEAMS));
}

/* A hundred and fifty postings a day, and the month before is closed. */
static void fill_books(void)
{
    test_sql(slow,
             "insert into ledger_postings (id, kind, key, day) select lpad(to_hex(g), 32, '0')::uuid, 'FEES',"
             " g::text, date '2026-10-01' - (g / 150)::int from generate_series(1, $1::bigint) g",
             db_int(POSTINGS));
    test_sql(slow,
             "insert into ledger_entries (posting_id, account, amount_fen) select lpad(to_hex(g), 32, '0')::uuid, e.*"
             " from generate_series(1, $1::bigint) g, (values ('fees:wechat', 1), ('channel:wechat', -1)) as e",
             db_int(POSTINGS));
    test_sql(slow, "insert into ledger_months (month, first_day, last_day, postings, previous_sha256, sha256,"
                   " closed_by, why) values ('2026-08', '2026-08-01', '2026-08-31', 1, '', '',"
                   " lpad('1', 32, '0')::uuid, 'x')");
    test_sql(slow, "insert into ledger_month_accounts (month, account, debit_fen, credit_fen, balance_fen) values"
                   " ('2026-08', 'fees:wechat', 1, 0, 195000), ('2026-08', 'channel:wechat', 0, 1, -195000)");
}

static int up(void **state)
{
    (void)state;
    shop_up(&shop, "gb_explain");
    slow = test_db_again("gb_explain", &(struct db_options){ .statement_timeout_ms = 60000 });
    without_indexes(fill);
    fill_teams();
    fill_books();
    for (size_t i = 0; i < sizeof big / sizeof *big; i++)
        test_sql(slow, arena_printf(&shop.clerk.arena, "analyze %s", big[i]));
    return 0;
}

static int down(void **state)
{
    (void)state;
    db_destroy(slow);
    if (shop.bus)
        shop_down(&shop);
    return 0;
}

/* ---- what is asked ---- */

static void get(struct tx *tx)
{
    struct order order;

    assert_ok(order_get(tx, ORDER, NULL, &order));
}

static void lock(struct tx *tx)
{
    struct order order;

    assert_ok(order_lock(tx, ORDER, NULL, &order));
}

static void move(struct tx *tx)
{
    const struct order_step step = { .to = ORDER_REFUNDED, .actor = "x", .why = "x" };
    struct order order = { .id = ORDER, .status = ORDER_COMPLETED, .version = 1 };

    assert_ok(order_move(tx, &order, &step));
}

static void list_of(struct tx *tx, enum order_status status, size_t at_least)
{
    struct order *orders;
    size_t count;

    assert_ok(order_list(tx, HEAVY, status, "", PAGE, &orders, &count));
    assert_true(count >= at_least);
}

static void list_all(struct tx *tx)
{
    list_of(tx, ORDER_NONE, PAGE);
}

static void lines(struct tx *tx)
{
    struct order_line *read;
    size_t count;

    assert_ok(order_lines_get(tx, ORDER, &read, &count));
    assert_int_equal(count, 1);
}

static void lines_of_page(struct tx *tx)
{
    const char *ids[] = { ORDER };
    struct rows *rows;

    assert_ok(order_lines_ask(tx, ids, 1, &rows));
    assert_ok(db_collect(tx));
}

static void refunds_of_page(struct tx *tx)
{
    const char *ids[] = { ORDER };
    struct rows *rows;

    assert_ok(refund_list_ask(tx, ids, 1, &rows));
    assert_ok(db_collect(tx));
}

static void payment(struct tx *tx)
{
    struct payment payment;
    bool found;

    assert_ok(payment_lock(tx, ORDER, &payment, &found));
}

static void unpaid(struct tx *tx)
{
    assert_ok(order_add_close_jobs(tx, 1000));
}

static void due(struct tx *tx)
{
    assert_ok(order_add_due_jobs(tx, 1000));
}

static void team(struct tx *tx)
{
    struct order *orders;
    size_t count;

    assert_ok(order_lock_of_team(tx, SOME_TEAM, ORDER_PAID, &orders, &count));
}

static void desk(struct tx *tx)
{
    const struct order_search search = { .user_id = HEAVY, .round_id = "", .campaign_id = "" };
    struct order *orders;
    const char *last;
    size_t count;

    assert_ok(order_search(tx, &search, "", PAGE, &orders, &count, &last));
    assert_true(count > 0);
}

static void bookings(struct tx *tx)
{
    struct booking *found;
    size_t count;

    assert_ok(booking_list(tx, BOOKINGS_OF_BUYER, HEAVY, "", "", PAGE, &found, &count));
}

static void his_content(struct tx *tx)
{
    bool his;

    assert_ok(content_is_his(tx, HEAVY, SOME_TEAM, &his));
}

/* Of a campaign that is over. */
static void unsold(struct tx *tx)
{
    int64_t waiting;

    assert_ok(stock_return_unsold(tx, SOME_TEAM, &waiting));
    assert_int_equal(waiting, 0);
}

static void open_teams(struct tx *tx)
{
    const char *const *ids;
    size_t count;

    assert_ok(team_list_open_ids(tx, SOME_TEAM, false, 50, &ids, &count));
    assert_true(count > 0);
}

/* It is closed again while it is explained: what was written before goes. */
static void close_month(struct tx *tx)
{
    struct ledger_month month = { .month = A_MONTH, .closed_by = LIGHT, .why = "x" };

    assert_ok(month_close(tx, &month));
    assert_int_equal(month.postings, 30 * 150);
    assert_ok(db_exec(tx, "delete from ledger_month_accounts where month = '" A_MONTH "'"));
    assert_ok(db_exec(tx, "delete from ledger_months where month = '" A_MONTH "'"));
}

static const struct question {
    const char *name;
    void (*ask)(struct tx *tx);
    const char *values[STATEMENTS]; /* of what it prepares, in order */
    int64_t blocks_max;
} questions[] = {
    { "an order", get, { "'" ORDER "', null" }, 30 },
    { "an order, held", lock, { "'" ORDER "', null" }, 30 },
    { "a move", move, { "'" ORDER "', 1, 'REFUNDED', 'x', 'x', null, '', 0, null, null, null, null, null" }, 200 },
    { "somebody's orders", list_all, { "'" HEAVY "', 'NONE', null, 101" }, 1500 },
    { "an order's lines", lines, { "'" ORDER "'" }, 20 },
    { "lines of a page", lines_of_page, { "'{" ORDER "," LIGHT "}'" }, 40 },
    { "refunds of a page", refunds_of_page, { "'{" ORDER "," LIGHT "}'" }, 20 },
    { "a payment", payment, { "'" ORDER "'" }, 20 },
    { "unpaid orders", unpaid, { "1000" }, 3000 },
    { "due orders", due, { "1000", "1000" }, 8000 },
    { "a campaign's open orders", unsold, { "'" SOME_TEAM "'", "'" SOME_TEAM "'", "'" SOME_TEAM "'" }, 3000 },
    { "a team's orders", team, { "'" SOME_TEAM "', 'PAID'" }, 20 },
    /* It looks at so many and no more, a tenth of each block here. */
    { "the desk's search", desk, { "'" HEAVY "', null, null, 20000, 'NONE', null, null, null, null, 101" }, 14000 },
    { "somebody's bookings", bookings, { "'" HEAVY "', null, 101, null" }, 50 },
    { "a campaign's open teams", open_teams, { "'" SOME_TEAM "', false, 50" }, 200 },
    /* Its own 4,500 postings, each with its entries; the books have 200,000. */
    { "a month that is closed", close_month, { "'" A_MONTH "'" }, 60000 },
    { "somebody's content", his_content, { "'" HEAVY "', '" SOME_TEAM "'" }, 50 },
};

/* ---- what it costs ---- */

static int64_t number_behind(const char *line, const char *words)
{
    const char *at = strstr(line, words);

    return at ? strtoll(at + strlen(words), NULL, 10) : 0;
}

/* What is wrong with the plan; NULL: nothing. The whole plan's blocks stand at its top. */
static const char *fault_of(struct tx *tx, const char *statement, const char *values, int64_t blocks_max)
{
    struct rows *rows;
    int64_t blocks = -1;

    assert_ok(db_query(tx, &rows,
                       arena_printf(tx_arena(tx),
                                    "explain (analyze, buffers, costs off, timing off, summary off) execute %s (%s)",
                                    statement, values)));
    for (int row = 0; row < rows_count(rows); row++) {
        const char *line = rows_text(rows, row, 0);

        for (size_t i = 0; i < sizeof big / sizeof *big; i++)
            if (strstr(line, arena_printf(tx_arena(tx), "Seq Scan on %s", big[i])))
                return arena_printf(tx_arena(tx), "the plan reads all of %s", big[i]);
        if (blocks < 0 && strstr(line, "Buffers:"))
            blocks = number_behind(line, "hit=") + number_behind(line, "read=");
    }
    return blocks > blocks_max
               ? arena_printf(tx_arena(tx), "%ld blocks are read, %ld are allowed", (long)blocks, (long)blocks_max)
               : NULL;
}

/* Every plan twice: as it is made for these values, and as it is kept for all. What it has written goes. */
static void ask(struct tx *tx, const struct question *question)
{
    const char *const modes[] = { "force_custom_plan", "force_generic_plan" };
    struct rows *prepared;

    question->ask(tx);
    assert_ok(db_query(tx, &prepared,
                       "select name from pg_prepared_statements where statement not like '%pg_prepared%'"
                       " order by prepare_time, name"));
    for (int i = 0; i < STATEMENTS && question->values[i]; i++)
        for (size_t mode = 0; mode < 2; mode++) {
            const char *fault;

            assert_true(i < rows_count(prepared));
            assert_ok(db_exec(tx, arena_printf(tx_arena(tx), "set local plan_cache_mode = %s", modes[mode])));
            assert_ok(db_exec(tx, "savepoint unasked"));
            fault = fault_of(tx, rows_text(prepared, i, 0), question->values[i], question->blocks_max);
            assert_ok(db_exec(tx, "rollback to savepoint unasked"));
            if (fault)
                fail_msg("%s: %s", question->name, fault);
        }
}

/* Asks on a connection that has prepared nothing yet. */
static void on_a_connection_of_its_own(const struct question *question,
                                       void (*work)(struct tx *tx, const struct question *question))
{
    struct db *db = test_db_again("gb_explain", NULL);
    struct arena arena;
    int64_t now_us;
    struct tx *tx;

    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us));
    work(tx, question);
    tx_rollback(tx);
    db_destroy(db);
    arena_finish(&arena);
}

static void hot_statements_cost_no_more_beside_a_million_orders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        on_a_connection_of_its_own(&questions[i], ask);
}

static void ask_badly(struct tx *tx, const struct question *question)
{
    struct rows *rows;

    (void)question;
    assert_ok(db_query(tx, &rows, "select id from orders where moved_why = $1 limit 1", db_text("nobody")));
    assert_ok(db_query(tx, &rows, "select id from orders where user_id = $1 and id < " DB_BEFORE("$2"), db_id(HEAVY),
                       db_id("")));
    assert_ok(db_query(tx, &rows,
                       "select name from pg_prepared_statements where statement like '%from orders%'"
                       " order by prepare_time, name"));
    assert_string_equal(fault_of(tx, rows_text(rows, 0, 0), "'nobody'", 1000000), "the plan reads all of orders");
    assert_non_null(fault_of(tx, rows_text(rows, 1, 0), "'" HEAVY "', null", 100)); /* a hundred thousand of them */
}

static void what_costs_too_much_is_seen(void **state)
{
    (void)state;
    on_a_connection_of_its_own(NULL, ask_badly);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hot_statements_cost_no_more_beside_a_million_orders),
        cmocka_unit_test(what_costs_too_much_is_seen),
    };

    return cmocka_run_group_tests(tests, up, down);
}
