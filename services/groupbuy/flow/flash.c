#include "groupbuy/flow/flash.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "db/outbox.h"
#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/limits.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"
#include "groupbuy/store/flash_store.h"
#include "groupbuy/store/stock_store.h"

struct flash {
    struct call *call;
    const char *campaign_id;
    struct batch_item *const *items;
    struct flash_row *rows;     /* by item */
    struct flash_item *decided; /* by item */
    enum standing *standings;   /* by item, in the campaign's audience; once that was looked at */
    struct flash_ready ready;   /* what was looked at, and is to be held */
    size_t count;
    int64_t lane; /* from which bucket units are taken first: speed, never correctness */
    struct flash_found found;
    struct flash_sale sale; /* as it was decided on */
};

static const Gb__PlaceFlashOrderRequest *asked(const struct flash *flash, size_t i)
{
    return flash->items[i]->in;
}

static struct flash flash_of(struct call *call, const char *campaign_id, struct batch_item *const *items, size_t count)
{
    struct flash flash = {
        .call = call,
        .campaign_id = campaign_id,
        .items = items,
        .rows = arena_array(call->arena, struct flash_row, count),
        .decided = arena_array(call->arena, struct flash_item, count),
        .standings = arena_array(call->arena, enum standing, count),
        .count = count,
    };

    for (size_t i = 0; i < count; i++) {
        const Gb__SourceClaim *source = asked(&flash, i)->source;

        flash.rows[i] = (struct flash_row){
            .user_id = items[i]->caller->user_id,
            .key = items[i]->idempotency_key,
            .sha256 = items[i]->request_sha256,
            .link_key = source ? source->link_key : "",
            .first_link_key = source ? source->first_link_key : "",
            .known_order_id = "",
            .sharer_id = "",
            .first_sharer_id = "",
        };
    }
    return flash;
}

/* ---- deciding ---- */

static int64_t unsold_in(const struct flash *flash)
{
    int64_t unsold = 0;

    for (size_t i = 0; i < flash->found.buckets_count; i++)
        unsold += flash->found.buckets[i].unsold;
    return unsold;
}

static size_t home_number(const struct limit_home *homes, size_t at)
{
    size_t number = 0;

    while (strcmp(homes[number].owner, homes[at].owner) != 0)
        number++;
    return number;
}

/* Homes of several buyers are the same one: what it holds is counted at its first place. */
static void settle_homes(struct flash *flash)
{
    const struct flash_found *found = &flash->found;
    size_t *numbers = arena_array(flash->call->arena, size_t, found->homes_count);

    flash->sale.homes_held = arena_array(flash->call->arena, int64_t, found->homes_count);
    for (size_t i = 0; i < found->homes_count; i++) {
        struct flash_item *item = &flash->decided[found->homes[i].user];

        numbers[i] = home_number(found->homes, i);
        flash->sale.homes_held[i] = found->homes[i].held;
        if (item->homes_count++ == 0)
            item->homes = &numbers[i];
    }
}

static void describe_sale(struct flash *flash)
{
    const struct campaign *campaign = &flash->found.campaign;

    flash->sale = (struct flash_sale){
        .campaign_id = campaign->id,
        .product_id = campaign->product_id,
        .level_name = campaign->min_level_name,
        .starts_at_us = campaign->starts_at_us,
        .ends_at_us = campaign->ends_at_us,
        .per_user_limit = campaign->per_user_limit,
        .per_household_limit = campaign->per_household_limit,
        .per_phone_limit = campaign->per_phone_limit,
        .unsold = unsold_in(flash),
    };
}

static int64_t decide(struct flash *flash, bool *ret_dry)
{
    describe_sale(flash);
    for (size_t i = 0; i < flash->count; i++)
        flash->decided[i] = (struct flash_item){
            .quantity = asked(flash, i)->quantity,
            .held = flash->rows[i].held,
            .phone_held = flash->rows[i].phone_held,
            .key_known = *flash->rows[i].known_order_id != 0,
            .same_body = flash->rows[i].same_body,
            .standing = flash->standings[i],
            .deadline_us = flash->items[i]->deadline_ms * US_PER_MS,
        };
    settle_homes(flash);
    return flash_decide(&flash->sale, flash->found.now_us, flash->decided, flash->count, ret_dry);
}

