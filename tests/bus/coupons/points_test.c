/* coupons: points, by what the ledger says: in, set aside, spent, back, owed. */
#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "coupons/flow/points.h"
#include "coupons_house.h"

static struct desk desk;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "points");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "points");
    return 0;
}

/* The books, for everybody: what each account says is what its entries add up to; lots hold what may be spent; locks
 * hold what is set aside; what was issued is somewhere. */
static void assert_books(void)
{
    static const char *const wrong[] = {
        "select coalesce(sum(points), 0)::bigint from points_entries",
        "select count(*) from points_accounts a cross join lateral"
        " (select coalesce(sum(e.points) filter (where account = 'AVAILABLE'), 0) as available,"
        "  coalesce(sum(e.points) filter (where account = 'HELD'), 0) as held,"
        "  coalesce(sum(e.points) filter (where account = 'PENDING'), 0) as pending,"
        "  coalesce(sum(e.points) filter (where account = 'DEBT'), 0) as debt"
        "  from points_postings p join points_entries e on e.posting_id = p.id where p.user_id = a.user_id) s"
        " where a.available <> s.available or a.held <> s.held or a.pending <> s.pending or a.debt <> -s.debt",
        "select count(*) from points_accounts a cross join lateral"
        " (select coalesce(sum(points_left) filter (where not l.pending), 0) as available,"
        "  coalesce(sum(points_left) filter (where l.pending), 0) as pending from points_lots l where l.user_id = a.user_id) s"
        " where a.available <> s.available or a.pending <> s.pending",
        "select count(*) from points_accounts a where held <>"
        " (select coalesce(sum(points), 0) from points_locks l where l.user_id = a.user_id and state = 1)",
        "select count(*) from points_locks l where case when state = 3 then points else returned end <>"
        " (select coalesce(sum(returned), 0) from points_lock_lots k where k.order_id = l.order_id)",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(test_sql_int(desk.db, wrong[i]), 0);
}

static Cp__PointsBalance *balance(const char *user_id)
{
    Cp__GetPointsRequest in = CP__GET_POINTS_REQUEST__INIT;
    Cp__PointsBalance *answer;

    assert_ok(desk_ask(&desk, &arena, "Points.GetPoints", user_id, NULL, NULL, &in.base,
                       &cp__points_balance__descriptor, &answer));
    return answer;
}

static void assert_has(const char *user_id, int64_t available, int64_t held, int64_t debt)
{
    const Cp__PointsBalance *now = balance(user_id);

    assert_int_equal(now->available, available);
    assert_int_equal(now->held, held);
    assert_int_equal(now->debt, debt);
    assert_books();
}

/* Points that run out after so many days; the lot's id. */
static const char *give(const char *user_id, int64_t points, int64_t valid_days, int64_t vest_days)
{
    const struct income income = { .key = id_make(&arena),
                                   .title = "给",
                                   .order_id = "",
                                   .kind = POSTING_EARNED,
                                   .points = points,
                                   .valid_days = valid_days,
                                   .vest_days = vest_days };
    struct points_account account;
    struct desk_work work;
    const char *lot_id;

    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(points_open(call, user_id, &account));
    assert_ok(points_issue(call, &account, &income, &lot_id));
    assert_ok(desk_work_end(&work, points_close(call, &account)));
    return lot_id;
}

static void take_back(const char *user_id, int64_t points, const char *lot_id)
{
    const struct outgo outgo = { .key = id_make(&arena),
                                 .title = "收",
                                 .order_id = "",
                                 .kind = POSTING_CLAWED_BACK,
                                 .points = points,
                                 .lot_id = lot_id };
    struct points_account account;
    struct desk_work work;

    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(points_open(call, user_id, &account));
    assert_ok(points_take_back(call, &account, &outgo));
    assert_ok(desk_work_end(&work, points_close(call, &account)));
}

static void days_pass(const char *user_id, int days)
{
    test_sql(desk.db,
             "update points_lots set expires_at = expires_at - $2 * interval '1 day', vests_at = vests_at - $2 * "
             "interval '1 day'"
             " where user_id = $1",
             db_id(user_id), db_int(days));
}

static Cp__PointsOffer *quote(const char *user_id, int64_t amount_fen, int64_t points)
{
    Cp__QuotePointsRequest in = CP__QUOTE_POINTS_REQUEST__INIT;
    Cp__PointsOffer *offer;

    in.user_id = user_id;
    in.amount_fen = amount_fen;
    in.points = points;
    assert_ok(desk_ask_inside(&desk, &arena, "QuotePoints", &in.base, &cp__points_offer__descriptor, &offer));
    return offer;
}

static struct status lock_in(struct arena *memory, const char *user_id, const char *order_id, int64_t points,
                             int64_t amount_fen)
{
    Cp__LockPointsRequest in = CP__LOCK_POINTS_REQUEST__INIT;

    in.user_id = user_id;
    in.order_id = order_id;
    in.points = points;
    in.amount_fen = amount_fen;
    return desk_ask_inside(&desk, memory, "LockPoints", &in.base, &cp__points_offer__descriptor, NULL);
}

static struct status lock(const char *user_id, const char *order_id, int64_t points)
{
    return lock_in(&arena, user_id, order_id, points, 1000000);
}

/* Consume and release ask alike. */
static Cp__CouponLockState move(const char *method, const char *user_id, const char *order_id)
{
    Cp__ConsumePointsRequest in = CP__CONSUME_POINTS_REQUEST__INIT;
    Cp__PointsLock *answer;

    in.user_id = user_id;
    in.order_id = order_id;
    assert_ok(desk_ask_inside(&desk, &arena, method, &in.base, &cp__points_lock__descriptor, &answer));
    return answer->state;
}

static Cp__PointsLock *give_back(const char *user_id, const char *order_id, const char *refund_id, int64_t points)
{
    Cp__ReturnPointsRequest in = CP__RETURN_POINTS_REQUEST__INIT;
    Cp__PointsLock *answer;

    in.user_id = user_id;
    in.order_id = order_id;
    in.refund_id = refund_id;
    in.points = points;
    assert_ok(desk_ask_inside(&desk, &arena, "ReturnPoints", &in.base, &cp__points_lock__descriptor, &answer));
    return answer;
}

/* ---- what may be spent ---- */

static void a_quote_keeps_to_the_terms(void **state)
{
    (void)state;
    const char *ann = id_make(&arena);
    Cp__PointsOffer *offer;

    assert_int_equal(quote(ann, 1000, 0)->points, 0);
    give(ann, 1250, 30, 0);
    offer = quote(ann, 10000, 0);
    assert_int_equal(offer->points, 1250);
    assert_int_equal(offer->discount_fen, 1250);
    assert_int_equal(offer->available, 1250);
    offer = quote(ann, 999, 0); /* half of it: 499 fen */
    assert_int_equal(offer->points, 499);
    assert_int_equal(quote(ann, 10000, 300)->discount_fen, 300);
    desk.service.terms.per_yuan = 30; /* 10 points are 33 fen */
    offer = quote(ann, 10000, 10);
    assert_int_equal(offer->discount_fen, 33);
    assert_int_equal(offer->points, 10);
    desk.service.terms.per_yuan = 1000; /* 15 points are 1 fen, and 10 are enough */
    offer = quote(ann, 10000, 15);
    assert_int_equal(offer->discount_fen, 1);
    assert_int_equal(offer->points, 10);
    desk.service.terms.per_yuan = 100;
    days_pass(ann, 31);
    assert_int_equal(quote(ann, 10000, 0)->available, 0);
    assert_int_equal(balance(ann)->available, 0);
}

/* ---- an order's points ---- */

static void a_lock_sets_aside_and_repeats_the_same(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);

    give(ann, 100, 30, 0);
    assert_fails(lock(ann, order, 101), POINTS_NOT_ENOUGH);
    assert_fails(lock_in(&arena, ann, order, 100, 100), POINTS_NOT_USABLE); /* half of the order at most */
    for (int i = 0; i < 2; i++) {
        assert_ok(lock(ann, order, 60));
        assert_has(ann, 40, 60, 0);
    }
    assert_fails(lock(ann, id_make(&arena), 41), POINTS_NOT_ENOUGH);
    assert_fails(lock(id_make(&arena), order, 60), NOT_HERE);
    assert_int_equal(test_sql_int(desk.db,
                                  "select count(*) from outbox where type = 'linli.coupons.v1.PointsChanged' and"
                                  " aggregate_id = $1",
                                  db_id(ann)),
                     2);
}

