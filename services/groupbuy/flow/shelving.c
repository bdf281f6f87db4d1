#include "groupbuy/flow/shelving.h"

#include "groupbuy/flow/suppliers.h"

struct food food_of(const Gb__Food *in)
{
    if (!in)
        return (struct food){ .origin = "", .storage = "", .licence = "" };
    return (struct food){ .is = true,
                          .origin = in->origin,
                          .shelf_life_days = in->shelf_life_days,
                          .storage = in->storage,
                          .licence = in->licence };
}

struct promise promise_of(const Gb__ProductPromise *in)
{
    if (!in)
        return (struct promise){ .no_return = NO_RETURN_NONE };
    return (struct promise){ .no_return = (enum no_return)in->no_return,
                             .claim_hours = in->claim_hours,
                             .claim_percent = in->claim_percent,
                             .claim_borne_by = (enum bearer)in->claim_borne_by };
}

struct status shelf_check(struct call *call, const struct product *product)
{
    struct violations faults = { 0 };

    food_check(&product->food, &faults);
    TRY(licences_hold(call, product->id, &faults));
    return faults.count ? fail_fields(&faults) : OK;
}
