/* A merchant's file of products: CSV with a line of headings, a line for each SKU; lines with the same product number
 * make one product. Read whole, every fault named with its line and column; a product with a fault in any of its lines
 * is not taken at all. Pure; everything lives in the arena and in the caller's bytes.
 *
 * IMPORT_UNREADABLE: it is no such file (headings that are missing, unknown or doubled; nothing in it; too long).
 */
#ifndef GROUPBUY_DOMAIN_PRODUCT_FILE_H
#define GROUPBUY_DOMAIN_PRODUCT_FILE_H

#include "base/arena.h"
#include "base/money.h"
#include "base/status.h"
#include "groupbuy/domain/product.h"

#define PRODUCT_FILE_BYTES_MAX  ((size_t)2 << 20)
#define PRODUCT_FILE_LINES_MAX  10000
#define PRODUCT_FILE_FAULTS_MAX 1000 /* kept; all are counted */
#define PRODUCT_FILE_SKUS_MAX   50   /* of a product */
#define PRODUCT_FILE_IMAGES_MAX 9

#define IMPORT_UNREADABLE CODE_INVALID_ARGUMENT, "IMPORT_UNREADABLE"

enum product_column {
    COLUMN_NUMBER,
    COLUMN_TITLE,
    COLUMN_CATEGORY,
    COLUMN_DESCRIPTION,
    COLUMN_SELLER_NAME,
    COLUMN_SELLER_LICENCE,
    COLUMN_PER_USER_LIMIT,
    COLUMN_PER_HOUSEHOLD_LIMIT,
    COLUMN_PER_ADDRESS_LIMIT,
    COLUMN_PER_PHONE_LIMIT,
    COLUMN_IMAGE_URLS,
    COLUMN_SKU_NUMBER, /* from here on of the SKU */
    COLUMN_SKU_TITLE,
    COLUMN_LIST_PRICE,
    COLUMN_COST_PRICE,
    COLUMN_STOCK,
    COLUMN_WEIGHT_G,
    COLUMNS,
};

struct product_line {
    int line;                        /* in the file, from 1 */
    const char *cells[COLUMNS];      /* "" for nothing */
    int64_t list_price, cost, stock; /* fen, fen, units */
    int32_t per_user_limit, weight_g;
    struct shared_limits shared;
    bool bad;
    bool broken; /* not even its cells are known */
};

struct file_product {
    size_t first, count; /* of the lines, as they are sorted */
    bool bad;
};

struct file_fault {
    int line;
    const char *column; /* its English heading */
    const char *what;
};

struct product_file {
    bool has[COLUMNS];
    struct product_line *lines; /* by product, each in the file's order */
    size_t lines_count, lines_bad;
    struct file_product *products; /* by number */
    size_t products_count, products_bad;
    struct file_fault *faults; /* in the order of lines, those of products as a whole behind */
    size_t faults_count;       /* may exceed PRODUCT_FILE_FAULTS_MAX, so many are kept */
};

/* `data[bytes]` must be writable; what is there is overwritten. */
struct status product_file_read(struct arena *arena, char *data, size_t bytes, struct product_file *ret_file);
/* "number", "title" … */
const char *product_column_name(enum product_column column);

#endif