static void paid_means_spent_and_stays_spent(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);

    give(ann, 100, 30, 0);
    assert_ok(lock(ann, order, 60));
    for (int i = 0; i < 2; i++)
        assert_int_equal(move("ConsumePoints", ann, order), CP__COUPON_LOCK_STATE__CONSUMED);
    assert_int_equal(move("ReleasePoints", ann, order), CP__COUPON_LOCK_STATE__CONSUMED);
    assert_has(ann, 40, 0, 0);
}

static void cancelled_means_back_and_a_late_lock_is_refused(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena), *other = id_make(&arena);

    give(ann, 100, 30, 0);
    assert_ok(lock(ann, order, 60));
    for (int i = 0; i < 2; i++)
        assert_int_equal(move("ReleasePoints", ann, order), CP__COUPON_LOCK_STATE__RELEASED);
    assert_int_equal(move("ConsumePoints", ann, order), CP__COUPON_LOCK_STATE__RELEASED);
    assert_has(ann, 100, 0, 0);
    assert_fails(lock(ann, order, 60), POINTS_NOT_USABLE);
    /* Released before it was locked: a tombstone. */
    assert_int_equal(move("ReleasePoints", ann, other), CP__COUPON_LOCK_STATE__RELEASED);
    assert_fails(lock(ann, other, 60), POINTS_NOT_USABLE);
    /* Paid before it was locked says nothing: the lock may still come. */
    assert_int_equal(move("ConsumePoints", ann, id_make(&arena)), CP__COUPON_LOCK_STATE__COUPON_LOCK_STATE_UNSPECIFIED);
    assert_has(ann, 100, 0, 0);
}

