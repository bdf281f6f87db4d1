#include "groupbuy/domain/name.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/phones.h"
#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/flow/proving.h"

#define OWNERS_ASKED_MAX 256  /* at once */
#define OWNERS_MAX       4096 /* at a point whose phones are looked through */

static struct status check_one(const Gb__FindParcelsRequest *in)
{
    if (!!*in->code + !!*in->signed_code + (in->number > 0) + !!*in->phone_last_four != 1)
        return fail_field("code", "exactly one of code, signedCode, number and phoneLastFour");
    return OK;
}

static struct status show(struct call *call, const struct parcels *parcels, Gb__FindParcelsResponse *out)
{
    out->n_parcels = parcels->count;
    out->parcels = MESSAGES(call, Gb__Parcel, gb__parcel, parcels->count);
    return parcels_show(call, parcels, out->parcels);
}

static struct status by_code(struct call *call, const Gb__FindParcelsRequest *in, Gb__FindParcelsResponse *out)
{
    struct parcels parcels;
    struct proof proof;
    const char **name;

    TRY(code_prove(call, in->point_id, in->code, in->signed_code, &proof));
    TRY(parcels_of(call->tx, in->point_id, proof.owner_ids, proof.owners_count, PARCELS_MAX, &parcels));
    if (*proof.collector_id) {
        TRY(names_get(call, &proof.collector_id, 1, &name));
        out->collector_name = name_mask(call->arena, *name);
    }
    return show(call, &parcels, out);
}

static struct status by_number(struct call *call, const Gb__FindParcelsRequest *in, Gb__FindParcelsResponse *out)
{
    struct parcels parcels;

    TRY(parcels_by_number(call->tx, in->point_id, in->number, PARCELS_MAX, &parcels));
    return show(call, &parcels, out);
}

/* Auth knows phones, and is asked about those whose parcels lie here: outside any transaction. */
static struct status by_phone(struct call *call, const Gb__FindParcelsRequest *in, Gb__FindParcelsResponse *out)
{
    const char **found = arena_array(call->arena, const char *, OWNERS_MAX);
    const char *const *owners, *const *matches, *after = "";
    size_t found_count = 0, owners_count = OWNERS_ASKED_MAX, matches_count;
    struct parcels parcels;

    for (size_t asked = 0; asked < OWNERS_MAX && owners_count == OWNERS_ASKED_MAX; asked += OWNERS_ASKED_MAX) {
        TRY(parcel_owners(call->tx, in->point_id, after, OWNERS_ASKED_MAX, &owners, &owners_count));
        call_rollback(call);
        TRY(phones_match(call, in->phone_last_four, owners, owners_count, &matches, &matches_count));
        for (size_t i = 0; i < matches_count; i++)
            found[found_count++] = matches[i];
        after = owners_count ? owners[owners_count - 1] : "";
        TRY(call_begin_read(call));
    }
    TRY(parcels_of(call->tx, in->point_id, found, found_count, PARCELS_MAX, &parcels));
    return show(call, &parcels, out);
}

struct status groupbuy_find_parcels(struct call *call, const Gb__FindParcelsRequest *in, Gb__FindParcelsResponse *out)
{
    struct point point;

    TRY(check_one(in));
    TRY(call_begin(call));
    TRY(serving(call, in->point_id, &point));
    if (in->number)
        return by_number(call, in, out);
    return *in->phone_last_four ? by_phone(call, in, out) : by_code(call, in, out);
}
