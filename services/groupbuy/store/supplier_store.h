/* Suppliers, their licences, and the SKUs that come from them. Days are texts, 2026-11-22, in China; texts live in the
 * transaction's arena. */
#ifndef GROUPBUY_STORE_SUPPLIER_STORE_H
#define GROUPBUY_STORE_SUPPLIER_STORE_H

#include "base/money.h"
#include "db/db.h"

/* The numbers of linli.groupbuy.v1.LicenceKind. */
enum licence_kind { LICENCE_NONE = 0, LICENCE_BUSINESS = 1, LICENCE_FOOD = 2, LICENCE_OTHER = 3 };

struct licence {
    const char *supplier_id;
    enum licence_kind kind;
    const char *number;
    const char *expires_on; /* the last day it holds */
    bool expired;           /* that day is over */
};

struct supplier {
    const char *id;
    const char *name;
    const char *contract_number;
    const char *contract_ends_on; /* "": no end */
    const char *note;
    int64_t version;
    int64_t created_us;
    struct licence *licences;
    size_t licences_count;
};

const char *licence_kind_name(enum licence_kind kind);

/* *ret_new is false when somebody has the name already. */
struct status supplier_insert(struct tx *tx, const struct supplier *supplier, const char *created_by, bool *ret_new);
/* Puts what it says in place of what is there, when that is still of `supplier->version`. *ret_done false: it is not.
 * UNIQUE_VIOLATION: somebody else has the name. */
struct status supplier_update(struct tx *tx, const struct supplier *supplier, bool *ret_done);
/* With its licences. NOT_HERE */
struct status supplier_get(struct tx *tx, const char *id, struct supplier *ret_supplier);
/* Newest first, after the one with id `after` ("": from the start). */
struct status supplier_list(struct tx *tx, const char *after, int limit, struct supplier **ret_suppliers,
                            size_t *ret_count);
/* In place of the one of that kind. The supplier is there. */
struct status licence_put(struct tx *tx, const struct licence *licence);

/* A licence whose end was not noted yet, held; *ret_found says whether there is one. supplier_id "": anybody's. */
struct status licence_lapsed(struct tx *tx, const char *supplier_id, struct licence *ret_licence, bool *ret_found);
/* Notes its end, and takes products with a SKU of the supplier off the shelf: their ids. */
struct status licence_lapse(struct tx *tx, const struct licence *licence, const char *const **ret_products,
                            size_t *ret_count);
/* Licences of the suppliers of a product's SKUs that are over. */
struct status product_lapsed_licences(struct tx *tx, const char *product_id, struct licence **ret_licences,
                                      size_t *ret_count);

struct supply {
    const char *sku_id;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    const char *supplier_id; /* "": none */
    fen list_price, cost_price;
};

/* Whose it is and what he gets for it; supplier_id "": nobody's. NOT_HERE. *ret_before: as it was. */
struct status supply_set(struct tx *tx, const char *sku_id, const char *supplier_id, fen cost_price,
                         struct supply *ret_before);
struct status supply_get(struct tx *tx, const char *sku_id, struct supply *ret_supply);
/* Of one supplier, newest SKUs first. */
struct status supply_list(struct tx *tx, const char *supplier_id, const char *after, int limit,
                          struct supply **ret_supplies, size_t *ret_count);

#endif
