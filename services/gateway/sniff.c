#include "gateway/sniff.h"

#include <string.h>

#define ANY '?'

static const struct {
    const char *type;
    const char *head; /* ANY stands for any byte */
    size_t bytes;
} known[] = {
    { "image/jpeg", "\xff\xd8\xff", 3 },
    { "image/png", "\x89PNG\r\n\x1a\n", 8 },
    { "image/webp", "RIFF????WEBP", 12 },
    { "image/gif", "GIF87a", 6 },
    { "image/gif", "GIF89a", 6 },
    { "image/bmp", "BM", 2 },
    { "image/heic", "????ftypheic", 12 },
    { "image/heic", "????ftypheix", 12 },
    { "image/heic", "????ftypmif1", 12 },
    { "image/avif", "????ftypavif", 12 },
    { "video/quicktime", "????ftypqt  ", 12 },
    { "video/mp4", "????ftyp", 8 },
    { "application/pdf", "%PDF-", 5 },
};

static int fits(const uint8_t *head, const char *pattern, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (pattern[i] != ANY && head[i] != (uint8_t)pattern[i])
            return 0;
    return 1;
}

const char *sniff_type(const uint8_t *head, size_t bytes)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (bytes >= known[i].bytes && fits(head, known[i].head, known[i].bytes))
            return known[i].type;
    return "application/octet-stream";
}
