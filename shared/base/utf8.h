/* UTF-8 checks for text from outside. */
#ifndef LINLI_BASE_UTF8_H
#define LINLI_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the code point that begins `text`; 0 when it is not strict UTF-8 (or empty). NUL counts as one byte. */
size_t utf8_sequence(const char *text, size_t bytes);
/* Strict UTF-8 (no surrogates, no overlong forms), and no NUL. */
bool utf8_valid(const char *text, size_t bytes);
/* Code points of valid UTF-8. */
size_t utf8_length(const char *text, size_t bytes);
/* Bytes of the first `chars` code points of valid UTF-8. */
size_t utf8_prefix(const char *text, size_t bytes, size_t chars);

#endif
