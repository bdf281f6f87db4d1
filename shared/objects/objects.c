#include "objects/objects.h"

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

struct status objects_open(const struct object_options *options, struct objects **ret_objects)
{
    struct objects *objects;

    TRY(check(options));
    if (is_folder(options->url))
        TRY(object_folder_make(options->url));
    objects = calloc(1, sizeof *objects);
    if (!objects)
        abort();
    arena_init(&objects->arena, ARENA_BYTES_MAX);
    objects->kind = is_folder(options->url) ? &object_folder : &object_s3;
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

/* No part is empty, . or .. */
bool object_key_valid(const char *key)
{
    size_t chars = strlen(key);

    if (chars == 0 || chars > OBJECT_KEY_CHARS_MAX || strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789.-/") != chars)
        return false;
    for (const char *part = key;; part++) {
        size_t length = strcspn(part, "/");

        if (length == 0 || strspn(part, ".") >= length)
            return false;
        part += length;
        if (!*part)
            return true;
    }
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

struct status object_put_file(struct objects *objects, const char *key, const char *type, const struct object_file *file)
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

struct status objects_list(struct objects *objects, struct arena *arena, const char *folder, struct object_info **ret_list,
                           size_t *ret_count)
{
    TRY(check_key(folder));
    return objects->kind->list(objects, arena, folder, ret_list, ret_count);
}
