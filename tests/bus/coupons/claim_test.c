/* coupons: claiming, at the speed of a flash sale and never more than there is. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "coupons_house.h"
#include "rpc/timestamp.h"

static struct desk desk;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "claim");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "claim");
    return 0;
}

static int64_t issued(const char *template_id)
{
    return test_sql_int(desk.db, "select count(*) from coupons where template_id = $1", db_id(template_id));
}

static void assert_books_add_up(const char *template_id)
{
    struct rows *rows =
        test_sql(desk.db,
                 "select issued_count = (select count(*) from coupons c where c.template_id = t.id)"
                 " and issued_count = (select coalesce(sum(issued), 0) from holders h where h.template_id = t.id)"
                 " and issued_fen = issued_count * most_fen,"
                 " (select count(*) from outbox o join coupons c on o.aggregate_id = c.id"
                 "  and o.type = 'linli.coupons.v1.CouponIssued' and c.template_id = t.id) = issued_count"
                 " from templates t where id = $1",
                 db_id(template_id));
    assert_true(rows_bool(rows, 0, 0));
    assert_true(rows_bool(rows, 0, 1));
}

/* ---- one at a time ---- */

static void only_operators_make_templates(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = CP__CREATE_TEMPLATE_REQUEST__INIT;
    assert_fails(desk_ask(&desk, &arena, "CreateTemplate", id_make(&arena), NULL, "k", &in.base,
                          &cp__template__descriptor, NULL),
                 FORBIDDEN);
    assert_fails(desk_ask(&desk, &arena, "CreateTemplate", id_make(&arena), "auditor", "k", &in.base,
                          &cp__template__descriptor, NULL),
                 FORBIDDEN);
    assert_fails(desk_ask(&desk, &arena, "CreateTemplate", id_make(&arena), "operator", "k", &in.base,
                          &cp__template__descriptor, NULL),
                 FIELDS_INVALID);
}

static void an_operator_of_one_community_has_no_say_over_the_platform(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 3, 2), *ann = id_make(&arena);
    Cp__SetTemplateActiveRequest stop = CP__SET_TEMPLATE_ACTIVE_REQUEST__INIT;
    Cp__CreateTemplateRequest make = CP__CREATE_TEMPLATE_REQUEST__INIT;

    stop.template_id = template_id;
    make.title = "满 30 减 5";
    make.kind = CP__TEMPLATE_KIND__AMOUNT_OFF;
    make.amount_fen = 500;
    make.threshold_fen = 3000;
    make.channel = CP__CHANNEL__CLAIM;
    make.budget_fen = 100000;
    make.per_user = 1;
    make.claim_ends_at = timestamp_new(&arena, clock_unix_us() + 3600 * US_PER_S);
    make.valid_days = 7;
    desk.scope_id = id_make(&arena);
    assert_fails(desk_ask(&desk, &arena, "SetTemplateActive", ann, "operator", NULL, &stop.base,
                          &cp__template__descriptor, NULL),
                 FORBIDDEN);
    assert_fails(
        desk_ask(&desk, &arena, "CreateTemplate", ann, "operator", "k", &make.base, &cp__template__descriptor, NULL),
        FORBIDDEN);
    make.channel = CP__CHANNEL__WELCOME;
    make.community_id = desk.scope_id;
    assert_ok(
        desk_ask(&desk, &arena, "CreateTemplate", ann, "operator", "l", &make.base, &cp__template__descriptor, NULL));
    desk.scope_id = NULL;
    assert_ok(desk_claim(&desk, &arena, template_id, ann, "1", NULL));
}

static void a_repeat_gives_the_same_coupon_and_another_request_is_refused(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 1, 1), *ann = id_make(&arena);
    const char *other_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 1, 1);
    Cp__Coupon *first, *second;

    assert_ok(desk_claim(&desk, &arena, template_id, ann, "key", &first));
    assert_int_equal(first->state, CP__COUPON_STATE__FREE);
    /* Sold out by now, and over her limit: the same key still gives the same. */
    assert_ok(desk_claim(&desk, &arena, template_id, ann, "key", &second));
    assert_string_equal(first->coupon_id, second->coupon_id);
    assert_fails(desk_claim(&desk, &arena, other_id, ann, "key", NULL), IDEMPOTENCY_KEY_REUSED);
    assert_int_equal(issued(other_id), 0);
    assert_fails(desk_claim(&desk, &arena, template_id, ann, NULL, NULL), IDEMPOTENCY_KEY_REQUIRED);
    assert_books_add_up(template_id);
}

