/* Products and SKUs. Rows and texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PRODUCT_STORE_H
#define GROUPBUY_STORE_PRODUCT_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/product.h"

/* The numbers of linli.groupbuy.v1.ProductStatus. */
enum product_status { SHELF_NONE = 0, SHELF_DRAFT = 1, SHELF_ON = 2, SHELF_OFF = 3 };

/* The numbers of linli.groupbuy.v1.ProductKind. */
enum product_kind { PRODUCT_NO_KIND = 0, PRODUCT_GOODS = 1, PRODUCT_SERVICE = 2, PRODUCT_CONTENT = 3, PRODUCT_CARD = 4 };

struct sku {
    const char *id;
    const char *product_id;
    const char *title;
    fen list_price;
    fen cost_price;
    int64_t stock;
    int32_t weight_g;
    const char *image_url;
};

struct product {
    const char *id;
    const char *title;
    const char *description;
    const char *category;
    const char *const *image_urls;
    size_t image_urls_count;
    const char *seller_name;
    const char *seller_licence;
    enum product_status status;
    enum product_kind kind;
    int32_t per_user_limit; /* units in live plain orders; 0: none */
    struct shared_limits limits;
    const char *number;     /* the merchant's own; "": none */
    const char *const *attributes;
    size_t attributes_count;
    struct food food;
    struct promise promise;
    int64_t version; /* of all but its shelf and its stock */
    int64_t created_us;
    struct sku *skus;
    size_t skus_count;
};

struct status product_insert(struct tx *tx, const struct product *product, const char *created_by);
/* NOT_HERE. With `only_on_shelf` drafts are not here either. */
struct status product_get(struct tx *tx, const char *product_id, bool only_on_shelf, struct product *ret_product);
/* Those on the shelf, newest first, after the one with id `after` ("": from the start); category "": all. */
struct status product_list(struct tx *tx, const char *category, const char *after, int limit,
                           struct product **ret_products, size_t *ret_count);
/* The same of those in whose title or category every one of the words stands, in any case of letters; blanks between.
 */
struct status product_search(struct tx *tx, const char *words, const char *category, const char *after, int limit,
                             struct product **ret_products, size_t *ret_count);
/* Any, newest first; status SHELF_NONE: in any. */
struct status product_list_all(struct tx *tx, enum product_status status, const char *after, int limit,
                               struct product **ret_products, size_t *ret_count);
/* What it says of itself in place of what is there, when that is still of product->version; *ret_done false: it is
 * not. Its SKUs, shelf and kind stay. */
struct status product_update(struct tx *tx, const struct product *product, bool *ret_done);
/* The same for a SKU: title, list price, weight, picture. `version` is its product's, which grows. */
struct status sku_update(struct tx *tx, const struct sku *sku, int64_t version, bool *ret_done);
/* More or fewer units, of a held SKU that has them. */
struct status sku_adjust(struct tx *tx, const char *sku_id, int64_t change);
/* NOT_HERE. */
struct status product_set_status(struct tx *tx, const char *product_id, enum product_status status,
                                 enum product_status *ret_before);
/* "DRAFT" … */
const char *product_status_name(enum product_status status);
/* "GOODS" …; nothing else is PRODUCT_NO_KIND. */
const char *product_kind_name(enum product_kind kind);
/* Goods are brought or fetched, a service is done somewhere; a card or an article is nowhere. */
static inline bool product_goes_somewhere(enum product_kind kind)
{
    return kind == PRODUCT_GOODS || kind == PRODUCT_SERVICE;
}

enum product_kind product_kind_of(const char *name);

/* A SKU and its product, both locked against change of shelf and stock. NOT_HERE. The product comes without its SKUs.
 */
struct status sku_lock(struct tx *tx, const char *sku_id, struct sku *ret_sku, struct product *ret_product);
/* The same without a lock: as they are now. */
struct status sku_get(struct tx *tx, const char *sku_id, struct sku *ret_sku, struct product *ret_product);
/* Cuts units out; the row is locked and has them. */
struct status sku_take(struct tx *tx, const char *sku_id, int64_t units);

#endif
