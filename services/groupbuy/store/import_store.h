/* Files of products on their way into the catalogue. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_IMPORT_STORE_H
#define GROUPBUY_STORE_IMPORT_STORE_H

#include "db/db.h"
#include "groupbuy/domain/product_file.h"

/* The numbers of linli.groupbuy.v1.ProductImportState. */
enum import_state { IMPORT_NONE = 0, IMPORT_WAITING = 1, IMPORT_RUNNING = 2, IMPORT_DONE = 3 };

struct product_import {
    const char *id;
    const char *key;
    const char *sha256;
    enum import_state state;
    int64_t bytes;
    int32_t lines, lines_bad, products, products_bad, faults, looked_at, created, updated;
    const char *created_by;
    int64_t created_us, done_us;
};

/* With its file and its faults. *ret_new is false when the key is there already; nothing happens then. */
struct status import_insert(struct tx *tx, const struct product_import *import, const void *file,
                            const struct product_file *read, bool *ret_new);
/* By its key. NOT_HERE */
struct status import_get(struct tx *tx, const char *key, struct product_import *ret_import);
/* By its id, held. NOT_HERE */
struct status import_lock(struct tx *tx, const char *id, struct product_import *ret_import);
/* Its bytes, with room for one more. The import is not done. */
struct status import_file(struct tx *tx, const char *id, char **ret_data, size_t *ret_bytes);
/* The held import after so many more of its products; the last one makes it done, and lets go of the file. */
struct status import_advance(struct tx *tx, const struct product_import *import, int32_t looked_at, int32_t created,
                             int32_t updated);

struct import_fault {
    int32_t position, line;
    const char *column;
    const char *what;
};
/* In the order of lines, after a place (0, -1: from the start). */
struct status import_faults(struct tx *tx, const char *import_id, int32_t after_line, int32_t after_position, int limit,
                            struct import_fault **ret_faults, size_t *ret_count);

/* Puts good products of a file into the catalogue by their numbers, in one go: new ones as drafts; of those that are
 * there what the file has columns for, but for the stock of SKUs that are there. SKUs that the file leaves out stay. */
struct status products_merge(struct tx *tx, const struct product_file *file, const struct file_product *const *products,
                             size_t count, const char *created_by, int32_t *ret_created);

#endif