static void a_limit_is_a_limit(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 3, 2), *ann = id_make(&arena),
               *bob = id_make(&arena);

    assert_ok(desk_claim(&desk, &arena, template_id, ann, "1", NULL));
    assert_ok(desk_claim(&desk, &arena, template_id, ann, "2", NULL));
    assert_fails(desk_claim(&desk, &arena, template_id, ann, "3", NULL), CLAIM_LIMIT_REACHED);
    assert_ok(desk_claim(&desk, &arena, template_id, bob, "1", NULL));
    assert_fails(desk_claim(&desk, &arena, template_id, bob, "2", NULL), ALL_CLAIMED);
    assert_fails(desk_claim(&desk, &arena, id_make(&arena), bob, "3", NULL), NOT_HERE);
    assert_fails(desk_claim(&desk, &arena, "nonsense", bob, "4", NULL), FIELDS_INVALID);
    assert_books_add_up(template_id);
}

static void a_template_that_is_stopped_or_for_newcomers_is_not_claimed(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 3, 2), *ann = id_make(&arena);
    Cp__SetTemplateActiveRequest stop = CP__SET_TEMPLATE_ACTIVE_REQUEST__INIT;

    stop.template_id = (char *)template_id;
    assert_ok(desk_ask(&desk, &arena, "SetTemplateActive", ann, "operator", NULL, &stop.base, &cp__template__descriptor,
                       NULL));
    assert_false(ok(desk_claim(&desk, &arena, template_id, ann, "1", NULL)));
    assert_int_equal(issued(template_id), 0);
    assert_false(
        ok(desk_claim(&desk, &arena, desk_template(&desk, &arena, CP__CHANNEL__WELCOME, 3, 1), ann, "2", NULL)));
}

/* ---- many at once, over two replicas ---- */

#define CLAIMERS    8
#define CLAIMS_EACH 120

struct crowd {
    const char *template_id;
    const char *shared_user; /* NULL: everybody claims for himself */
    int claimed, all_claimed, over_limit, other;
};

static void *claim_many(void *data)
{
    struct crowd *crowd = data;
    struct arena memory;

    arena_init(&memory, ARENA_BYTES_MAX);
    for (int i = 0; i < CLAIMS_EACH; i++) {
        struct id user = id_new(), key = id_new();
        struct status status = desk_claim(&desk, &memory, crowd->template_id,
                                          crowd->shared_user ? crowd->shared_user : user.text, key.text, NULL);
        crowd->claimed += ok(status);
        crowd->all_claimed += failed_with(status, ALL_CLAIMED);
        crowd->over_limit += failed_with(status, CLAIM_LIMIT_REACHED);
        crowd->other += !ok(status) && !failed_with(status, ALL_CLAIMED) && !failed_with(status, CLAIM_LIMIT_REACHED);
        arena_reset(&memory);
    }
    arena_finish(&memory);
    return NULL;
}

static struct crowd claim_together(const char *template_id, const char *shared_user)
{
    struct crowd crowds[CLAIMERS], sum = { 0 };
    pthread_t threads[CLAIMERS];

    for (int i = 0; i < CLAIMERS; i++) {
        crowds[i] = (struct crowd){ .template_id = template_id, .shared_user = shared_user };
        assert_int_equal(pthread_create(&threads[i], NULL, claim_many, &crowds[i]), 0);
    }
    for (int i = 0; i < CLAIMERS; i++) {
        pthread_join(threads[i], NULL);
        sum.claimed += crowds[i].claimed;
        sum.all_claimed += crowds[i].all_claimed;
        sum.over_limit += crowds[i].over_limit;
        sum.other += crowds[i].other;
    }
    return sum;
}

static void a_crowd_gets_exactly_what_there_is(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 300, 1);
    struct crowd sum = claim_together(template_id, NULL);

    assert_int_equal(sum.claimed, 300);
    assert_int_equal(sum.all_claimed, CLAIMERS * CLAIMS_EACH - 300);
    assert_int_equal(sum.other, 0);
    assert_int_equal(issued(template_id), 300);
    assert_books_add_up(template_id);
}

static void one_person_at_many_places_gets_his_limit(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 10000, 5), *ann = id_make(&arena);
    struct crowd sum = claim_together(template_id, ann);

    assert_int_equal(sum.claimed, 5);
    assert_int_equal(sum.other, 0);
    assert_int_equal(issued(template_id), 5);
    assert_books_add_up(template_id);
}

