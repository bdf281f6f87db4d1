/* JSON ⇄ wire, straight from the descriptors, and the rules of fields.
 *
 * Canonical proto3 JSON with these differences, stated in the OpenAPI document: 64-bit integers are JSON numbers
 * (numbers given as strings are taken too); zero values are always written, what is unset and may be unset is null;
 * fields go by their JSON names and enums by the names of their values only; unknown fields, duplicate keys and null
 * for a required value are refused. All wrong fields are named at once, in JSON names (`lines[2].quantity`).
 *
 * Wire bytes are taken more strictly than protobuf does: a singular field stands there once, so that no two readers can
 * understand a message differently. What is taken, protobuf-c can unpack.
 *
 * Depth, UTF-8 and NUL are under our control; nothing recurses deeper than MESSAGE_DEPTH_MAX, so a 100 KB stack is
 * enough.
 */
#ifndef LINLI_CONTRACT_TRANSCODE_H
#define LINLI_CONTRACT_TRANSCODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "contract/contract.h"
#include "contract/route.h"

/* A parameter of the query or path: name=value, already decoded. */
struct parameter {
    const char *name; /* JSON name (query: pageSize) or field name (path: circle_id) */
    const char *value;
};

/* Request bytes from a JSON body (NULL: none), path variables and query parameters. A field given twice (body and
 * path) is refused. Fails with BAD_REQUEST (not JSON, too deep) or FIELDS_INVALID. Rules are checked as well. */
struct status json_to_wire(const struct message_type *type, struct arena *arena, const char *json, size_t json_bytes,
                           const struct route_match *match, const struct parameter *query, size_t query_count,
                           struct buf *out);

#define JSON_BYTES_MAX ((size_t)3 << 20) /* of an answer: 1 MiB on the bus, and zeros and escapes take room */

/* Appends the JSON form. Fails with INTERNAL when the bytes are not a valid message of that type, or more than
 * JSON_BYTES_MAX; then nothing is appended. */
struct status wire_to_json(const struct message_type *type, const void *wire, size_t wire_bytes, struct buf *out);

/* Well-formedness (types, depth, UTF-8, NUL) and rules of a message that came over the bus: BAD_REQUEST or
 * FIELDS_INVALID. */
struct status wire_check(const struct message_type *type, const void *wire, size_t wire_bytes);

#endif
