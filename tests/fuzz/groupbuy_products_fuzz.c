/* Files of products: whatever the file holds, reading it ends; every line is in one product at most; what a good
 * product says is within bounds. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "groupbuy/domain/product_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static void need(bool right)
{
    if (!right)
        abort();
}

static void good(const struct product_file *file, const struct file_product *product)
{
    for (size_t i = product->first; i < product->first + product->count; i++) {
        const struct product_line *line = &file->lines[i];

        need(!line->bad && *line->cells[COLUMN_NUMBER] && *line->cells[COLUMN_SKU_NUMBER]);
        need(strcmp(line->cells[COLUMN_NUMBER], file->lines[product->first].cells[COLUMN_NUMBER]) == 0);
        need(line->list_price > 0 && line->list_price <= 10000000 && line->cost >= 0 && line->cost <= line->list_price);
        need(line->stock >= 0 && line->stock <= 1000000 && line->weight_g >= 0 && line->per_user_limit <= 999 &&
             line->shared.household <= 999 && line->shared.address <= 999 && line->shared.phone <= 999);
        for (int k = 0; k < COLUMNS; k++)
            need(utf8_valid(line->cells[k], strlen(line->cells[k])));
    }
}

static void look(const struct product_file *file)
{
    size_t lines = 0, bad = 0;

    for (size_t i = 0; i < file->products_count; i++) {
        need(file->products[i].count > 0 && file->products[i].first == lines + (file->products[0].first));
        lines += file->products[i].count;
        bad += file->products[i].bad;
        if (!file->products[i].bad)
            good(file, &file->products[i]);
    }
    need(lines <= file->lines_count && bad == file->products_bad && file->lines_bad <= file->lines_count);
    need((file->lines_bad > 0) == (file->faults_count > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct product_file file;
    struct arena arena;
    char *copy;

    arena_init(&arena, ARENA_BYTES_MAX);
    copy = arena_alloc(&arena, bytes + 1);
    if (bytes > 0)
        memcpy(copy, data, bytes);
    if (ok(product_file_read(&arena, copy, bytes, &file)))
        look(&file);
    arena_finish(&arena);
    return 0;
}
