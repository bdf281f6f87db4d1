#include "events/audit.h"
#include "groupbuy/domain/day.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"

static const char *in_short(struct call *call, const struct supplier *supplier)
{
    return arena_printf(call->arena, "%s, contract %s until %s", supplier->name, supplier->contract_number,
                        *supplier->contract_ends_on ? supplier->contract_ends_on : "(no end)");
}

static struct status update(struct call *call, const struct supplier *supplier)
{
    bool done;
    struct status status = supplier_update(call->tx, supplier, &done);

    if (failed_with(status, UNIQUE_VIOLATION))
        return fail(SUPPLIER_NAMED, "there is a supplier called %s", supplier->name);
    TRY(status);
    return done ? OK
                : fail(VERSION_STALE, "supplier %s is not of version %ld any more", supplier->id,
                       (long)supplier->version);
}

struct status groupbuy_update_supplier(struct call *call, const Gb__UpdateSupplierRequest *in, Gb__Supplier *out)
{
    struct supplier before, supplier = {
        .id = in->supplier_id,
        .name = in->name,
        .contract_number = in->contract_number,
        .contract_ends_on = in->contract_ends_on,
        .note = in->note,
        .version = in->version,
    };

    TRY(platform_act(call, "operator"));
    if (*in->contract_ends_on && !day_valid(in->contract_ends_on))
        return fail_field("contractEndsOn", "is no day");
    TRY(supplier_get(call->tx, in->supplier_id, &before));
    TRY(update(call, &supplier));
    TRY(audit(call, &(struct audit_line){ .action = "update_supplier",
                                          .object_type = "supplier",
                                          .object_id = supplier.id,
                                          .before = in_short(call, &before),
                                          .after = in_short(call, &supplier) }));
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    supplier_view(call, &supplier, out);
    return OK;
}
