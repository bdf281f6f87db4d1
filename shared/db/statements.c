/* Statements are prepared once per connection, at their first use, found again by their text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"

#define SLOTS (2 * DB_STATEMENTS_MAX)

/* Eight characters at a time: a text has hundreds, and every statement of every call is looked up. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037), word;
    size_t left = strlen(text);

    for (; left >= sizeof word; left -= sizeof word, text += sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    for (; left; left--, text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211); /* FNV-1a */
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

enum statement_state statement_find(const struct db *db, const char *sql, char name[16], size_t *ret_slot)
{
    *ret_slot = slot_of(db, sql, hash_of(sql));
    snprintf(name, 16, "s%zu", *ret_slot);
    if (db->statements[*ret_slot].sql)
        return STATEMENT_KNOWN;
    return db->statements_count == DB_STATEMENTS_MAX ? STATEMENT_FULL : STATEMENT_NEW;
}

void statement_keep(struct db *db, const char *sql, size_t slot)
{
    db->statements[slot] = (struct statement){ .sql = strdup(sql), .hash = hash_of(sql) };
    if (!db->statements[slot].sql)
        abort();
    db->statements_count++;
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
