/* Files of products: what is sound is taken, what is not is named with its line. */
#include <string.h>

#include "base/buf.h"
#include "groupbuy/domain/product_file.h"
#include "simulation/properties/properties.h"

static const char *some_cell(struct world *world, int column)
{
    switch (column) {
    case COLUMN_NUMBER:
        return ANY_OF(world, "P1", "P2", "P3", "P1", "");
    case COLUMN_SKU_NUMBER:
        return ANY_OF(world, "", "S1", "S2", "S3", "S4");
    case COLUMN_LIST_PRICE:
        return ANY_OF(world, "59.80", "60", "1.5", "0.01", "0", "-1", "1.234", "x", "99999999", "");
    case COLUMN_COST_PRICE:
        return ANY_OF(world, "", "1", "0.5", "70", "a");
    case COLUMN_IMAGE_URLS:
        return ANY_OF(world, "", "https://a/b.png", "http://a/b https://c/d", "ftp://x", "https://");
    case COLUMN_PER_USER_LIMIT:
    case COLUMN_PER_PHONE_LIMIT:
    case COLUMN_STOCK:
    case COLUMN_WEIGHT_G:
        return ANY_OF(world, "", "1", "20", "7", "99999999999", "x");
    default:
        return ANY_OF(world, "same", "same", "same", "\"苹果, 红\"", "");
    }
}

static void add_headings(struct world *world, struct buf *text, int columns[COLUMNS], int *ret_count)
{
    int skipped = perhaps(world, 20) ? any_below(world, COLUMNS) : COLUMNS;

    *ret_count = 0;
    for (int i = 0; i < COLUMNS; i++) {
        if (i == skipped)
            continue;
        buf_printf(text, "%s%s", *ret_count ? "," : "", product_column_name((enum product_column)i));
        columns[(*ret_count)++] = i;
    }
    if (perhaps(world, 4))
        buf_add_str(text, ANY_OF(world, ",colour", ",title", ",a\"b"));
    buf_add_str(text, "\n");
}

static void add_lines(struct world *world, struct buf *text, const int *columns, int count)
{
    for (int line = any_below(world, 7); line > 0; line--) {
        bool sound = perhaps(world, 60);

        for (int i = 0; i < count; i++) {
            const char *cell = sound && columns[i] != COLUMN_NUMBER && columns[i] != COLUMN_SKU_NUMBER
                                   ? (columns[i] == COLUMN_LIST_PRICE                         ? "59.80"
                                      : columns[i] == COLUMN_COST_PRICE && perhaps(world, 30) ? ANY_OF(world, "1", "70")
                                      : columns[i] >= COLUMN_PER_USER_LIMIT && columns[i] != COLUMN_SKU_TITLE ? ""
                                                                                                              : "same")
                                   : some_cell(world, columns[i]);

            buf_printf(text, "%s%s", i ? "," : "", cell);
        }
        buf_add_str(text, ANY_OF(world, "\n", "\n", "\n", "\r\n", ",x\n", "\"\n"));
    }
}

static void check_read(struct world *world, const struct product_file *file)
{
    size_t lines = 0, bad = 0;

    for (size_t i = 0; i < file->products_count; i++) {
        const struct file_product *product = &file->products[i];

        HOLDS(world, product->first + product->count <= file->lines_count && product->count >= 1);
        lines += product->count;
        bad += product->bad;
        for (size_t k = 0; k < product->count && !product->bad; k++) {
            const struct product_line *line = &file->lines[product->first + k];

            HOLDS(world, !line->bad && line->list_price > 0 && line->cost <= line->list_price && line->stock >= 0);
            HOLDS(world, strcmp(line->cells[COLUMN_NUMBER], file->lines[product->first].cells[COLUMN_NUMBER]) == 0);
        }
    }
    HOLDS(world, lines <= file->lines_count && bad == file->products_bad);
    HOLDS(world, (file->faults_count == 0) == (file->lines_bad == 0));
}

/* Fifty SKUs are a product's most. */
static void add_many(struct buf *text, const int *columns, int count)
{
    for (int line = 0; line <= PRODUCT_FILE_SKUS_MAX; line++) {
        for (int i = 0; i < count; i++)
            buf_printf(text, "%s%s", i ? "," : "",
                       columns[i] == COLUMN_NUMBER       ? "P9"
                       : columns[i] == COLUMN_LIST_PRICE ? "5"
                                                         : "");
        buf_add_str(text, "\n");
    }
}

void product_files(struct world *world)
{
    struct product_file file;
    int columns[COLUMNS], count = 0;
    struct buf text;

    buf_init(&text, &world->arena, 1024);
    if (perhaps(world, 95))
        add_headings(world, &text, columns, &count);
    if (text.len)
        add_lines(world, &text, columns, count);
    if (text.len && perhaps(world, 4))
        add_many(&text, columns, count);
    if (ok(product_file_read(&world->arena, text.data, text.len, &file)))
        check_read(world, &file);
}
