#include "groupbuy/domain/csv.h"

#include <string.h>

#include "base/planted.h"
#include "base/utf8.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct csv csv_open(char *data, size_t bytes)
{
    const size_t mark = sizeof BYTE_ORDER_MARK - 1;

    data[bytes] = 0;
    return (struct csv){
        ._data = data,
        ._bytes = bytes,
        ._at = bytes >= mark && memcmp(data, BYTE_ORDER_MARK, mark) == 0 ? mark : 0,
        ._line = 1,
    };
}

static void blame(struct csv_row *row, const char *fault)
{
    if (row->fault)
        return;
    row->fault = fault;
    row->fault_cell = row->count;
}

static char peek(const struct csv *csv)
{
    return csv->_data[csv->_at];
}

static bool at_end(const struct csv *csv)
{
    return csv->_at >= csv->_bytes;
}

/* LF, or CR and LF. */
static size_t line_end(const struct csv *csv)
{
    if (at_end(csv))
        return 0;
    if (peek(csv) == '\n')
        return 1;
    return peek(csv) == '\r' && csv->_data[csv->_at + 1] == '\n' ? 2 : 0;
}

static bool cell_ends(const struct csv *csv)
{
    return at_end(csv) || peek(csv) == ',' || line_end(csv) > 0;
}

/* What was written: no control characters but those that lay text out, and only UTF-8. */
static void check_text(struct csv_row *row, const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\n' && text[i] != '\r' && text[i] != '\t') || text[i] == 0x7f)
            return blame(row, "holds a control character");
    if (!utf8_valid(text, bytes))
        blame(row, "is not UTF-8");
}

/* Behind the opening quote: to the closing one, with doubled ones halved in place. Gives how many bytes it makes. */
static size_t read_quoted(struct csv *csv, struct csv_row *row, char *to)
{
    size_t bytes = 0;

    for (; !at_end(csv); csv->_at++) {
        if (peek(csv) == '"' && csv->_data[++csv->_at] != '"')
            return bytes;
        csv->_line += peek(csv) == '\n';
        to[bytes++] = peek(csv);
    }
    blame(row, "begins with a quote that is never closed");
    return bytes;
}

static size_t read_bare(struct csv *csv, struct csv_row *row)
{
    size_t begin = csv->_at;

    for (; !cell_ends(csv); csv->_at++)
        if (peek(csv) == '"')
            blame(row, "has a quote inside that is not doubled within quotes");
    return csv->_at - begin;
}

static char *skip_blanks(struct csv *csv)
{
    while (!at_end(csv) && (peek(csv) == ' ' || peek(csv) == '\t'))
        csv->_at++;
    return csv->_data + csv->_at;
}

/* The cell's text; *ret_bytes of it. Reading stands behind it then. */
static char *read_cell(struct csv *csv, struct csv_row *row, size_t *ret_bytes)
{
    char *text = skip_blanks(csv);

    if (at_end(csv) || *text != '"') {
        *ret_bytes = read_bare(csv, row);
        while (*ret_bytes > 0 && (text[*ret_bytes - 1] == ' ' || text[*ret_bytes - 1] == '\t'))
            --*ret_bytes;
        return text;
    }
    csv->_at++;
    *ret_bytes = read_quoted(csv, row, text);
    skip_blanks(csv);
    if (!cell_ends(csv))
        blame(row, "goes on behind its closing quote");
    while (!cell_ends(csv))
        csv->_at++;
    return text;
}

static void add_cell(struct csv_row *row, const char *text)
{
    if (row->count == CSV_CELLS_MAX + PLANTED_FAULT)
        return blame(row, "is one cell too many");
    row->cells[row->count++] = text;
}

/* Steps over a comma or the line's end; true when the row goes on. Only then may the cell get its NUL, which may stand
 * just there. */
static bool step_over(struct csv *csv)
{
    bool comma = !at_end(csv) && peek(csv) == ',';

    csv->_line += !comma && !at_end(csv);
    csv->_at += comma ? 1 : line_end(csv);
    return comma;
}

static void read_row(struct csv *csv, struct csv_row *row)
{
    bool goes_on;

    *row = (struct csv_row){ .line = csv->_line };
    do {
        size_t bytes;
        char *text = read_cell(csv, row, &bytes);

        check_text(row, text, bytes);
        goes_on = step_over(csv);
        text[bytes] = 0;
        add_cell(row, text);
    } while (goes_on);
}

bool csv_next(struct csv *csv, struct csv_row *ret_row)
{
    while (!at_end(csv)) {
        read_row(csv, ret_row);
        if (ret_row->fault || ret_row->count > 1 || *ret_row->cells[0])
            return true;
    }
    return false;
}
