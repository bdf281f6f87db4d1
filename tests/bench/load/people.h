/* Who asks, and what: a template of a request, filled from a line of a file of people. `{0}` to `{7}` are the line's
 * columns (tabs between them), `{key}` is a key that was never used before, `{length}` the bytes of what follows the
 * blank line. */
#ifndef LINLI_BENCH_PEOPLE_H
#define LINLI_BENCH_PEOPLE_H

#include <stddef.h>

#define COLUMNS_MAX       8
#define REQUEST_BYTES_MAX 8192

struct person {
    const char *columns[COLUMNS_MAX];
};

struct people {
    char *text;
    struct person *list;
    size_t count, next;
    unsigned long long keys; /* the next key's number */
    unsigned long long run;  /* makes keys of this run differ from others' */
};

/* Ends the program, with a sentence, when the file cannot be used. */
void people_load(struct people *people, const char *path);
/* The next person's request; its bytes. */
size_t people_request(struct people *people, const char *template, char request[REQUEST_BYTES_MAX]);

#endif
