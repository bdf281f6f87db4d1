/* The honest record, on a real PostgreSQL: sales are the ledger's, what was late and short is what was received, who
 * came again is counted once; reckoned anew while it may change, and read without looking at orders. */
#include "groupbuy/records.h"
#include "groupbuy/store/record_store.h"
#include "store/groupbuy/places.h"

#define ORDERS   30
#define LACKING  7
#define SUPPLIER "00000000000000000000000000000eee"

static int up(void **state)
{
    seats_up(state, "gb_records");
    test_sql(
        shop.db,
        "insert into suppliers (id, name, contract_number, note, created_by) values ($1, '云山果业', 'C1', '', $1)",
        db_id(SUPPLIER));
    return 0;
}

/* What placing and paying post. */
static void post_payments(const struct opened *opened)
{
    test_sql(shop.db,
             "with p as (insert into ledger_postings (id, kind, key, order_id) select gen_random_uuid(), 'PAYMENT',"
             " replace(id::text, '-', ''), id from orders where round_id = $1 returning id, order_id) insert into"
             " ledger_entries select p.id, a.account, a.sign * o.amount_fen from p join orders o on o.id = p.order_id,"
             " (values ('channel:wechat', 1), ('deposits', -1)) as a (account, sign)",
             db_id(opened->round));
}

/* `lacking` apples do not come, five are damaged; by the promised time or an hour after it. */
static struct opened received(int orders, int64_t lacking, bool late)
{
    struct opened opened = open_round("FIRST_COME", orders, false);
    Gb__PlaceReceiving seen;
    int64_t apples, pears;

    post_payments(&opened);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    test_sql(shop.db,
             "update rounds set ends_at = now() - interval '2 h', starts_at = now() - interval '3 h',"
             " ready_at = now() + case when $2 then -1 else 1 end * interval '1 h' where id = $1",
             db_id(opened.round), db_bool(late));
    test_sql(shop.db, "update round_sheet set supplier_id = $2 where round_id = $1 and item_id = $3",
             db_id(opened.round), db_id(SUPPLIER), db_id(opened.apples));
    apples = test_sql_int(shop.db, "select units from round_sheet where item_id = $1", db_id(opened.apples));
    pears = test_sql_int(shop.db, "select units from round_sheet where item_id = $1", db_id(opened.pears));
    assert_ok(
        ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, apples - lacking + 5, 5 }, { opened.pears, pears, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    return opened;
}

static void reckon(void)
{
    assert_ok(run_job("reckon_rounds", "", groupbuy_reckon_rounds));
}

static Gb__LeaderRecord *mine(void)
{
    Gb__GetMyRecordRequest in = GB__GET_MY_RECORD_REQUEST__INIT;
    Gb__LeaderRecord *out = message_new(&shop.clerk.arena, &gb__leader_record__descriptor);

    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_my_record, &in, out));
    return out;
}

static int nothing_yet(void **state)
{
    test_sql(shop.db, "delete from supplier_records");
    test_sql(shop.db, "delete from round_records");
    test_sql(shop.db, "update rounds set closed_at = now() - interval '400 days'");
    return fresh(state);
}

#define RECORD(name) cmocka_unit_test_setup_teardown(name, nothing_yet, balanced)

static void a_record_is_of_the_ledger_and_of_what_came(void **state)
{
    Gb__LeaderRecord *record;
    struct opened opened;
    int64_t units, paid;

    (void)state;
    opened = received(ORDERS, LACKING, false);
    assert_int_equal(mine()->rounds, 0);
    reckon();
    record = mine();
    units = OF_ROUND(&opened, "sum((select sum(l.quantity) from order_lines l where l.order_id = o.id))");
    paid = OF_ROUND(&opened, "sum(o.amount_fen)");
    assert_int_equal(record->rounds, 1);
    assert_int_equal(record->orders, ORDERS);
    assert_int_equal(record->buyers, ORDERS);
    assert_int_equal(record->repeat_buyers, 0);
    assert_int_equal(record->paid_fen, paid);
    assert_int_equal(record->refunded_fen, LACKING * 900);
    assert_int_equal(record->sales_fen, paid - LACKING * 900);
    assert_int_equal(record->parcels, ORDERS);
    assert_int_equal(record->on_time_basis_points, 10000);
    assert_int_equal(record->units, units);
    assert_int_equal(record->short_units, LACKING);
    assert_int_equal(record->short_basis_points, LACKING * 10000 / units);
    assert_int_equal(record->refunds, 0); /* promised, none of them out */
}

/* Half of the refunds within the median, nine of ten within the other; only those that are out. */
static void refunds_are_timed_to_the_money(void **state)
{
    Gb__LeaderRecord *record;
    struct opened opened;
    int64_t refunds;

    (void)state;
    opened = received(ORDERS, 20, false);
    refunds = OF_ROUND(&opened, "sum((select count(*) from refunds f where f.order_id = o.id))");
    assert_true(refunds >= 8);
    test_sql(shop.db,
             "update refunds f set state = 'SUCCESS', done_at = f.created_at + n.n * interval '60 s' from (select f.id,"
             " row_number() over (order by f.id) as n from refunds f join orders o on o.id = f.order_id"
             " where o.round_id = $1) n where n.id = f.id",
             db_id(opened.round));
    reckon();
    record = mine();
    assert_int_equal(record->refunds, refunds);
    assert_int_equal(record->refund_minutes_median, (refunds + 1) / 2);
    assert_int_equal(record->refund_minutes_p90, (refunds * 9 + 9) / 10);
    test_sql(shop.db, "update refunds set state = 'REQUESTED', done_at = null where state = 'SUCCESS'");
}