static void refunds_give_back_each_once_and_never_more_than_was_spent(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena), *first = id_make(&arena), *second = id_make(&arena);

    give(ann, 100, 30, 0);
    assert_ok(lock(ann, order, 60));
    move("ConsumePoints", ann, order);
    for (int i = 0; i < 2; i++) {
        const Cp__PointsLock *some = give_back(ann, order, first, 25);
        assert_int_equal(some->returned, 25);
        assert_int_equal(some->state, CP__COUPON_LOCK_STATE__CONSUMED);
        assert_has(ann, 65, 0, 0);
    }
    assert_int_equal(give_back(ann, order, second, 50)->returned, 60); /* there were 35 left */
    assert_int_equal(give_back(ann, order, id_make(&arena), 0)->state, CP__COUPON_LOCK_STATE__RETURNED);
    assert_int_equal(move("ConsumePoints", ann, order), CP__COUPON_LOCK_STATE__RETURNED);
    assert_has(ann, 100, 0, 0);
}

static void a_refund_that_comes_before_the_payment_was_heard_of(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena), *unknown = id_make(&arena);

    give(ann, 100, 30, 0);
    assert_ok(lock(ann, order, 60));
    assert_int_equal(give_back(ann, order, id_make(&arena), 20)->returned, 20);
    assert_has(ann, 60, 0, 0);
    assert_int_equal(move("ConsumePoints", ann, order), CP__COUPON_LOCK_STATE__CONSUMED);
    assert_has(ann, 60, 0, 0);
    assert_int_equal(give_back(ann, unknown, id_make(&arena), 0)->state, CP__COUPON_LOCK_STATE__RELEASED);
    assert_fails(lock(ann, unknown, 10), POINTS_NOT_USABLE);
}

/* ---- lots ---- */

static int64_t left_in(const char *lot_id)
{
    return test_sql_int(desk.db, "select points_left from points_lots where id = $1", db_id(lot_id));
}

static void what_runs_out_first_is_spent_first_and_comes_back_last(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);
    const char *late = give(ann, 50, 60, 0), *soon = give(ann, 50, 10, 0);

    assert_ok(lock(ann, order, 70));
    assert_int_equal(left_in(soon), 0);
    assert_int_equal(left_in(late), 30);
    move("ConsumePoints", ann, order);
    give_back(ann, order, id_make(&arena), 30);
    assert_int_equal(left_in(late), 50);
    assert_int_equal(left_in(soon), 10);
    assert_has(ann, 60, 0, 0);
    /* Also when it was given first. */
    const char *ben = id_make(&arena), *first = give(ben, 50, 10, 0), *second = give(ben, 50, 60, 0);
    assert_ok(lock(ben, id_make(&arena), 60));
    assert_int_equal(left_in(first), 0);
    assert_int_equal(left_in(second), 40);
}

static void what_has_run_out_is_gone(void **state)
{
    (void)state;
    const char *ann = id_make(&arena);

    give(ann, 50, 10, 0);
    give(ann, 50, 60, 0);
    days_pass(ann, 11);
    assert_int_equal(balance(ann)->available, 50);
    assert_fails(lock(ann, id_make(&arena), 60), POINTS_NOT_ENOUGH);
    assert_ok(lock(ann, id_make(&arena), 10)); /* sweeps on its way */
    assert_has(ann, 40, 10, 0);
    assert_int_equal(
        test_sql_int(desk.db,
                     "select sum(e.points)::bigint from points_entries e join points_postings p on p.id = e.posting_id"
                     " where p.user_id = $1 and e.account = 'EXPIRED'",
                     db_id(ann)),
        50);
}

