#include "groupbuy/flow/importing.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_product_import(struct call *call, const Gb__GetProductImportRequest *in,
                                          Gb__ProductImport *out)
{
    struct product_import import;

    TRY(platform_act(call, "operator"));
    TRY(import_get(call->tx, in->import_key, &import));
    import_view(call, &import, out);
    return OK;
}
