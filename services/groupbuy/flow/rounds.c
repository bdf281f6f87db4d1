#include "groupbuy/flow/rounds.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/domain/reasons.h"
#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/round_news.h"
#include "groupbuy/service.h"
#include "groupbuy/store/price_store.h"
#include "groupbuy/store/product_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/timestamp.h"

/* ---- from what a leader wrote ---- */

static struct round round_of(struct call *call, const Gb__CreateRoundRequest *in, const char *round_id,
                             const char *level_name)
{
    const struct groupbuy *house = groupbuy_of(call);

    return (struct round){
        .id = round_id,
        .leader_id = call->caller->user_id,
        .leader_name = "",
        .community_id = in->community_id,
        .circle_id = in->circle_id,
        .min_level = in->min_level,
        .min_level_name = level_name,
        .title = in->title,
        .description = in->description,
        .image_urls = (const char *const *)in->image_urls,
        .image_urls_count = in->n_image_urls,
        .status = ROUND_DRAFT,
        .starts_at_us = timestamp_us(in->starts_at),
        .ends_at_us = timestamp_us(in->ends_at),
        .ready_at_us = timestamp_us(in->ready_at),
        .grace_s = (int32_t)house->round_grace_s,
        .unpaid_s = (int32_t)house->unpaid_s,
        .door = in->door,
        .door_fee = in->door_fee_fen,
        .door_minimum = in->door_minimum_fen,
        .door_buildings = (const char *const *)in->door_buildings,
        .door_buildings_count = in->n_door_buildings,
        .minimum = in->minimum_fen,
        .shortage_rule = (enum shortage_rule)in->shortage_rule,
        .refunds_part = in->uncollected_rule == GB__UNCOLLECTED_RULE__REFUND_PART,
        .uncollected_refund_percent = in->uncollected_refund_percent,
        .keep_days = in->keep_days,
        .cancel_reason = "",
        .copied_from = "",
        .version = 1,
    };
}

static struct round_item item_of(struct call *call, const Gb__RoundItemDraft *in, const struct sku *sku,
                                 const struct product *product)
{
    struct round_item item = {
        .id = id_make(call->arena),
        .product_id = product->id,
        .sku_id = sku->id,
        .product_title = product->title,
        .sku_title = sku->title,
        .image_url = *sku->image_url             ? sku->image_url
                     : product->image_urls_count ? product->image_urls[0]
                                                 : "",
        .weight_g = sku->weight_g,
        .list_price = sku->list_price,
        .price = in->price_fen,
        .stock = in->stock,
        .unsold = in->stock,
        .per_user_limit = in->per_user_limit,
        .weighed = in->weighed,
        .steps_count = in->n_steps,
    };

    for (size_t i = 0; i < in->n_steps; i++)
        item.steps[i] = (struct round_step){ in->steps[i]->from_units, in->steps[i]->price_fen };
    return item;
}

static struct round_item_draft draft_of(const struct round_item *item, const struct sku *sku)
{
    struct round_item_draft draft = {
        .list_price = sku->list_price,
        .cost_price = sku->cost_price,
        .price = item->price,
        .stock = item->stock,
        .per_user_limit = item->per_user_limit,
        .weighed = item->weighed,
        .weight_g = item->weight_g,
        .steps_count = item->steps_count,
    };

    memcpy(draft.steps, item->steps, sizeof draft.steps);
    return draft;
}

static struct status check_skus_differ(const Gb__CreateRoundRequest *in)
{
    struct violations faults = { 0 };
    char field[64];

    for (size_t i = 0; i < in->n_items; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(in->items[i]->sku_id, in->items[k]->sku_id) == 0) {
                snprintf(field, sizeof field, "items[%zu].skuId", i);
                violations_add(&faults, field, "stands in the list before");
            }
    return faults.count ? fail_fields(&faults) : OK;
}

static struct status check_points(struct call *call, const char *const *ids, size_t count, const char *community_id)
{
    struct point point;

    for (size_t i = 0; i < count; i++) {
        TRY(point_get(call->tx, ids[i], &point));
        if (strcmp(point.leader_id, call->caller->user_id) != 0 || strcmp(point.community_id, community_id) != 0)
            return fail(NOT_HERE, "point %s", ids[i]);
        if (point.status != REVIEW_STATUS_APPROVED)
            return fail(POINT_NOT_APPROVED, "point %s", ids[i]);
    }
    return OK;
}

