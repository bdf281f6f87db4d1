#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"

struct status groupbuy_get_supplier(struct call *call, const Gb__GetSupplierRequest *in, Gb__Supplier *out)
{
    struct supplier supplier;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    supplier_view(call, &supplier, out);
    return OK;
}