static void what_ran_out_while_it_was_spent_comes_back_for_the_grace(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);

    give(ann, 50, 10, 0);
    assert_ok(lock(ann, order, 50));
    move("ConsumePoints", ann, order);
    days_pass(ann, 11);
    give_back(ann, order, id_make(&arena), 0);
    assert_has(ann, 50, 0, 0);
    assert_int_equal(balance(ann)->expiring, 50);
    days_pass(ann, 8); /* the grace is 7 days */
    assert_int_equal(balance(ann)->available, 0);
}

static void pending_points_are_not_spent_before_their_time(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);

    give(ann, 50, 30, 7);
    assert_int_equal(balance(ann)->pending, 50);
    assert_fails(lock(ann, order, 1), POINTS_NOT_ENOUGH);
    days_pass(ann, 7);
    assert_ok(lock(ann, order, 50));
    assert_has(ann, 0, 50, 0);
    assert_int_equal(balance(ann)->pending, 0);
}

/* ---- debt ---- */

static void what_was_spent_and_is_taken_back_is_owed(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);
    const char *lot = give(ann, 100, 30, 0);

    assert_ok(lock(ann, order, 80));
    move("ConsumePoints", ann, order);
    take_back(ann, 100, lot);
    assert_has(ann, 0, 0, 80);
    give(ann, 30, 30, 0); /* pays */
    assert_has(ann, 0, 0, 50);
    give(ann, 70, 30, 0); /* pays the rest and is left with 20 */
    assert_has(ann, 20, 0, 0);
    give_back(ann, order, id_make(&arena), 0);
    assert_has(ann, 100, 0, 0);
}

static void points_that_come_back_pay_what_is_owed(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena), *unpaid = id_make(&arena);
    const char *lot = give(ann, 100, 30, 0);

    assert_ok(lock(ann, order, 60));
    assert_ok(lock(ann, unpaid, 40));
    move("ConsumePoints", ann, order);
    take_back(ann, 100, lot);
    assert_has(ann, 0, 40, 100);
    move("ReleasePoints", ann, unpaid);
    assert_has(ann, 0, 0, 60);
    give_back(ann, order, id_make(&arena), 0);
    assert_has(ann, 0, 0, 0);
}

static void pending_points_that_vest_pay_what_is_owed(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);
    const char *lot = give(ann, 100, 30, 0);

    assert_ok(lock(ann, order, 100));
    move("ConsumePoints", ann, order);
    take_back(ann, 100, lot);
    give(ann, 130, 30, 7);
    assert_has(ann, 0, 0, 100);
    days_pass(ann, 7);
    give(ann, 1, 30, 0);
    assert_has(ann, 31, 0, 0);
}

/* ---- history ---- */

static void history_tells_it_all_in_pages(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *order = id_make(&arena);
    Cp__ListPostingsRequest in = CP__LIST_POSTINGS_REQUEST__INIT;
    Cp__ListPostingsResponse *page;
    int64_t available = 0, seen = 0;

    give(ann, 100, 30, 0);
    assert_ok(lock(ann, order, 60));
    move("ReleasePoints", ann, order);
    in.page_size = 2;
    do {
        assert_ok(desk_ask(&desk, &arena, "Points.ListPostings", ann, NULL, NULL, &in.base,
                           &cp__list_postings_response__descriptor, &page));
        for (size_t i = 0; i < page->n_postings; i++, seen++)
            available += page->postings[i]->available;
        if (seen == 2) {
            assert_int_equal(page->postings[0]->kind, CP__POSTING_KIND__POINTS_RELEASED);
            assert_string_equal(page->postings[1]->order_id, order);
            assert_int_equal(page->postings[1]->held, 60);
        }
        in.page_token = page->next_page_token;
    } while (*in.page_token);
    assert_int_equal(seen, 3);
    assert_int_equal(available, 100);
}

/* ---- many at once ---- */

#define SPENDERS 8

struct spender {
    const char *user_id;
    int locked;
};

static void *spend(void *data)
{
    struct spender *spender = data;
    struct arena memory;

    arena_init(&memory, ARENA_BYTES_MAX);
    for (int i = 0; i < 10; i++)
        spender->locked += ok(lock_in(&memory, spender->user_id, id_make(&memory), 7, 1000000));
    arena_finish(&memory);
    return NULL;
}

