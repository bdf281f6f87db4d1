/* Private to shared/contract: a strict reader of JSON (RFC 8259), asked for one token after the other.
 *
 * Nothing recurses; nesting is counted and stops at MESSAGE_DEPTH_MAX. Strings are strict UTF-8 without NUL and without
 * lone surrogates. The first mistake ends it: `wrong` is set, every further question answers false or JSON_WRONG, and
 * the position stays at the mistake.
 */
#ifndef LINLI_CONTRACT_JSON_READER_H
#define LINLI_CONTRACT_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum json_type { JSON_WRONG, JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOL, JSON_NULL };

struct json {
    const char *start, *at, *end;
    struct arena *arena; /* for strings with escapes */
    const char *wrong;   /* NULL: nothing so far */
    int depth;
};

struct json_text {
    const char *data; /* within the document, or on the arena when it had escapes; no NUL at its end */
    size_t bytes;
};

void json_open(struct json *json, struct arena *arena, const char *text, size_t bytes);
/* Nothing but white space is left. */
bool json_close(struct json *json);

/* What comes next; white space is passed over. */
enum json_type json_peek(struct json *json);
/* The text of a number or of true, false, null as it stands; of a string decoded. */
bool json_scalar(struct json *json, enum json_type type, struct json_text *ret_text);
/* Into an object or array that json_peek() has announced. */
bool json_enter(struct json *json);
/* The next member's name, the value following; false at the end of the object (which is left) and on a mistake. */
bool json_member(struct json *json, bool first, struct json_text *ret_name);
/* False at the end of the array (which is left) and on a mistake. */
bool json_item(struct json *json, bool first);
/* Passes over a value, which must be well-formed as any other. */
bool json_skip(struct json *json);

#endif