/* Nobody can buy now: closed, sold out, or all of them have. */
static bool nothing_to_sell(const struct flash *flash)
{
    const struct campaign *campaign = &flash->found.campaign;
    bool all_known = true;

    for (size_t i = 0; i < flash->count; i++)
        all_known = all_known && *flash->rows[i].known_order_id;
    return all_known || campaign->sold_out || flash->found.now_us < campaign->starts_at_us ||
           flash->found.now_us >= campaign->ends_at_us;
}

/* ---- placing ---- */

/* What counts of the touches may be the last one twice, or none of them. */
static const char *sharer_of(const struct flash_row *row, const char *link_key)
{
    if (!*link_key)
        return "";
    return strcmp(link_key, row->link_key) == 0 ? row->sharer_id : row->first_sharer_id;
}

static struct status make_order(struct flash *flash, size_t i)
{
    const struct basket basket = { .campaign = &flash->found.campaign, .quantity = asked(flash, i)->quantity };
    const struct source source = source_of(asked(flash, i)->source, flash->found.now_us);
    struct flash_row *row = &flash->rows[i];

    TRY(basket_price(&basket, &row->line));
    row->order = (struct order){
        .id = id_make(flash->call->arena),
        .user_id = row->user_id,
        .kind = KIND_FLASH_SALE,
        .campaign_id = flash->found.campaign.id,
        .team_id = "",
        .round_id = "",
        .bucket = flash->found.buckets[0].number,
        .quantity = basket.quantity,
        .amount = row->line.payable,
        .coupon_id = "",
        .status = ORDER_PENDING_PAYMENT,
        .version = 1,
        .created_us = flash->call->now_us,
        .pay_by_us = flash->found.now_us + flash->found.campaign.unpaid_s * US_PER_S,
        .source = source,
        .sharer_id = sharer_of(row, source.link_key),
        .first_sharer_id = sharer_of(row, source.first_link_key),
        .campaign_title = flash->found.campaign.title,
        .product_title = flash->found.campaign.product_title,
    };
    return OK;
}

/* Takes the units out of the locked buckets; the first one is ours. When others are locked too it is refilled: it ends
 * with half of what is left. */
static void take_units(struct flash *flash, int64_t taken)
{
    int64_t left = unsold_in(flash) - taken;
    int64_t ours = flash->found.buckets_count == 1 ? left : (left + 1) / 2;
    int64_t move =
        taken + ours - flash->found.buckets[0].unsold; /* from the others; less than 0: it has more, and keeps it */

    for (size_t i = 1; i < flash->found.buckets_count && move > 0; i++) {
        int64_t part = flash->found.buckets[i].unsold < move ? flash->found.buckets[i].unsold : move;

        flash->found.buckets[i].unsold -= part;
        flash->found.buckets[0].unsold += part;
        move -= part;
    }
    flash->found.buckets[0].unsold -= taken;
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
    return outbox_add_firsts(flash->call->tx, events, count);
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
    TRY(flash_write(flash->call->tx, flash->campaign_id, rows, count, flash->found.buckets,
                    flash->found.buckets_count));
    return tell_placed(flash, rows, from, count);
}

/* All buckets are locked and empty. */
static struct status mark_sold_out(struct flash *flash)
{
    const struct campaign *campaign = &flash->found.campaign;
    int64_t version;

    TRY(stock_mark_sold_out(flash->call->tx, campaign->id, &version));
    return version ? tell_sold_out(flash->call, campaign->id, campaign->title, version) : OK;
}

/* This replica's bucket comes first, whatever was locked. */
static void own_first(struct flash *flash, int own)
{
    for (size_t i = 1; i < flash->found.buckets_count; i++)
        if (flash->found.buckets[i].number == own) {
            struct bucket first = flash->found.buckets[0];

            flash->found.buckets[0] = flash->found.buckets[i];
            flash->found.buckets[i] = first;
        }
}

/* Whether there are others that may have units. (None is locked when the sale ended or sold out in this moment.) */
static bool all_locked(const struct flash *flash)
{
    return flash->found.buckets_count == (size_t)flash->found.campaign.buckets;
}

static struct status write_and_commit(struct flash *flash, int64_t taken)
{
    take_units(flash, taken);
    TRY(write_orders(flash));
    if (all_locked(flash) && unsold_in(flash) == 0)
        TRY(mark_sold_out(flash));
    CRASH_POINT(flash, written_not_committed);
    return call_commit(flash->call);
}

enum need { NOTHING, THE_AUDIENCE, THE_LIMITS, ALL_BUCKETS };

