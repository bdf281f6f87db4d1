/* A shop for tests: groupbuy's handlers and jobs on a schema of their own, called as the pipeline calls them, with
 * WeChat's part played by a script (the functions of flow/channel.h, payer.h and the coupon's of coupons.h are defined
 * by the test program, so the linker leaves ours out). So are those of flow/groups.h, which ask content and auth. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_SHOP_H
#define LINLI_TESTS_STORE_GROUPBUY_SHOP_H

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "db/idempotency.h"
#include "groupbuy/flow/groups.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/service.h"
#include "rpc/server.h"
#include "rpc/timestamp.h"
#include "support/check.h"
#include "support/pg.h"

#define SHOP_LATER_MS 60000

/* One worker: its call, its arena, its connection. */
struct clerk {
    struct arena arena;
    struct runtime *runtime;
    struct call call;
    Api__Caller caller;
    Api__Grant grant, *grants[1];
};

struct shop {
    const char *name;
    struct db *db; /* for looking at the tables */
    struct db_options options;
    struct bus *bus;
    struct rpc_client *client;
    struct groupbuy house;
    struct clerk clerk;
};

static inline void clerk_up(struct shop *shop, struct clerk *clerk)
{
    const struct server_options options = {
        .name = "groupbuy",
        .bus = shop->bus,
        .client = shop->client,
        .db = shop->options,
        .service = &shop->house,
    };

    arena_init(&clerk->arena, ARENA_BYTES_MAX);
    clerk->runtime = runtime_create(&options);
}

static inline void clerk_down(struct clerk *clerk)
{
    call_finish(&clerk->call);
    runtime_destroy(clerk->runtime);
    arena_finish(&clerk->arena);
}

/* A new call, of `user`; "operator" is one. What earlier calls have allocated stays until the shop is down. */
static inline struct call *clerk_call(struct clerk *clerk, const char *user)
{
    static const char *roles[] = { "operator", "leader", "finance" };
    static Api__Rpc rpc = { .n_roles = 3, .roles = roles };
    static const struct method method = { .full_name = "linli.groupbuy.v1.GroupBuy.Test", .rpc = &rpc };

    call_init(&clerk->call, clerk->runtime, &clerk->arena, clock_unix_ms() + SHOP_LATER_MS);
    api__caller__init(&clerk->caller);
    api__grant__init(&clerk->grant);
    clerk->caller.user_id = user;
    if (strcmp(user, "00000000000000000000000000000001") == 0) {
        clerk->grant.role = "operator";
        clerk->grants[0] = &clerk->grant;
        clerk->caller.grants = clerk->grants;
        clerk->caller.n_grants = 1;
    }
    clerk->call.caller = &clerk->caller;
    clerk->call.method = &method;
    clerk->call.operation_id = id_make(&clerk->arena);
    return &clerk->call;
}

#define OPERATOR "00000000000000000000000000000001"

/* A user's id by number; lives in the clerk's arena. */
static inline const char *user_n(struct clerk *clerk, int n)
{
    return arena_printf(&clerk->arena, "%032x", n + 0x1000);
}

/* What a handler has left open is committed, as the pipeline does; a failure undoes it, and a refusal takes back. */
static inline struct status clerk_end(struct clerk *clerk, struct status status)
{
    if (ok(status) && clerk->call.tx)
        status = call_commit(&clerk->call);
    call_finish(&clerk->call);
    if (!ok(status) && !failed_in_passing(status)) {
        assert_ok(call_begin(&clerk->call));
        assert_ok(call_take_back(&clerk->call));
        assert_ok(idempotency_forget(clerk->call.tx, clerk->call.operation_id));
        assert_ok(call_commit(&clerk->call));
    }
    return status;
}

static inline void shop_up(struct shop *shop, const char *name)
{
    char *user;

    *shop = (struct shop){ .name = name };
    shop->db = test_db(name);
    shop->options = test_db_options(name);
    user = strdup(rows_text(test_sql(shop->db, "select current_user"), 0, 0));
    assert_ok(migrate(shop->db, "groupbuy", user, groupbuy_migrations, groupbuy_migrations_count, NULL));
    free(user);
    assert_ok(bus_connect(&(struct bus_options){ .url = "nats://127.0.0.1:1", .name = "groupbuy" }, &shop->bus));
    assert_ok(rpc_client_create(shop->bus, &shop->client));
    rpc_now_learn(shop->client, clock_unix_ms());
    shop->house = (struct groupbuy){ .unpaid_s = 900,
                                     .flash_unpaid_s = 300,
                                     .team_life_s_min = 1,
                                     .team_life_s_max = 86400,
                                     .late_grace_s = 0,
                                     .flash_buckets = 4,
                                     .notify_base_url = "http://x",
                                     .app_id = "wxapp",
                                     .confirm_s = 3600,
                                     .after_sale_s = 3600,
                                     .second_pair_fen = 100000,
                                     .approval_s = 3600 };
    assert_ok(vault_put(&shop->house.vault, "LINLI_GROUPBUY", "a-secret-of-the-test-house-that-is-long", NULL));
    clerk_up(shop, &shop->clerk);
}

