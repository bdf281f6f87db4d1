#include "coupons/store/coupon_store.h"

#include <string.h>

#include "base/id.h"
#include "coupons/coupons.h"
#include "coupons/store/template_store.h"

#define STORE_SERVICE coupons
#define STORE_NAME    "coupons"
#include "support/one_tx.h"

static struct template template_made(const char *const *products, size_t count)
{
    struct template template = { .id = id_make(&arena), .title = "满 30 减 5", .kind = AMOUNT_OFF, .amount = 500,
                                 .threshold = 3000, .products = { products, count }, .campaigns = { products, count },
                                 .channel = CHANNEL_CLAIM, .community_id = "", .budget_count = 10, .budget = 5000, .most = 500,
                                 .per_user = 2, .claim_starts_us = now_us, .claim_ends_us = now_us + 1000000, .valid_days = 7,
                                 .active = true, .created_us = now_us };

    assert_ok(template_insert(tx, &template, template.id));
    return template;
}

static struct grant grant_to(const struct template *template, const char *user_id, const char *key, const uint8_t *hash)
{
    return (struct grant){ .coupon_id = id_make(&arena), .template_id = template->id, .user_id = user_id,
                           .channel = CHANNEL_CLAIM, .grant_key = key, .request_sha256 = hash, .expires_us = now_us + 5000000 };
}

static void a_template_comes_back_as_it_went(void **state)
{
    const char *products[] = { id_make(&arena), id_make(&arena) };
    struct template made = template_made(products, 2), read;

    (void)state;
    assert_ok(template_get(tx, &arena, made.id, &read));
    assert_int_equal(read.products.count, 2);
    assert_string_equal(read.campaigns.ids[1], products[1]);
    assert_int_equal(read.claim_ends_us, made.claim_ends_us);
    assert_int_equal(read.most, 500);
    made = template_made(NULL, 0);
    assert_ok(template_get(tx, &arena, made.id, &read));
    assert_int_equal(read.products.count, 0);
    assert_fails(template_get(tx, &arena, id_make(&arena), &read), NOT_HERE);
}

static void holders_are_made_held_and_counted(void **state)
{
    struct template template = template_made(NULL, 0);
    struct holder holders[] = { { template.id, id_make(&arena), 0 }, { template.id, id_make(&arena), 0 } };

    (void)state;
    assert_ok(holders_lock(tx, &arena, holders, 2));
    assert_int_equal(holders[0].issued, 0);
    holders[1].issued = 2;
    assert_ok(holders_save(tx, &arena, holders, 2));
    holders[1].issued = 0;
    assert_ok(holders_lock(tx, &arena, holders, 2));
    assert_int_equal(holders[1].issued, 2);
}

static void a_key_is_known_again(void **state)
{
    struct template template = template_made(NULL, 0);
    uint8_t hash[32] = { 0xab };
    const char *ann = id_make(&arena);
    struct grant grants[] = { grant_to(&template, ann, "k1", hash), grant_to(&template, ann, "welcome", NULL) };
    struct grant asked[] = { grant_to(&template, ann, "other", hash), grants[0] };
    struct granted *granted;

    (void)state;
    assert_ok(coupons_insert(tx, &arena, grants, 2, now_us));
    assert_ok(coupons_granted(tx, &arena, asked, 2, &granted));
    assert_null(granted[0].coupon_id);
    assert_string_equal(granted[1].coupon_id, grants[0].coupon_id);
    assert_memory_equal(granted[1].request_sha256_hex, "ab00", 4);
}

