#include "groupbuy/flow/receiving.h"

#include <stdlib.h>
#include <string.h>

/* ---- whose ---- */

struct status receiving_own(struct call *call, const char *round_id, const char *place_id, bool holds,
                            struct round *ret_round, struct place_row *ret_place)
{
    struct point point;

    TRY(holds ? round_lock(call->tx, round_id, ret_round) : round_get(call->tx, round_id, ret_round));
    TRY(place_get(call->tx, round_id, place_id, ret_place));
    if (strcmp(ret_round->leader_id, call->caller->user_id) == 0)
        return leading(call, ret_round->community_id, false);
    if (strcmp(place_id, round_id) == 0)
        return fail(NOT_HERE, "place %s of round %s", place_id, round_id);
    return serving(call, place_id, &point);
}

struct status receiving_see(struct call *call, const char *round_id, struct round *ret_round)
{
    TRY(round_get(call->tx, round_id, ret_round));
    if (strcmp(ret_round->leader_id, call->caller->user_id) == 0)
        return leading(call, ret_round->community_id, false);
    return ok(overseeing(call, ret_round->community_id)) ? OK : fail(NOT_HERE, "round %s", round_id);
}

/* ---- sharing out ---- */

static int64_t usable_of(const struct place_item *item)
{
    return item->arrived - item->damaged;
}

/* Items of which less came than is wanted. */
static size_t short_items(struct call *call, const struct place_item *items, size_t count, const char ***ret_ids)
{
    const char **ids = arena_array(call->arena, const char *, count);
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (usable_of(&items[i]) < items[i].wanted)
            ids[found++] = items[i].item_id;
    *ret_ids = ids;
    return found;
}

static int64_t usable_by_id(const struct place_item *items, size_t count, const char *item_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].item_id, item_id) == 0)
            return usable_of(&items[i]);
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const struct pick *one = a, *other = b;

    if (one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return one->position - other->position;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int by_person(const void *a, const void *b)
{
    const struct pick *one = *(const struct pick *const *)a, *other = *(const struct pick *const *)b;
    int order = strcmp(one->person, other->person);

    return order ? order : one < other ? -1 : one > other;
}

/* person[i] of each pick, in the order in which they come first; gives how many they are. */
static size_t number_people(struct call *call, const struct pick *picks, size_t count, size_t *person)
{
    const struct pick **sorted = arena_array(call->arena, const struct pick *, count);
    size_t *first = arena_array(call->arena, size_t, count), people = 0;

    for (size_t i = 0; i < count; i++)
        sorted[i] = &picks[i];
    qsort(sorted, count, sizeof *sorted, by_person);
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(sorted[i] - picks);

        first[at] = i > 0 && strcmp(sorted[i]->person, sorted[i - 1]->person) == 0 ? first[sorted[i - 1] - picks] : at;
    }
    for (size_t i = 0; i < count; i++)
        person[i] = first[i] == i ? people++ : person[first[i]];
    return people;
}

/* First come goes by number. */
static size_t number_picks(size_t count, size_t *person)
{
    for (size_t i = 0; i < count; i++)
        person[i] = i;
    return count;
}

/* One item's buyers, in the order of their numbers; what is a person's goes to his orders in that order. */
static void share_item(struct call *call, enum shortage_rule rule, int64_t usable, struct pick *picks, size_t count)
{
    int64_t *wanted = arena_array(call->arena, int64_t, count), *served = arena_array(call->arena, int64_t, count);
    size_t *person = arena_array(call->arena, size_t, count);
    size_t people = rule == SHORTAGE_EVEN ? number_people(call, picks, count, person) : number_picks(count, person);

    for (size_t i = 0; i < count; i++)
        wanted[person[i]] += picks[i].wanted;
    shortage_share(rule, usable, wanted, people, served);
    for (size_t i = 0; i < count; i++) {
        picks[i].served = smaller(served[person[i]], picks[i].wanted);
        served[person[i]] -= picks[i].served;
    }
}

struct status receiving_propose(struct call *call, const struct round *round, const struct place_row *place,
                                struct pick **ret_less, size_t *ret_count)
{
    struct place_item *items;
    const char **short_ids;
    struct pick *picks;
    size_t items_count, short_count, count, less = 0;

    TRY(place_items(call->tx, round->id, place->place_id, &items, &items_count));
    short_count = short_items(call, items, items_count, &short_ids);
    TRY(picks_waiting(call->tx, round->id, place->place_id, short_ids, short_count, &picks, &count));
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && strcmp(picks[to].item_id, picks[from].item_id) == 0; to++)
            ;
        share_item(call, round->shortage_rule, usable_by_id(items, items_count, picks[from].item_id), &picks[from],
                   to - from);
    }
    for (size_t i = 0; i < count; i++)
        if (picks[i].served < picks[i].wanted)
            picks[less++] = picks[i];
    qsort(picks, less, sizeof *picks, by_number);
    *ret_less = picks;
    *ret_count = less;
    return OK;
}

/* ---- views ---- */

void place_view(const struct place_row *place, Gb__RoundPlace *out)
{
    out->round_id = place->round_id;
    out->place_id = place->place_id;
    out->name = place->name;
    out->address = place->address;
    out->hours = place->hours;
    out->status = (Gb__PlaceStatus)place->status;
    out->orders = place->orders;
    out->expected = place->expected;
    out->usable = place->usable;
}

static void item_view(const struct place_row *place, const struct place_item *item, Gb__ReceivingItem *out)
{
    bool confirmed = place->status == PLACE_CONFIRMED || place->status == PLACE_SETTLED;

    out->item_id = item->item_id;
    out->product_title = item->product_title;
    out->sku_title = item->sku_title;
    out->expected = item->expected;
    out->arrived = item->arrived;
    out->damaged = item->damaged;
    out->wanted = item->wanted;
    out->served = confirmed ? item->served : smaller(item->wanted, usable_of(item));
    out->counted = item->counted;
    out->n_image_urls = item->image_urls_count;
    out->image_urls = (const char **)item->image_urls;
}

struct status receiving_show(struct call *call, const struct place_row *place, Gb__PlaceReceiving *out)
{
    struct place_row now;
    struct place_item *items;
    size_t count;

    TRY(place_get(call->tx, place->round_id, place->place_id, &now));
    TRY(place_items(call->tx, place->round_id, place->place_id, &items, &count));
    out->place = MESSAGE(call, Gb__RoundPlace, gb__round_place);
    place_view(&now, out->place);
    out->deliveries = now.deliveries;
    out->n_items = count;
    out->items = MESSAGES(call, Gb__ReceivingItem, gb__receiving_item, count);
    for (size_t i = 0; i < count; i++)
        item_view(&now, &items[i], out->items[i]);
    return OK;
}
