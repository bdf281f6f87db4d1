#include "groupbuy/domain/round_books.h"

#include <stdbool.h>

struct finding {
    struct books_difference *list;
    size_t count;
};

static void expect(struct finding *finding, enum books_check check, size_t row, bool holds, int64_t expected,
                   int64_t found)
{
    if (!holds)
        finding->list[finding->count++] = (struct books_difference){ check, row, expected, found };
}

static int64_t listed_in_all(const struct books_units *rows, const size_t *first, size_t count, size_t row)
{
    int64_t sum = 0;

    for (size_t i = row; i < count && first[i] == row; i++)
        sum += rows[i].listed;
    return sum;
}

static void compare_item(const struct books_units *rows, const size_t *first, size_t count, size_t row,
                         struct finding *finding)
{
    int64_t listed = listed_in_all(rows, first, count, row);

    expect(finding, BOOKS_SHEET_IS_STOCK, row, rows[row].sheet == rows[row].taken, rows[row].taken, rows[row].sheet);
    expect(finding, BOOKS_LISTS_ARE_SHEET, row, listed == rows[row].sheet, rows[row].sheet, listed);
}

static void compare_place(const struct books_units *units, size_t row, struct finding *finding)
{
    int64_t outcome = units->picked_up + units->lacking + units->refunded + units->waiting;

    expect(finding, BOOKS_ORDERS_ARE_LIST, row, units->ordered == units->listed, units->listed, units->ordered);
    expect(finding, BOOKS_OUTCOME_IS_LIST, row, outcome == units->listed, units->listed, outcome);
    expect(finding, BOOKS_SERVED_CAME, row, units->served <= units->usable, units->usable, units->served);
}

size_t books_compare(const struct books_units *rows, const size_t *first, size_t count,
                     struct books_difference *ret_differences)
{
    struct finding finding = { .list = ret_differences };

    for (size_t row = 0; row < count; row++) {
        if (first[row] == row)
            compare_item(rows, first, count, row, &finding);
        compare_place(&rows[row], row, &finding);
    }
    return finding.count;
}
