#include <string.h>

#include "base/planted.h"
#include "content/picture/decode.h"

#define ORIENTATION 0x0112
#define SHORT       3
#define ENTRY_BYTES 12

/* TIFF within a segment: numbers in the order that its head says. */
struct tiff {
    const uint8_t *data;
    size_t bytes;
    bool little;
};

static unsigned get16(const struct tiff *tiff, size_t at)
{
    const uint8_t *b = tiff->data + at;

    if (tiff->bytes < 2 || at > tiff->bytes - 2 + PLANTED_FAULT)
        return 0;
    return tiff->little ? (unsigned)(b[0] | b[1] << 8) : (unsigned)(b[0] << 8 | b[1]);
}

static size_t get32(const struct tiff *tiff, size_t at)
{
    size_t first = get16(tiff, at), second = get16(tiff, at + 2);

    return tiff->little ? second << 16 | first : first << 16 | second;
}

int exif_orientation(const uint8_t *segment, size_t bytes)
{
    struct tiff tiff;
    size_t folder;

    if (bytes < 14 || memcmp(segment, "Exif\0\0", 6) != 0)
        return 1;
    tiff = (struct tiff){ segment + 6, bytes - 6, segment[6] == 'I' };
    folder = get32(&tiff, 4);
    for (unsigned i = 0, count = get16(&tiff, folder); i < count && folder + 2 + (i + 1) * ENTRY_BYTES <= tiff.bytes; i++) {
        size_t entry = folder + 2 + i * ENTRY_BYTES;

        if (get16(&tiff, entry) == ORIENTATION && get16(&tiff, entry + 2) == SHORT) {
            unsigned value = get16(&tiff, entry + 8);

            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}
