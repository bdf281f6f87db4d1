#include "groupbuy/flow/hall.h"

#include <stdio.h>
#include <string.h>

#include "events/audit.h"
#include "groupbuy/finance.h"
#include "groupbuy/receiving.h"
#include "groupbuy/store/share_store.h"
#include "rpc/timestamp.h"

/* ---- checks ---- */

static const struct hall_goods *line_of(const struct hall_goods *lines, size_t count, const char *sku_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].sku_id, sku_id) == 0)
            return &lines[i];
    return NULL;
}

static void check_price(const struct hall_goods *line, const char *field, fen price, struct violations *faults)
{
    if (price < line->lowest_price)
        violations_add(faults, field, "must be at least %ld, as the hall says", (long)line->lowest_price);
}

static void check_prices(const struct hall_goods *line, const struct round_item *item, size_t position,
                         struct violations *faults)
{
    char field[64];

    snprintf(field, sizeof field, "items[%zu].priceFen", position);
    check_price(line, field, item->price, faults);
    for (size_t i = 0; i < item->steps_count; i++) {
        snprintf(field, sizeof field, "items[%zu].steps[%zu]", position, i);
        check_price(line, field, item->steps[i].price, faults);
    }
}

static void check_items(const struct round_item *items, size_t count, const struct hall_goods *lines,
                        size_t lines_count, bool hall_only, struct violations *faults)
{
    char field[64];

    for (size_t i = 0; i < count; i++) {
        const struct hall_goods *line = line_of(lines, lines_count, items[i].sku_id);

        snprintf(field, sizeof field, "items[%zu].skuId", i);
        if (line)
            check_prices(line, &items[i], i, faults);
        else if (hall_only)
            violations_add(faults, field, "is not in the selection hall of the community");
    }
}

struct status hall_check_round(struct call *call, const char *community_id, const struct round_item *items,
                               size_t count)
{
    const char **sku_ids = arena_array(call->arena, const char *, count);
    struct violations faults = { 0 };
    struct hall_goods *lines;
    size_t lines_count;
    bool hall_only;

    for (size_t i = 0; i < count; i++)
        sku_ids[i] = items[i].sku_id;
    TRY(hall_rule_get(call->tx, community_id, &hall_only));
    TRY(hall_find(call->tx, community_id, sku_ids, count, &lines, &lines_count));
    check_items(items, count, lines, lines_count, hall_only, &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

struct status hall_check_campaign(struct call *call, const char *community_id, const char *sku_id, fen price,
                                  int64_t units)
{
    struct violations faults = { 0 };
    struct hall_goods *lines;
    size_t count;

    if (!*community_id)
        return OK;
    TRY(hall_find(call->tx, community_id, &sku_id, 1, &lines, &count));
    if (count == 0)
        return OK;
    check_price(lines, "priceFen", price, &faults);
    if (faults.count)
        return fail_fields(&faults);
    if (units > lines->supply_limit - lines->taken)
        return fail(HALL_SHORT, "the hall has %ld units left", (long)(lines->supply_limit - lines->taken));
    return OK;
}

struct status hall_check_substitute(struct call *call, const char *community_id, const char *sku_id, fen price,
                                    int64_t units)
{
    struct hall_goods *lines;
    size_t count;
    bool hall_only;

    TRY(hall_rule_get(call->tx, community_id, &hall_only));
    TRY(hall_find(call->tx, community_id, &sku_id, 1, &lines, &count));
    if (hall_only && count == 0)
        return fail(NOT_SUBSTITUTABLE, "SKU %s is not in the selection hall of the community", sku_id);
    return hall_check_campaign(call, community_id, sku_id, price, units);
}

struct status hall_check_line(struct call *call, const struct hall_goods *goods)
{
    struct share_rule rule;

    if (goods->lowest_price > goods->list_price)
        return fail_field("lowestPriceFen", "must be at most the list price of %ld", (long)goods->list_price);
    TRY(share_rule_now(call->tx, &rule));
    if (!share_hall_fits(&rule, goods->commission_bp))
        return fail(SHARES_ABOVE_CAP, "with pick-up and channel it is above %d basis points", SHARE_CAP_BP);
    return OK;
}

/* ---- views ---- */

void hall_goods_view(struct call *call, const struct hall_goods *goods, Gb__HallGoods *out)
{
    out->hall_goods_id = goods->id;
    out->community_id = goods->community_id;
    out->sku_id = goods->sku_id;
    out->product_id = goods->product_id;
    out->product_title = goods->product_title;
    out->sku_title = goods->sku_title;
    out->image_url = goods->image_url;
    out->list_price_fen = goods->list_price;
    out->commission_basis_points = goods->commission_bp;
    out->lowest_price_fen = goods->lowest_price;
    out->supply_limit = goods->supply_limit;
    out->supply_left = goods->supply_limit - goods->taken;
    out->stock = goods->stock;
    out->withdrawn = goods->withdrawn;
    out->version = goods->version;
    out->created_at = timestamp_new(call->arena, goods->created_us);
}

static const char *in_short(struct call *call, const struct hall_goods *goods)
{
    return arena_printf(call->arena, "sku %s, %d bp, from %ld fen, %ld units%s", goods->sku_id, goods->commission_bp,
                        (long)goods->lowest_price, (long)goods->supply_limit, goods->withdrawn ? ", withdrawn" : "");
}

struct status hall_audit(struct call *call, const char *action, const struct hall_goods *before,
                         const struct hall_goods *after)
{
    return audit(call, &(struct audit_line){ .scope_id = after->community_id,
                                             .action = action,
                                             .object_type = "hall_goods",
                                             .object_id = after->id,
                                             .before = before ? in_short(call, before) : NULL,
                                             .after = in_short(call, after) });
}