static void *claim_with_one_key(void *data)
{
    struct arena memory;
    Cp__Coupon *coupon = NULL;

    arena_init(&memory, ARENA_BYTES_MAX);
    assert_ok(desk_claim(&desk, &memory, data, "00000000000000000000000000000a11", "one-key", &coupon));
    char *id = strdup(coupon->coupon_id);
    arena_finish(&memory);
    return id;
}

static void one_key_sent_many_times_at_once_grants_one_coupon(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 10, 5);
    pthread_t threads[CLAIMERS];
    void *ids[CLAIMERS];

    for (int i = 0; i < CLAIMERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, claim_with_one_key, (void *)template_id), 0);
    for (int i = 0; i < CLAIMERS; i++)
        pthread_join(threads[i], &ids[i]);
    for (int i = 0; i < CLAIMERS; i++)
        assert_string_equal(ids[i], ids[0]);
    for (int i = 0; i < CLAIMERS; i++)
        free(ids[i]);
    assert_int_equal(issued(template_id), 1);
}

/* ---- what is mine ---- */

static void my_coupons_come_in_pages_that_neither_repeat_nor_skip(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 100, 7), *ann = id_make(&arena);
    Cp__ListCouponsRequest in = CP__LIST_COUPONS_REQUEST__INIT;
    Cp__ListCouponsResponse *page;
    const char *last = "g";
    int seen = 0;

    for (int i = 0; i < 7; i++)
        assert_ok(desk_claim(&desk, &arena, template_id, ann, id_make(&arena), NULL));
    in.page_size = 3;
    do {
        assert_ok(desk_ask(&desk, &arena, "ListCoupons", ann, NULL, NULL, &in.base,
                           &cp__list_coupons_response__descriptor, &page));
        for (size_t i = 0; i < page->n_coupons; i++, seen++) {
            assert_true(strcmp(page->coupons[i]->coupon_id, last) < 0);
            last = page->coupons[i]->coupon_id;
        }
        in.page_token = page->next_page_token;
    } while (*in.page_token);
    assert_int_equal(seen, 7);
    assert_ok(desk_ask(&desk, &arena, "ListCoupons", id_make(&arena), NULL, NULL,
                       &(Cp__ListCouponsRequest)CP__LIST_COUPONS_REQUEST__INIT.base,
                       &cp__list_coupons_response__descriptor, &page));
    assert_int_equal(page->n_coupons, 0);
}

static void somebody_elses_coupon_is_not_here(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 100, 7), *ann = id_make(&arena);
    Cp__GetCouponRequest in = CP__GET_COUPON_REQUEST__INIT;
    Cp__Coupon *coupon;

    assert_ok(desk_claim(&desk, &arena, template_id, ann, "mine", &coupon));
    in.coupon_id = coupon->coupon_id;
    assert_ok(desk_ask(&desk, &arena, "GetCoupon", ann, NULL, NULL, &in.base, &cp__coupon__descriptor, NULL));
    assert_fails(
        desk_ask(&desk, &arena, "GetCoupon", id_make(&arena), NULL, NULL, &in.base, &cp__coupon__descriptor, NULL),
        NOT_HERE);
}

/* ---- the welcome pack ---- */

static struct status run_welcome(void)
{
    struct rows *rows = test_sql(desk.db, "delete from jobs where kind = 'welcome' returning key");
    struct job job = { .kind = WELCOME };
    struct desk_work work;

    assert_int_equal(rows_count(rows), 1);
    job.key = arena_strdup(&arena, rows_text(rows, 0, 0));
    return desk_work_end(&work, coupons_welcome(desk_work_begin(&desk, &work, &arena), &job));
}

static struct status join(const char *user_id, const char *community_id)
{
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;
    struct desk_work work;

    event.user_id = (char *)user_id;
    event.community_id = (char *)community_id;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    TRY(desk_work_end(&work, coupons_on_circle_joined(call, &event)));
    return run_welcome();
}

static struct status verify_phone(const char *user_id, bool *ret_noted)
{
    Au__UserUpdated event = AU__USER_UPDATED__INIT;
    struct desk_work work;

    event.user_id = (char *)user_id;
    event.phone_verified = true;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    TRY(desk_work_end(&work, coupons_on_user_updated(call, &event)));
    *ret_noted = test_sql_int(desk.db, "select count(*) from jobs where kind = 'welcome'") > 0;
    return *ret_noted ? run_welcome() : OK;
}