static inline void shop_down(struct shop *shop)
{
    clerk_down(&shop->clerk);
    vault_place_finish(&shop->house.vault);
    rpc_client_destroy(shop->client);
    bus_destroy(shop->bus);
    test_db_drop(shop->db, shop->name);
}

/* ---- what content, auth and coupons know, as a script: flow/groups.h ---- */

#define NEIGHBOURS_MAX 8

static struct {
    const char *circle, *circle_community; /* the one circle there is; NULL: none */
    const char *community;                 /* the one community there is; NULL: none */
    const char *members[NEIGHBOURS_MAX];   /* of both */
    size_t members_count;
    int32_t levels; /* there are */
    bool away;
    int asked;       /* how often */
    size_t asked_of; /* how many people the last time */
} neighbours;

static inline struct status neighbours_asked(struct call *call)
{
    assert_null(call->tx); /* never inside a transaction */
    neighbours.asked++;
    return neighbours.away ? fail(NOT_AVAILABLE, "away") : OK;
}

static inline bool is_group(const char *id, const char *known)
{
    return known && strcmp(id, known) == 0;
}

static inline struct status members_of(struct call *call, const char *id, const char *known,
                                       const char *const *user_ids, size_t count, const char *const **ret_ids,
                                       size_t *ret_count)
{
    const char **found = arena_array(call->arena, const char *, count);

    TRY(neighbours_asked(call));
    neighbours.asked_of = count;
    *ret_ids = found;
    *ret_count = 0;
    for (size_t i = 0; i < count && is_group(id, known); i++)
        for (size_t j = 0; j < neighbours.members_count; j++)
            if (strcmp(user_ids[i], neighbours.members[j]) == 0)
                found[(*ret_count)++] = user_ids[i];
    return OK;
}

struct status circle_home(struct call *call, const char *circle_id, const char **ret_community_id)
{
    TRY(neighbours_asked(call));
    if (!is_group(circle_id, neighbours.circle))
        return fail(NOT_HERE, "circle %s", circle_id);
    *ret_community_id = neighbours.circle_community;
    return OK;
}

struct status community_exists(struct call *call, const char *community_id)
{
    TRY(neighbours_asked(call));
    return is_group(community_id, neighbours.community) ? OK : fail(NOT_HERE, "community %s", community_id);
}

struct status circle_members(struct call *call, const char *circle_id, const char *const *user_ids, size_t count,
                             const char *const **ret_ids, size_t *ret_count)
{
    return members_of(call, circle_id, neighbours.circle, user_ids, count, ret_ids, ret_count);
}

struct status community_members(struct call *call, const char *community_id, const char *const *user_ids, size_t count,
                                const char *const **ret_ids, size_t *ret_count)
{
    return members_of(call, community_id, neighbours.community, user_ids, count, ret_ids, ret_count);
}

struct status level_name_find(struct call *call, int32_t level, const char *field, const char **ret_name)
{
    *ret_name = "";
    if (level == 0)
        return OK;
    TRY(neighbours_asked(call));
    *ret_name = arena_printf(call->arena, "level-%d", level);
    return level <= neighbours.levels ? OK : fail_field(field, "there is no such level");
}

/* ---- goods ---- */

/* A product on the shelf with one SKU of 59.80, cost 5.00; answers the SKU's id. */
static inline const char *shop_sku(struct shop *shop, int64_t stock)
{
    Gb__CreateProductRequest product = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__Product made = GB__PRODUCT__INIT, shown = GB__PRODUCT__INIT;
    struct call *call = clerk_call(&shop->clerk, OPERATOR);

    product.title = "蓝莓";
    product.category = "水果";
    product.seller_name = "云山果业";
    product.seller_licence = "JY1";
    product.skus = skus;
    product.n_skus = 1;
    sku.title = "125 g × 4";
    sku.list_price_fen = 5980;
    sku.cost_price_fen = 0;
    sku.stock = stock;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop->clerk, groupbuy_create_product(call, &product, &made)));
    shelf.product_id = made.product_id;
    shelf.status = GB__PRODUCT_STATUS__ON_SHELF;
    call = clerk_call(&shop->clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop->clerk, groupbuy_set_product_status(call, &shelf, &shown)));
    return made.skus[0]->sku_id;
}

struct shop_campaign {
    Gb__CampaignKind kind;
    int64_t stock;
    int32_t limit;
    int64_t price;
    int32_t team_size;
    int32_t team_life_s; /* 0: an hour */
    int64_t starter_discount;
    int32_t sponsored_seats, sponsor_last_s;
    Gb__CampaignBuyers buyers;
    const char *sku_id;                   /* NULL: one of its own */
    int64_t starts_in_s, ends_in_s;       /* 0: a minute ago; in an hour */
    const char *circle_id, *community_id; /* NULL: for everybody */
    int32_t min_level;                    /* 0: any */
};

