#include "groupbuy/domain/flash.h"

#include "groupbuy/domain/reasons.h"

/* Who may not buy. */
static enum flash_outcome outcome_of(enum standing standing)
{
    if (standing == STANDING_NOT_NEW)
        return FLASH_NOT_NEW;
    if (standing == STANDING_LEVEL_LOW)
        return FLASH_LEVEL_LOW;
    return standing == STANDING_STRANGER ? FLASH_STRANGER : FLASH_STANDING_UNKNOWN;
}

static bool homes_have_room(const struct flash_sale *sale, const struct flash_item *item)
{
    bool room = true;

    for (size_t i = 0; i < item->homes_count && sale->per_household_limit > 0; i++)
        room = room && sale->homes_held[item->homes[i]] + item->quantity <= sale->per_household_limit;
    return room;
}

/* He may have neighbours in this very batch. */
static void homes_hold_more(const struct flash_sale *sale, const struct flash_item *item)
{
    for (size_t i = 0; i < item->homes_count; i++)
        sale->homes_held[item->homes[i]] += item->quantity;
}

static enum flash_outcome decide_one(const struct flash_sale *sale, int64_t left, int64_t now_us,
                                     const struct flash_item *item)
{
    if (item->key_known)
        return item->same_body ? FLASH_REPLAY : FLASH_KEY_REUSED;
    if (item->deadline_us && now_us >= item->deadline_us)
        return FLASH_TOO_LATE;
    if (now_us >= sale->ends_at_us) /* before its start, too: it was stopped */
        return FLASH_ENDED;
    if (now_us < sale->starts_at_us)
        return FLASH_NOT_STARTED;
    if (item->standing != STANDING_MEMBER)
        return outcome_of(item->standing);
    if (item->held + item->quantity > sale->per_user_limit)
        return FLASH_LIMIT_REACHED;
    if (!homes_have_room(sale, item))
        return FLASH_HOUSEHOLD_LIMIT;
    if (sale->per_phone_limit > 0 && item->phone_held + item->quantity > sale->per_phone_limit)
        return FLASH_PHONE_LIMIT;
    if (left == 0)
        return FLASH_SOLD_OUT;
    return item->quantity > left ? FLASH_STOCK_SHORT : FLASH_ORDERED;
}

int64_t flash_decide(const struct flash_sale *sale, int64_t now_us, struct flash_item *items, size_t count,
                     bool *ret_dry)
{
    int64_t left = sale->unsold;
    bool refused = false;

    for (size_t i = 0; i < count; i++) {
        items[i].outcome = decide_one(sale, left, now_us, &items[i]);
        if (items[i].outcome == FLASH_ORDERED) {
            left -= items[i].quantity;
            homes_hold_more(sale, &items[i]);
        }
        if (items[i].outcome == FLASH_SOLD_OUT || items[i].outcome == FLASH_STOCK_SHORT)
            refused = true;
    }
    *ret_dry = refused || (left == 0 && sale->unsold > 0);
    return sale->unsold - left;
}

struct status flash_status(enum flash_outcome outcome, const struct flash_sale *sale)
{
    const char *campaign_id = sale->campaign_id, *level_name = sale->level_name;

    switch (outcome) {
    case FLASH_ORDERED:
    case FLASH_REPLAY:
        return OK;
    case FLASH_KEY_REUSED:
        return fail(IDEMPOTENCY_KEY_REUSED, "the key belongs to another request");
    case FLASH_TOO_LATE:
        return fail(TIMED_OUT, "the deadline passed before the order was placed");
    case FLASH_NOT_STARTED:
        return fail(NOT_STARTED, "campaign %s has not started", campaign_id);
    case FLASH_ENDED:
        return fail(ENDED, "campaign %s has ended", campaign_id);
    case FLASH_STRANGER:
        return audience_admit(STANDING_STRANGER, campaign_id, level_name);
    case FLASH_STANDING_UNKNOWN:
        return audience_admit(STANDING_UNKNOWN, campaign_id, level_name);
    case FLASH_NOT_NEW:
        return audience_admit(STANDING_NOT_NEW, campaign_id, level_name);
    case FLASH_LEVEL_LOW:
        return audience_admit(STANDING_LEVEL_LOW, campaign_id, level_name);
    case FLASH_LIMIT_REACHED:
        return fail(LIMIT_REACHED, "%d of campaign %s a person", sale->per_user_limit, campaign_id);
    case FLASH_HOUSEHOLD_LIMIT:
        return fail(SHARED_LIMIT_REACHED, "%d of product %s a household", sale->per_household_limit, sale->product_id);
    case FLASH_PHONE_LIMIT:
        return fail(SHARED_LIMIT_REACHED, "%d of product %s a phone", sale->per_phone_limit, sale->product_id);
    case FLASH_SOLD_OUT:
        return fail(SOLD_OUT, "campaign %s has no units left", campaign_id);
    case FLASH_STOCK_SHORT:
        return fail(STOCK_SHORT, "campaign %s has fewer units left", campaign_id);
    case FLASH_UNDECIDED:
        break;
    }
    return fail(INTERNAL, "an item was left undecided");
}
