/* Team buys on a real PostgreSQL: seats, completion, handing over, a rush of joiners. */
#include <pthread.h>

#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_team");
}

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from order_moves");

    (void)state;
    assert_int_equal(rows_count(rows), order_moves_count - 1); /* the database has no NONE */
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(order_may_move(order_status_of(rows_text(rows, row, 0)), order_status_of(rows_text(rows, row, 1))));
}

static struct status attempt(const char *sql, const char *id)
{
    struct arena arena;
    struct status status;

    arena_init(&arena, ARENA_BYTES_MAX);
    status = db_run_params(shop.db, &arena, NULL, sql, (const struct db_param[]){ db_id(id) }, 1);
    arena_finish(&arena);
    return status;
}

static void the_database_itself_refuses(void **state)
{
    struct seat seat = start_team(shop_team_buy(&shop, 9, 3, 990), 1);

    (void)state;
    assert_false(ok(attempt("update orders set status = 'READY', version = version + 1 where id = $1", seat.order)));
    assert_false(ok(attempt("update orders set status = 'PAID' where id = $1", seat.order))); /* no next version */
    assert_false(ok(attempt("update teams set held = 3, paid = 1 where id = $1", seat.team)));
    assert_false(ok(attempt("update teams set status = 'COMPLETED', ended_at = now() where id = $1", seat.team)));
    assert_false(ok(
        attempt("with p as (insert into ledger_postings (id, kind, order_id) values (gen_random_uuid(), 'PAYMENT', $1)"
                " returning id) insert into ledger_entries select id, 'deposits', 5 from p",
                seat.order)));
    assert_false(ok(attempt(
        "insert into ledger_postings (id, kind, order_id) values (gen_random_uuid(), 'PAYMENT', $1)", seat.order)));
    assert_order(&seat, "PENDING_PAYMENT");
}

/* Whom the join of this order is told to: gives how many, and how many lack. */
static size_t told_of(const struct seat *joined, const char *ret_ids[4], int32_t *ret_lacking)
{
    struct rows *rows = test_sql(shop.db,
                                 "select payload from outbox where type = 'linli.groupbuy.v1.TeamJoined' and"
                                 " aggregate_id = $1 order by version",
                                 db_id(joined->team));

    for (int row = 0; row < rows_count(rows); row++) {
        size_t bytes, count;
        const uint8_t *payload = rows_bytes(rows, row, 0, &bytes);
        Gb__TeamJoined *event =
            (Gb__TeamJoined *)protobuf_c_message_unpack(&gb__team_joined__descriptor, NULL, bytes, payload);
        bool is_it;

        assert_non_null(event);
        is_it = strcmp(event->order_id, joined->order) == 0;
        count = event->n_user_ids;
        assert_true(count <= 4);
        for (size_t i = 0; is_it && i < count; i++)
            ret_ids[i] = arena_strdup(&shop.clerk.arena, event->user_ids[i]);
        *ret_lacking = event->lacking;
        protobuf_c_message_free_unpacked(&event->base, NULL);
        if (is_it)
            return count;
    }
    fail_msg("nobody joined by order %s", joined->order);
    return 0;
}

/* Who paid before, and not who joins; that one lacks is told once, in its own words, and that none does. */
static void who_is_in_hears_who_joins(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 4, 990), *ids[4];
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = join_team(ann.team, 3),
                dan = join_team(ann.team, 4);
    int32_t lacking;

    (void)state;
    pay(&ann);
    assert_int_equal(told_of(&ann, ids, &lacking), 0); /* nobody was there */
    pay(&bob);
    assert_int_equal(told_of(&bob, ids, &lacking), 1); /* cid and dan have not paid */
    assert_string_equal(ids[0], ann.user);
    assert_int_equal(lacking, 2);
    assert_int_equal(events("TeamOneShort", ann.team), 0);
    pay(&cid);
    assert_int_equal(told_of(&cid, ids, &lacking), 0);
    assert_int_equal(events("TeamOneShort", ann.team), 1);
    pay(&dan);
    assert_int_equal(told_of(&dan, ids, &lacking), 0);
    assert_int_equal(events("TeamCompleted", ann.team), 1);
}

