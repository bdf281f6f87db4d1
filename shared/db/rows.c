/* Cells of a result. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "db/connection.h"

struct rows {
    PGresult *result;
    struct arena *arena;
};

static void clear(void *result)
{
    PQclear(result);
}

struct rows *rows_new(struct arena *arena, PGresult *result)
{
    struct rows *rows = arena_new(arena, struct rows);
    *rows = (struct rows){ result, arena };
    arena_defer(arena, clear, result);
    return rows;
}

const char *rows_tag(const struct rows *rows)
{
    return PQcmdStatus(rows->result);
}

int64_t rows_affected(const struct rows *rows)
{
    return strtoll(PQcmdTuples(rows->result), NULL, 10);
}

static void __attribute__((noreturn, cold)) mistake(const char *what, int row, int column)
{
    fprintf(stderr, "a mistake in reading a result: %s (row %d, column %d)\n", what, row, column);
    abort();
}

static const char *cell(const struct rows *rows, int row, int column)
{
    if (row < 0 || row >= PQntuples(rows->result) || column < 0 || column >= PQnfields(rows->result))
        mistake("no such cell", row, column);
    return PQgetvalue(rows->result, row, column); /* "" for NULL */
}

int rows_count(const struct rows *rows)
{
    return PQntuples(rows->result);
}

bool rows_null(const struct rows *rows, int row, int column)
{
    cell(rows, row, column);
    return PQgetisnull(rows->result, row, column);
}

const char *rows_text(const struct rows *rows, int row, int column)
{
    return cell(rows, row, column);
}

const char *rows_id(const struct rows *rows, int row, int column)
{
    const char *text = cell(rows, row, column);
    struct id id;
    if (*text == 0)
        return "";
    if (!id_from_uuid(text, &id))
        mistake("not an id", row, column);
    return arena_strdup(rows->arena, id.text);
}

const char **rows_ids(const struct rows *rows, int column)
{
    int count = rows_count(rows);
    const char **ids = arena_array(rows->arena, const char *, (size_t)count);

    for (int row = 0; row < count; row++)
        ids[row] = rows_id(rows, row, column);
    return ids;
}

int64_t rows_int(const struct rows *rows, int row, int column)
{
    const char *text = cell(rows, row, column);
    char *end;
    if (*text == 0)
        return 0;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || *end)
        mistake("not an integer", row, column);
    return value;
}

bool rows_bool(const struct rows *rows, int row, int column)
{
    const char *text = cell(rows, row, column);
    if (*text && strcmp(text, "t") != 0 && strcmp(text, "f") != 0)
        mistake("not a boolean", row, column);
    return *text == 't';
}

int64_t rows_time_us(const struct rows *rows, int row, int column)
{
    const char *text = cell(rows, row, column);
    int64_t unix_us;
    if (*text == 0)
        return 0;
    if (time_parse_rfc3339(text, strlen(text), &unix_us) != 0)
        mistake("not a time", row, column);
    return unix_us;
}

/* bytea comes as \x and hexadecimal digits. */
const uint8_t *rows_bytes(const struct rows *rows, int row, int column, size_t *ret_bytes)
{
    const char *text = cell(rows, row, column);
    size_t chars = strlen(text);
    if (chars == 0) {
        *ret_bytes = 0;
        return arena_alloc(rows->arena, 1);
    }
    uint8_t *bytes = arena_alloc(rows->arena, chars / 2);
    if (strncmp(text, "\\x", 2) != 0 || !hex_decode(text + 2, chars - 2, bytes))
        mistake("not bytes", row, column);
    *ret_bytes = (chars - 2) / 2;
    return bytes;
}