static inline struct status shop_try_campaign(struct shop *shop, const struct shop_campaign *wanted,
                                              Gb__Campaign *ret_campaign)
{
    Gb__CreateCampaignRequest in = GB__CREATE_CAMPAIGN_REQUEST__INIT;
    struct call *call;

    in.sku_id = wanted->sku_id ? wanted->sku_id : shop_sku(shop, wanted->stock);
    call = clerk_call(&shop->clerk, OPERATOR);
    in.kind = wanted->kind;
    in.title = "今晚八点";
    in.price_fen = wanted->price;
    in.starter_discount_fen = wanted->starter_discount;
    in.stock = wanted->stock;
    in.per_user_limit = wanted->limit;
    in.sponsored_seats_max = wanted->sponsored_seats;
    in.sponsor_last_s = wanted->sponsor_last_s;
    in.buyers = wanted->buyers;
    in.min_level = wanted->min_level;
    in.team_size = wanted->team_size;
    in.team_life_s = wanted->team_size && !wanted->team_life_s ? 3600 : wanted->team_life_s;
    in.starts_at = timestamp_new(&shop->clerk.arena,
                                 clock_unix_us() + (wanted->starts_in_s ? wanted->starts_in_s : -60) * US_PER_S);
    in.ends_at =
        timestamp_new(&shop->clerk.arena, clock_unix_us() + (wanted->ends_in_s ? wanted->ends_in_s : 3600) * US_PER_S);
    if (wanted->circle_id)
        in.circle_id = wanted->circle_id;
    if (wanted->community_id)
        in.community_id = wanted->community_id;
    gb__campaign__init(ret_campaign);
    return clerk_end(&shop->clerk, groupbuy_create_campaign(call, &in, ret_campaign));
}

static inline const char *shop_flash(struct shop *shop, int64_t stock, int32_t limit)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(
        shop,
        &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = stock, .limit = limit, .price = 990 },
        &campaign));
    return campaign.campaign_id;
}

static inline const char *shop_team_buy(struct shop *shop, int64_t stock, int32_t size, int64_t price)
{
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(
        shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__TEAM_BUY, .stock = stock, .limit = 1, .price = price, .team_size = size },
        &campaign));
    return campaign.campaign_id;
}

/* ---- what the tables must say at any time ---- */

static inline void shop_books_balance(struct shop *shop)
{
    assert_int_equal(test_sql_int(shop->db,
                                  "select count(*) from campaigns c where stock - returned <>"
                                  " (select sum(unsold) from sale_stock s where s.campaign_id = c.id) + (select"
                                  " coalesce(sum(l.quantity - l.returned), 0) from orders o join order_lines l"
                                  " on l.order_id = o.id where o.campaign_id = c.id and l.pool = 'SALE')"),
                     0);
    assert_int_equal(test_sql_int(shop->db,
                                  "select count(*) from campaign_buyers b where held <>"
                                  " (select coalesce(sum(l.quantity - l.returned), 0) from orders o join order_lines l"
                                  " on l.order_id = o.id where o.campaign_id = b.campaign_id and o.user_id = b.user_id"
                                  " and l.pool = 'SALE')"),
                     0);
    assert_int_equal(
        test_sql_int(shop->db, "select count(*) from product_buyers b where held <> (select coalesce(sum(l.quantity -"
                               " l.returned), 0) from orders o join order_lines l on l.order_id = o.id"
                               " where l.product_id = b.product_id and o.user_id = b.user_id and l.pool = 'SKU')"),
        0);
    assert_int_equal(
        test_sql_int(shop->db, "select count(*) from order_lines l join orders o on o.id = l.order_id where"
                               " (o.status = 'CANCELLED' and l.returned <> l.quantity) or l.returned + l.fulfilled >"
                               " l.quantity or l.refunded_fen <> (select coalesce(sum(goods_fen + delivery_fen), 0)"
                               " from refund_lines r join refunds f on f.id = r.refund_id where f.order_id = l.order_id"
                               " and r.position = l.position)"),
        0);
    assert_int_equal(test_sql_int(shop->db, "select coalesce(sum(amount_fen), 0)::bigint from ledger_entries"), 0);
    assert_int_equal(test_sql_int(shop->db,
                                  "select count(*) from teams t, lateral (select count(*) filter (where state ="
                                  " 'HELD') as held, count(*) filter (where state = 'PAID') as paid from"
                                  " team_members m where m.team_id = t.id) m where status = 'OPEN'"
                                  " and (t.held <> m.held or t.paid <> m.paid)"),
                     0);
    assert_int_equal(test_sql_int(shop->db,
                                  "select count(*) from orders o where not exists (select from order_log l where"
                                  " l.order_id = o.id and l.to_status = o.status) or (select count(*) from order_log"
                                  " l where l.order_id = o.id) > o.version"),
                     0);
}

#endif
