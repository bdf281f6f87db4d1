/* 货账核对 of a round: read, compared, shown. */
#ifndef GROUPBUY_FLOW_ROUND_BOOKS_H
#define GROUPBUY_FLOW_ROUND_BOOKS_H

#include "groupbuy/domain/sheet.h"
#include "groupbuy/flow/receiving.h"
#include "groupbuy/store/books_store.h"

struct round_books {
    struct books_row *rows;
    size_t count;
    struct books_difference *differences;
    size_t differences_count; /* 0: proved */
};

/* Lives in the call's arena. */
struct status round_books_read(struct call *call, const char *round_id, struct round_books *ret_books);
/* One page, or a table. */
struct status round_books_write(struct call *call, const struct round *round, enum sheet_format format,
                                struct buf *out);

#endif
