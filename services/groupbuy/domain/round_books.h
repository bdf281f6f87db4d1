/* 货账核对: whether a round's sources agree, and where they do not. Pure.
 *
 *   what left the stock = purchase sheet = Σ delivery lists
 *   lines of orders = delivery list = picked up + short + refunded + waiting      at each place
 *   shared out ≤ what came                                                        at each place */
#ifndef GROUPBUY_DOMAIN_ROUND_BOOKS_H
#define GROUPBUY_DOMAIN_ROUND_BOOKS_H

#include <stddef.h>
#include <stdint.h>

/* The numbers of linli.groupbuy.v1.BooksCheck. */
enum books_check {
    BOOKS_SHEET_IS_STOCK = 1,
    BOOKS_LISTS_ARE_SHEET = 2,
    BOOKS_ORDERS_ARE_LIST = 3,
    BOOKS_OUTCOME_IS_LIST = 4,
    BOOKS_SERVED_CAME = 5,
};

/* Of an item at a place. */
struct books_units {
    int64_t taken, sheet; /* of the item in all places */
    int64_t ordered, listed, picked_up, lacking, refunded, waiting;
    int64_t usable, served;
};

struct books_difference {
    enum books_check check;
    size_t row; /* the first of its item, for what is of all places */
    int64_t expected, found;
};

#define BOOKS_DIFFERENCES_A_ROW_MAX 5

/* `first[i]`: the row at which row i's item begins; rows of an item stand together. Room for
 * BOOKS_DIFFERENCES_A_ROW_MAX a row; gives how many there are, 0: proved. */
size_t books_compare(const struct books_units *rows, const size_t *first, size_t count,
                     struct books_difference *ret_differences);

#endif
