#include "events/audit.h"
#include "groupbuy/domain/day.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"

struct status groupbuy_create_supplier(struct call *call, const Gb__CreateSupplierRequest *in, Gb__Supplier *out)
{
    struct supplier supplier = {
        .id = id_make(call->arena),
        .name = in->name,
        .contract_number = in->contract_number,
        .contract_ends_on = in->contract_ends_on,
        .note = in->note,
    };
    bool is_new;

    TRY(platform_act(call, "operator"));
    if (*in->contract_ends_on && !day_valid(in->contract_ends_on))
        return fail_field("contractEndsOn", "is no day");
    TRY(supplier_insert(call->tx, &supplier, call->caller->user_id, &is_new));
    if (!is_new)
        return fail(SUPPLIER_NAMED, "there is a supplier called %s", in->name);
    TRY(audit(call, &(struct audit_line){ .action = "create_supplier",
                                          .object_type = "supplier",
                                          .object_id = supplier.id,
                                          .after = in->name }));
    TRY(supplier_get(call->tx, supplier.id, &supplier));
    supplier_view(call, &supplier, out);
    return OK;
}