/* Faults of both are named together. */
static struct status all_named(struct status of_plan, struct status of_hall)
{
    struct violations faults;

    if (!of_plan.violations || !of_hall.violations)
        return ok(of_plan) ? of_hall : of_plan;
    faults = *of_plan.violations;
    for (int i = 0; i < of_hall.violations->count && i < VIOLATIONS_MAX; i++)
        violations_add(&faults, of_hall.violations->list[i].field, "%s", of_hall.violations->list[i].reason);
    return fail_fields(&faults);
}

/* The whole plan against the SKUs as they are now. */
static struct status check_plan(struct call *call, const struct round_plan *plan, const struct sku *skus)
{
    const struct round *round = &plan->round;
    struct round_item_draft *items = arena_array(call->arena, struct round_item_draft, plan->items_count);
    const struct round_draft draft = {
        .starts_at_us = round->starts_at_us,
        .ends_at_us = round->ends_at_us,
        .ready_at_us = round->ready_at_us,
        .points_count = plan->point_ids_count,
        .door = round->door,
        .door_fee = round->door_fee,
        .door_minimum = round->door_minimum,
        .door_buildings_count = round->door_buildings_count,
        .minimum = round->minimum,
        .refunds_part = round->refunds_part,
        .uncollected_refund_percent = round->uncollected_refund_percent,
        .items = items,
        .items_count = plan->items_count,
    };

    for (size_t i = 0; i < plan->items_count; i++)
        items[i] = draft_of(&plan->items[i], &skus[i]);
    TRY(all_named(round_check(&draft, call->now_us),
                  hall_check_round(call, round->community_id, plan->items, plan->items_count)));
    return check_points(call, plan->point_ids, plan->point_ids_count, round->community_id);
}

static struct status read_sku(struct call *call, const char *sku_id, struct sku *ret_sku, struct product *ret_product)
{
    TRY(sku_get(call->tx, sku_id, ret_sku, ret_product));
    if (ret_product->status != SHELF_ON || ret_product->kind != PRODUCT_GOODS)
        return fail(PRODUCT_OFF_SHELF, "product %s is no goods on the shelf", ret_product->id);
    return OK;
}

struct status round_plan_make(struct call *call, const Gb__CreateRoundRequest *in, const char *round_id,
                              const char *level_name, struct round_plan *ret_plan)
{
    struct sku *skus = arena_array(call->arena, struct sku, in->n_items);
    struct product product;

    *ret_plan = (struct round_plan){
        .round = round_of(call, in, round_id, level_name),
        .items = arena_array(call->arena, struct round_item, in->n_items),
        .items_count = in->n_items,
        .point_ids = (const char *const *)in->point_ids,
        .point_ids_count = in->n_point_ids,
    };
    TRY(check_skus_differ(in));
    for (size_t i = 0; i < in->n_items; i++) {
        TRY(read_sku(call, in->items[i]->sku_id, &skus[i], &product));
        ret_plan->items[i] = item_of(call, in->items[i], &skus[i], &product);
    }
    return check_plan(call, ret_plan, skus);
}

/* What a round sells and where, judged anew. */
static struct status plan_of_parts(struct call *call, const struct round *round, const char *from_id,
                                   struct round_plan *ret_plan)
{
    struct round_parts parts;
    struct product product;
    struct sku *skus;
    const char **point_ids;

    TRY(round_parts_get(call->tx, &from_id, 1, &parts));
    skus = arena_array(call->arena, struct sku, parts.items_count);
    point_ids = arena_array(call->arena, const char *, parts.points_count);
    for (size_t i = 0; i < parts.items_count; i++) {
        TRY(read_sku(call, parts.items[i].sku_id, &skus[i], &product));
        parts.items[i].list_price = skus[i].list_price;
    }
    for (size_t i = 0; i < parts.points_count; i++)
        point_ids[i] = parts.points[i].point_id;
    *ret_plan = (struct round_plan){ *round, parts.items, parts.items_count, point_ids, parts.points_count };
    return check_plan(call, ret_plan, skus);
}

struct status round_plan_copy(struct call *call, const struct round *from, const Gb__CopyRoundRequest *in,
                              struct round_plan *ret_plan)
{
    struct round round = *from;

