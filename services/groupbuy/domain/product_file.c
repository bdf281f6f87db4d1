#include "groupbuy/domain/product_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "groupbuy/domain/csv.h"

#define URL_CHARS_MAX 500

static const struct heading {
    const char *name, *zh;
    size_t chars_max;
    bool needed;
} headings[COLUMNS] = {
    [COLUMN_NUMBER] = { "number", "商品编号", 32, true },
    [COLUMN_TITLE] = { "title", "商品名称", 60, true },
    [COLUMN_CATEGORY] = { "category", "分类", 30, true },
    [COLUMN_DESCRIPTION] = { "description", "描述", 5000, false },
    [COLUMN_SELLER_NAME] = { "seller_name", "销售方", 60, true },
    [COLUMN_SELLER_LICENCE] = { "seller_licence", "许可证号", 60, true },
    [COLUMN_PER_USER_LIMIT] = { "per_user_limit", "每人限购", 0, false },
    [COLUMN_PER_HOUSEHOLD_LIMIT] = { "per_household_limit", "每户限购", 0, false },
    [COLUMN_PER_ADDRESS_LIMIT] = { "per_address_limit", "每地址限购", 0, false },
    [COLUMN_PER_PHONE_LIMIT] = { "per_phone_limit", "每电话限购", 0, false },
    [COLUMN_IMAGE_URLS] = { "image_urls", "图片", PRODUCT_FILE_IMAGES_MAX *(URL_CHARS_MAX + 1), false },
    [COLUMN_SKU_NUMBER] = { "sku_number", "规格编号", 32, false },
    [COLUMN_SKU_TITLE] = { "sku_title", "规格", 60, true },
    [COLUMN_LIST_PRICE] = { "list_price", "售价", 0, true },
    [COLUMN_COST_PRICE] = { "cost_price", "成本价", 0, false },
    [COLUMN_STOCK] = { "stock", "库存", 0, false },
    [COLUMN_WEIGHT_G] = { "weight_g", "重量克", 0, false },
};

const char *product_column_name(enum product_column column)
{
    return headings[column].name;
}

/* What reading is at. */
struct reading {
    struct arena *arena;
    struct product_file *file;
    int columns[CSV_CELLS_MAX]; /* by cell */
    size_t cells;
};

static void blame(struct reading *reading, struct product_line *line, const char *column, const char *what)
{
    struct product_file *file = reading->file;

    if (file->faults_count < PRODUCT_FILE_FAULTS_MAX)
        file->faults[file->faults_count] = (struct file_fault){ line->line, column, what };
    file->faults_count++;
    file->lines_bad += !line->bad;
    line->bad = true;
}

#define BLAME(reading, line, column, ...)                                                                              \
    blame(reading, line, headings[column].name, arena_printf((reading)->arena, __VA_ARGS__))

/* ---- headings ---- */

static int column_of(const char *heading)
{
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(headings[i].name, heading) == 0 || strcmp(headings[i].zh, heading) == 0)
            return i;
    return -1;
}

static struct status read_headings(struct reading *reading, const struct csv_row *row)
{
    if (row->fault)
        return fail(IMPORT_UNREADABLE, "heading %zu %s", row->fault_cell + 1, row->fault);
    for (size_t i = 0; i < row->count; i++) {
        int column = column_of(row->cells[i]);

        if (column < 0)
            return fail(IMPORT_UNREADABLE, "there is no column called «%.60s»", row->cells[i]);
        if (reading->file->has[column])
            return fail(IMPORT_UNREADABLE, "column %s stands there twice", headings[column].name);
        reading->file->has[column] = true;
        reading->columns[i] = column;
    }
    reading->cells = row->count;
    for (int i = 0; i < COLUMNS; i++)
        if (headings[i].needed && !reading->file->has[i])
            return fail(IMPORT_UNREADABLE, "column %s (%s) is missing", headings[i].name, headings[i].zh);
    return OK;
}

/* ---- a line ---- */

static const char *heading_of_cell(const struct reading *reading, size_t cell)
{
    return cell < reading->cells ? headings[reading->columns[cell]].name : "";
}

/* Digits up to `max`, nothing else; false otherwise. */
static bool read_number(const char *text, int64_t max, int64_t *ret_number)
{
    int64_t number = 0;

    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || number > max)
            return false;
        number = number * 10 + (*text - '0');
    }
    *ret_number = number;
    return number <= max;
}

/* Yuan with up to two decimals, as fen. */
static bool read_yuan(struct arena *arena, const char *text, int64_t max, int64_t *ret_fen)
{
    size_t whole = strcspn(text, ".");
    int64_t yuan, cents = 0;

    if (!read_number(arena_strndup(arena, text, whole), max / 100, &yuan))
        return false;
    if (text[whole]) {
        const char *decimals = text + whole + 1;

        if (strlen(decimals) > 2 || !read_number(decimals, 99, &cents))
            return false;
        cents *= decimals[1] ? 1 : 10;
    }
    *ret_fen = yuan * 100 + cents;
    return *ret_fen <= max;
}

