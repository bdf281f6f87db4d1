/* Ids: UUIDv7, written as 32 lower-case hexadecimal digits. */
#ifndef LINLI_BASE_ID_H
#define LINLI_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define ID_CHARS 32

struct id {
    char text[ID_CHARS + 1];
};

struct id id_new(void);
/* The same as text on an arena. */
const char *id_make(struct arena *arena);
/* Not after any id that is made at that moment or later, and after each that was made before. */
const char *id_floor(struct arena *arena, int64_t unix_ms);
/* 32 lower-case hexadecimal digits and nothing else. */
bool id_valid(const char *text);
/* Copies an id or a uuid with dashes; false if it is neither. */
bool id_from_uuid(const char *uuid, struct id *ret_id);
/* A random key of `chars` base62 digits (no modulo bias), NUL-terminated: share links, codes. */
void key_new(char *text, size_t chars);

#endif