    round.id = id_make(call->arena);
    round.status = ROUND_DRAFT;
    round.copied_from = from->id;
    round.starts_at_us = timestamp_us(in->starts_at);
    round.ends_at_us = timestamp_us(in->ends_at);
    round.ready_at_us = timestamp_us(in->ready_at);
    round.extended = round.open_to_helpers = false;
    round.cancel_reason = "";
    round.paid = round.paid_orders = 0;
    round.version = 1;
    TRY(plan_of_parts(call, &round, from->id, ret_plan));
    for (size_t i = 0; i < ret_plan->items_count; i++)
        ret_plan->items[i].id = id_make(call->arena);
    return OK;
}

struct status round_recheck(struct call *call, const struct round *round)
{
    struct round_plan plan;

    return plan_of_parts(call, round, round->id, &plan);
}

static struct status keep_parts(struct call *call, const struct round_plan *plan)
{
    TRY(round_set_items(call->tx, plan->round.id, plan->items, plan->items_count));
    return round_set_points(call->tx, plan->round.id, plan->point_ids, plan->point_ids_count);
}

struct status round_plan_insert(struct call *call, const struct round_plan *plan)
{
    TRY(round_insert(call->tx, &plan->round));
    return keep_parts(call, plan);
}

struct status round_plan_replace(struct call *call, const struct round_plan *plan)
{
    struct round round = plan->round;

    TRY(round_update(call->tx, &round));
    return keep_parts(call, plan);
}

/* ---- whose ---- */

