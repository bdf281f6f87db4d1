/* coupons: the ways to come by one besides claiming: codes, points, grants; and which one to use. */
#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "coupons/flow/points.h"
#include "coupons_house.h"
#include "rpc/timestamp.h"

static struct desk desk;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "channels");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "channels");
    return 0;
}

static Cp__CreateTemplateRequest template_of(Cp__Channel channel)
{
    Cp__CreateTemplateRequest in = CP__CREATE_TEMPLATE_REQUEST__INIT;

    in.title = "满 30 减 5";
    in.kind = CP__TEMPLATE_KIND__AMOUNT_OFF;
    in.amount_fen = 500;
    in.threshold_fen = 3000;
    in.channel = channel;
    in.budget_fen = 100000000;
    in.per_user = 2;
    in.claim_ends_at = timestamp_new(&arena, clock_unix_us() + 3600 * US_PER_S);
    in.valid_days = 7;
    return in;
}

static const char *make(const Cp__CreateTemplateRequest *in)
{
    Cp__Template *template;

    assert_ok(desk_ask(&desk, &arena, "CreateTemplate", id_make(&arena), "operator", id_make(&arena), &in->base,
                       &cp__template__descriptor, &template));
    return template->template_id;
}

static int64_t issued(const char *template_id)
{
    return test_sql_int(desk.db, "select count(*) from coupons where template_id = $1", db_id(template_id));
}

/* ---- codes ---- */

static Cp__CreateCodesResponse *make_codes(const char *template_id, int count)
{
    Cp__CreateCodesRequest in = CP__CREATE_CODES_REQUEST__INIT;
    Cp__CreateCodesResponse *codes;

    in.template_id = template_id;
    in.count = count;
    assert_ok(desk_ask(&desk, &arena, "CreateCodes", id_make(&arena), "operator", id_make(&arena), &in.base,
                       &cp__create_codes_response__descriptor, &codes));
    assert_int_equal(codes->n_codes, count);
    return codes;
}

static struct status redeem(struct arena *memory, const char *user_id, const char *code, const char *key,
                            Cp__Coupon **ret_coupon)
{
    Cp__RedeemCodeRequest in = CP__REDEEM_CODE_REQUEST__INIT;

    in.code = code;
    return desk_ask(&desk, memory, "RedeemCode", user_id, NULL, key, &in.base, &cp__coupon__descriptor, ret_coupon);
}

static void a_code_is_a_coupon_once(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = template_of(CP__CHANNEL__BY_CODE);
    const char *template_id = make(&in), *ann = id_make(&arena), *bob = id_make(&arena);
    Cp__CreateCodesResponse *codes = make_codes(template_id, 4);
    Cp__Coupon *first, *again;

    assert_string_not_equal(codes->codes[0], codes->codes[1]);
    assert_ok(redeem(&arena, ann, codes->codes[0], "k1", &first));
    assert_ok(redeem(&arena, ann, codes->codes[0], "k1", &again));
    assert_string_equal(first->coupon_id, again->coupon_id);
    assert_int_equal(first->channel, CP__CHANNEL__BY_CODE);
    assert_fails(redeem(&arena, bob, codes->codes[0], "k2", NULL), COUPON_CODE_USED);
    assert_fails(redeem(&arena, bob, "AAAAAAAAAAAA", "k3", NULL), COUPON_CODE_UNKNOWN);
    assert_fails(redeem(&arena, bob, "not a code", "k4", NULL), FIELDS_INVALID);
    assert_ok(redeem(&arena, ann, codes->codes[1], "k5", NULL));
    assert_fails(redeem(&arena, ann, codes->codes[2], "k6", NULL), CLAIM_LIMIT_REACHED);
    assert_ok(redeem(&arena, bob, codes->codes[2], "k7", NULL)); /* the refused one is still good */
    assert_int_equal(issued(template_id), 3);
    assert_fails(desk_claim(&desk, &arena, template_id, bob, "k8", NULL), NOT_HERE);
}

