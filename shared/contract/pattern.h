/* Private to shared/contract: the patterns of rules, matched against whole texts by PCRE2.
 *
 * A pattern says what regular expressions of JavaScript say, too, as the OpenAPI document carries it on: letters, ^, $,
 * . and |, classes, groups, ? * + {m} {m,} {m,n}, and \ before a sign that means something, n or t. A byte is a
 * character: patterns are for codes, not for prose.
 *
 * glibc's regexec() would be one library less; but it keeps a table of 2 KB for each state that it ever was in (a
 * megabyte for our contract), takes a lock for each text, and reads [^\n] as neither \ nor n.
 */
#ifndef LINLI_CONTRACT_PATTERN_H
#define LINLI_CONTRACT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define PATTERN_WHY_BYTES 128

struct pattern;

/* NULL: `ret_why` says what is wrong with the text. What is made belongs to the arena. */
const struct pattern *pattern_compile(struct arena *arena, const char *text, char ret_why[PATTERN_WHY_BYTES]);
/* All ways to match are followed side by side: the time is the text's length times the pattern's, at most. A text with
 * more ways than there is room for (some 250: two pieces that each repeat so often, and match the same) does not match.
 */
bool pattern_matches(const struct pattern *pattern, const char *text, size_t bytes);

#endif
