/* Sheets for paper and for spreadsheets: a table as CSV or as a page to print, and labels. Pure.
 *
 * CSV is UTF-8 with its mark, so that spreadsheets read Chinese; every text is quoted, and one that a spreadsheet would
 * take for a formula gets an apostrophe before it. Pages stand alone: no script, nothing from elsewhere, every text
 * escaped. */
#ifndef GROUPBUY_DOMAIN_SHEET_H
#define GROUPBUY_DOMAIN_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define SHEET_COLUMNS_MAX     10
#define LABEL_GOODS_LINES_MAX 4 /* of one label; who has more gets more labels */

enum sheet_format { SHEET_CSV, SHEET_PAGE };

struct sheet_head {
    const char *title;
    const char *note; /* below the title of a page */
    const char *columns[SHEET_COLUMNS_MAX];
    bool numeric[SHEET_COLUMNS_MAX]; /* numbers of ours: they stand as they are */
    size_t columns_count;
};

void sheet_begin(struct buf *out, enum sheet_format format, const struct sheet_head *head);
/* `cells`: as many as there are columns. */
void sheet_row(struct buf *out, enum sheet_format format, const struct sheet_head *head, const char *const *cells);
void sheet_end(struct buf *out, enum sheet_format format);

struct label_goods {
    const char *text;  /* cut where the label ends */
    const char *units; /* never cut */
};

/* 60 × 40 mm each. */
struct label {
    const char *number; /* 跟团号 */
    const char *name;
    const char *shelf;
    const char *place;
    const struct label_goods *goods; /* a line each */
    size_t goods_count;
};

void labels_begin(struct buf *out, const char *title);
void labels_add(struct buf *out, const struct label *label);
void labels_end(struct buf *out);

/* What each format is: text/csv, text/html. */
const char *sheet_media_type(enum sheet_format format);

#endif
