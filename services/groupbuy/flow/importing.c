#include "groupbuy/flow/importing.h"

#include "rpc/timestamp.h"

void import_view(struct call *call, const struct product_import *import, Gb__ProductImport *out)
{
    out->import_key = import->key;
    out->state = (Gb__ProductImportState)import->state;
    out->bytes = import->bytes;
    out->sha256 = import->sha256;
    out->lines = import->lines;
    out->lines_bad = import->lines_bad;
    out->products = import->products;
    out->products_bad = import->products_bad;
    out->faults = import->faults;
    out->products_looked_at = import->looked_at;
    out->products_created = import->created;
    out->products_updated = import->updated;
    out->created_at = timestamp_new(call->arena, import->created_us);
    out->done_at = timestamp_new(call->arena, import->done_us);
}
