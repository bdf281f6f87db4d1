/* The catalogue: what may be bought, from whom, and how it gets there. */
#ifndef GROUPBUY_CATALOGUE_H
#define GROUPBUY_CATALOGUE_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/catalogue.pb-c.h"
#include "rpc/operation.h"

#define IMPORT_KEY_REUSED CODE_UNPROCESSABLE, "IMPORT_KEY_REUSED"

#define JOB_IMPORT_PRODUCTS "import_products"

#define CATALOGUE_OPERATIONS(X)                                                                                        \
    X(Gb, ImportProducts, Gb__ProductImport, groupbuy_import_products)                                                 \
    X(Gb, GetProductImport, Gb__ProductImport, groupbuy_get_product_import)                                            \
    X(Gb, ListImportFaults, Gb__ListImportFaultsResponse, groupbuy_list_import_faults)

#define CATALOGUE_JOBS(X) X(JOB_IMPORT_PRODUCTS, groupbuy_work_off_import)

CATALOGUE_OPERATIONS(OPERATION_PROTOTYPE)
CATALOGUE_JOBS(JOB_PROTOTYPE)

#endif
