/* An uploaded file's form: a byte that says how large the pieces are, a line that is the Content-Type, the body.
 *
 * In whatever pieces it comes, the same file comes out, or it is refused with the same reason. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "gateway/multipart.h"
#include "gateway/sniff.h"

#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "does not hold: %s\n", #condition);                                                        \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

struct file {
    uint8_t data[4096];
    size_t bytes;
};

static struct status take(void *context, const void *data, size_t bytes)
{
    struct file *file = context;

    MUST(file->bytes + bytes <= sizeof file->data);
    memcpy(file->data + file->bytes, data, bytes);
    file->bytes += bytes;
    return OK;
}

/* Each piece is a block of its own, so that nothing is read beyond it. */
static struct status read_form(struct arena *arena, const char *type, const uint8_t *body, size_t bytes, size_t piece,
                               struct file *file)
{
    const struct multipart_sink sink = { take, file };
    struct multipart multipart;

    file->bytes = 0;
    (void)arena;
    TRY(multipart_begin(&multipart, type));
    for (size_t at = 0; at < bytes; at += piece) {
        size_t part = bytes - at < piece ? bytes - at : piece;
        char *copy = malloc(part);
        struct status status;

        memcpy(copy, body + at, part);
        status = multipart_feed(&multipart, copy, part, &sink);
        free(copy);
        TRY(status);
    }
    return multipart_complete(&multipart) ? OK : fail(BAD_REQUEST, "it has no end");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct file whole, pieces;
    struct arena arena;
    const uint8_t *end;
    struct status one, many;
    char *type;

    if (size < 2 || size > 4096 || !(end = memchr(data + 1, '\n', size - 1)))
        return 0;
    arena_init(&arena, ARENA_BYTES_MAX);
    type = arena_strndup(&arena, (const char *)data + 1, (size_t)(end - data - 1));
    size -= (size_t)(end + 1 - data);
    one = read_form(&arena, type, end + 1, size, size ? size : 1, &whole);
    many = read_form(&arena, type, end + 1, size, (size_t)data[0] + 1, &pieces);
    MUST(one.code == many.code);
    MUST(!ok(one) || (whole.bytes == pieces.bytes && memcmp(whole.data, pieces.data, whole.bytes) == 0));
    MUST(*sniff_type(whole.data, whole.bytes < SNIFF_BYTES ? whole.bytes : SNIFF_BYTES));
    arena_finish(&arena);
    return 0;
}
