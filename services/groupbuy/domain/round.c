#include "groupbuy/domain/round.h"

#include <stdio.h>

#include "base/clock.h"
#include "groupbuy/domain/names.h"

const struct round_move round_moves[] = {
    { ROUND_DRAFT, ROUND_SCHEDULED },     { ROUND_DRAFT, ROUND_CANCELLED },   { ROUND_SCHEDULED, ROUND_OPEN },
    { ROUND_SCHEDULED, ROUND_CANCELLED }, { ROUND_OPEN, ROUND_CLOSING },      { ROUND_OPEN, ROUND_CANCELLED },
    { ROUND_CLOSING, ROUND_CLOSED },      { ROUND_CLOSING, ROUND_CANCELLED }, { ROUND_CLOSED, ROUND_RECEIVING },
    { ROUND_CLOSED, ROUND_CANCELLED },    { ROUND_RECEIVING, ROUND_READY },   { ROUND_READY, ROUND_DONE },
};
const size_t round_moves_count = sizeof round_moves / sizeof round_moves[0];

static const char *const statuses[] = { "",       "DRAFT",     "SCHEDULED", "OPEN", "CLOSING",
                                        "CLOSED", "RECEIVING", "READY",     "DONE", "CANCELLED" };

bool round_may_move(enum round_status from, enum round_status to)
{
    for (size_t i = 0; i < round_moves_count; i++)
        if (round_moves[i].from == from && round_moves[i].to == to)
            return true;
    return false;
}

const char *round_status_name(enum round_status status)
{
    return NAME_OF(statuses, status);
}

enum round_status round_status_of(const char *name)
{
    return (enum round_status)NUMBER_OF(statuses, name);
}

/* ---- what a draft must be like ---- */

static void check_window(const struct round_draft *draft, int64_t now_us, struct violations *faults)
{
    if (draft->starts_at_us > now_us + ROUND_AHEAD_S_MAX * US_PER_S)
        violations_add(faults, "startsAt", "must be within %d days", ROUND_AHEAD_S_MAX / 86400);
    if (draft->ends_at_us <= draft->starts_at_us)
        violations_add(faults, "endsAt", "must be after the start");
    else if (draft->ends_at_us <= now_us)
        violations_add(faults, "endsAt", "is in the past");
    else if (draft->ends_at_us - draft->starts_at_us > ROUND_LENGTH_S_MAX * US_PER_S)
        violations_add(faults, "endsAt", "must be at most %d days after the start", ROUND_LENGTH_S_MAX / 86400);
    if (draft->ready_at_us < draft->ends_at_us)
        violations_add(faults, "readyAt", "must not be before the end");
    else if (draft->ready_at_us - draft->ends_at_us > ROUND_READY_S_MAX * US_PER_S)
        violations_add(faults, "readyAt", "must be at most %d days after the end", ROUND_READY_S_MAX / 86400);
}

static void check_delivery(const struct round_draft *draft, struct violations *faults)
{
    if (draft->points_count == 0 && !draft->door)
        violations_add(faults, "pointIds", "a point, or delivery to the door, is needed");
    if (!draft->door && draft->door_fee)
        violations_add(faults, "doorFeeFen", "belongs to delivery to the door");
    if (!draft->door && draft->door_buildings_count)
        violations_add(faults, "doorBuildings", "belongs to delivery to the door");
    if (!draft->door && draft->door_minimum)
        violations_add(faults, "doorMinimumFen", "belongs to delivery to the door");
    if (!draft->refunds_part && draft->uncollected_refund_percent)
        violations_add(faults, "uncollectedRefundPercent", "belongs to REFUND_PART");
}

static void check_steps(const struct round_item_draft *item, size_t position, struct violations *faults)
{
    fen price = item->price;
    int64_t units = 1;
    char field[64];

    for (size_t i = 0; i < item->steps_count; i++) {
        const struct round_step *step = &item->steps[i];

        snprintf(field, sizeof field, "items[%zu].steps[%zu]", position, i);
        if (step->from_units <= units)
            violations_add(faults, field, "must begin at more units than the one before");
        else if (step->from_units > item->stock)
            violations_add(faults, field, "cannot be reached with the stock");
        if (step->price >= price)
            violations_add(faults, field, "must cost less than before");
        if (step->price < item->cost_price)
            violations_add(faults, field, "is below cost");
        units = step->from_units;
        price = step->price;
    }
}

static void check_item(const struct round_item_draft *item, size_t position, struct violations *faults)
{
    char field[64];

    snprintf(field, sizeof field, "items[%zu].priceFen", position);
    if (item->price > item->list_price)
        violations_add(faults, field, "must be at most the list price of %ld", (long)item->list_price);
    if (item->price < item->cost_price)
        violations_add(faults, field, "is below cost");
    snprintf(field, sizeof field, "items[%zu].perUserLimit", position);
    if (item->per_user_limit > item->stock)
        violations_add(faults, field, "must be at most the stock");
    snprintf(field, sizeof field, "items[%zu].weighed", position);
    if (item->weighed && item->weight_g <= 0)
        violations_add(faults, field, "needs goods that say what a unit weighs");
    check_steps(item, position, faults);
}

struct status round_check(const struct round_draft *draft, int64_t now_us)
{
    struct violations faults = { 0 };

    check_window(draft, now_us, &faults);
    check_delivery(draft, &faults);
    for (size_t i = 0; i < draft->items_count; i++)
        check_item(&draft->items[i], i, &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

/* ---- price steps ---- */

fen round_price_at(fen price, const struct round_step *steps, size_t count, int64_t units)
{
    for (size_t i = 0; i < count && units >= steps[i].from_units; i++)
        price = steps[i].price;
    return price;
}

/* ---- sharing out what came ---- */

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void share_first_come(int64_t left, const int64_t *wanted, size_t count, int64_t *served)
{
    for (size_t i = 0; i < count; i++) {
        served[i] = smaller(left, wanted[i]);
        left -= served[i];
    }
}

/* How many units go round when nobody gets more than `each`. */
static int64_t needed_for(int64_t each, const int64_t *wanted, size_t count)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += smaller(each, wanted[i]);
    return sum;
}

static void share_even(int64_t arrived, const int64_t *wanted, size_t count, int64_t *served)
{
    int64_t low = 0, high = arrived, left;

    /* The largest number of full laps. */
    while (low < high) {
        int64_t each = high - (high - low) / 2;

        if (needed_for(each, wanted, count) <= arrived)
            low = each;
        else
            high = each - 1;
    }
    left = arrived - needed_for(low, wanted, count);
    for (size_t i = 0; i < count; i++) {
        served[i] = smaller(low, wanted[i]);
        if (left > 0 && served[i] < wanted[i]) {
            served[i]++;
            left--;
        }
    }
}

void shortage_share(enum shortage_rule rule, int64_t arrived, const int64_t *wanted, size_t count, int64_t *served)
{
    if (rule == SHORTAGE_EVEN)
        share_even(arrived, wanted, count, served);
    else
        share_first_come(arrived, wanted, count, served);
}

/* ---- goods by weight ---- */

bool weight_difference(fen paid, int64_t grams, int64_t upper_g, fen *ret_refund)
{
    fen kept;

    if (paid < 0 || grams <= 0 || upper_g <= 0)
        return false;
    if (grams >= upper_g) {
        *ret_refund = 0;
        return true;
    }
    if (!money_part(paid, grams, upper_g, &kept))
        return false;
    *ret_refund = paid - kept;
    return true;
}
