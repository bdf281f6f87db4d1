#include "objects/objects.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/settings.h"
#include "objects/stores.h"

#define TIMEOUT_MS 15000

static bool is_folder(const char *url)
{
    return *url == '/';
}

static struct status check(const struct object_options *options)
{
    const char *url = options->url;
    bool remote = strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;

    if (!is_folder(url) && !remote)
        return fail(SETTING_INVALID, "the object store is /a/folder or http(s)://host/bucket");
    if (url[strlen(url) - 1] == '/' || strpbrk(url, "?#@ \r\n"))
        return fail(SETTING_INVALID, "the object store's address ends without / and holds no query or user");
    if (remote && (!*options->access_key || !*options->secret_key || !*options->region ||
                   strpbrk(options->region, ": ") || strchr(options->access_key, ':')))
        return fail(SETTING_INVALID, "an object store of S3 needs a region and two keys");
    return OK;
}

/* Whoever keeps objects in a folder does without libcurl and the twenty libraries that it brings along. */
static struct status load_s3(const struct object_kind **ret_kind)
{
    void *module = dlopen(OBJECT_S3_MODULE, RTLD_NOW | RTLD_LOCAL);
    const struct object_kind *kind = module ? dlsym(module, "object_s3") : NULL;

    if (!kind)
        return fail(SETTING_INVALID, "what speaks to object stores is not there: %s", dlerror());
    *ret_kind = kind;
    return OK;
}

static struct status choose_kind(const struct object_options *options, const struct object_kind **ret_kind)
{
    if (!is_folder(options->url))
        return load_s3(ret_kind);
    TRY(object_folder_make(options->url));
    *ret_kind = &object_folder;
    return OK;
}

struct status objects_open(const struct object_options *options, struct objects **ret_objects)
{
    const struct object_kind *kind;
    struct objects *objects;

    TRY(check(options));
    TRY(choose_kind(options, &kind));
    objects = calloc(1, sizeof *objects);
    if (!objects)
        abort();
    arena_init(&objects->arena, ARENA_BYTES_MAX);
    objects->kind = kind;
    objects->options = (struct object_options){
        .url = arena_strdup(&objects->arena, options->url),
        .region = arena_strdup(&objects->arena, options->region ? options->region : ""),
        .access_key = arena_strdup(&objects->arena, options->access_key ? options->access_key : ""),
        .secret_key = arena_strdup(&objects->arena, options->secret_key ? options->secret_key : ""),
        .timeout_ms = options->timeout_ms ? options->timeout_ms : TIMEOUT_MS,
    };
    *ret_objects = objects;
    return OK;
}

void objects_close(struct objects *objects)
{
    if (!objects)
        return;
    arena_finish(&objects->arena);
    free(objects);
}

static struct status check_key(const char *key)
{
    return object_key_valid(key) ? OK : fail(NOT_HERE, "no object can have this key");
}

struct status object_put(struct objects *objects, const char *key, const char *type, const void *data, size_t bytes)
{
    uint8_t digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];

    TRY(check_key(key));
    sha256(data, bytes, digest);
    hex_encode(digest, sizeof digest, hex);
    return objects->kind->put(objects, key, type,
                              &(struct object_source){ .data = data, .fd = -1, .bytes = bytes, .sha256 = hex });
}

struct status object_put_file(struct objects *objects, const char *key, const char *type,
                              const struct object_file *file)
{
    TRY(check_key(key));
    return objects->kind->put(objects, key, type,
                              &(struct object_source){ .fd = file->fd, .bytes = file->bytes, .sha256 = file->sha256 });
}

struct status object_get(struct objects *objects, struct arena *arena, const char *key, size_t bytes_max,
                         const uint8_t **ret_data, size_t *ret_bytes)
{
    TRY(check_key(key));
    return objects->kind->get(objects, arena, key, bytes_max, ret_data, ret_bytes);
}

struct status object_remove(struct objects *objects, const char *key)
{
    TRY(check_key(key));
    return objects->kind->remove(objects, key);
}

struct status objects_list(struct objects *objects, struct arena *arena, const char *folder,
                           struct object_info **ret_list, size_t *ret_count)
{
    TRY(check_key(folder));
    return objects->kind->list(objects, arena, folder, ret_list, ret_count);
}
