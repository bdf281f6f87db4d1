/* An answer that is a file (option `file`): its content, type and name, out of the answer's wire bytes.
 *
 * The bytes have passed wire_to_json(); what is handed out points into them, or lies on the arena. */
#ifndef LINLI_CONTRACT_ANSWER_FILE_H
#define LINLI_CONTRACT_ANSWER_FILE_H

#include "base/arena.h"
#include "contract/contract.h"

#define ANSWER_FILE_NEXT_BYTES_MAX 1024

struct answer_file {
    const char *type; /* one of the method's types, without parameters */
    const char *text;
    size_t text_bytes;
    const char *name; /* UTF-8, from a service: it may hold anything */
    size_t name_bytes;
    const char *next; /* where the next part begins, visible ASCII; NULL: this is the last */
};

/* INTERNAL when the answer's media type is none that the method declares, or `next` cannot stand in a header. */
struct status answer_file_read(const struct method *method, struct arena *arena, const void *wire, size_t wire_bytes,
                               struct answer_file *ret_file);

#endif
