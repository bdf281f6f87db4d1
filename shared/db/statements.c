/* Statements are prepared once per connection, at their first use, found again by their text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"

#define SLOTS (2 * DB_STATEMENTS_MAX)

static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* The slot that has it, or the free one where it belongs: the table is never more than half full. */
static size_t slot_of(const struct db *db, const char *sql, uint64_t hash)
{
    size_t slot = hash % SLOTS;
    while (db->statements[slot].sql &&
           (db->statements[slot].hash != hash || strcmp(db->statements[slot].sql, sql) != 0))
        slot = (slot + 1) % SLOTS;
    return slot;
}

static struct status prepare(struct db *db, const char *name, const char *sql)
{
    PGresult *result;
    TRY(connection_answer(db, PQsendPrepare(db->conn, name, sql, 0, NULL), &result));
    struct status status = result_status(result);
    PQclear(result);
    return status;
}

struct status statement_name(struct db *db, const char *sql, char name[16], bool *ret_prepared)
{
    uint64_t hash = hash_of(sql);
    size_t slot = slot_of(db, sql, hash);

    snprintf(name, 16, "s%zu", slot);
    if (db->statements[slot].sql || db->statements_count == DB_STATEMENTS_MAX) {
        *ret_prepared = db->statements[slot].sql != NULL;
        return OK;
    }
    TRY(prepare(db, name, sql));
    db->statements[slot] = (struct statement){ .sql = strdup(sql), .hash = hash };
    if (!db->statements[slot].sql)
        abort();
    db->statements_count++;
    *ret_prepared = true;
    return OK;
}

void statements_forget(struct db *db)
{
    for (size_t i = 0; i < SLOTS && db->statements_count; i++) {
        if (!db->statements[i].sql)
            continue;
        free(db->statements[i].sql);
        db->statements[i] = (struct statement){ 0 };
        db->statements_count--;
    }
}