struct status round_own(struct call *call, const char *round_id, struct round *ret_round)
{
    TRY(round_lock(call->tx, round_id, ret_round));
    if (strcmp(ret_round->leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", round_id);
    return leading(call, ret_round->community_id, false);
}

/* ---- in time ---- */

struct status round_take_units(struct call *call, const char *round_id)
{
    TRY(round_cut_stock(call->tx, round_id));
    TRY(price_strike_for_round(call->tx, round_id));
    return hall_take_for_round(call->tx, round_id);
}

/* A job that runs cannot be moved, so each time has one of its own: <round>:<microseconds>. */
static struct status job_at(struct call *call, const char *kind, const struct round *round, int64_t at_us)
{
    const char *key = arena_printf(call->arena, "%s:%" PRId64, round->id, at_us);

    return job_add(call->tx, kind, key, at_us, NULL, 0);
}

struct status round_schedule(struct call *call, const struct round *round)
{
    TRY(job_at(call, JOB_OPEN_ROUND, round, round->starts_at_us));
    TRY(job_at(call, JOB_END_ROUND, round, round->ends_at_us));
    return round_news_ending(call, round);
}

struct status round_job_lock(struct call *call, const struct job *job, struct round *ret_round)
{
    return round_lock(call->tx, arena_strndup(call->arena, job->key, ID_CHARS), ret_round);
}

struct status round_job_early(const struct job *job, int64_t at_us)
{
    const char *time = strchr(job->key, ':');

    if (time && strtoll(time + 1, NULL, 10) != at_us)
        return OK; /* put off: the new time has a job of its own */
    return fail(NOT_AVAILABLE, "%s %s comes before its time", job->kind, job->key);
}

struct status round_call_off(struct call *call, struct round *round, const char *actor, const char *reason)
{
    bool published = round->status != ROUND_DRAFT;

    TRY(round_move(call->tx, round, ROUND_CANCELLED, actor, reason));
    if (!published)
        return OK;
    TRY(round_return_unsold(call->tx, round->id));
    return job_add(call->tx, JOB_CANCEL_ROUND_ORDERS, round->id, 0, NULL, 0);
}

/* ---- views ---- */

static void item_view(struct call *call, const struct round_item *item, Gb__RoundItem *out)
{
    out->item_id = item->id;
    out->product_id = item->product_id;
    out->sku_id = item->sku_id;
    out->product_title = item->product_title;
    out->sku_title = item->sku_title;
    out->image_url = item->image_url;
    out->list_price_fen = item->list_price;
    out->price_fen = item->price;
    out->strike_price_fen = item->strike_price;
    out->stock = item->stock;
    out->unsold = item->unsold;
    out->paid_units = item->paid_units;
    out->per_user_limit = item->per_user_limit;
    out->weighed = item->weighed;
    out->reached_price_fen = item->frozen
                                 ? item->frozen_price
                                 : round_price_at(item->price, item->steps, item->steps_count, item->paid_units);
    out->n_steps = item->steps_count;
    out->steps = MESSAGES(call, Gb__PriceStepRule, gb__price_step_rule, item->steps_count);
    for (size_t i = 0; i < item->steps_count; i++) {
        out->steps[i]->from_units = item->steps[i].from_units;
        out->steps[i]->price_fen = item->steps[i].price;
    }
}

static void items_view(struct call *call, const struct round_parts *parts, Gb__Round *out)
{
    out->items = MESSAGES(call, Gb__RoundItem, gb__round_item, parts->items_count);
    for (size_t i = 0; i < parts->items_count; i++)
        if (strcmp(parts->items[i].round_id, out->round_id) == 0)
            item_view(call, &parts->items[i], out->items[out->n_items++]);
}

static void points_view(struct call *call, const struct round_parts *parts, Gb__Round *out)
{
    out->points = MESSAGES(call, Gb__PickUpPointSummary, gb__pick_up_point_summary, parts->points_count);
    for (size_t i = 0; i < parts->points_count; i++) {
        const struct round_point *point = &parts->points[i];
        Gb__PickUpPointSummary *shown;

        if (strcmp(point->round_id, out->round_id) != 0)
            continue;
        shown = out->points[out->n_points++];
        shown->point_id = point->point_id;
        shown->name = point->name;
        shown->address = point->address;
        shown->hours = point->hours;
    }
}

static void round_view(struct call *call, const struct round *round, const struct round_parts *parts, Gb__Round *out)
{
    out->round_id = round->id;
    out->leader_id = round->leader_id;
    out->leader_name = round->leader_name;
    out->community_id = round->community_id;
    out->circle_id = round->circle_id;
    out->min_level = round->min_level;
    out->min_level_name = round->min_level_name;
    out->title = round->title;
    out->description = round->description;
    out->n_image_urls = round->image_urls_count;
    out->image_urls = (const char **)round->image_urls;
    out->status = (Gb__RoundStatus)round->status;
    out->starts_at = timestamp_new(call->arena, round->starts_at_us);
    out->ends_at = timestamp_new(call->arena, round->ends_at_us);
    out->ready_at = timestamp_new(call->arena, round->ready_at_us);
    out->door = round->door;
    out->door_fee_fen = round->door_fee;
    out->door_minimum_fen = round->door_minimum;
    out->minimum_fen = round->minimum;
    out->paid_fen = round->paid;
    out->paid_orders = round->paid_orders;
    out->shortage_rule = (Gb__ShortageRule)round->shortage_rule;
    out->uncollected_rule = round->refunds_part ? GB__UNCOLLECTED_RULE__REFUND_PART : GB__UNCOLLECTED_RULE__KEEP;
    out->uncollected_refund_percent = round->uncollected_refund_percent;
    out->keep_days = round->keep_days;
    out->extended = round->extended;
    out->cancel_reason = round->cancel_reason;
    out->copied_from = round->copied_from;
    out->version = round->version;
    out->server_time = timestamp_new(call->arena, call->now_us);
    out->open_to_helpers = round->open_to_helpers;
    out->n_door_buildings = round->door_buildings_count;
    out->door_buildings = (const char **)round->door_buildings;
    items_view(call, parts, out);
    points_view(call, parts, out);
}

struct status rounds_show(struct call *call, const struct round *rounds, size_t count, Gb__Round *const *outs)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct round_parts parts;

    for (size_t i = 0; i < count; i++)
        ids[i] = rounds[i].id;
    TRY(round_parts_get(call->tx, ids, count, &parts));
    for (size_t i = 0; i < count; i++)
        round_view(call, &rounds[i], &parts, outs[i]);
    return OK;
}

struct status round_show(struct call *call, const struct round *round, Gb__Round *out)
{
    return rounds_show(call, round, 1, &out);
}

struct status round_audit(struct call *call, const struct round *round, const char *action, const char *before,
                          const char *after, const char *reason)
{
    return audit(call, &(struct audit_line){ .scope_id = round->community_id,
                                             .action = action,
                                             .object_type = "round",
                                             .object_id = round->id,
                                             .before = before,
                                             .after = after,
                                             .reason = reason });
}
