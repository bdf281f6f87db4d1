#include "gateway/gzip.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#define GZIP_WINDOW_BITS (MAX_WBITS + 16) /* zlib's way to say gzip */
#define MEMORY_LEVEL     8
#define PIECE_BYTES      8192

char *gzip_pack(const char *text, size_t bytes, size_t *ret_bytes)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)bytes };
    char *packed, *fitting;

    if (bytes > UINT32_MAX / 2 || deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW_BITS, MEMORY_LEVEL,
                                               Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    stream.avail_out = (uInt)deflateBound(&stream, (uLong)bytes);
    packed = malloc(stream.avail_out);
    stream.next_out = (Bytef *)packed;
    if (!packed || deflate(&stream, Z_FINISH) != Z_STREAM_END)
        abort();
    *ret_bytes = stream.total_out;
    deflateEnd(&stream);
    fitting = realloc(packed, *ret_bytes);
    return fitting ? fitting : packed;
}

bool gzip_unpack(const char *packed, size_t bytes, bool (*take)(void *context, const char *piece, size_t bytes),
                 void *context)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)bytes };
    char piece[PIECE_BYTES];
    bool taken = true;
    int result = inflateInit2(&stream, GZIP_WINDOW_BITS);

    while (taken && result == Z_OK) {
        stream.next_out = (Bytef *)piece;
        stream.avail_out = sizeof(piece);
        result = inflate(&stream, Z_NO_FLUSH);
        if (result == Z_OK || result == Z_STREAM_END)
            taken = take(context, piece, sizeof(piece) - stream.avail_out);
    }
    inflateEnd(&stream);
    return taken && result == Z_STREAM_END;
}
