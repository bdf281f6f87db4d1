/* What is for sale, and who may offer it, on a real PostgreSQL. */
#include "groupbuy/events/neighbours.h"
#include "groupbuy/leaders.h"
#include "rpc/page.h"
#include "store/groupbuy/baskets.h"

#define LEADER    "00000000000000000000000000000002"
#define CIRCLE    "0000000000000000000000000000c1c1"
#define COMMUNITY "000000000000000000000000000000c0"
#define ELSEWHERE "000000000000000000000000000000e0"

static int up(void **state)
{
    return seats_up(state, "gb_catalogue");
}

static int down(void **state)
{
    if (shop.bus)
        shop_books_balance(&shop);
    return seats_down(state);
}

static struct status get_product(const char *product_id)
{
    Gb__GetProductRequest in = GB__GET_PRODUCT_REQUEST__INIT;
    Gb__Product out = GB__PRODUCT__INIT;

    in.product_id = product_id;
    return CALL_IN_TX("", groupbuy_get_product, &in, &out);
}

static void a_draft_is_seen_by_nobody(void **state)
{
    Gb__CreateProductRequest in = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__NewSku good = GB__NEW_SKU__INIT, bad = GB__NEW_SKU__INIT, *skus[] = { &good, &bad };
    const char *images[] = { "https://x/1.jpg", "https://x/2.jpg" };
    Gb__Product product = GB__PRODUCT__INIT;
    struct status refused;

    (void)state;
    in.title = "蓝莓";
    in.image_urls = images;
    in.n_image_urls = 2;
    in.skus = skus;
    in.n_skus = 2;
    good.list_price_fen = bad.list_price_fen = 100;
    bad.cost_price_fen = 101;
    refused = CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &product);
    assert_fails(refused, FIELDS_INVALID);
    assert_string_equal(refused.violations->list[0].field, "skus[1].costPriceFen");
    bad.cost_price_fen = 100;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &product));
    assert_int_equal(product.status, GB__PRODUCT_STATUS__DRAFT);
    assert_fails(get_product(product.product_id), NOT_HERE);
}

static struct status set_status(const char *product_id, Gb__ProductStatus status, Gb__Product *out)
{
    Gb__SetProductStatusRequest in = GB__SET_PRODUCT_STATUS_REQUEST__INIT;

    gb__product__init(out);
    in.product_id = product_id;
    in.status = status;
    return CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &in, out);
}

static int64_t published(const char *product_id)
{
    return test_sql_int(shop.db,
                        "select count(*) from outbox where type = 'linli.groupbuy.v1.ProductPublished'"
                        " and aggregate_id = $1",
                        db_id(product_id));
}

/* Coming onto the shelf is told in its transaction: not staying there, not leaving it, and nothing that is refused. */
static void a_product_that_comes_onto_the_shelf_is_told_of(void **state)
{
    Gb__CreateProductRequest in = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__Product product = GB__PRODUCT__INIT, out;

    (void)state;
    in.title = "杨梅";
    in.category = "水果";
    in.seller_name = "云山优选";
    in.skus = skus;
    in.n_skus = 1;
    sku.title = "一盒";
    sku.list_price_fen = 2990;
    sku.stock = 5;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &product));
    assert_int_equal(published(product.product_id), 0);
    assert_ok(set_status(product.product_id, GB__PRODUCT_STATUS__ON_SHELF, &out));
    assert_ok(set_status(product.product_id, GB__PRODUCT_STATUS__ON_SHELF, &out));
    assert_int_equal(published(product.product_id), 1);
    assert_ok(set_status(product.product_id, GB__PRODUCT_STATUS__OFF_SHELF, &out));
    assert_int_equal(published(product.product_id), 1);
    test_sql(shop.db, "update products set food = true, food_origin = '' where id = $1", db_id(product.product_id));
    assert_fails(set_status(product.product_id, GB__PRODUCT_STATUS__ON_SHELF, &out), FIELDS_INVALID);
    assert_int_equal(published(product.product_id), 1);
}

/* An operator, but of one community. */
static struct call *operator_somewhere(void)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    shop.clerk.grant.scope_id = CIRCLE;
    assert_ok(call_begin(&shop.clerk.call));
    return call;
}

static void products_are_the_whole_platforms(void **state)
{
    Gb__CreateProductRequest make = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest set = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__Product out = GB__PRODUCT__INIT;

    (void)state;
    make.title = "蓝莓";
    set.product_id = CIRCLE;
    set.status = GB__PRODUCT_STATUS__OFF_SHELF;
    assert_fails(clerk_end(&shop.clerk, groupbuy_create_product(operator_somewhere(), &make, &out)), FORBIDDEN);
    assert_fails(clerk_end(&shop.clerk, groupbuy_set_product_status(operator_somewhere(), &set, &out)), FORBIDDEN);
}

