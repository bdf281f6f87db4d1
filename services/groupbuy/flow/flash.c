#include "groupbuy/flow/flash.h"

#include "base/clock.h"
#include "db/outbox.h"
#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"
#include "groupbuy/store/flash_store.h"
#include "groupbuy/store/stock_store.h"

#define ALL_BUCKETS (-1)

struct flash {
    struct call *call;
    struct campaign campaign;
    struct batch_item *const *items;
    struct flash_row *rows;     /* by item */
    struct flash_item *decided; /* by item */
    enum standing *standings;   /* by item, in the campaign's audience */
    size_t count;
    int64_t now_us;
    struct bucket buckets[BUCKETS_MAX]; /* that are locked */
    size_t buckets_count;
};

static const Gb__PlaceFlashOrderRequest *asked(const struct flash *flash, size_t i)
{
    return flash->items[i]->in;
}

static struct flash flash_of(struct call *call, struct batch_item *const *items, size_t count)
{
    struct flash flash = {
        .call = call,
        .items = items,
        .rows = arena_array(call->arena, struct flash_row, count),
        .decided = arena_array(call->arena, struct flash_item, count),
        .standings = arena_array(call->arena, enum standing, count),
        .count = count,
    };

    for (size_t i = 0; i < count; i++)
        flash.rows[i] = (struct flash_row){
            .user_id = items[i]->caller->user_id,
            .key = items[i]->idempotency_key,
            .sha256 = items[i]->request_sha256,
            .known_order_id = "",
        };
    return flash;
}

/* ---- deciding ---- */

static int64_t unsold_in(const struct flash *flash)
{
    int64_t unsold = 0;

    for (size_t i = 0; i < flash->buckets_count; i++)
        unsold += flash->buckets[i].unsold;
    return unsold;
}

static int64_t decide(struct flash *flash, bool *ret_dry)
{
    const struct flash_sale sale = {
        .starts_at_us = flash->campaign.starts_at_us,
        .ends_at_us = flash->campaign.ends_at_us,
        .per_user_limit = flash->campaign.per_user_limit,
        .unsold = unsold_in(flash),
    };

    for (size_t i = 0; i < flash->count; i++)
        flash->decided[i] = (struct flash_item){
            .quantity = asked(flash, i)->quantity,
            .held = flash->rows[i].held,
            .key_known = *flash->rows[i].known_order_id != 0,
            .same_body = flash->rows[i].same_body,
            .standing = flash->standings[i],
            .deadline_us = flash->items[i]->deadline_ms * US_PER_MS,
        };
    return flash_decide(&sale, flash->now_us, flash->decided, flash->count, ret_dry);
}

/* What can be answered without a lock: nobody can buy now. */
static bool nothing_to_sell(struct flash *flash)
{
    bool open = flash->now_us >= flash->campaign.starts_at_us && flash->now_us < flash->campaign.ends_at_us;
    bool dry, somebody_new = false;

    for (size_t i = 0; i < flash->count; i++)
        somebody_new |= !*flash->rows[i].known_order_id && flash->standings[i] == STANDING_MEMBER;
    if (open && !flash->campaign.sold_out && somebody_new)
        return false;
    flash->buckets_count = 0;
    decide(flash, &dry);
    return true;
}

/* ---- placing ---- */

static struct status make_order(struct flash *flash, size_t i)
{
    const struct basket basket = { .campaign = &flash->campaign, .quantity = asked(flash, i)->quantity };
    struct flash_row *row = &flash->rows[i];

    TRY(basket_price(&basket, &row->line));
    row->order = (struct order){
        .id = id_make(flash->call->arena),
        .user_id = row->user_id,
        .kind = KIND_FLASH_SALE,
        .campaign_id = flash->campaign.id,
        .team_id = "",
        .round_id = "",
        .bucket = flash->buckets[0].number,
        .quantity = basket.quantity,
        .amount = row->line.payable,
        .coupon_id = "",
        .status = ORDER_PENDING_PAYMENT,
        .version = 1,
        .created_us = flash->call->now_us,
        .pay_by_us = flash->now_us + flash->campaign.unpaid_s * US_PER_S,
        .source = source_of(asked(flash, i)->source, flash->now_us),
        .sharer_id = "",
        .first_sharer_id = "",
        .campaign_title = flash->campaign.title,
        .product_title = flash->campaign.product_title,
    };
    return OK;
}

