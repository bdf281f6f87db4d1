/* Objects in a store that speaks S3, by paths of its bucket; requests are signed by libcurl (SigV4). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "curl/transfer.h"
#include "objects/stores.h"

#define CONNECT_MS       5000
#define ANSWER_BYTES_MAX ((size_t)1 << 20) /* of what is no object: lists, errors */
#define NOTHING_SHA256   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* ---- one exchange ---- */

struct exchange {
    const char *method;
    const char *path;                   /* behind the bucket's address: /key or ?query */
    const char *type;                   /* NULL: nothing is sent */
    const struct object_source *source; /* NULL: nothing is sent */
    size_t sent_bytes;
    struct transfer_body body; /* the answer's */
    long status;
};

static size_t give(char *out, size_t size, size_t count, void *user)
{
    struct exchange *exchange = user;
    size_t most = size * count, left = exchange->source->bytes - exchange->sent_bytes;
    ssize_t got = (ssize_t)(left < most ? left : most);

    if (exchange->source->data)
        memcpy(out, exchange->source->data + exchange->sent_bytes, (size_t)got);
    else
        got = pread(exchange->source->fd, out, (size_t)got, (off_t)exchange->sent_bytes);
    if (got < 0)
        return CURL_READFUNC_ABORT;
    exchange->sent_bytes += (size_t)got;
    return (size_t)got;
}

static size_t take(char *data, size_t size, size_t count, void *user)
{
    struct exchange *exchange = user;

    return transfer_take(&exchange->body, data, size * count) ? size * count : 0;
}

static struct curl_slist *headers_of(struct arena *arena, const struct exchange *exchange)
{
    const char *digest = exchange->source ? exchange->source->sha256 : NOTHING_SHA256;
    struct curl_slist *list = transfer_header(NULL, "Expect:");

    list = transfer_header(list, arena_printf(arena, "x-amz-content-sha256: %s", digest));
    if (exchange->type)
        list = transfer_header(list, arena_printf(arena, "Content-Type: %s", exchange->type));
    return list;
}

static void set_up(CURL *handle, const struct object_options *options, struct arena *arena, struct exchange *exchange)
{
    const char *url = arena_printf(arena, "%s%s", options->url, exchange->path);

    transfer_set_bounds(handle, url, CONNECT_MS, options->timeout_ms, NULL);
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, arena_printf(arena, "aws:amz:%s:s3", options->region));
    curl_easy_setopt(handle, CURLOPT_USERNAME, options->access_key);
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options->secret_key);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, exchange->method);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, exchange);
    if (!exchange->source)
        return;
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)exchange->source->bytes);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(handle, CURLOPT_READDATA, exchange);
}

static struct status perform(struct objects *objects, struct exchange *exchange)
{
    CURL *handle = transfer_handle();
    struct arena texts;
    struct curl_slist *headers;
    CURLcode code;

    arena_init(&texts, ARENA_BYTES_MAX);
    headers = headers_of(&texts, exchange);
    set_up(handle, &objects->options, &texts, exchange);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &exchange->status);
    curl_easy_reset(handle); /* it outlives this call; what it points to does not */
    curl_slist_free_all(headers);
    arena_finish(&texts);
    if (exchange->body.too_large)
        return fail(BODY_TOO_LARGE, "the object has more than %zu bytes", exchange->body.bytes_max);
    if (code != CURLE_OK)
        return fail(NOT_AVAILABLE, "the object store: %s", curl_easy_strerror(code));
    if (exchange->status == 404)
        return fail(NOT_HERE, "the object is not there");
    if (exchange->status < 200 || exchange->status > 299)
        return fail(NOT_AVAILABLE, "the object store answers %ld", exchange->status);
    return OK;
}

/* ---- what is asked ---- */

/* Where an answer that nobody keeps goes. */
static struct status perform_only(struct objects *objects, struct exchange *exchange)
{
    struct arena arena;
    struct status status;

