/* What JSON text needs before a parser sees it and while it is written. Parsing itself is jansson's.
 *
 * jansson recurses over nesting; our threads have 100 KB of stack. So whoever parses foreign text asks json_depth()
 * first. Nothing here allocates or fails.
 */
#ifndef LINLI_BASE_JSON_H
#define LINLI_BASE_JSON_H

#include <stddef.h>
#include <stdint.h>

#define JSON_ESCAPE_BYTES 6  /* the longest form of one code point: \u001f */
#define JSON_INT_BYTES    20 /* the longest number: -9223372036854775808 */

/* The deepest nesting of [ and {, brackets within strings apart. Text that is not JSON gives some number, too. */
size_t json_depth(const char *text, size_t bytes);

/* How many bytes from the start of `text` stand within a JSON string as they are: the rest begins with what needs
 * json_escape(). */
size_t json_plain(const char *text, size_t bytes);

/* Writes the first code point of `text` (bytes > 0) as it stands within a JSON string and returns how many bytes of
 * `text` that was. A byte that is not UTF-8 becomes U+FFFD. */
size_t json_escape(const char *text, size_t bytes, char out[JSON_ESCAPE_BYTES], size_t *ret_out_bytes);

/* Write the number, without a NUL, and return how many bytes it has. */
size_t json_int(int64_t value, char out[JSON_INT_BYTES]);
size_t json_uint(uint64_t value, char out[JSON_INT_BYTES]);

#endif