static void the_shelf_opens_and_closes(void **state)
{
    const char *sku = shop_sku(&shop, 5);
    const char *product = arena_strdup(
        &shop.clerk.arena, rows_id(test_sql(shop.db, "select product_id from skus where id = $1", db_id(sku)), 0, 0));
    Gb__Product out;

    (void)state;
    assert_ok(get_product(product));
    assert_ok(set_status(product, GB__PRODUCT_STATUS__OFF_SHELF, &out));
    assert_int_equal(out.status, GB__PRODUCT_STATUS__OFF_SHELF);
    assert_fails(get_product(product), NOT_HERE);
    assert_fails(set_status(product, GB__PRODUCT_STATUS__DRAFT, &out), FIELDS_INVALID);
    assert_fails(set_status("0123456789abcdef0123456789abcdef", GB__PRODUCT_STATUS__ON_SHELF, &out), NOT_HERE);
}

static void pages_neither_repeat_nor_skip(void **state)
{
    Gb__ListProductsRequest in = GB__LIST_PRODUCTS_REQUEST__INIT;
    Gb__ListProductsResponse out = GB__LIST_PRODUCTS_RESPONSE__INIT;
    const char *last = "g";
    int seen = 0, pages = 0;

    (void)state;
    for (int i = 0; i < 5; i++)
        shop_sku(&shop, 5);
    in.page_size = 2;
    do {
        gb__list_products_response__init(&out);
        assert_ok(CALL_IN_TX("", groupbuy_list_products, &in, &out));
        for (size_t i = 0; i < out.n_products; i++) {
            assert_true(strcmp(out.products[i]->product_id, last) < 0);
            last = out.products[i]->product_id;
            seen++;
        }
        in.page_token = out.next_page_token;
        pages++;
    } while (*out.next_page_token);
    assert_int_equal(seen, test_sql_int(shop.db, "select count(*) from products where status = 'ON_SHELF'"));
    assert_int_equal(pages, (seen + 1) / 2);
    in.category = "水果";
    in.page_token = "bm90IGEgdG9rZW4";
    assert_fails(CALL_IN_TX("", groupbuy_list_products, &in, &out), PAGE_TOKEN_INVALID);
}

/* A token that somebody made up with care still holds no id. */
static void a_made_up_token_is_refused(void **state)
{
    const char *parts[] = { "'; drop table products" };
    Gb__ListProductsRequest in = GB__LIST_PRODUCTS_REQUEST__INIT;
    Gb__ListProductsResponse out = GB__LIST_PRODUCTS_RESPONSE__INIT;
    Gb__ListOpenTeamsRequest teams = GB__LIST_OPEN_TEAMS_REQUEST__INIT;
    Gb__ListOpenTeamsResponse teams_out = GB__LIST_OPEN_TEAMS_RESPONSE__INIT;

    (void)state;
    in.page_token = page_token_make(clerk_call(&shop.clerk, ""), "", parts, 1);
    assert_fails(CALL_IN_TX("", groupbuy_list_products, &in, &out), PAGE_TOKEN_INVALID);
    teams.campaign_id = shop_team_buy(&shop, 9, 3, 990);
    teams.page_token = page_token_make(clerk_call(&shop.clerk, ""), teams.campaign_id, parts, 1);
    assert_fails(CALL_IN_TX("", groupbuy_list_open_teams, &teams, &teams_out), PAGE_TOKEN_INVALID);
}

static void a_campaign_cuts_its_units_out(void **state)
{
    struct shop_campaign wanted = {
        .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 5, .limit = 1, .price = 990, .sku_id = shop_sku(&shop, 7)
    };
    Gb__Campaign campaign;

    (void)state;
    assert_ok(shop_try_campaign(&shop, &wanted, &campaign));
    assert_int_equal(campaign.status, GB__CAMPAIGN_STATUS__RUNNING);
    assert_int_equal(campaign.unsold, 5);
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(wanted.sku_id)), 2);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where type = 'linli.groupbuy.v1.CampaignPublished'"
                                  " and aggregate_id = $1",
                                  db_id(campaign.campaign_id)),
                     1);
    assert_fails(shop_try_campaign(&shop, &wanted, &campaign), STOCK_SHORT);
    wanted.price = 5980;
    wanted.limit = 6;
    assert_fails(shop_try_campaign(&shop, &wanted, &campaign), FIELDS_INVALID);
    wanted.price = 990;
    wanted.limit = 1;
    wanted.stock = 2;
    test_sql(shop.db, "update products set status = 'OFF_SHELF' where id = (select product_id from skus where id = $1)",
             db_id(wanted.sku_id));
    assert_fails(shop_try_campaign(&shop, &wanted, &campaign), PRODUCT_OFF_SHELF);
    wanted.sku_id = "0123456789abcdef0123456789abcdef";
    assert_fails(shop_try_campaign(&shop, &wanted, &campaign), NOT_HERE);
}

