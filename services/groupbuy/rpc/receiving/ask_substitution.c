#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/substituting.h"
#include "groupbuy/store/merchant_store.h"
#include "groupbuy/store/product_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static const struct round_item *item_of(const struct round_item *items, size_t count, const char *item_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].id, item_id) == 0)
            return &items[i];
    return NULL;
}

/* The money is in the account of what was ordered, and stays there. */
static struct status same_account(struct call *call, const struct round *round, const char *sku_id,
                                  const char *substitute_id)
{
    const struct order_line lines[] = { { .sku_id = sku_id }, { .sku_id = substitute_id } };
    const char *merchant_id;
    struct status one = merchant_of_lines(call->tx, lines, 2, round->community_id, &merchant_id);

    return failed_with(one, MIXED_MERCHANTS) ? fail(NOT_SUBSTITUTABLE, "SKU %s is paid into another account", substitute_id)
                                             : one;
}

/* Not of goods by weight: what they cost is known only when they are weighed. The SKU and its line of the hall are held
 * from here on. */
static struct status check(struct call *call, const Gb__AskSubstitutionRequest *in, const struct round *round,
                           struct sku *ret_sku, struct product *ret_product, const char **ret_hall_goods_id)
{
    const struct round_item *item;
    struct round_parts parts;

    TRY(round_parts_get(call->tx, &round->id, 1, &parts));
    item = item_of(parts.items, parts.items_count, in->item_id);
    if (!item)
        return fail(NOT_HERE, "item %s of round %s", in->item_id, round->id);
    TRY(sku_lock(call->tx, in->sku_id, ret_sku, ret_product));
    if (item->weighed || strcmp(item->sku_id, in->sku_id) == 0 || ret_product->status != SHELF_ON ||
        ret_product->kind != PRODUCT_GOODS || ret_sku->stock < in->units)
        return fail(NOT_SUBSTITUTABLE, "item %s by SKU %s", in->item_id, in->sku_id);
    TRY(same_account(call, round, item->sku_id, in->sku_id));
    if (in->price_fen > (item->frozen ? item->frozen_price : item->price))
        return fail_field("priceFen", "must be at most what the item costs");
    TRY(hall_hold(call->tx, round->community_id, in->sku_id, ret_hall_goods_id));
    return hall_check_substitute(call, round->community_id, in->sku_id, in->price_fen, in->units);
}

static struct status tell_asked(struct call *call, const struct substitution *substitution, const struct pick *pick)
{
    Gb__SubstitutionAsked event = GB__SUBSTITUTION_ASKED__INIT;

    event.order_id = pick->order_id;
    event.user_id = pick->user_id;
    event.round_id = substitution->round_id;
    event.substitution_id = substitution->id;
    event.product_title = pick->product_title;
    event.sku_title = pick->sku_title;
    event.units = pick->wanted - pick->served;
    event.substitute_title = arena_printf(call->arena, "%s %s", substitution->product_title, substitution->sku_title);
    event.price_fen = substitution->price;
    event.until_us = substitution->until_us;
    hint_user(call, pick->user_id, "order", pick->order_id);
    return emit(call, pick->order_id, &event.base);
}

/* Everybody who goes short of it, as it is now. */
static struct status ask_all(struct call *call, const struct round *round, const struct place_row *place,
                             const struct substitution *substitution)
{
    struct pick *less;
    size_t count, asked = 0;

    TRY(receiving_propose(call, round, place, &less, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(less[i].item_id, substitution->item_id) != 0)
            continue;
        TRY(substitution_ask(call->tx, substitution->id, &less[i]));
        TRY(tell_asked(call, substitution, &less[i]));
        asked++;
    }
    return asked ? OK : fail(NOT_SUBSTITUTABLE, "nobody goes short of item %s", substitution->item_id);
}

static struct status open_place(struct call *call, const Gb__AskSubstitutionRequest *in, struct round *ret_round,
                                struct place_row *ret_place)
{
    TRY(round_own(call, in->round_id, ret_round));
    TRY(place_get(call->tx, in->round_id, in->place_id, ret_place));
    return ret_place->status == PLACE_COUNTING
               ? OK
               : fail(NOT_TO_BE_RECEIVED, "place %s is %s", ret_place->place_id, place_status_name(ret_place->status));
}

struct status groupbuy_ask_substitution(struct call *call, const Gb__AskSubstitutionRequest *in, Gb__Substitution *out)
{
    struct substitution substitution = { .id = id_make(call->arena),
                                         .round_id = in->round_id,
                                         .place_id = in->place_id,
                                         .item_id = in->item_id,
                                         .sku_id = in->sku_id,
                                         .price = in->price_fen,
                                         .units = in->units,
                                         .until_us = call->now_us + in->minutes * 60 * US_PER_S };
    struct product product;
    struct place_row place;
    struct round round;
    struct sku sku;
    bool is_new;

    TRY(open_place(call, in, &round, &place));
    TRY(check(call, in, &round, &sku, &product, &substitution.hall_goods_id));
    substitution.product_title = product.title;
    substitution.sku_title = sku.title;
    TRY(substitution_insert(call->tx, &substitution, call->caller->user_id, &is_new));
    if (!is_new)
        return fail(NOT_SUBSTITUTABLE, "item %s was asked for at place %s", in->item_id, in->place_id);
    TRY(ask_all(call, &round, &place, &substitution));
    TRY(sku_take(call->tx, in->sku_id, in->units));
    TRY(round_audit(call, &round, "ask_substitution", NULL,
                    arena_printf(call->arena, "%s: %ld × %s %s at %ld fen", place.name, (long)in->units, product.title,
                                 sku.title, (long)in->price_fen),
                    NULL));
    TRY(substitution_get(call->tx, substitution.id, &substitution));
    substitution_view(call, &substitution, out);
    return OK;
}
