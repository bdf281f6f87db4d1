#include "coupons/store/level_store.h"

/* ---- levels ---- */

struct status level_set_get(struct tx *tx, struct level_set *ret_set)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.version, s.decay_percent, l.name, l.threshold, l.keep_growth from"
                 " (select version, decay_percent from level_sets order by version desc limit 1) s"
                 " left join levels l on l.version = s.version order by l.number"));
    *ret_set = (struct level_set){ 0 };
    if (rows_count(rows) == 0)
        return OK;
    ret_set->version = rows_int(rows, 0, 0);
    ret_set->decay_percent = (int)rows_int(rows, 0, 1);
    for (int row = 0; row < rows_count(rows) && !rows_null(rows, row, 2); row++)
        ret_set->levels[ret_set->count++] = (struct level){
            .name = rows_text(rows, row, 2),
            .threshold = rows_int(rows, row, 3),
            .keep = rows_int(rows, row, 4),
        };
    return OK;
}

struct status level_benefits_get(struct tx *tx, struct level_set *set)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select l.number, b.text from levels l cross join lateral unnest(l.benefits) with ordinality b (text, i)"
        " where l.version = $1 order by l.number, b.i",
        db_int(set->version)));
    for (int row = 0; row < rows_count(rows); row++) {
        struct level *level = &set->levels[rows_int(rows, row, 0) - 1];

        level->benefits[level->benefits_count++] = rows_text(rows, row, 1);
    }
    return OK;
}

struct status level_set_hold(struct tx *tx, struct level_set *ret_set)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select pg_advisory_xact_lock(hashtextextended('levels are set', 0))"));
    return level_set_get(tx, ret_set);
}

struct status level_set_insert(struct tx *tx, const struct level_set *set, const char *operator_id, int64_t now_us)
{
    TRY(db_exec(tx, "insert into level_sets (version, decay_percent, set_by, set_at) values ($1, $2, $3, $4)",
                db_int(set->version), db_int(set->decay_percent), db_id(operator_id), db_time(now_us)));
    for (size_t i = 0; i < set->count; i++) {
        const struct level *level = &set->levels[i];

        TRY(db_exec(tx,
                    "insert into levels (version, number, name, threshold, keep_growth, benefits)"
                    " values ($1, $2, $3, $4, $5, $6::text[])",
                    db_int(set->version), db_int((int64_t)i + 1), db_text(level->name), db_int(level->threshold),
                    db_int(level->keep), db_texts(level->benefits, level->benefits_count)));
    }
    return OK;
}

/* ---- members ---- */

#define MEMBER_SELECT                                                                                                  \
    "select growth, level, set_version, year_growth, year_until from growth_accounts where user_id = $1"

static struct member member_read(const struct rows *rows, const char *user_id)
{
    if (rows_count(rows) == 0)
        return (struct member){ .user_id = user_id };
    return (struct member){
        .user_id = user_id,
        .growth = rows_int(rows, 0, 0),
        .level = (int)rows_int(rows, 0, 1),
        .set_version = rows_int(rows, 0, 2),
        .year_growth = rows_int(rows, 0, 3),
        .year_until_us = rows_time_us(rows, 0, 4),
    };
}

struct status member_get(struct tx *tx, const char *user_id, struct member *ret_member)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, MEMBER_SELECT, db_id(user_id)));
    *ret_member = member_read(rows, user_id);
    return OK;
}

struct status member_lock(struct tx *tx, const char *user_id, int64_t now_us, struct member *ret_member)
{
    struct rows *rows;

    TRY(db_exec(tx, "insert into growth_accounts (user_id, year_until) values ($1, $2) on conflict do nothing",
                db_id(user_id), db_time(now_us + LEVEL_YEAR_US)));
    TRY(db_query(tx, &rows, MEMBER_SELECT " for no key update", db_id(user_id)));
    *ret_member = member_read(rows, user_id);
    return OK;
}

struct status member_save(struct tx *tx, const struct member *member)
{
    return db_exec(tx,
                   "update growth_accounts set growth = $2, level = $3, set_version = $4, year_growth = $5,"
                   " year_until = $6 where user_id = $1",
                   db_id(member->user_id), db_int(member->growth), db_int(member->level), db_int(member->set_version),
                   db_int(member->year_growth), db_time(member->year_until_us));
}

struct status members_due(struct tx *tx, int64_t now_us, int limit, const char *const **ret_users, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select user_id from (select user_id from growth_accounts where level > 0 and year_until <= $1"
                 " union select user_id from growth_accounts where set_version < (select max(version) from level_sets))"
                 " due limit $2",
                 db_time(now_us), db_int(limit)));
    *ret_users = rows_ids(rows, 0);
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

/* ---- entries ---- */

struct status growth_entry_insert(struct tx *tx, const struct growth_entry *entry)
{
    return db_exec(tx,
                   "insert into growth_entries (id, user_id, kind, key, source_id, growth, title, posted_at)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                   db_id(entry->id), db_id(entry->user_id), db_int(entry->kind), db_text(entry->key),
                   db_id(entry->source_id), db_int(entry->growth), db_text(entry->title), db_time(entry->posted_us));
}

struct status growth_entry_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id,
                                int limit, struct growth_entry **ret_entries, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select id, kind, source_id, growth, title, posted_at from growth_entries where user_id = $1"
                 " and id < " DB_BEFORE("$2") " order by id desc limit $3",
                 db_id(user_id), db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct growth_entry *entries = arena_array(arena, struct growth_entry, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        entries[i] = (struct growth_entry){
            .id = rows_id(rows, row, 0),
            .user_id = user_id,
            .kind = (enum growth_kind)rows_int(rows, row, 1),
            .source_id = rows_id(rows, row, 2),
            .growth = rows_int(rows, row, 3),
            .title = rows_text(rows, row, 4),
            .posted_us = rows_time_us(rows, row, 5),
        };
    }
    *ret_entries = entries;
    *ret_count = count;
    return OK;
}
