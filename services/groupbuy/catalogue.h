/* The catalogue: what may be bought, from whom, and how it gets there. */
#ifndef GROUPBUY_CATALOGUE_H
#define GROUPBUY_CATALOGUE_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/catalogue.pb-c.h"
#include "rpc/operation.h"

#define IMPORT_KEY_REUSED CODE_UNPROCESSABLE, "IMPORT_KEY_REUSED"

#define SUPPLIER_NAMED CODE_ALREADY_EXISTS, "SUPPLIER_NAMED"
#define VERSION_STALE  CODE_ABORTED, "VERSION_STALE"

#define WATCH_LICENCES_EVERY_S 600
#define JOB_IMPORT_PRODUCTS    "import_products"

#define CATALOGUE_OPERATIONS(X)                                                                                        \
    X(Gb, CheckCampaign, Gb__CampaignCheck, groupbuy_check_campaign)                                                   \
    X(Gb, GetManagedProduct, Gb__Product, groupbuy_get_managed_product)                                                \
    X(Gb, ListManagedProducts, Gb__ListProductsResponse, groupbuy_list_managed_products)                               \
    X(Gb, UpdateProduct, Gb__Product, groupbuy_update_product)                                                         \
    X(Gb, UpdateSku, Gb__Product, groupbuy_update_sku)                                                                 \
    X(Gb, AdjustStock, Gb__Product, groupbuy_adjust_stock)                                                             \
    X(Gb, ImportProducts, Gb__ProductImport, groupbuy_import_products)                                                 \
    X(Gb, GetProductImport, Gb__ProductImport, groupbuy_get_product_import)                                            \
    X(Gb, ListImportFaults, Gb__ListImportFaultsResponse, groupbuy_list_import_faults)                                 \
    X(Gb, CreateSupplier, Gb__Supplier, groupbuy_create_supplier)                                                      \
    X(Gb, UpdateSupplier, Gb__Supplier, groupbuy_update_supplier)                                                      \
    X(Gb, GetSupplier, Gb__Supplier, groupbuy_get_supplier)                                                            \
    X(Gb, ListSuppliers, Gb__ListSuppliersResponse, groupbuy_list_suppliers)                                           \
    X(Gb, SetSupplierLicence, Gb__Supplier, groupbuy_set_supplier_licence)                                             \
    X(Gb, SetSkuSupplier, Gb__Supply, groupbuy_set_sku_supplier)                                                       \
    X(Gb, ListSupplies, Gb__ListSuppliesResponse, groupbuy_list_supplies)                                              \
    X(Gb, GetSupplierStatement, Gb__SupplierStatement, groupbuy_get_supplier_statement)

#define CATALOGUE_JOBS(X)                                                                                              \
    X(JOB_IMPORT_PRODUCTS, groupbuy_work_off_import)                                                                   \
    X("watch_licences", groupbuy_watch_licences, WATCH_LICENCES_EVERY_S)

CATALOGUE_OPERATIONS(OPERATION_PROTOTYPE)
CATALOGUE_JOBS(JOB_PROTOTYPE)

#endif