    arena_init(&arena, 4 * ANSWER_BYTES_MAX);
    exchange->body = (struct transfer_body){ .arena = &arena, .bytes_max = ANSWER_BYTES_MAX };
    status = perform(objects, exchange);
    arena_finish(&arena);
    return status;
}

static const char *path_of(const char *key, char path[OBJECT_KEY_CHARS_MAX + 2])
{
    path[0] = '/';
    memcpy(path + 1, key, strlen(key) + 1);
    return path;
}

static struct status put(struct objects *objects, const char *key, const char *type, const struct object_source *source)
{
    char path[OBJECT_KEY_CHARS_MAX + 2];
    struct exchange exchange = { .method = "PUT", .path = path_of(key, path), .type = type, .source = source };

    return perform_only(objects, &exchange);
}

static struct status get(struct objects *objects, struct arena *arena, const char *key, size_t bytes_max,
                         const uint8_t **ret_data, size_t *ret_bytes)
{
    char path[OBJECT_KEY_CHARS_MAX + 2];
    struct exchange exchange = { .method = "GET",
                                 .path = path_of(key, path),
                                 .body = { .arena = arena, .bytes_max = bytes_max } };

    TRY(perform(objects, &exchange));
    *ret_data = (const uint8_t *)(exchange.body.data ? exchange.body.data : "");
    *ret_bytes = exchange.body.bytes;
    return OK;
}

static struct status remove_object(struct objects *objects, const char *key)
{
    char path[OBJECT_KEY_CHARS_MAX + 2];
    struct exchange exchange = { .method = "DELETE", .path = path_of(key, path) };
    struct status status = perform_only(objects, &exchange);

    return failed_with(status, NOT_HERE) ? OK : status;
}

/* ---- listing: <Contents><Key>…</Key><LastModified>…</LastModified>…; our keys need no decoding ---- */

/* The text of the first `tag` from `from` on; NULL when there is none. */
static const char *text_of(struct arena *arena, const char *from, const char *tag)
{
    const char *open = strstr(from, arena_printf(arena, "<%s>", tag)), *text, *end;

    if (!open)
        return NULL;
    text = open + strlen(tag) + 2;
    end = strchr(text, '<');
    return end ? arena_strndup(arena, text, (size_t)(end - text)) : NULL;
}

static void read_list(struct arena *arena, const char *xml, struct object_info *list, size_t *ret_count)
{
    size_t count = 0;

    for (const char *at = strstr(xml, "<Contents>"); at && count < OBJECTS_LIST_MAX;
         at = strstr(at + 1, "<Contents>")) {
        const char *key = text_of(arena, at, "Key"), *time = text_of(arena, at, "LastModified");
        int64_t modified_us;

        if (key && time && object_key_valid(key) && time_parse_rfc3339(time, strlen(time), &modified_us) == 0)
            list[count++] = (struct object_info){ key, modified_us };
    }
    *ret_count = count;
}

static struct status list(struct objects *objects, struct arena *arena, const char *folder,
                          struct object_info **ret_list, size_t *ret_count)
{
    struct object_info *found = arena_array(arena, struct object_info, OBJECTS_LIST_MAX);
    struct buf path;

    buf_init(&path, arena, 64);
    buf_printf(&path, "?list-type=2&max-keys=%d&prefix=", OBJECTS_LIST_MAX);
    for (const char *c = folder; *c; c++)
        if (*c == '/')
            buf_add_str(&path, "%2F");
        else
            buf_add_char(&path, *c);
    buf_add_str(&path, "%2F");
    struct exchange exchange = { .method = "GET",
                                 .path = path.data,
                                 .body = { .arena = arena, .bytes_max = ANSWER_BYTES_MAX } };

    TRY(perform(objects, &exchange));
    read_list(arena, exchange.body.data ? exchange.body.data : "", found, ret_count);
    *ret_list = found;
    return OK;
}

const struct object_kind object_s3 = { .put = put, .get = get, .remove = remove_object, .list = list };
