#include "gateway/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crash_point.h"
#include "base/crypto.h"
#include "base/log.h"
#include "gateway/deadline.h"
#include "gateway/multipart.h"
#include "gateway/operation.h"
#include "gateway/sniff.h"
#include "objects/objects.h"

#define READ_BYTES ((size_t)8 << 10)

/* A file on its way: first into one of ours that has no name, so that nothing is left of it whatever happens to us, then
 * into the store, whole. */
struct incoming {
    size_t bytes, bytes_max;
    int fd;
    struct sha256_run *sum;
    uint8_t head[SNIFF_BYTES];
};

static struct status spool(struct incoming *incoming, const char *data, size_t bytes)
{
    while (bytes > 0) {
        ssize_t wrote = write(incoming->fd, data, bytes);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return fail(NOT_AVAILABLE, "there is no room for the file: %s", strerror(errno));
        data += wrote;
        bytes -= (size_t)wrote;
    }
    return OK;
}

static struct status take(void *context, const void *data, size_t bytes)
{
    struct incoming *incoming = context;

    if (bytes > incoming->bytes_max - incoming->bytes)
        return fail(BODY_TOO_LARGE, "a file of at most %zu bytes", incoming->bytes_max);
    if (incoming->bytes < SNIFF_BYTES) {
        size_t room = SNIFF_BYTES - incoming->bytes;

        memcpy(incoming->head + incoming->bytes, data, bytes < room ? bytes : room);
    }
    incoming->bytes += bytes;
    sha256_add(incoming->sum, data, bytes);
    return spool(incoming, data, bytes);
}

/* ---- reading ---- */

static struct status stopped(struct exchange *exchange, int64_t missing)
{
    if (!deadline_passed())
        return fail(BAD_REQUEST, "the body ended %" PRId64 " bytes early", missing);
    metrics_count(exchange->gateway->metrics, COUNT_BODY_TIMED_OUT);
    return fail(BAD_REQUEST, "the file did not come within %" PRId64 " ms", exchange->gateway->settings->upload_ms);
}

static struct status read_body(struct exchange *exchange, struct multipart *multipart, struct incoming *incoming)
{
    const struct multipart_sink sink = { take, incoming };
    int64_t left = exchange->guarded.content_bytes;
    char data[READ_BYTES];

    if (exchange->guarded.expects_continue)
        mg_printf(exchange->connection, "HTTP/1.1 100 Continue\r\n\r\n");
    while (left > 0) {
        int got = mg_read(exchange->connection, data, left < (int64_t)sizeof data ? (size_t)left : sizeof data);

        if (got <= 0)
            return stopped(exchange, left);
        left -= got;
        TRY(multipart_feed(multipart, data, (size_t)got, &sink));
    }
    exchange->body_done = true;
    if (!multipart_complete(multipart) || incoming->bytes == 0)
        return fail(BAD_REQUEST, "the upload is malformed: %s", incoming->bytes ? "it has no end" : "it holds no file");
    return OK;
}

/* An open file without a name. */
static struct status spool_open(const char *folder, int *ret_fd)
{
    char path[4096];

    *ret_fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*ret_fd >= 0)
        return OK;
    if (snprintf(path, sizeof path, "%s/linli-upload-XXXXXX", folder) >= (int)sizeof path)
        return fail(NOT_AVAILABLE, "the folder for uploads has too long a name");
    *ret_fd = mkostemp(path, O_CLOEXEC);
    if (*ret_fd < 0)
        return fail(NOT_AVAILABLE, "the folder for uploads: %s", strerror(errno));
    unlink(path);
    return OK;
}

/* ---- handing on ---- */

static const char *request_of(struct exchange *exchange, const struct incoming *incoming, const char *key, const char *sha256)
{
    return arena_printf(exchange->arena, "{\"%s\":{\"key\":\"%s\",\"bytes\":%zu,\"type\":\"%s\",\"sha256\":\"%s\"}}",
                        method_file_field(exchange->match.method)->json_name, key, incoming->bytes,
                        sniff_type(incoming->head, incoming->bytes < SNIFF_BYTES ? incoming->bytes : SNIFF_BYTES), sha256);
}

/* Whether the service may still be at it, or may have done it. */
static bool in_doubt(struct status status)
{
    if (failed_with(status, OVERLOADED))
        return false; /* refused at the door */
    return status.code == CODE_UNAVAILABLE || status.code == CODE_DEADLINE_EXCEEDED || status.code == CODE_INTERNAL;
}

static struct status store_and_call(struct exchange *exchange, struct incoming *incoming)
{
    struct objects *objects = exchange->gateway->objects;
    const char *key = arena_printf(exchange->arena, "incoming/%s", id_new().text), *body;
    uint8_t digest[SHA256_BYTES];
    char sha256[2 * SHA256_BYTES + 1];
    struct status status;

    sha256_end(incoming->sum, digest);
    hex_encode(digest, sizeof digest, sha256);
    TRY(object_put_file(objects, key, "application/octet-stream",
                        &(struct object_file){ incoming->fd, incoming->bytes, sha256 }));
    CRASH_POINT(upload, stored_not_told);
    body = request_of(exchange, incoming, key, sha256);
    status = operation_invoke(exchange, body, strlen(body));
    /* What nobody took is swept later, when it cannot be removed now or somebody may still be at it. */
    if (!ok(status) && !in_doubt(status) && !ok(object_remove(objects, key)))
        log_debug("a refused upload stays until it is swept", LOG_STR("key", key));
    return status;
}

static struct status receive(struct exchange *exchange, struct multipart *multipart)
{
    struct incoming incoming = { .bytes_max = exchange->match.method->rpc->upload->bytes_max };
    struct status status;

    TRY(spool_open(exchange->gateway->settings->spool_folder, &incoming.fd));
    incoming.sum = sha256_begin();
    deadline_set_ms(exchange->gateway->settings->upload_ms);
    status = read_body(exchange, multipart, &incoming);
    deadline_set_ms(-1);
    if (ok(status))
        status = store_and_call(exchange, &incoming);
    sha256_drop(incoming.sum);
    close(incoming.fd);
    return status;
}

/* Everything that can be known is known before the first byte is taken. */
static struct status check(struct exchange *exchange, struct multipart *multipart)
{
    const struct method *method = exchange->match.method;

    TRY(session_access(method, &exchange->who));
    TRY(multipart_begin(multipart, header_of(exchange->info, "Content-Type")));
    if (exchange->guarded.content_bytes > (int64_t)method->rpc->upload->bytes_max + MULTIPART_EXTRA_BYTES_MAX)
        return fail(BODY_TOO_LARGE, "a file of at most %u bytes", method->rpc->upload->bytes_max);
    if (!exchange->gateway->objects)
        return fail(NOT_AVAILABLE, "there is no object store");
    return operation_admit(exchange, &exchange->match, &exchange->limits);
}

struct status upload_serve(struct exchange *exchange)
{
    struct gateway *gateway = exchange->gateway;
    struct multipart multipart;
    struct status status;

    TRY(check(exchange, &multipart));
    if (atomic_fetch_add(&gateway->uploads, 1) < gateway->settings->uploads_max)
        status = receive(exchange, &multipart);
    else
        status = fail(OVERLOADED, "too many uploads are under way");
    atomic_fetch_sub(&gateway->uploads, 1);
    return status;
}