static void the_last_paid_seat_completes(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = join_team(ann.team, 3);

    (void)state;
    assert_team(&ann, "OPEN", 3, 0);
    assert_fails(try_join(ann.team, 4), TEAM_FULL); /* held seats are taken */
    pay(&bob);
    pay(&ann);
    assert_order(&bob, "WAITING_TEAM");
    assert_team(&ann, "OPEN", 1, 2);
    assert_int_equal(events("TeamOneShort", ann.team), 1);
    pay(&cid);
    assert_team(&ann, "COMPLETED", 0, 3);
    assert_int_equal(events("TeamOneShort", ann.team), 1);
    assert_order(&ann, "READY");
    assert_order(&bob, "READY");
    assert_order(&cid, "READY");
    assert_int_equal(events("TeamStarted", ann.team), 1);
    assert_int_equal(events("TeamJoined", ann.team), 3);
    assert_int_equal(events("TeamCompleted", ann.team), 1);
    assert_int_equal(events("OrderPaid", cid.order), 1);
    assert_int_equal(jobs(JOB_EXPIRE_TEAM, ann.team), 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &ann), -990);
    assert_fails(cancel_order(&ann, ann.user), ORDER_NOT_CANCELLABLE); /* success is final */
    assert_fails(try_join(ann.team, 5), TEAM_CLOSED);
}

static void nobody_is_in_a_team_twice(void **state)
{
    Gb__Campaign campaign;
    struct seat ann;

    (void)state;
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__TEAM_BUY, .stock = 9, .limit = 3, .price = 990, .team_size = 3 },
        &campaign));
    ann = start_team(campaign.campaign_id, 1);
    assert_fails(try_join(ann.team, 1), ALREADY_IN_TEAM);
    assert_team(&ann, "OPEN", 1, 0); /* the refused seat is not held */
    assert_ok(cancel_order(&ann, ann.user));
    assert_team(&ann, "FAILED", 0, 0); /* nobody was left */
}

/* ---- what WeChat tells ---- */

/* It is paid, and WeChat will say so under that number. */
static struct channel_notice paid_notice(const char *id, const struct seat *seat)
{
    Gb__Payment payment;

    assert_ok(ask_to_pay(seat, &payment));
    wechat_pay(wechat_order(seat->order), clock_unix_us());
    return (struct channel_notice){ .id = id,
                                    .merchant_id = "",
                                    .resource = "{}",
                                    .paid = true,
                                    .payment = wechat_fact(&shop.clerk.arena, wechat_order(seat->order)) };
}

/* Not committed yet. */
static struct status take_notice(struct clerk *clerk, Api__RawResponse *out)
{
    const Api__RawRequest raw = API__RAW_REQUEST__INIT;

    api__raw_response__init(out);
    return groupbuy_take_payment_notice(clerk_call(clerk, ""), &raw, out);
}

static void assert_noted(const char *id, const char *outcome)
{
    struct rows *rows = test_sql(shop.db, "select outcome from payment_notices where id = $1", db_text(id));

    assert_int_equal(rows_count(rows), 1);
    assert_string_equal(rows_text(rows, 0, 0), outcome);
}

/* Told again it is answered as the first time: WeChat need not repeat it any more. */
static void a_notice_counts_once(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct channel_notice told = paid_notice("first", &ann);
    Api__RawResponse out;

    (void)state;
    wechat.notice = &told;
    for (int i = 0; i < 3; i++) {
        assert_ok(clerk_end(&shop.clerk, take_notice(&shop.clerk, &out)));
        assert_int_equal(out.status, 200);
    }
    assert_noted("first", "APPLIED");
    told.id = "second"; /* another notice of the same payment */
    assert_ok(clerk_end(&shop.clerk, take_notice(&shop.clerk, &out)));
    assert_noted("second", "KNOWN");
    assert_team(&ann, "OPEN", 0, 1);
    assert_int_equal(events("OrderPaid", ann.order), 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
    told.id = "third";
    told.payment.transaction_id = "another";
    assert_ok(clerk_end(&shop.clerk, take_notice(&shop.clerk, &out)));
    assert_int_equal(out.status, 200); /* kept for somebody: told again it would fit no better */
    assert_noted("third", "MISMATCH");
}

struct replica {
    struct clerk clerk;
    struct status done;
};

static void *is_told(void *data)
{
    struct replica *replica = data;
    Api__RawResponse out;

    do
        replica->done = clerk_end(&replica->clerk, take_notice(&replica->clerk, &out));
    while (failed_with(replica->done, CONFLICT)); /* a slow machine: WeChat tells it again */
    return NULL;
}

static void a_notice_told_to_two_replicas_counts_once(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct channel_notice told = paid_notice("to both", &ann);
    struct replica other;
    Api__RawResponse out;
    pthread_t thread;

    (void)state;
    wechat.notice = &told;
    assert_ok(take_notice(&shop.clerk, &out));
    clerk_up(&shop, &other.clerk);
    assert_int_equal(pthread_create(&thread, NULL, is_told, &other), 0);
    until_waited_for(&shop.clerk.call);
    assert_ok(clerk_end(&shop.clerk, OK));
    pthread_join(thread, NULL);
    clerk_down(&other.clerk);
    assert_ok(other.done);
    assert_noted("to both", "APPLIED");
    assert_team(&ann, "OPEN", 0, 1);
    assert_int_equal(events("OrderPaid", ann.order), 1);
}

/* What a payment makes true is done without a word to WeChat, which may be away: what wants one is a job's. */
static void a_notice_asks_nobody_anything(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 2, 990), 1), bob = join_team(ann.team, 2);
    struct payment_fact fact;
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    assert_ok(ask_to_pay(&bob, &payment));
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    fact = wechat_fact(&shop.clerk.arena, wechat_order(bob.order));
    wechat.away = true;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_APPLIED);
    wechat.away = false;
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&bob, "READY");
}