static void codes_are_listed_to_operators(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = template_of(CP__CHANNEL__BY_CODE), other = template_of(CP__CHANNEL__CLAIM);
    const char *template_id = make(&in), *operator_id = id_make(&arena);
    Cp__ListCodesRequest list = CP__LIST_CODES_REQUEST__INIT;
    Cp__CreateCodesRequest wrong = CP__CREATE_CODES_REQUEST__INIT;
    Cp__ListCodesResponse *page;
    size_t seen = 0;

    make_codes(template_id, 25);
    list.template_id = template_id;
    list.page_size = 10;
    do {
        assert_ok(desk_ask(&desk, &arena, "ListCodes", operator_id, "operator", NULL, &list.base,
                           &cp__list_codes_response__descriptor, &page));
        seen += page->n_codes;
        list.page_token = page->next_page_token;
    } while (*list.page_token);
    assert_int_equal(seen, 25);
    assert_fails(desk_ask(&desk, &arena, "ListCodes", operator_id, NULL, NULL, &list.base,
                          &cp__list_codes_response__descriptor, NULL),
                 FORBIDDEN);
    wrong.template_id = make(&other);
    wrong.count = 1;
    assert_fails(desk_ask(&desk, &arena, "CreateCodes", operator_id, "operator", "k", &wrong.base,
                          &cp__create_codes_response__descriptor, NULL),
                 NOT_HERE);
}

#define RIVALS 8

static struct {
    const char *code;
    atomic_int redeemed, used;
} rivalry;

static void *redeem_at_once(void *data)
{
    struct arena memory;

    (void)data;
    arena_init(&memory, ARENA_BYTES_MAX);
    struct status status = redeem(&memory, id_make(&memory), rivalry.code, id_make(&memory), NULL);
    atomic_fetch_add(&rivalry.redeemed, ok(status));
    atomic_fetch_add(&rivalry.used, failed_with(status, COUPON_CODE_USED));
    arena_finish(&memory);
    return NULL;
}

static void of_many_who_have_a_code_one_gets_the_coupon(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = template_of(CP__CHANNEL__BY_CODE);
    pthread_t threads[RIVALS];

    rivalry.code = make_codes(make(&in), 1)->codes[0];
    for (int i = 0; i < RIVALS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, redeem_at_once, NULL), 0);
    for (int i = 0; i < RIVALS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&rivalry.redeemed), 1);
    assert_int_equal(atomic_load(&rivalry.used), RIVALS - 1);
}

/* ---- points ---- */

static void give_points(const char *user_id, int64_t points)
{
    const struct income income = { .key = id_make(&arena),
                                   .title = "给",
                                   .order_id = "",
                                   .kind = POSTING_EARNED,
                                   .points = points,
                                   .valid_days = 30 };
    struct points_account account;
    struct desk_work work;
    const char *lot_id;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    assert_ok(call_begin(call));
    assert_ok(points_open(call, user_id, &account));
    assert_ok(points_issue(call, &account, &income, &lot_id));
    assert_ok(desk_work_end(&work, points_close(call, &account)));
}

static struct status exchange(const char *user_id, const char *template_id, const char *key)
{
    Cp__ExchangeCouponRequest in = CP__EXCHANGE_COUPON_REQUEST__INIT;

    in.template_id = template_id;
    return desk_ask(&desk, &arena, "ExchangeCoupon", user_id, NULL, key, &in.base, &cp__coupon__descriptor, NULL);
}

static void points_buy_a_coupon_and_a_refusal_costs_nothing(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = template_of(CP__CHANNEL__FOR_POINTS), free = template_of(CP__CHANNEL__CLAIM);
    const char *ann = id_make(&arena), *template_id;

    in.points_price = 40;
    in.per_user = 1;
    template_id = make(&in);
    assert_fails(exchange(ann, template_id, "k1"), POINTS_NOT_ENOUGH);
    give_points(ann, 100);
    for (int i = 0; i < 2; i++)
        assert_ok(exchange(ann, template_id, "k2"));
    assert_int_equal(test_sql_int(desk.db, "select available from points_accounts where user_id = $1", db_id(ann)), 60);
    assert_fails(exchange(ann, template_id, "k3"), CLAIM_LIMIT_REACHED);
    assert_fails(exchange(ann, make(&free), "k4"), NOT_HERE);
    assert_int_equal(test_sql_int(desk.db, "select available from points_accounts where user_id = $1", db_id(ann)), 60);
    assert_int_equal(
        test_sql_int(desk.db, "select sum(points_left)::bigint from points_lots where user_id = $1", db_id(ann)), 60);
    assert_int_equal(issued(template_id), 1);
}

