#include <string.h>

#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/store/household_store.h"
#include "groupbuy/store/point_store.h"

static bool same_point(const struct parcel *a, const struct parcel *b)
{
    return strcmp(a->point_id, b->point_id) == 0;
}

/* Parcels come by point: a run of them is a place. */
static size_t run_from(const struct parcels *parcels, size_t first)
{
    size_t count = 1;

    while (first + count < parcels->count && same_point(&parcels->list[first], &parcels->list[first + count]))
        count++;
    return count;
}

static struct status place_show(struct call *call, const char *point_id, Gb__Parcel **parcels, size_t count,
                                Gb__PickUpPlace *out)
{
    struct point point;

    TRY(point_get(call->tx, point_id, &point));
    out->point_id = point.id;
    out->name = point.name;
    out->address = point.address;
    out->hours = point.hours;
    out->parcels = parcels;
    out->n_parcels = count;
    return OK;
}

struct status groupbuy_list_my_pick_ups(struct call *call, const Gb__ListMyPickUpsRequest *in,
                                        Gb__ListMyPickUpsResponse *out)
{
    const char *const *owners;
    struct parcels parcels;
    size_t owners_count;
    Gb__Parcel **shown;

    (void)in;
    TRY(household_owners(call->tx, call->caller->user_id, &owners, &owners_count));
    TRY(parcels_of(call->tx, "", owners, owners_count, PARCELS_MAX, &parcels));
    shown = MESSAGES(call, Gb__Parcel, gb__parcel, parcels.count);
    TRY(parcels_show(call, &parcels, shown));
    out->places = MESSAGES(call, Gb__PickUpPlace, gb__pick_up_place, parcels.count);
    for (size_t i = 0, run; i < parcels.count; i += run) {
        run = run_from(&parcels, i);
        TRY(place_show(call, parcels.list[i].point_id, &shown[i], run, out->places[out->n_places++]));
    }
    return OK;
}