/* Takes the units out of the locked buckets; the first one is ours. When others are locked too it is refilled: it ends
 * with half of what is left. */
static void take_units(struct flash *flash, int64_t taken)
{
    int64_t left = unsold_in(flash) - taken;
    int64_t ours = flash->buckets_count == 1 ? left : (left + 1) / 2;
    int64_t move =
        taken + ours - flash->buckets[0].unsold; /* from the others; less than 0: it has more, and keeps it */

    for (size_t i = 1; i < flash->buckets_count && move > 0; i++) {
        int64_t part = flash->buckets[i].unsold < move ? flash->buckets[i].unsold : move;

        flash->buckets[i].unsold -= part;
        flash->buckets[0].unsold += part;
        move -= part;
    }
    flash->buckets[0].unsold -= taken;
}

static struct status tell_placed(struct flash *flash, struct flash_row *const *rows, const size_t *from, size_t count)
{
    struct arena *arena = flash->call->arena;
    struct outbox_event *events = arena_array(arena, struct outbox_event, count);
    Gb__OrderPlaced event;

    for (size_t i = 0; i < count; i++) {
        order_placed_event(arena, &rows[i]->order, &rows[i]->line, &event);
        events[i] = (struct outbox_event){ .type = event.base.descriptor->name,
                                           .aggregate_id = rows[i]->order.id,
                                           .traceparent = flash->items[from[i]]->traceparent };
        events[i].payload = message_pack(arena, &event.base, &events[i].payload_bytes);
    }
    return outbox_add_many(flash->call->tx, events, count);
}

static struct status write_orders(struct flash *flash)
{
    struct flash_row **rows = arena_array(flash->call->arena, struct flash_row *, flash->count);
    size_t *from = arena_array(flash->call->arena, size_t, flash->count);
    size_t count = 0;

    for (size_t i = 0; i < flash->count; i++) {
        if (flash->decided[i].outcome != FLASH_ORDERED)
            continue;
        TRY(make_order(flash, i));
        from[count] = i;
        rows[count++] = &flash->rows[i];
    }
    if (count == 0)
        return OK;
    TRY(flash_write(flash->call->tx, flash->campaign.id, rows, count, flash->buckets, flash->buckets_count));
    return tell_placed(flash, rows, from, count);
}

/* All buckets are locked and empty. */
static struct status mark_sold_out(struct flash *flash)
{
    const struct campaign *campaign = &flash->campaign;
    int64_t version;

    TRY(stock_mark_sold_out(flash->call->tx, campaign->id, &version));
    return version ? tell_sold_out(flash->call, campaign->id, campaign->title, version) : OK;
}

/* This replica's bucket comes first, whatever was locked. */
static void own_first(struct flash *flash, int own)
{
    for (size_t i = 1; i < flash->buckets_count; i++)
        if (flash->buckets[i].number == own) {
            struct bucket first = flash->buckets[0];

            flash->buckets[0] = flash->buckets[i];
            flash->buckets[i] = first;
        }
}

/* *ret_dry: our bucket does not do; nothing was written. */
static struct status place_in_tx(struct flash *flash, int own, bool all, bool *ret_dry)
{
    struct call *call = flash->call;
    int64_t taken;

    TRY(flash_lock(call->tx, flash->campaign.id, all ? ALL_BUCKETS : own, flash->rows, flash->count, flash->buckets,
                   &flash->buckets_count, &flash->now_us));
    own_first(flash, own);
    taken = decide(flash, ret_dry);
    if (*ret_dry && !all)
        return OK;
    take_units(flash, taken);
    TRY(write_orders(flash));
    return all && unsold_in(flash) == 0 ? mark_sold_out(flash) : OK;
}

