#include <string.h>

#include "groupbuy/flow/handing_over.h"
#include "groupbuy/flow/leading.h"

/* A line is named once. Without a code every line is named. */
static struct status check_asks(const Gb__HandOverRequest *in)
{
    struct violations faults = { 0 };

    if (*in->code && *in->signed_code)
        violations_add(&faults, "signedCode", "one of the two forms of a code");
    if (!*in->code && !*in->signed_code && in->n_lines == 0)
        violations_add(&faults, "lines", "must be given without a code");
    for (size_t i = 0; i < in->n_lines; i++)
        for (size_t other = 0; other < i; other++)
            if (in->lines[other]->position == in->lines[i]->position &&
                strcmp(in->lines[other]->order_id, in->lines[i]->order_id) == 0)
                violations_add(&faults, "lines", "a line stands there twice");
    return faults.count ? fail_fields(&faults) : OK;
}

static struct hand_over_ask *asks_of(struct call *call, const Gb__HandOverRequest *in)
{
    struct hand_over_ask *asks = arena_array(call->arena, struct hand_over_ask, in->n_lines);

    for (size_t i = 0; i < in->n_lines; i++)
        asks[i] = (struct hand_over_ask){ in->lines[i]->order_id, in->lines[i]->position, in->lines[i]->units };
    return asks;
}

/* A shared code is of one use, whatever it is used for; of two counters one has it. */
static struct status use_up(struct call *call, const struct proof *proof)
{
    bool closed;

    if (proof->way != WAY_SHARED_CODE)
        return OK;
    TRY(pick_up_code_close(call->tx, proof->code_id, &closed));
    return closed ? OK : fail(ALREADY_PICKED_UP, "code %s was used meanwhile", proof->code_id);
}

static struct status find(struct call *call, const Gb__HandOverRequest *in, struct proof *ret_proof,
                          struct parcels *ret_parcels)
{
    const char **order_ids;

    if (*in->code || *in->signed_code) {
        TRY(code_prove(call, in->point_id, in->code, in->signed_code, ret_proof));
        TRY(use_up(call, ret_proof));
        return parcels_of(call->tx, in->point_id, ret_proof->owner_ids, ret_proof->owners_count, PARCELS_MAX,
                          ret_parcels);
    }
    *ret_proof = (struct proof){ .way = WAY_SEARCH, .collector_id = "", .code_id = "" };
    order_ids = arena_array(call->arena, const char *, in->n_lines);
    for (size_t i = 0; i < in->n_lines; i++)
        order_ids[i] = in->lines[i]->order_id;
    return parcels_by_order(call->tx, in->point_id, order_ids, in->n_lines, ret_parcels);
}

struct status groupbuy_hand_over(struct call *call, const Gb__HandOverRequest *in, Gb__HandOverRecord *out)
{
    struct hand_over hand_over;
    struct parcels parcels;
    struct proof proof;
    struct point point;

    TRY(check_asks(in));
    TRY(call_begin(call));
    TRY(serving(call, in->point_id, &point));
    TRY(find(call, in, &proof, &parcels));
    TRY(hand_over_goods(call, &point, &proof, &parcels, asks_of(call, in), in->n_lines, &hand_over));
    return hand_overs_show(call, &hand_over, 1, &out);
}
