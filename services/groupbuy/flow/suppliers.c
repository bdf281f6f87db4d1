#include "groupbuy/flow/suppliers.h"

#include <stdio.h>

#include "events/audit.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/timestamp.h"

#define LICENCES_MAX 50 /* a call: the rest the next time */

static struct status tell_lapsed(struct call *call, const struct licence *licence, size_t products)
{
    Gb__LicenceExpired event = GB__LICENCE_EXPIRED__INIT;

    event.supplier_id = licence->supplier_id;
    event.kind = (Gb__LicenceKind)licence->kind;
    event.number = licence->number;
    event.expires_on = licence->expires_on;
    event.products_off_shelf = (int32_t)products;
    return emit(call, licence->supplier_id, &event.base);
}

static struct status lapse(struct call *call, const struct licence *licence, const char *actor)
{
    const char *const *products;
    size_t count;

    TRY(licence_lapse(call->tx, licence, &products, &count));
    for (size_t i = 0; i < count; i++)
        TRY(audit(call, &(struct audit_line){ .actor = actor,
                                              .action = "set_product_status",
                                              .object_type = "product",
                                              .object_id = products[i],
                                              .before = "ON_SHELF",
                                              .after = "OFF_SHELF",
                                              .reason = arena_printf(call->arena, "licence %s expired on %s",
                                                                     licence->number, licence->expires_on) }));
    return tell_lapsed(call, licence, count);
}

struct status licences_note(struct call *call, const char *supplier_id, const char *actor)
{
    for (int i = 0; i < LICENCES_MAX; i++) {
        struct licence licence;
        bool found;

        TRY(licence_lapsed(call->tx, supplier_id, &licence, &found));
        if (!found)
            return OK;
        TRY(lapse(call, &licence, actor));
    }
    return OK;
}

struct status licences_hold(struct call *call, const char *product_id, struct violations *faults)
{
    struct licence *licences;
    size_t count;

    TRY(product_lapsed_licences(call->tx, product_id, &licences, &count));
    for (size_t i = 0; i < count; i++)
        violations_add(faults, "supplier", "licence %s expired on %s", licences[i].number, licences[i].expires_on);
    return OK;
}

void supplier_view(struct call *call, const struct supplier *supplier, Gb__Supplier *out)
{
    out->supplier_id = supplier->id;
    out->name = supplier->name;
    out->contract_number = supplier->contract_number;
    out->contract_ends_on = supplier->contract_ends_on;
    out->note = supplier->note;
    out->version = supplier->version;
    out->created_at = timestamp_new(call->arena, supplier->created_us);
    out->n_licences = supplier->licences_count;
    out->licences = MESSAGES(call, Gb__Licence, gb__licence, supplier->licences_count);
    for (size_t i = 0; i < supplier->licences_count; i++) {
        out->licences[i]->kind = (Gb__LicenceKind)supplier->licences[i].kind;
        out->licences[i]->number = supplier->licences[i].number;
        out->licences[i]->expires_on = supplier->licences[i].expires_on;
        out->licences[i]->expired = supplier->licences[i].expired;
    }
}

void supply_view(const struct supply *supply, Gb__Supply *out)
{
    out->sku_id = supply->sku_id;
    out->product_id = supply->product_id;
    out->product_title = supply->product_title;
    out->sku_title = supply->sku_title;
    out->supplier_id = supply->supplier_id;
    out->list_price_fen = supply->list_price;
    out->cost_price_fen = supply->cost_price;
}