/* Decides on what is locked; what it needs to go on is told, and then nothing was written. */
static struct status place_found(struct flash *flash, enum need *ret_need)
{
    const struct campaign *campaign = &flash->found.campaign;
    bool dry;
    int64_t taken;

    *ret_need = NOTHING;
    if (!flash->ready.sifted && audience_must_be_looked_at(campaign)) {
        *ret_need = THE_AUDIENCE;
        return OK;
    }
    if (nothing_to_sell(flash)) {
        flash->found.buckets_count = 0;
        decide(flash, &dry);
        return OK;
    }
    if (!flash->ready.product_id && campaign_shares_limit(campaign)) {
        *ret_need = THE_LIMITS;
        return OK;
    }
    taken = decide(flash, &dry);
    if ((dry || flash->found.buckets_count == 0) && !all_locked(flash)) {
        *ret_need = ALL_BUCKETS;
        return OK;
    }
    return write_and_commit(flash, taken);
}

static struct status attempt(struct flash *flash, bool all, enum need *ret_need)
{
    struct call *call = flash->call;

    TRY(call_begin_unwaited(call));
    TRY(flash_open(call->tx, flash->campaign_id, all ? FLASH_ALL_BUCKETS : flash->lane, &flash->ready, flash->rows,
                   flash->count, &flash->found));
    if (flash->found.campaign.kind != KIND_FLASH_SALE)
        return fail(CAMPAIGN_KIND, "campaign %s is no flash sale", flash->campaign_id);
    own_first(flash, (int)(flash->lane % flash->found.campaign.buckets));
    TRY(place_found(flash, ret_need));
    call_rollback(call);
    return OK;
}

/* Who may buy, while nothing is locked. */
static struct status sift(struct flash *flash)
{
    const char **users = arena_array(flash->call->arena, const char *, flash->count);

    for (size_t i = 0; i < flash->count; i++)
        users[i] = flash->rows[i].user_id;
    flash->ready.sifted = true;
    return audience_look(flash->call, &flash->found.campaign, users, flash->count, flash->standings);
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

/* Households and phones are held the next time: most goods have no such limit, and ask nobody's. */
static void hold_limits(struct flash *flash)
{
    uint8_t(*phones)[SHA256_BYTES] = arena_alloc(flash->call->arena, flash->count * sizeof *phones);

    for (size_t i = 0; i < flash->count; i++)
        limit_own_phone(flash->call, flash->rows[i].user_id, phones[i]);
    flash->ready.phones = (const uint8_t(*)[SHA256_BYTES])phones;
    flash->ready.product_id = flash->found.campaign.product_id;
}

static struct status prepare(struct flash *flash, enum need need)
{
    if (need == THE_LIMITS)
        hold_limits(flash);
    return need == THE_AUDIENCE ? sift(flash) : OK;
}

/* Each need is met once. */
static struct status place_in_lane(struct flash *flash)
{
    enum need need;
    bool all = false;

    TRY(attempt(flash, all, &need));
    while (need != NOTHING) {
        TRY(prepare(flash, need));
        all = all || need == ALL_BUCKETS;
        TRY(attempt(flash, all, &need));
    }
    return OK;
}

static struct status place(struct flash *flash)
{
    struct groupbuy *house = groupbuy_of(flash->call);
    unsigned lane = take_lane(&house->flash_lanes);
    struct status placed;

    flash->lane = (int64_t)house->replica * BATCHES_AT_ONCE + lane;
    placed = place_in_lane(flash);
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
            order_view(call->arena, flash->found.now_us, &row->order, &row->line, 1, NULL, 0, flash->items[i]->out);
        flash->items[i]->outcome = flash_status(flash->decided[i].outcome, &flash->sale);
    }
}

static void refuse_all(struct batch_item *const *items, size_t count, struct status refused)
{
    for (size_t i = 0; i < count; i++)
        items[i]->outcome = refused;
}

struct status flash_place(struct call *call, const char *campaign_id, struct batch_item *const *items, size_t count)
{
    struct flash flash = flash_of(call, campaign_id, items, count);
    struct status placed = place(&flash);

    if (failed_with(placed, NOT_HERE) || failed_with(placed, CAMPAIGN_KIND)) {
        call_rollback(call);
        refuse_all(items, count, placed);
        return OK;
    }
    TRY(placed);
    TRY(answer_replays(&flash));
    answer(&flash);
    return OK;
}
