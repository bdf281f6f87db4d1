#include "base/id.h"
#include "db/jobs.h"
#include "groupbuy/flow/importing.h"

#define PRODUCTS_MAX 500 /* a transaction */

/* The good ones among the next. */
static size_t good_ones(const struct product_file *file, size_t from, size_t to, const struct file_product **ret_good)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++)
        if (!file->products[i].bad)
            ret_good[count++] = &file->products[i];
    return count;
}

/* The next products of the held import, and how far it is then, in one transaction: whoever comes after a kill goes on
 * behind them. */
static struct status work_off(struct call *call, const struct product_import *import, const struct product_file *file)
{
    const struct file_product *good[PRODUCTS_MAX];
    size_t from = (size_t)import->looked_at, to = from + PRODUCTS_MAX, count;
    int32_t created = 0;

    if (to > file->products_count)
        to = file->products_count;
    count = good_ones(file, from, to, good);
    if (count > 0)
        TRY(products_merge(call->tx, file, good, count, import->created_by, &created));
    return import_advance(call->tx, import, (int32_t)to, created, (int32_t)count - created);
}

static struct status read_file(struct call *call, const char *import_id, struct product_file *ret_file)
{
    char *data;
    size_t bytes;

    TRY(import_file(call->tx, import_id, &data, &bytes));
    return product_file_read(call->arena, data, bytes, ret_file);
}

/* The rest of it has a job of its own: reading takes memory, which a job gives back at its end. */
static struct status go_on(struct call *call, const struct product_import *import)
{
    const char *key = arena_printf(call->arena, "%s:%d", import->id, import->looked_at + PRODUCTS_MAX);

    return job_add(call->tx, JOB_IMPORT_PRODUCTS, key, 0, NULL, 0);
}

/* Goes through the file product by product number, so many at a time. */
struct status groupbuy_work_off_import(struct call *call, const struct job *job)
{
    struct product_import import;
    struct product_file file;

    TRY(call_begin(call));
    TRY(import_lock(call->tx, arena_strndup(call->arena, job->key, ID_CHARS), &import));
    if (import.state == IMPORT_DONE)
        return call_commit(call);
    TRY(read_file(call, import.id, &file));
    TRY(work_off(call, &import, &file));
    if (import.looked_at + PRODUCTS_MAX < import.products)
        TRY(go_on(call, &import));
    return call_commit(call);
}