static const char *paid_at_once;

static void is_told_of_it(void)
{
    struct clerk other = { 0 };
    enum payment_outcome outcome;
    struct payment_fact fact;

    clerk_up(&shop, &other);
    wechat_pay(wechat_order(paid_at_once), clock_unix_us());
    fact = wechat_fact(&other.arena, wechat_order(paid_at_once));
    assert_ok(call_begin(clerk_call(&other, "")));
    assert_ok(clerk_end(&other, payment_apply(&other.call, &fact, &outcome)));
    assert_int_equal(outcome, PAYMENT_OUTCOME_APPLIED);
    clerk_down(&other);
}

/* It is paid, and we are told so, before the answer to our prepay is here: what we have asked for is on record by then.
 */
static void a_notice_may_come_before_prepay_is_answered(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;

    (void)state;
    paid_at_once = ann.order;
    wechat.prepaid = is_told_of_it;
    assert_fails(ask_to_pay(&ann, &payment), ORDER_NOT_PAYABLE);
    assert_order(&ann, "WAITING_TEAM");
    assert_team(&ann, "OPEN", 0, 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_KNOWN);
}

/* A team that cannot be joined just now takes nothing of the payment with it: nothing is noted, and the notice that
 * comes again has its whole effect. */
static void a_payment_that_breaks_off_counts_when_it_comes_again(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    enum payment_outcome outcome;
    struct payment_fact fact;
    Gb__Payment payment;
    struct call *call;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    fact = wechat_fact(&shop.clerk.arena, wechat_order(ann.order));
    test_sql(shop.db, "alter table teams add constraint out_of_order check (paid < 1) not valid");
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_false(ok(clerk_end(&shop.clerk, payment_apply(call, &fact, &outcome))));
    assert_order(&ann, "PENDING_PAYMENT");
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 0);
    test_sql(shop.db, "alter table teams drop constraint out_of_order");
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_APPLIED);
    assert_order(&ann, "WAITING_TEAM");
    assert_team(&ann, "OPEN", 0, 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
}

static void what_does_not_fit_changes_nothing(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;
    struct payment_fact fact;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    fact = wechat_fact(&shop.clerk.arena, wechat_order(ann.order));
    fact.amount = 1;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    fact.amount = 990;
    fact.ours = false;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    fact.order_id = "nobody's number";
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_UNKNOWN);
    fact.order_id = user_n(&shop.clerk, 77);
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_UNKNOWN);
    assert_order(&ann, "PENDING_PAYMENT");
}

static void the_starter_hands_over(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 4, 990), 1), bob = join_team(ann.team, 2),
                cid = join_team(ann.team, 3);
    int64_t deadline =
        test_sql_int(shop.db, "select extract(epoch from deadline)::bigint from teams where id = $1", db_id(ann.team));

    (void)state;
    pay(&ann);
    pay(&cid);
    clock_sleep_ms(2);
    pay(&bob);
    assert_fails(cancel_order(&ann, bob.user), NOT_HERE); /* somebody else's order is not there */
    assert_ok(cancel_order(&ann, ann.user));
    assert_string_equal(rows_id(test_sql(shop.db, "select starter_id from teams where id = $1", db_id(ann.team)), 0, 0),
                        cid.user);
    assert_team(&ann, "OPEN", 0, 2);
    assert_int_equal(
        test_sql_int(shop.db, "select extract(epoch from deadline)::bigint from teams where id = $1", db_id(ann.team)),
        deadline);
    assert_refunded(&ann);
    assert_ok(try_join(ann.team, 1)); /* he may come back */
}