static void who_joins_gets_each_welcome_coupon_once(void **state)
{
    (void)state;
    const char *first = desk_template(&desk, &arena, CP__CHANNEL__WELCOME, 2, 1),
               *second = desk_template(&desk, &arena, CP__CHANNEL__WELCOME, 10, 1);
    const char *community_id = id_make(&arena), *ann = id_make(&arena), *bob = id_make(&arena), *eve = id_make(&arena);

    assert_ok(join(ann, community_id));
    assert_ok(join(ann, community_id)); /* another circle */
    assert_ok(join(bob, community_id));
    assert_int_equal(issued(first), 2);
    assert_int_equal(issued(second), 2);
    /* The budget of the first is used up: that is no failure, and she gets the second. */
    assert_ok(join(eve, community_id));
    assert_int_equal(issued(first), 2);
    assert_int_equal(issued(second), 3);
    assert_books_add_up(first);
    assert_books_add_up(second);
}

static void a_second_account_of_a_person_is_not_welcomed_again(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__WELCOME, 10, 1);
    const char *community_id = id_make(&arena), *ann = id_make(&arena), *again = id_make(&arena), *bob = id_make(&arena);

    desk.mark = "digest of 138";
    assert_ok(join(ann, community_id));
    assert_ok(join(again, community_id));
    assert_int_equal(issued(template_id), 1);
    desk.mark = "digest of 139";
    assert_ok(join(bob, community_id));
    assert_int_equal(issued(template_id), 2);
    assert_books_add_up(template_id);
    desk.mark = NULL;
}

static void a_phone_verified_after_the_welcome_counts(void **state)
{
    (void)state;
    const char *template_id = desk_template(&desk, &arena, CP__CHANNEL__WELCOME, 10, 1);
    const char *community_id = id_make(&arena), *ann = id_make(&arena), *again = id_make(&arena);
    bool noted;

    desk.mark = NULL;
    assert_ok(join(ann, community_id));
    desk.mark = "digest of 137";
    assert_ok(verify_phone(ann, &noted));
    assert_true(noted);
    assert_ok(join(again, community_id));
    assert_int_equal(issued(template_id), 1);
    /* Who was never welcomed has nothing to be noted. */
    assert_ok(verify_phone(again, &noted));
    assert_false(noted);
    desk.mark = NULL;
}

/* ---- traces ---- */

static struct batch_item claim_item(const Cp__ClaimCouponRequest *in, const char *traceparent)
{
    Api__Caller *caller = arena_new(&arena, Api__Caller);

    api__caller__init(caller);
    caller->user_id = (char *)id_make(&arena);
    return (struct batch_item){ .caller = caller,
                                .in = in,
                                .out = message_new(&arena, &cp__coupon__descriptor),
                                .idempotency_key = "k",
                                .traceparent = traceparent,
                                .deadline_ms = rpc_now_ms(desk.client) + 5000 };
}

static void each_of_a_batch_is_told_of_under_its_own_trace(void **state)
{
    (void)state;
    Cp__ClaimCouponRequest in = CP__CLAIM_COUPON_REQUEST__INIT;
    struct desk_work work;

    in.template_id = (char *)desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 10, 1);
    struct batch_item items[] = { claim_item(&in, "00-11111111111111111111111111111111-1111111111111111-01"),
                                  claim_item(&in, "00-22222222222222222222222222222222-2222222222222222-01") };
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(desk_work_end(&work, coupons_claim_coupon(call, items, 2)));
    for (int i = 0; i < 2; i++) {
        assert_ok(items[i].outcome);
        assert_int_equal(test_sql_int(desk.db, "select count(*) from outbox where aggregate_id = $1 and traceparent = $2",
                                      db_id(((Cp__Coupon *)items[i].out)->coupon_id), db_text(items[i].traceparent)),
                         1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_operators_make_templates),
        cmocka_unit_test(an_operator_of_one_community_has_no_say_over_the_platform),
        cmocka_unit_test(a_repeat_gives_the_same_coupon_and_another_request_is_refused),
        cmocka_unit_test(a_limit_is_a_limit),
        cmocka_unit_test(a_template_that_is_stopped_or_for_newcomers_is_not_claimed),
        cmocka_unit_test(a_crowd_gets_exactly_what_there_is),
        cmocka_unit_test(one_person_at_many_places_gets_his_limit),
        cmocka_unit_test(one_key_sent_many_times_at_once_grants_one_coupon),
        cmocka_unit_test(my_coupons_come_in_pages_that_neither_repeat_nor_skip),
        cmocka_unit_test(somebody_elses_coupon_is_not_here),
        cmocka_unit_test(who_joins_gets_each_welcome_coupon_once),
        cmocka_unit_test(a_second_account_of_a_person_is_not_welcomed_again),
        cmocka_unit_test(a_phone_verified_after_the_welcome_counts),
        cmocka_unit_test(each_of_a_batch_is_told_of_under_its_own_trace),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
