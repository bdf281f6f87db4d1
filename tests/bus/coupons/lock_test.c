/* coupons: what an order does with a coupon, in any order, any number of times. */
#include <pthread.h>
#include <string.h>

#include "base/id.h"
#include "coupons_house.h"
#include "rpc/runtime.h"

static struct desk desk;
static struct arena arena;
static const char *ann, *template_id;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "lock");
    arena_init(&arena, ARENA_BYTES_MAX);
    ann = id_make(&arena);
    template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 1000, 100);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "lock");
    return 0;
}

static const char *coupon(void)
{
    Cp__Coupon *claimed;
    assert_ok(desk_claim(&desk, &arena, template_id, ann, id_make(&arena), &claimed));
    return claimed->coupon_id;
}

static struct status lock_in(struct arena *memory, const char *coupon_id, const char *user_id, const char *order_id,
                             int64_t amount_fen, Cp__CouponOffer **ret_offer)
{
    Cp__LockCouponRequest in = CP__LOCK_COUPON_REQUEST__INIT;
    Cp__CouponLine line = CP__COUPON_LINE__INIT, *lines[] = { &line };

    line.product_id = (char *)id_make(memory);
    line.sku_id = (char *)id_make(memory);
    line.quantity = 1;
    line.amount_fen = amount_fen;
    in.coupon_id = (char *)coupon_id;
    in.user_id = (char *)user_id;
    in.order_id = (char *)order_id;
    in.n_lines = 1;
    in.lines = lines;
    return desk_ask_inside(&desk, memory, "LockCoupon", &in.base, &cp__coupon_offer__descriptor, ret_offer);
}

static struct status lock(const char *coupon_id, const char *order_id, int64_t amount_fen)
{
    return lock_in(&arena, coupon_id, ann, order_id, amount_fen, NULL);
}

/* Consume, release and return ask alike. */
static Cp__CouponLockState move(const char *method, const char *coupon_id, const char *order_id)
{
    Cp__ConsumeCouponRequest in = CP__CONSUME_COUPON_REQUEST__INIT;
    Cp__CouponLock *answer;

    in.coupon_id = (char *)coupon_id;
    in.user_id = (char *)ann;
    in.order_id = (char *)order_id;
    assert_ok(desk_ask_inside(&desk, &arena, method, &in.base, &cp__coupon_lock__descriptor, &answer));
    return answer->state;
}

static Cp__CouponState state_of(const char *coupon_id)
{
    Cp__GetCouponRequest in = CP__GET_COUPON_REQUEST__INIT;
    Cp__Coupon *answer;

    in.coupon_id = (char *)coupon_id;
    assert_ok(desk_ask(&desk, &arena, "GetCoupon", ann, NULL, NULL, &in.base, &cp__coupon__descriptor, &answer));
    return answer->state;
}

static int64_t events(const char *coupon_id, const char *type)
{
    return test_sql_int(desk.db,
                        "select count(*) from outbox where aggregate_id = $1 and type = 'linli.coupons.v1.' || $2",
                        db_id(coupon_id), db_text(type));
}

static void a_lock_takes_off_what_the_rule_says_and_repeats_the_same(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);
    Cp__CouponOffer *offer;

    assert_fails(lock(mine, order, 2999), COUPON_NOT_USABLE);
    assert_ok(lock_in(&arena, mine, ann, order, 3000, &offer));
    assert_int_equal(offer->discount_fen, 500);
    assert_int_equal(offer->n_eligible_lines, 1);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__BOUND);
    /* Even asked with other lines: the offer was kept. */
    assert_ok(lock_in(&arena, mine, ann, order, 100, &offer));
    assert_int_equal(offer->discount_fen, 500);
    assert_int_equal(events(mine, "CouponLocked"), 1);
    assert_fails(lock(mine, id_make(&arena), 3000), COUPON_NOT_USABLE);
    assert_fails(lock_in(&arena, mine, id_make(&arena), order, 3000, NULL), NOT_HERE);
}

static void paid_means_used_and_used_stays_used(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);

    assert_ok(lock(mine, order, 3000));
    for (int i = 0; i < 2; i++)
        assert_int_equal(move("ConsumeCoupon", mine, order), CP__COUPON_LOCK_STATE__CONSUMED);
    assert_int_equal(move("ReleaseCoupon", mine, order), CP__COUPON_LOCK_STATE__CONSUMED);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__USED);
    assert_int_equal(events(mine, "CouponConsumed"), 1);
    assert_fails(lock(mine, id_make(&arena), 3000), COUPON_NOT_USABLE);
}