struct role {
    const char *name;
    const char *scope_id;
};

static struct status create_as(const struct role *role, const char *community_id, const char *circle_id,
                               Gb__Campaign *ret_campaign)
{
    Gb__CreateCampaignRequest in = GB__CREATE_CAMPAIGN_REQUEST__INIT;
    struct clerk *clerk = &shop.clerk;
    struct call *call;

    in.sku_id = shop_sku(&shop, 9);
    call = clerk_call(clerk, LEADER);
    clerk->grant.role = role->name;
    clerk->grant.scope_id = role->scope_id;
    clerk->grants[0] = &clerk->grant;
    clerk->caller.grants = clerk->grants;
    clerk->caller.n_grants = 1;
    in.kind = GB__CAMPAIGN_KIND__FLASH_SALE;
    in.price_fen = 990;
    in.stock = 9;
    in.per_user_limit = 1;
    in.community_id = community_id;
    in.circle_id = circle_id;
    in.starts_at = timestamp_new(&clerk->arena, clock_unix_us());
    in.ends_at = timestamp_new(&clerk->arena, clock_unix_us() + 60 * US_PER_S);
    gb__campaign__init(ret_campaign);
    return clerk_end(clerk, groupbuy_create_campaign(call, &in, ret_campaign));
}

static int one_estate(void **state)
{
    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
             db_id(LEADER), db_id(COMMUNITY));
    (void)state;
    memset(&neighbours, 0, sizeof neighbours);
    neighbours.circle = CIRCLE;
    neighbours.circle_community = neighbours.community = COMMUNITY;
    return 0;
}

static void leaders_publish_where_they_lead(void **state)
{
    const struct role here = { "leader", COMMUNITY };
    const struct role in_circle = { "leader", CIRCLE };
    Gb__Campaign out;

    (void)state;
    assert_ok(create_as(&here, "", CIRCLE, &out));
    assert_string_equal(out.community_id, COMMUNITY); /* the circle brings it */
    assert_string_equal(out.circle_id, CIRCLE);
    assert_int_equal(out.audience, GB__CAMPAIGN_AUDIENCE__CIRCLE_MEMBERS);
    assert_ok(create_as(&here, COMMUNITY, "", &out));
    assert_int_equal(out.audience, GB__CAMPAIGN_AUDIENCE__COMMUNITY_MEMBERS);
    assert_ok(create_as(&here, COMMUNITY, CIRCLE, &out));
    assert_fails(create_as(&here, "", "", &out), FORBIDDEN); /* everybody is not his to sell to */
    assert_ok(create_as(&in_circle, "", CIRCLE, &out));
    assert_fails(create_as(&in_circle, COMMUNITY, "", &out), FORBIDDEN);
}