static void nobody_spends_a_point_twice(void **state)
{
    (void)state;
    const char *ann = id_make(&arena);
    struct spender spenders[SPENDERS];
    pthread_t threads[SPENDERS];
    int locked = 0;

    for (int i = 0; i < 10; i++)
        give(ann, 10, 30 - i, 0);
    for (int i = 0; i < SPENDERS; i++) {
        spenders[i] = (struct spender){ .user_id = ann };
        assert_int_equal(pthread_create(&threads[i], NULL, spend, &spenders[i]), 0);
    }
    for (int i = 0; i < SPENDERS; i++) {
        pthread_join(threads[i], NULL);
        locked += spenders[i].locked;
    }
    assert_int_equal(locked, 14);
    assert_has(ann, 2, 98, 0);
}

/* ---- a lock that was forgotten ---- */

static struct status check(const char *user_id, const char *order_id)
{
    struct job job = { .kind = CHECK_POINTS, .key = arena_printf(&arena, "%s:%s", user_id, order_id) };
    struct desk_work work;

    struct call *call = desk_work_begin(&desk, &work, &arena);
    return desk_work_end(&work, coupons_check_points(call, &job));
}

static void a_forgotten_lock_follows_its_order(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *orders[] = { id_make(&arena), id_make(&arena), id_make(&arena) };

    give(ann, 100, 30, 0);
    for (int i = 0; i < 3; i++)
        assert_ok(lock(ann, orders[i], 10));
    assert_int_equal(test_sql_int(desk.db,
                                  "select count(*) from jobs where kind = 'check_points' and run_at > now()"
                                  " and key like $1 || ':%'",
                                  db_text(ann)),
                     3);
    atomic_store(&desk.order_found, 1);
    atomic_store(&desk.order_status, GB__ORDER_STATUS__PENDING_PAYMENT);
    assert_fails(check(ann, orders[0]), NOT_AVAILABLE);
    assert_has(ann, 70, 30, 0);
    atomic_store(&desk.order_status, GB__ORDER_STATUS__CANCELLED);
    assert_ok(check(ann, orders[0]));
    assert_has(ann, 80, 20, 0);
    atomic_store(&desk.order_status, GB__ORDER_STATUS__READY);
    assert_ok(check(ann, orders[1]));
    assert_has(ann, 80, 10, 0);
    atomic_store(&desk.order_status, GB__ORDER_STATUS__REFUNDED);
    assert_ok(check(ann, orders[2]));
    assert_has(ann, 90, 0, 0);
}

/* ---- the ledger itself ---- */

static void the_ledger_refuses_what_does_not_add_up(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *posting = id_make(&arena);

    give(ann, 10, 30, 0);
    assert_false(ok(db_run(desk.db, &arena, NULL,
                           "with p as (insert into points_postings (id, user_id, kind, key, title, posted_at)"
                           " values ($1, $2, 1, 'x', '', now()) returning id)"
                           " insert into points_entries (posting_id, account, points) select id, 'AVAILABLE', 5 from p",
                           db_id(posting), db_id(ann))));
    assert_false(ok(db_run(desk.db, &arena, NULL,
                           "insert into points_postings (id, user_id, kind, key, title, posted_at)"
                           " values ($1, $2, 1, 'x', '', now())",
                           db_id(posting), db_id(ann))));
    assert_false(
        ok(db_run(desk.db, &arena, NULL, "update points_accounts set debt = 5 where user_id = $1", db_id(ann))));
    assert_books();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quote_keeps_to_the_terms),
        cmocka_unit_test(a_lock_sets_aside_and_repeats_the_same),
        cmocka_unit_test(paid_means_spent_and_stays_spent),
        cmocka_unit_test(cancelled_means_back_and_a_late_lock_is_refused),
        cmocka_unit_test(refunds_give_back_each_once_and_never_more_than_was_spent),
        cmocka_unit_test(a_refund_that_comes_before_the_payment_was_heard_of),
        cmocka_unit_test(what_runs_out_first_is_spent_first_and_comes_back_last),
        cmocka_unit_test(what_has_run_out_is_gone),
        cmocka_unit_test(what_ran_out_while_it_was_spent_comes_back_for_the_grace),
        cmocka_unit_test(pending_points_are_not_spent_before_their_time),
        cmocka_unit_test(what_was_spent_and_is_taken_back_is_owed),
        cmocka_unit_test(points_that_come_back_pay_what_is_owed),
        cmocka_unit_test(pending_points_that_vest_pay_what_is_owed),
        cmocka_unit_test(history_tells_it_all_in_pages),
        cmocka_unit_test(nobody_spends_a_point_twice),
        cmocka_unit_test(a_forgotten_lock_follows_its_order),
        cmocka_unit_test(the_ledger_refuses_what_does_not_add_up),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