static void cancelled_means_free_again_for_another_order(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);

    assert_ok(lock(mine, order, 3000));
    for (int i = 0; i < 2; i++)
        assert_int_equal(move("ReleaseCoupon", mine, order), CP__COUPON_LOCK_STATE__RELEASED);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__FREE);
    assert_int_equal(events(mine, "CouponReleased"), 1);
    assert_fails(lock(mine, order, 3000), COUPON_NOT_USABLE);
    assert_int_equal(move("ConsumeCoupon", mine, order), CP__COUPON_LOCK_STATE__RELEASED);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__FREE);
    assert_ok(lock(mine, id_make(&arena), 3000));
}

static void refunded_means_back(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);

    assert_ok(lock(mine, order, 3000));
    assert_int_equal(move("ConsumeCoupon", mine, order), CP__COUPON_LOCK_STATE__CONSUMED);
    for (int i = 0; i < 2; i++)
        assert_int_equal(move("ReturnCoupon", mine, order), CP__COUPON_LOCK_STATE__RETURNED);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__FREE);
    assert_int_equal(events(mine, "CouponReturned"), 1);
    assert_ok(lock(mine, id_make(&arena), 3000));
}

static void what_comes_back_after_its_time_has_run_out(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);

    desk.service.grace_days = 0; /* a house that gives none */
    assert_ok(lock(mine, order, 3000));
    assert_int_equal(move("ConsumeCoupon", mine, order), CP__COUPON_LOCK_STATE__CONSUMED);
    test_sql(desk.db, "update coupons set expires_at = now() - interval '1 s' where id = $1", db_id(mine));
    assert_int_equal(move("ReturnCoupon", mine, order), CP__COUPON_LOCK_STATE__RETURNED);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__EXPIRED);
    assert_fails(lock(mine, id_make(&arena), 3000), COUPON_NOT_USABLE);
    desk.service.grace_days = 7;
}

static void a_release_before_its_lock_leaves_a_tombstone(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena);

    assert_int_equal(move("ReleaseCoupon", mine, order), CP__COUPON_LOCK_STATE__RELEASED);
    assert_fails(lock(mine, order, 3000), COUPON_NOT_USABLE);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__FREE);
    assert_int_equal(events(mine, "CouponReleased"), 0);
    assert_ok(lock(mine, id_make(&arena), 3000));
}

/* ---- races ---- */

struct racer {
    const char *coupon_id;
    char order_id[ID_CHARS + 1];
    bool got;
};

static void *race(void *data)
{
    struct racer *racer = data;
    struct arena memory;

    arena_init(&memory, ARENA_BYTES_MAX);
    racer->got = ok(lock_in(&memory, racer->coupon_id, ann, racer->order_id, 3000, NULL));
    arena_finish(&memory);
    return NULL;
}

/* mall #1003: five orders at once with one coupon. */
static void of_five_orders_at_once_one_gets_the_coupon(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        const char *mine = coupon();
        struct racer racers[5];
        pthread_t threads[5];
        int got = 0;

        for (int i = 0; i < 5; i++) {
            racers[i].coupon_id = mine;
            strcpy(racers[i].order_id, id_new().text);
            assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
        }
        for (int i = 0; i < 5; i++) {
            pthread_join(threads[i], NULL);
            got += racers[i].got;
        }
        assert_int_equal(got, 1);
        assert_int_equal(
            test_sql_int(desk.db, "select count(*) from locks where coupon_id = $1 and state = 1", db_id(mine)), 1);
    }
}

/* ---- a lock nobody speaks of ---- */

static struct status check_lock(const char *coupon_id, const char *order_id)
{
    struct runtime *runtime = runtime_create(&desk.replicas[0].options);
    struct job job = { .id = id_make(&arena),
                       .kind = CHECK_LOCK,
                       .key = arena_printf(&arena, "%s:%s:%s", coupon_id, ann, order_id) };
    struct call call;

    call_init(&call, runtime, &arena, rpc_now_ms(desk.client) + 5000);
    struct status status = coupons_check_lock(&call, &job);
    call_finish(&call);
    runtime_destroy(runtime);
    return status;
}