static void check_chars(struct reading *reading, struct product_line *line)
{
    for (int i = 0; i < COLUMNS; i++) {
        size_t bytes = strlen(line->cells[i]);

        if (headings[i].chars_max && utf8_length(line->cells[i], bytes) > headings[i].chars_max)
            BLAME(reading, line, i, "is longer than %zu characters", headings[i].chars_max);
        if (i != COLUMN_DESCRIPTION && i != COLUMN_IMAGE_URLS && strpbrk(line->cells[i], "\n\r\t"))
            BLAME(reading, line, i, "must be a single line");
    }
}

#define PRICE_FEN_MAX 10000000
#define UNITS_MAX     1000000
#define LIMIT_MAX     999

static void read_units(struct reading *reading, struct product_line *line, enum product_column column, int64_t max,
                       int64_t *ret_units)
{
    if (*line->cells[column] && !read_number(line->cells[column], max, ret_units))
        BLAME(reading, line, column, "must be a whole number from 0 to %ld", (long)max);
}

static void read_prices(struct reading *reading, struct product_line *line)
{
    bool priced = read_yuan(reading->arena, line->cells[COLUMN_LIST_PRICE], PRICE_FEN_MAX, &line->list_price);

    if (!priced || line->list_price == 0)
        BLAME(reading, line, COLUMN_LIST_PRICE, "must be yuan from 0.01 to 100000, like 59.80");
    if (!*line->cells[COLUMN_COST_PRICE])
        return;
    if (!read_yuan(reading->arena, line->cells[COLUMN_COST_PRICE], PRICE_FEN_MAX, &line->cost))
        BLAME(reading, line, COLUMN_COST_PRICE, "must be yuan from 0 to 100000, like 59.80");
    else if (priced && line->cost > line->list_price)
        BLAME(reading, line, COLUMN_COST_PRICE, "must be at most the list price");
}

static int32_t read_limit(struct reading *reading, struct product_line *line, enum product_column column)
{
    int64_t limit = 0;

    read_units(reading, line, column, LIMIT_MAX, &limit);
    return (int32_t)limit;
}

static void read_numbers(struct reading *reading, struct product_line *line)
{
    int64_t weight = 0;

    read_prices(reading, line);
    read_units(reading, line, COLUMN_STOCK, UNITS_MAX, &line->stock);
    read_units(reading, line, COLUMN_WEIGHT_G, UNITS_MAX, &weight);
    line->per_user_limit = read_limit(reading, line, COLUMN_PER_USER_LIMIT);
    line->shared = (struct shared_limits){
        .household = read_limit(reading, line, COLUMN_PER_HOUSEHOLD_LIMIT),
        .address = read_limit(reading, line, COLUMN_PER_ADDRESS_LIMIT),
        .phone = read_limit(reading, line, COLUMN_PER_PHONE_LIMIT),
    };
    line->weight_g = (int32_t)weight;
}

/* Addresses with blanks between them. */
static void check_images(struct reading *reading, struct product_line *line)
{
    const char *at = line->cells[COLUMN_IMAGE_URLS] + strspn(line->cells[COLUMN_IMAGE_URLS], " \n\r\t");
    int count = 0;

    for (size_t length; *at; at += length, at += strspn(at, " \n\r\t")) {
        size_t scheme = strncmp(at, "https://", 8) == 0 ? 8 : strncmp(at, "http://", 7) == 0 ? 7 : 0;

        length = strcspn(at, " \n\r\t");
        if (scheme == 0 || length == scheme || length > URL_CHARS_MAX || ++count > PRODUCT_FILE_IMAGES_MAX) {
            BLAME(reading, line, COLUMN_IMAGE_URLS, "must be up to %d addresses that begin with https://",
                  PRODUCT_FILE_IMAGES_MAX);
            return;
        }
    }
}

static void read_line(struct reading *reading, const struct csv_row *row, struct product_line *line)
{
    *line = (struct product_line){ .line = row->line };
    for (int i = 0; i < COLUMNS; i++)
        line->cells[i] = "";
    for (size_t i = 0; i < row->count && i < reading->cells; i++)
        line->cells[reading->columns[i]] = row->cells[i];
    line->broken = row->fault || row->count != reading->cells;
    if (row->fault) {
        blame(reading, line, heading_of_cell(reading, row->fault_cell), row->fault);
        return;
    }
    if (row->count != reading->cells) {
        blame(reading, line, "",
              arena_printf(reading->arena, "has %zu cells where %zu are", row->count, reading->cells));
        return;
    }
    if (!*line->cells[COLUMN_NUMBER])
        BLAME(reading, line, COLUMN_NUMBER, "is missing");
    if (!*line->cells[COLUMN_SKU_TITLE])
        BLAME(reading, line, COLUMN_SKU_TITLE, "is missing");
    check_chars(reading, line);
    read_numbers(reading, line);
    check_images(reading, line);
}

