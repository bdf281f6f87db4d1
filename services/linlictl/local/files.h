/* Small files: whole in, whole out. Written files are replaced at once (a reader sees the old or the new one). */
#ifndef LINLI_LINLICTL_FILES_H
#define LINLI_LINLICTL_FILES_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/status.h"

#define FILE_BYTES_MAX ((size_t)1 << 20)

/* Both end in a NUL that is not counted, on the arena. */
struct status file_load(struct arena *arena, const char *path, size_t bytes_max, char **ret_data, size_t *ret_bytes);
struct status file_read(struct arena *arena, const char *path, char **ret_text);
struct status file_write(const char *path, const char *text, mode_t mode);
struct status file_write_bytes(const char *path, const char *data, size_t bytes, mode_t mode);
bool file_exists(const char *path);
/* Makes the folder, and those above it, when they are not there. */
struct status folder_make(const char *path, mode_t mode);

/* The lines of a configuration text, without comments (#) and empty ones, cut into words by white space. */
#define LINE_WORDS_MAX 48

struct line_reader {
    char *_rest;
    int number; /* of the line read last, from 1 */
    int words_count;
    char *words[LINE_WORDS_MAX];
};

/* Changes `text`. */
struct line_reader line_reader(char *text);
/* False at the end. A line of more than LINE_WORDS_MAX words is cut. */
bool line_next(struct line_reader *reader);

#endif