/* The lowest lane that is free; when none is, a bucket of another replica will do. */
static unsigned take_lane(atomic_uint *lanes)
{
    for (unsigned lane = 0; lane < BATCHES_AT_ONCE; lane++)
        if (!(atomic_fetch_or(lanes, 1u << lane) & 1u << lane))
            return lane;
    return BATCHES_AT_ONCE;
}

static void leave_lane(atomic_uint *lanes, unsigned lane)
{
    if (lane < BATCHES_AT_ONCE)
        atomic_fetch_and(lanes, ~(1u << lane));
}

static struct status place_from(struct flash *flash, int own)
{
    bool all = flash->campaign.buckets == 1, dry = false;

    TRY(call_begin_unwaited(flash->call));
    TRY(place_in_tx(flash, own, all, &dry));
    if (dry && !all) {
        call_rollback(flash->call);
        TRY(call_begin_unwaited(flash->call));
        TRY(place_in_tx(flash, own, true, &dry));
    }
    return call_commit(flash->call);
}

/* From which bucket is speed, never correctness. */
static struct status place(struct flash *flash)
{
    struct groupbuy *house = groupbuy_of(flash->call);
    unsigned lane = take_lane(&house->flash_lanes);
    struct status placed =
        place_from(flash, (int)((house->replica * BATCHES_AT_ONCE + lane) % (uint32_t)flash->campaign.buckets));

    leave_lane(&house->flash_lanes, lane);
    return placed;
}

/* ---- answering ---- */

static struct status show_known(struct flash *flash, size_t i)
{
    struct order order;

    TRY(order_get(flash->call->tx, flash->rows[i].known_order_id, flash->rows[i].user_id, &order));
    return order_show(flash->call, &order, flash->items[i]->out);
}

/* Repeats are shown as they are now, in a snapshot of their own. */
static struct status answer_replays(struct flash *flash)
{
    struct call *call = flash->call;

    for (size_t i = 0; i < flash->count; i++) {
        if (flash->decided[i].outcome != FLASH_REPLAY)
            continue;
        if (!call->tx)
            TRY(call_begin_read(call));
        TRY(show_known(flash, i));
    }
    call_rollback(call);
    return OK;
}

static void answer(struct flash *flash)
{
    struct call *call = flash->call;

    for (size_t i = 0; i < flash->count; i++) {
        const struct flash_row *row = &flash->rows[i];

        if (flash->decided[i].outcome == FLASH_ORDERED)
            order_view(call->arena, flash->now_us, &row->order, &row->line, 1, NULL, 0, flash->items[i]->out);
        flash->items[i]->outcome = flash_status(flash->decided[i].outcome, flash->campaign.id);
    }
}

static void refuse_all(struct batch_item *const *items, size_t count, struct status refused)
{
    for (size_t i = 0; i < count; i++)
        items[i]->outcome = refused;
}

static struct status look(struct flash *flash, const char *campaign_id)
{
    TRY(call_begin_read(flash->call));
    TRY(flash_look(flash->call->tx, campaign_id, flash->rows, flash->count, &flash->campaign, &flash->now_us));
    call_rollback(flash->call);
    return OK;
}

/* Who may buy, before anything is locked. */
static struct status sift(struct flash *flash)
{
    const char **users = arena_array(flash->call->arena, const char *, flash->count);

    for (size_t i = 0; i < flash->count; i++)
        users[i] = flash->rows[i].user_id;
    return audience_look(flash->call, &flash->campaign, users, flash->count, flash->standings);
}

struct status flash_place(struct call *call, const char *campaign_id, struct batch_item *const *items, size_t count)
{
    struct flash flash = flash_of(call, items, count);
    struct status looked = look(&flash, campaign_id);

    if (failed_with(looked, NOT_HERE) || (ok(looked) && flash.campaign.kind != KIND_FLASH_SALE)) {
        call_rollback(call);
        refuse_all(items, count,
                   ok(looked) ? fail(CAMPAIGN_KIND, "campaign %s is no flash sale", campaign_id) : looked);
        return OK;
    }
    TRY(looked);
    TRY(sift(&flash));
    if (!nothing_to_sell(&flash))
        TRY(place(&flash));
    TRY(answer_replays(&flash));
    answer(&flash);
    return OK;
}