static void nobody_publishes_where_he_does_not_lead(void **state)
{
    const struct role elsewhere = { "leader", ELSEWHERE }, operator_elsewhere = { "operator", ELSEWHERE };
    const struct role operator_here = { "operator", COMMUNITY }, everywhere = { "leader", "" };
    Gb__Campaign out;
    int64_t before = test_sql_int(shop.db, "select count(*) from campaigns");

    (void)state;
    assert_fails(create_as(&elsewhere, COMMUNITY, "", &out), FORBIDDEN);
    assert_fails(create_as(&elsewhere, "", CIRCLE, &out), FORBIDDEN);
    assert_fails(create_as(&elsewhere, COMMUNITY, CIRCLE, &out), FORBIDDEN);
    assert_fails(create_as(&elsewhere, ELSEWHERE, CIRCLE, &out), FIELDS_INVALID); /* not his circle */
    assert_fails(create_as(&elsewhere, ELSEWHERE, ELSEWHERE, &out), NOT_HERE);    /* no circle at all */
    assert_fails(create_as(&operator_elsewhere, COMMUNITY, "", &out), FORBIDDEN);
    assert_fails(create_as(&operator_elsewhere, "", CIRCLE, &out), FORBIDDEN);
    assert_fails(create_as(&operator_here, "", "", &out), FORBIDDEN);
    assert_fails(create_as(&everywhere, "", "", &out), FORBIDDEN);
    neighbours.away = true;
    assert_fails(create_as(&operator_here, "", CIRCLE, &out), NOT_AVAILABLE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from campaigns"), before);
}

static void who_rests_or_is_disabled_opens_nothing(void **state)
{
    const struct role here = { "leader", COMMUNITY };
    Gb__Campaign out;

    (void)state;
    test_sql(shop.db, "update leaders set status = 'RESTING'");
    assert_fails(create_as(&here, COMMUNITY, "", &out), LEADER_RESTING);
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x'");
    assert_fails(create_as(&here, "", CIRCLE, &out), LEADER_DISABLED);
    assert_ok(create_as(&(struct role){ "operator", COMMUNITY }, "", CIRCLE, &out)); /* as what he is besides */
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = ''");
    assert_ok(create_as(&here, "", CIRCLE, &out));
}

/* The role was given by hand: nobody looked at who he is, and he agreed to nothing. */
static void a_role_without_an_application_opens_nothing(void **state)
{
    const struct role here = { "leader", COMMUNITY }, in_circle = { "leader", CIRCLE };
    Gb__Campaign out;

    (void)state;
    test_sql(shop.db, "delete from leaders");
    assert_fails(create_as(&here, COMMUNITY, "", &out), FORBIDDEN);
    assert_fails(create_as(&here, "", CIRCLE, &out), FORBIDDEN);
    assert_fails(create_as(&in_circle, "", CIRCLE, &out), FORBIDDEN);
    assert_ok(create_as(&(struct role){ "operator", CIRCLE }, "", CIRCLE, &out));
}

static void an_operator_names_what_is_there(void **state)
{
    const struct role chief = { "operator", "" };
    Gb__Campaign out;

    (void)state;
    assert_ok(create_as(&chief, "", "", &out));
    assert_int_equal(out.audience, GB__CAMPAIGN_AUDIENCE__EVERYBODY);
    assert_ok(create_as(&chief, COMMUNITY, "", &out));
    assert_fails(create_as(&chief, ELSEWHERE, "", &out), NOT_HERE);
    assert_fails(create_as(&chief, "", ELSEWHERE, &out), NOT_HERE);
    assert_fails(create_as(&chief, ELSEWHERE, CIRCLE, &out), FIELDS_INVALID);
}

static struct status list_campaigns(Gb__CampaignKind kind, const char *circle_id, size_t *ret_count)
{
    Gb__ListCampaignsRequest in = GB__LIST_CAMPAIGNS_REQUEST__INIT;
    Gb__ListCampaignsResponse out = GB__LIST_CAMPAIGNS_RESPONSE__INIT;
    struct status listed;

    in.kind = kind;
    in.circle_id = circle_id;
    in.page_size = 100;
    listed = CALL_IN_TX("", groupbuy_list_campaigns, &in, &out);
    *ret_count = out.n_campaigns;
    return listed;
}

static void campaigns_are_found_by_kind_and_circle(void **state)
{
    Gb__Campaign made;
    size_t all, flash, circle;

    (void)state;
    shop_team_buy(&shop, 9, 3, 990);
    assert_ok(create_as(&(struct role){ "leader", COMMUNITY }, "", CIRCLE, &made));
    assert_ok(list_campaigns(GB__CAMPAIGN_KIND__CAMPAIGN_KIND_UNSPECIFIED, "", &all));
    assert_ok(list_campaigns(GB__CAMPAIGN_KIND__FLASH_SALE, "", &flash));
    assert_ok(list_campaigns(GB__CAMPAIGN_KIND__CAMPAIGN_KIND_UNSPECIFIED, CIRCLE, &circle));
    assert_true(circle < flash && flash < all && circle > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_seen_by_nobody),
        cmocka_unit_test(products_are_the_whole_platforms),
        cmocka_unit_test(the_shelf_opens_and_closes),
        cmocka_unit_test(a_product_that_comes_onto_the_shelf_is_told_of),
        cmocka_unit_test(pages_neither_repeat_nor_skip),
        cmocka_unit_test(a_made_up_token_is_refused),
        cmocka_unit_test(a_campaign_cuts_its_units_out),
        cmocka_unit_test_setup(leaders_publish_where_they_lead, one_estate),
        cmocka_unit_test_setup(nobody_publishes_where_he_does_not_lead, one_estate),
        cmocka_unit_test_setup(who_rests_or_is_disabled_opens_nothing, one_estate),
        cmocka_unit_test_setup(a_role_without_an_application_opens_nothing, one_estate),
        cmocka_unit_test_setup(an_operator_names_what_is_there, one_estate),
        cmocka_unit_test_setup(campaigns_are_found_by_kind_and_circle, one_estate),
    };

    return cmocka_run_group_tests(tests, up, down);
}
