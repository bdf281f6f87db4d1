#include "events/audit.h"
#include "groupbuy/domain/day.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"

static struct status note(struct call *call, const struct licence *licence)
{
    return audit(call, &(struct audit_line){
                           .action = "set_supplier_licence",
                           .object_type = "supplier",
                           .object_id = licence->supplier_id,
                           .after = arena_printf(call->arena, "%s %s until %s", licence_kind_name(licence->kind),
                                                 licence->number, licence->expires_on),
                       });
}

/* One that is over already takes effect like one that ends. */
struct status groupbuy_set_supplier_licence(struct call *call, const Gb__SetSupplierLicenceRequest *in,
                                            Gb__Supplier *out)
{
    const struct licence licence = {
        .supplier_id = in->supplier_id,
        .kind = (enum licence_kind)in->kind,
        .number = in->number,
        .expires_on = in->expires_on,
    };
    struct supplier supplier;

    TRY(platform_act(call, "operator"));
    if (!day_valid(in->expires_on))
        return fail_field("expiresOn", "is no day");
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    TRY(licence_put(call->tx, &licence));
    TRY(note(call, &licence));
    TRY(licences_note(call, in->supplier_id, NULL));
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    supplier_view(call, &supplier, out);
    return OK;
}
