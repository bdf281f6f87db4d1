#include "base/id.h"

#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"

#define RANDOM_BYTES 8
#define IDS_AT_ONCE  32 /* asking the system is dearer than all else here */

/* Eight of this thread's store. */
static void take_random(uint8_t out[RANDOM_BYTES])
{
    static _Thread_local uint8_t store[IDS_AT_ONCE][RANDOM_BYTES];
    static _Thread_local size_t left;

    if (left == 0) {
        random_bytes(store, sizeof store);
        left = IDS_AT_ONCE;
    }
    memcpy(out, store[--left], RANDOM_BYTES);
}

/* RFC 9562, version 7: 48 bits of milliseconds, then (its method 3) 12 bits of the fraction of a millisecond, so that
 * ids made one after another lie side by side in an index; 62 bits are random. */
struct id id_new(void)
{
    int64_t us = clock_unix_us();
    uint64_t ms = (uint64_t)(us / US_PER_MS);
    unsigned fraction = (unsigned)(us % US_PER_MS * 4096 / US_PER_MS);
    uint8_t bytes[16];
    struct id id;

    take_random(bytes + 8);
    for (int i = 0; i < 6; i++)
        bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    bytes[6] = (uint8_t)(0x70 | fraction >> 8);
    bytes[7] = (uint8_t)fraction;
    bytes[8] = (uint8_t)(0x80 | (bytes[8] & 0x3F));
    hex_encode(bytes, sizeof(bytes), id.text);
    return id;
}

const char *id_floor(struct arena *arena, int64_t unix_ms)
{
    return arena_printf(arena, "%012llx%020d", (unsigned long long)unix_ms & 0xFFFFFFFFFFFFULL, 0);
}

static bool lower_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool id_valid(const char *text)
{
    for (int i = 0; i < ID_CHARS; i++)
        if (!lower_hex(text[i]))
            return false;
    return text[ID_CHARS] == '\0';
}

static bool dash_place(int i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

bool id_from_uuid(const char *uuid, struct id *ret_id)
{
    struct id id;
    int length = 0;

    if (strlen(uuid) == ID_CHARS + 4) {
        for (int i = 0; i < ID_CHARS + 4; i++) {
            if (dash_place(i) != (uuid[i] == '-'))
                return false;
            if (uuid[i] != '-')
                id.text[length++] = uuid[i] >= 'A' && uuid[i] <= 'F' ? (char)(uuid[i] + 32) : uuid[i];
        }
        id.text[length] = '\0';
        uuid = id.text;
    }
    if (!id_valid(uuid))
        return false;
    memcpy(ret_id->text, uuid, ID_CHARS + 1);
    return true;
}

void key_new(char *text, size_t chars)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    uint8_t bytes[64];
    size_t length = 0;

    while (length < chars) {
        random_bytes(bytes, sizeof(bytes));
        for (size_t i = 0; i < sizeof(bytes) && length < chars; i++)
            if (bytes[i] < 248) /* 4 × 62: above it, some digits would come more often */
                text[length++] = digits[bytes[i] % 62];
    }
    text[chars] = '\0';
}

const char *id_make(struct arena *arena)
{
    struct id id = id_new();

    return arena_memdup(arena, id.text, sizeof id.text);
}