static void a_forgotten_lock_is_given_back_only_after_groupbuy_was_asked(void **state)
{
    (void)state;
    static const struct {
        int found, status;
        Cp__CouponState then;
    } cases[] = {
        { 0, 0, CP__COUPON_STATE__FREE },
        { 1, GB__ORDER_STATUS__CANCELLED, CP__COUPON_STATE__FREE },
        { 1, GB__ORDER_STATUS__PAID, CP__COUPON_STATE__USED },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *mine = coupon(), *order = id_make(&arena);
        assert_ok(lock(mine, order, 3000));
        assert_int_equal(test_sql_int(desk.db,
                                      "select count(*) from jobs where kind = 'check_lock' and key like $1 || '%' and "
                                      "run_at > now() + interval '15 min'",
                                      db_text(mine)),
                         1);

        desk.order_found = 1;
        desk.order_status = GB__ORDER_STATUS__PENDING_PAYMENT;
        assert_fails(check_lock(mine, order), NOT_AVAILABLE);
        assert_int_equal(state_of(mine), CP__COUPON_STATE__BOUND);

        desk.order_found = cases[i].found;
        desk.order_status = cases[i].status;
        int asked = desk.orders_asked;
        assert_ok(check_lock(mine, order));
        assert_int_equal(desk.orders_asked, asked + 1);
        assert_int_equal(state_of(mine), cases[i].then);
        assert_ok(check_lock(mine, order));
        assert_int_equal(desk.orders_asked, asked + 1);
    }
}

static void passes(const char *coupon_id, int days)
{
    test_sql(desk.db, "update coupons set expires_at = expires_at - $2 * interval '1 day' where id = $1", db_id(coupon_id),
             db_int(days));
}

static void what_ran_out_while_it_was_used_comes_back_for_the_grace(void **state)
{
    (void)state;
    const char *mine = coupon(), *order = id_make(&arena), *other = coupon(), *unpaid = id_make(&arena);

    assert_ok(lock(mine, order, 3000));
    move("ConsumeCoupon", mine, order);
    passes(mine, 8); /* it was good for 7 */
    move("ReturnCoupon", mine, order);
    assert_int_equal(state_of(mine), CP__COUPON_STATE__FREE);
    assert_ok(lock(mine, id_make(&arena), 3000));
    /* Nobody paid with this one. */
    assert_ok(lock(other, unpaid, 3000));
    passes(other, 8);
    move("ReleaseCoupon", other, unpaid);
    assert_int_equal(state_of(other), CP__COUPON_STATE__EXPIRED);
}

static void remind(void)
{
    struct job job = { .key = "" };
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    assert_ok(desk_work_end(&work, coupons_remind_coupons(call, &job)));
}

static void an_owner_is_told_that_the_end_is_near_and_that_it_is_over(void **state)
{
    (void)state;
    const char *mine = coupon(), *used = coupon(), *order = id_make(&arena), *late = coupon();

    assert_ok(lock(used, order, 3000));
    remind();
    assert_int_equal(events(mine, "CouponExpiring"), 0);
    passes(mine, 5);
    passes(used, 5);
    passes(late, 8);
    for (int i = 0; i < 2; i++)
        remind();
    assert_int_equal(events(mine, "CouponExpiring"), 1);
    assert_int_equal(events(mine, "CouponExpired"), 0);
    assert_int_equal(events(used, "CouponExpiring"), 0); /* bound to an order */
    assert_int_equal(events(late, "CouponExpiring"), 0);
    assert_int_equal(events(late, "CouponExpired"), 1);
    passes(mine, 5);
    for (int i = 0; i < 2; i++)
        remind();
    assert_int_equal(events(mine, "CouponExpired"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lock_takes_off_what_the_rule_says_and_repeats_the_same),
        cmocka_unit_test(paid_means_used_and_used_stays_used),
        cmocka_unit_test(cancelled_means_free_again_for_another_order),
        cmocka_unit_test(refunded_means_back),
        cmocka_unit_test(what_comes_back_after_its_time_has_run_out),
        cmocka_unit_test(a_release_before_its_lock_leaves_a_tombstone),
        cmocka_unit_test(of_five_orders_at_once_one_gets_the_coupon),
        cmocka_unit_test(a_forgotten_lock_is_given_back_only_after_groupbuy_was_asked),
        cmocka_unit_test(what_ran_out_while_it_was_used_comes_back_for_the_grace),
        cmocka_unit_test(an_owner_is_told_that_the_end_is_near_and_that_it_is_over),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