static void an_order_of_nothing_takes_the_same_hooks(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 2, 0), 1), bob = join_team(ann.team, 2), cid;
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    assert_true(payment.paid);
    assert_null(payment.wechat);
    assert_order(&ann, "WAITING_TEAM");
    assert_ok(ask_to_pay(&bob, &payment));
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&ann, "READY");
    assert_int_equal(events("OrderPaid", bob.order), 1);
    cid = start_team(shop_team_buy(&shop, 9, 2, 0), 3);
    assert_ok(ask_to_pay(&cid, &payment));
    expire(&cid);
    assert_order(&cid, "REFUNDED"); /* nothing to wait for */
    assert_int_equal(events("RefundDone", cid.order), 1);
    assert_int_equal(wechat.orders_count, 0);
}

static void a_coupon_follows_its_order(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann = { 0 }, bob = { 0 };
    Gb__Payment payment;

    (void)state;
    wechat.coupon_discount = 100;
    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), coupon, &ann));
    assert_ok(ask_to_pay(&ann, &payment));
    assert_int_equal(payment.amount_fen, 890);
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:CONSUME", ann.order)), 1);
    assert_int_equal(balance(ACCOUNT_COUPONS, &ann), 100);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &ann), -990);
    expire(&ann);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RETURN", ann.order)), 1);
    assert_refunded(&ann);

    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 2), coupon, &bob));
    assert_ok(cancel_order(&bob, bob.user));
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", bob.order)), 1);
    wechat.coupon_refused = true;
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 3), coupon, &bob), COUPON_NOT_USABLE);
}

static void a_coupon_locked_for_nothing_is_let_go(void **state)
{
    const char *campaign = shop_team_buy(&shop, 3, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann = start_team(campaign, 1), other;

    (void)state;
    assert_fails(start_with(&shop.clerk, campaign, ann.user, coupon, &other), LIMIT_REACHED);
    assert_int_equal(
        jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", shop.clerk.call.operation_id)), 1);
}

static void a_coupon_locked_for_an_order_that_has_no_price_is_let_go(void **state)
{
    const char *campaign = shop_team_buy(&shop, 3, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann;

    (void)state;
    wechat.coupon_discount = -1; /* nonsense */
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), coupon, &ann), COUPON_NOT_USABLE);
    assert_int_equal(
        jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", shop.clerk.call.operation_id)), 1);
}

/* ---- a rush: many join and pay one team from two workers at once ---- */

struct crowd {
    struct clerk clerk;
    const char *team;
    int first;
};

static void *crowd_run(void *data)
{
    struct crowd *crowd = data;
    struct seat seat;

    for (int i = 0; i < 12; i++) {
        struct status joined = join_as(&crowd->clerk, crowd->team, user_n(&crowd->clerk, crowd->first + i), &seat);

        if (failed_with(joined, CONFLICT))
            i--; /* as the pipeline does: again */
    }
    return NULL;
}

static void no_more_than_the_seats(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 50, 8, 990), 1);
    struct crowd crowds[2];
    pthread_t threads[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        crowds[i] = (struct crowd){ .team = ann.team, .first = 100 + 100 * i };
        clerk_up(&shop, &crowds[i].clerk);
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowds[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        clerk_down(&crowds[i].clerk);
    }
    assert_team(&ann, "OPEN", 8, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_moves_are_those_of_the_domain),
        TEST(the_database_itself_refuses),
        TEST(who_is_in_hears_who_joins),
        TEST(the_last_paid_seat_completes),
        TEST(nobody_is_in_a_team_twice),
        TEST(a_notice_counts_once),
        TEST(a_notice_told_to_two_replicas_counts_once),
        TEST(a_notice_asks_nobody_anything),
        TEST(a_notice_may_come_before_prepay_is_answered),
        TEST(a_payment_that_breaks_off_counts_when_it_comes_again),
        TEST(what_does_not_fit_changes_nothing),
        TEST(the_starter_hands_over),
        TEST(an_order_of_nothing_takes_the_same_hooks),
        TEST(a_coupon_follows_its_order),
        TEST(a_coupon_locked_for_nothing_is_let_go),
        TEST(a_coupon_locked_for_an_order_that_has_no_price_is_let_go),
        TEST(no_more_than_the_seats),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