static void who_comes_again_is_one_buyer(void **state)
{
    Gb__LeaderRecord *record;

    (void)state;
    received(ORDERS, 0, false);
    received(12, 0, true);
    reckon();
    record = mine();
    assert_int_equal(record->rounds, 2);
    assert_int_equal(record->orders, ORDERS + 12);
    assert_int_equal(record->buyers, ORDERS);
    assert_int_equal(record->repeat_buyers, 12);
    assert_int_equal(record->repeat_basis_points, 4000);
    assert_int_equal(record->parcels, ORDERS + 12);
    assert_int_equal(record->on_time, ORDERS); /* the second round was late */
}

static void a_supplier_has_one_too(void **state)
{
    Gb__GetSupplierRecordRequest in = GB__GET_SUPPLIER_RECORD_REQUEST__INIT;
    Gb__SupplierRecord out = GB__SUPPLIER_RECORD__INIT;
    struct opened opened;
    int64_t apples;

    (void)state;
    opened = received(ORDERS, LACKING, false);
    apples = test_sql_int(shop.db, "select units from round_sheet where item_id = $1", db_id(opened.apples));
    received(12, 0, false);
    reckon();
    in.supplier_id = SUPPLIER;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_get_supplier_record, &in, &out));
    assert_int_equal(out.rounds, 2);
    assert_int_equal(out.lists, 2);
    assert_int_equal(out.on_time, 1);
    assert_int_equal(out.damaged, 10);
    assert_int_equal(out.short_units, LACKING);
    assert_true(out.units > apples);
    assert_int_equal(out.short_basis_points, LACKING * 10000 / out.units);
    in.supplier_id = LEADER;
    assert_fails(CALL_IN_TX(OPERATOR, groupbuy_get_supplier_record, &in, &out), NOT_HERE);
    assert_fails(CALL_IN_TX(LEADER, groupbuy_get_supplier_record, &in, &out), FORBIDDEN);
}

/* A refund that comes later is in it a day later; what is long over is not looked at again. */
static void it_is_reckoned_anew_while_it_may_change(void **state)
{
    struct opened opened;

    (void)state;
    opened = received(ORDERS, 0, false);
    reckon();
    test_sql(shop.db,
             "with p as (insert into ledger_postings (id, kind, key, order_id, refund_id) select gen_random_uuid(),"
             " 'REFUND_PROMISED', 'late', id, null from orders where round_id = $1 limit 1 returning id) insert into"
             " ledger_entries select p.id, a.* from p, (values ('deposits', 500), ('refunds', -500)) as a",
             db_id(opened.round));
    reckon();
    assert_int_equal(mine()->refunded_fen, 0);
    test_sql(shop.db, "update round_records set computed_at = computed_at - interval '25 h'");
    reckon();
    assert_int_equal(mine()->refunded_fen, 500);
    test_sql(shop.db, "update round_records set computed_at = computed_at - interval '25 h', refunded_fen = 1");
    test_sql(shop.db, "update rounds set closed_at = now() - interval '61 days' where id = $1", db_id(opened.round));
    reckon();
    assert_int_equal(mine()->refunded_fen, 1);
    test_sql(shop.db, "update round_records set closed_at = now() - interval '91 days'");
    assert_int_equal(mine()->rounds, 0);
    test_sql(shop.db,
             "with p as (insert into ledger_postings (id, kind, key) values (gen_random_uuid(), 'TEST', 'late')"
             " returning id) insert into ledger_entries select p.id, a.* from p, (values ('deposits', -500),"
             " ('refunds', 500)) as a");
}

/* Nor is what no dashboard asks for, however many rounds of former years lie there. */
static void what_is_older_than_a_dashboard_reaches_is_not_reckoned(void **state)
{
    struct opened opened;

    (void)state;
    opened = received(12, 0, false);
    test_sql(shop.db, "update rounds set closed_at = now() - interval '367 days' where id = $1", db_id(opened.round));
    reckon();
    assert_int_equal(test_sql_int(shop.db, "select count(*) from round_records"), 0);
    test_sql(shop.db, "update rounds set closed_at = now() - interval '365 days' where id = $1", db_id(opened.round));
    reckon();
    assert_int_equal(test_sql_int(shop.db, "select count(*) from round_records"), 1);
}

static Gb__ListLeaderRecordsResponse *page_of(const char *token)
{
    Gb__ListLeaderRecordsRequest in = GB__LIST_LEADER_RECORDS_REQUEST__INIT;
    Gb__ListLeaderRecordsResponse *out = message_new(&shop.clerk.arena, &gb__list_leader_records_response__descriptor);

    in.page_size = 1;
    in.page_token = (char *)token;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_list_leader_records, &in, out));
    return out;
}

static void leaders_are_listed_by_id(void **state)
{
    Gb__ListLeaderRecordsResponse *page;

    (void)state;
    received(12, 0, false);
    received(12, 0, false);
    reckon();
    test_sql(shop.db,
             "update round_records set leader_id = $1 where round_id = (select min(round_id::text)::uuid from"
             " round_records where closed_at > now() - interval '1 day')",
             db_id(STAFF));
    page = page_of("");
    assert_int_equal(page->n_records, 1);
    assert_string_equal(page->records[0]->leader_id, LEADER);
    assert_int_equal(page->records[0]->rounds, 1);
    page = page_of(page->next_page_token);
    assert_string_equal(page->records[0]->leader_id, STAFF);
    assert_int_equal(page->records[0]->buyers, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RECORD(a_record_is_of_the_ledger_and_of_what_came),
        RECORD(refunds_are_timed_to_the_money),
        RECORD(who_comes_again_is_one_buyer),
        RECORD(a_supplier_has_one_too),
        RECORD(it_is_reckoned_anew_while_it_may_change),
        RECORD(what_is_older_than_a_dashboard_reaches_is_not_reckoned),
        RECORD(leaders_are_listed_by_id),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
