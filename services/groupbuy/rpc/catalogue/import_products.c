#include <string.h>

#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/flow/importing.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/service.h"
#include "objects/objects.h"

/* Out of the store, where uploads lie for a while only. */
static struct status fetch(struct call *call, const Api__UploadedFile *file, const uint8_t **ret_data,
                           size_t *ret_bytes)
{
    struct objects *objects = groupbuy_of(call)->objects;

    if (!objects)
        return fail(NOT_AVAILABLE, "there is no object store");
    TRY(object_get(objects, call->arena, file->key, PRODUCT_FILE_BYTES_MAX, ret_data, ret_bytes));
    return object_remove(objects, file->key);
}

/* Reading writes into what it reads. */
static struct status read_copy(struct call *call, const uint8_t *data, size_t bytes, struct product_file *ret_file)
{
    char *copy = arena_alloc(call->arena, bytes + 1);

    memcpy(copy, data, bytes);
    return product_file_read(call->arena, copy, bytes, ret_file);
}

static struct status note(struct call *call, const struct product_import *import)
{
    return audit(call, &(struct audit_line){
                           .action = "import_products",
                           .object_type = "product_import",
                           .object_id = import->id,
                           .after = arena_printf(call->arena, "%s: %ld bytes, sha256 %s", import->key,
                                                 (long)import->bytes, import->sha256),
                       });
}

static struct status keep(struct call *call, const struct product_import *import, const uint8_t *data,
                          const struct product_file *file)
{
    bool is_new;

    TRY(import_insert(call->tx, import, data, file, &is_new));
    if (!is_new)
        return OK;
    TRY(job_add(call->tx, JOB_IMPORT_PRODUCTS, import->id, 0, NULL, 0));
    return note(call, import);
}

struct status groupbuy_import_products(struct call *call, const Gb__ImportProductsRequest *in, Gb__ProductImport *out)
{
    struct product_import import = {
        .id = id_make(call->arena),
        .key = in->import_key,
        .sha256 = in->file->sha256,
        .created_by = call->caller->user_id,
    };
    struct product_file file;
    const uint8_t *data;
    size_t bytes;

    TRY(platform_act(call, "operator"));
    TRY(fetch(call, in->file, &data, &bytes));
    TRY(read_copy(call, data, bytes, &file));
    import.bytes = (int64_t)bytes;

    TRY(call_begin(call));
    TRY(keep(call, &import, data, &file));
    TRY(import_get(call->tx, in->import_key, &import));
    if (strcmp(import.sha256, in->file->sha256) != 0)
        return fail(IMPORT_KEY_REUSED, "another file was sent as %s", in->import_key);
    import_view(call, &import, out);
    return OK;
}