/* ---- grants ---- */

static Cp__GrantCouponsResponse *grant(const char *template_id, const char *occasion, const char **user_ids,
                                       size_t count)
{
    Cp__GrantCouponsRequest in = CP__GRANT_COUPONS_REQUEST__INIT;
    Cp__GrantCouponsResponse *answer;

    in.template_id = template_id;
    in.occasion = occasion;
    in.user_ids = user_ids;
    in.n_user_ids = count;
    assert_ok(desk_ask(&desk, &arena, "GrantCoupons", id_make(&arena), "operator", id_make(&arena), &in.base,
                       &cp__grant_coupons_response__descriptor, &answer));
    assert_int_equal(answer->n_outcomes, count);
    return answer;
}

static void a_person_has_one_an_occasion(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest in = template_of(CP__CHANNEL__BY_GRANT);
    const char *template_id = make(&in), *people[] = { id_make(&arena), id_make(&arena), id_make(&arena) };
    Cp__GrantCouponsResponse *first, *again;

    first = grant(template_id, "2026-11", people, 2);
    again = grant(template_id, "2026-11", people, 3); /* an interrupted run is started again */
    assert_string_equal(first->outcomes[0]->coupon_id, again->outcomes[0]->coupon_id);
    assert_int_equal(issued(template_id), 3);
    grant(template_id, "2026-12", people, 3);
    assert_int_equal(issued(template_id), 6);
    first = grant(template_id, "2027-01", people, 1);
    assert_string_equal(first->outcomes[0]->reason, "CLAIM_LIMIT_REACHED");
    assert_string_equal(first->outcomes[0]->coupon_id, "");
}

/* ---- which one ---- */

static void the_best_comes_first_and_the_others_say_why(void **state)
{
    (void)state;
    const char *ann = id_make(&arena), *tea = id_make(&arena), *rice = id_make(&arena), *only_rice[] = { rice };
    Cp__CreateTemplateRequest small = template_of(CP__CHANNEL__CLAIM), large = small, dear = small, other = small;
    Cp__SuggestCouponsRequest in = CP__SUGGEST_COUPONS_REQUEST__INIT;
    Cp__BasketLine line = CP__BASKET_LINE__INIT, *lines[] = { &line };
    Cp__SuggestCouponsResponse *answer;

    large.amount_fen = 900;
    dear.threshold_fen = 10000;
    other.product_ids = only_rice;
    other.n_product_ids = 1;
    const Cp__CreateTemplateRequest *all[] = { &small, &large, &dear, &other };
    for (size_t i = 0; i < 4; i++)
        assert_ok(desk_claim(&desk, &arena, make(all[i]), ann, id_make(&arena), NULL));
    line.product_id = tea;
    line.amount_fen = 4000;
    in.lines = lines;
    in.n_lines = 1;
    assert_ok(desk_ask(&desk, &arena, "SuggestCoupons", ann, NULL, NULL, &in.base,
                       &cp__suggest_coupons_response__descriptor, &answer));
    assert_int_equal(answer->n_fits, 4);
    assert_int_equal(answer->fits[0]->discount_fen, 900);
    assert_string_equal(answer->best_coupon_id, answer->fits[0]->coupon->coupon_id);
    assert_int_equal(answer->fits[1]->discount_fen, 500);
    assert_int_equal(answer->fits[2]->why, CP__WHY_NOT__OTHER_PRODUCTS);
    assert_int_equal(answer->fits[3]->why, CP__WHY_NOT__BELOW_THRESHOLD);
    assert_int_equal(answer->fits[3]->missing_fen, 6000);
    line.amount_fen = 10;
    assert_ok(desk_ask(&desk, &arena, "SuggestCoupons", ann, NULL, NULL, &in.base,
                       &cp__suggest_coupons_response__descriptor, &answer));
    assert_string_equal(answer->best_coupon_id, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_a_coupon_once),
        cmocka_unit_test(codes_are_listed_to_operators),
        cmocka_unit_test(of_many_who_have_a_code_one_gets_the_coupon),
        cmocka_unit_test(points_buy_a_coupon_and_a_refusal_costs_nothing),
        cmocka_unit_test(a_person_has_one_an_occasion),
        cmocka_unit_test(the_best_comes_first_and_the_others_say_why),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