static void a_coupon_is_its_owners(void **state)
{
    struct template template = template_made(NULL, 0);
    const char *ann = id_make(&arena);
    struct grant grant = grant_to(&template, ann, "k", NULL);
    struct coupon coupon, *list;
    size_t count;

    (void)state;
    assert_ok(coupons_insert(tx, &arena, &grant, 1, now_us));
    assert_ok(coupon_get(tx, &arena, grant.coupon_id, ann, &coupon));
    assert_int_equal(coupon.expires_us, grant.expires_us);
    assert_string_equal(coupon.template->title, "满 30 减 5");
    assert_fails(coupon_lock(tx, &arena, grant.coupon_id, id_make(&arena), &coupon), NOT_HERE);
    assert_ok(coupon_list(tx, &arena, ann, COUPON_FREE, now_us, "", 10, &list, &count));
    assert_int_equal(count, 1);
    assert_ok(coupon_list(tx, &arena, ann, COUPON_EXPIRED, grant.expires_us, "", 10, &list, &count));
    assert_int_equal(count, 1);
    assert_ok(coupon_list(tx, &arena, ann, COUPON_FREE, grant.expires_us, "", 10, &list, &count));
    assert_int_equal(count, 0);
}

static void a_lock_keeps_its_offer(void **state)
{
    struct template template = template_made(NULL, 0);
    struct grant grant = grant_to(&template, id_make(&arena), "k", NULL);
    const char *order_id = id_make(&arena);
    struct lock lock = { .state = LOCK_LOCKED, .offer = { .discount = 500, .eligible = { 0, 2 }, .eligible_count = 2 } }, read;

    (void)state;
    assert_ok(coupons_insert(tx, &arena, &grant, 1, now_us));
    assert_ok(lock_get(tx, grant.coupon_id, order_id, &read));
    assert_int_equal(read.state, LOCK_NONE);
    assert_ok(lock_save(tx, grant.coupon_id, order_id, &lock, now_us));
    assert_ok(coupon_move(tx, grant.coupon_id, COUPON_BOUND, order_id));
    assert_ok(lock_get(tx, grant.coupon_id, order_id, &read));
    assert_int_equal(read.offer.discount, 500);
    assert_int_equal(read.offer.eligible_count, 2);
    assert_int_equal(read.offer.eligible[1], 2);
    read.state = LOCK_RELEASED;
    assert_ok(lock_save(tx, grant.coupon_id, order_id, &read, now_us));
    assert_ok(coupon_move(tx, grant.coupon_id, COUPON_FREE, ""));
    struct lock tomb = { .state = LOCK_RELEASED };
    assert_ok(lock_save(tx, grant.coupon_id, id_make(&arena), &tomb, now_us));
}

/* Executions of statements that read templates, on this connection. */
static int64_t templates_read(void)
{
    struct rows *rows;

    assert_ok(db_query(tx, &rows,
                       "select coalesce(sum(generic_plans + custom_plans), 0)::bigint from pg_prepared_statements"
                       " where statement like '%from templates%' or statement like '%join templates%'"));
    return rows_int(rows, 0, 0);
}

static void a_page_is_one_statement(void **state)
{
    struct template templates[] = { template_made(NULL, 0), template_made(NULL, 0) };
    const char *ann = id_make(&arena);
    struct grant grants[] = { grant_to(&templates[0], ann, "a", NULL), grant_to(&templates[1], ann, "b", NULL),
                              grant_to(&templates[0], ann, "c", NULL) };
    struct coupon *list;
    size_t count;

    (void)state;
    assert_ok(coupons_insert(tx, &arena, grants, 3, now_us));
    int64_t before = templates_read(), itself = templates_read() - before;
    assert_ok(coupon_list(tx, &arena, ann, 0, now_us, "", 10, &list, &count));
    assert_int_equal(templates_read() - before - 2 * itself, 1);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(strcmp(list[i].id, grants[1].coupon_id) == 0, strcmp(list[i].template->id, templates[1].id) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_template_comes_back_as_it_went, store_up, store_down),
        cmocka_unit_test_setup_teardown(holders_are_made_held_and_counted, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_key_is_known_again, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_coupon_is_its_owners, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_lock_keeps_its_offer, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_page_is_one_statement, store_up, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