/* ---- products ---- */

static int compare_lines(const void *a, const void *b)
{
    const struct product_line *left = a, *right = b;
    int order = strcmp(left->cells[COLUMN_NUMBER], right->cells[COLUMN_NUMBER]);

    return order ? order : (left->line > right->line) - (left->line < right->line);
}

/* What the first line says holds for all; the others leave it out or say the same. */
static void check_agreement(struct reading *reading, const struct product_line *first, struct product_line *line)
{
    for (int i = 0; i < COLUMN_SKU_NUMBER; i++)
        if (*line->cells[i] && strcmp(line->cells[i], first->cells[i]) != 0)
            BLAME(reading, line, i, "differs from line %d of the same product", first->line);
}

static void check_first(struct reading *reading, struct product_line *first)
{
    for (int i = 0; i < COLUMN_SKU_NUMBER; i++)
        if (i != COLUMN_NUMBER && headings[i].needed && !*first->cells[i])
            BLAME(reading, first, i, "is missing");
}

/* A product's only SKU may go without a number of its own: it has the product's. */
static void number_sku(struct product_line *line)
{
    if (!*line->cells[COLUMN_SKU_NUMBER])
        line->cells[COLUMN_SKU_NUMBER] = line->cells[COLUMN_NUMBER];
}

static void check_sku_numbers(struct reading *reading, struct product_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].broken)
            continue;
        number_sku(&lines[i]);
        for (size_t k = 0; k < i; k++)
            if (!lines[k].broken && strcmp(lines[i].cells[COLUMN_SKU_NUMBER], lines[k].cells[COLUMN_SKU_NUMBER]) == 0) {
                BLAME(reading, &lines[i], COLUMN_SKU_NUMBER, "stands in line %d already", lines[k].line);
                break;
            }
    }
}

static void check_product(struct reading *reading, struct file_product *product)
{
    struct product_line *lines = &reading->file->lines[product->first];

    if (!lines[0].broken)
        check_first(reading, &lines[0]);
    if (product->count > PRODUCT_FILE_SKUS_MAX)
        BLAME(reading, &lines[PRODUCT_FILE_SKUS_MAX], COLUMN_NUMBER, "has more than %d SKUs", PRODUCT_FILE_SKUS_MAX);
    else
        check_sku_numbers(reading, lines, product->count);
    for (size_t i = 0; i < product->count; i++) {
        if (i > 0 && !lines[i].broken)
            check_agreement(reading, &lines[0], &lines[i]);
        product->bad = product->bad || lines[i].bad;
    }
    reading->file->products_bad += product->bad;
}

/* Lines without a number belong to no product. */
static void make_products(struct reading *reading)
{
    struct product_file *file = reading->file;

    qsort(file->lines, file->lines_count, sizeof *file->lines, compare_lines);
    file->products = arena_array(reading->arena, struct file_product, file->lines_count);
    for (size_t i = 0; i < file->lines_count; i++) {
        const char *number = file->lines[i].cells[COLUMN_NUMBER];

        if (!*number)
            continue;
        if (i == 0 || strcmp(number, file->lines[i - 1].cells[COLUMN_NUMBER]) != 0)
            file->products[file->products_count++] = (struct file_product){ .first = i };
        file->products[file->products_count - 1].count++;
    }
    for (size_t i = 0; i < file->products_count; i++)
        check_product(reading, &file->products[i]);
}

static size_t lines_at_most(const char *data, size_t bytes)
{
    size_t lines = 1;

    for (size_t i = 0; i < bytes; i++)
        lines += data[i] == '\n';
    return lines;
}

struct status product_file_read(struct arena *arena, char *data, size_t bytes, struct product_file *ret_file)
{
    size_t lines_max = lines_at_most(data, bytes);
    struct csv csv = csv_open(data, bytes);
    struct reading reading = { .arena = arena, .file = ret_file };
    struct csv_row row;

    *ret_file = (struct product_file){ 0 };
    if (!csv_next(&csv, &row))
        return fail(IMPORT_UNREADABLE, "the file is empty");
    TRY(read_headings(&reading, &row));
    lines_max = lines_max < PRODUCT_FILE_LINES_MAX ? lines_max : PRODUCT_FILE_LINES_MAX;
    ret_file->lines = arena_array(arena, struct product_line, lines_max);
    ret_file->faults = arena_array(arena, struct file_fault, PRODUCT_FILE_FAULTS_MAX);
    while (csv_next(&csv, &row)) {
        if (ret_file->lines_count == lines_max)
            return fail(IMPORT_UNREADABLE, "the file has more than %d lines", PRODUCT_FILE_LINES_MAX);
        read_line(&reading, &row, &ret_file->lines[ret_file->lines_count++]);
    }
    if (ret_file->lines_count == 0)
        return fail(IMPORT_UNREADABLE, "the file has headings and nothing else");
    make_products(&reading);
    return OK;
}
