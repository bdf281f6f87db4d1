/* Comma-separated values as spreadsheets write them (RFC 4180): cells in quotes or not, quotes doubled inside quotes,
 * lines that end in LF or CRLF, with a byte order mark or without. Pure; reads in place.
 *
 *     struct csv csv = csv_open(data, bytes);
 *     struct csv_row row;
 *     while (csv_next(&csv, &row)) …
 *
 * A cell is text, whatever it looks like: "=1+1" is four characters. The caller owns `data`, which is overwritten:
 * cells point into it. Nothing fails: what is wrong with a row stands in it, and reading goes on with the next.
 */
#ifndef GROUPBUY_DOMAIN_CSV_H
#define GROUPBUY_DOMAIN_CSV_H

#include <stdbool.h>
#include <stddef.h>

#define CSV_CELLS_MAX 64

struct csv {
    char *_data; /* _bytes of them, and a NUL behind */
    size_t _bytes, _at;
    int _line;
};

struct csv_row {
    int line; /* of its beginning, from 1 */
    size_t count;
    const char *cells[CSV_CELLS_MAX]; /* without blanks around them */
    const char *fault;                /* NULL: none */
    size_t fault_cell;                /* in which cell, from 0 */
};

/* `data[bytes]` must be writable: it becomes NUL. */
struct csv csv_open(char *data, size_t bytes);
/* Lines with nothing in them are passed over. False at the end. */
bool csv_next(struct csv *csv, struct csv_row *ret_row);

#endif
