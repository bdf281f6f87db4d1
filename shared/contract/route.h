/* Which method a request is for. Literal segments win over variables; matching allocates the decoded segments.
 *
 * The path is split on '/' first and each segment percent-decoded after; `..`, `.`, empty and NUL segments never match.
 * A trailing `:verb` is cut from the last raw segment before it is decoded.
 */
#ifndef LINLI_CONTRACT_ROUTE_H
#define LINLI_CONTRACT_ROUTE_H

#include "base/arena.h"
#include "contract/contract.h"

#define ROUTE_VARIABLES_MAX 4
#define ROUTE_SEGMENTS_MAX  16

struct route_match {
    const struct method *method; /* NULL: none */
    bool path_known;             /* some other HTTP method would have matched: 405, not 404 */
    char allow[32];              /* "GET, POST" when path_known */
    struct {
        const struct field *field;
        const char *value; /* decoded, valid UTF-8 */
    } variables[ROUTE_VARIABLES_MAX];
    size_t variables_count;
};

/* `path` without the query. */
void route_find(const struct contract *contract, struct arena *arena, const char *http_method, const char *path,
                struct route_match *ret_match);
struct buf;
/* proto/routes.txt: a line a method, sorted by path. */
void routes_write(const struct contract *contract, struct buf *out);

#endif
