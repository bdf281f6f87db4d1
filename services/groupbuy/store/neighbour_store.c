#include "groupbuy/store/neighbour_store.h"

struct status person_save(struct tx *tx, const struct person *person)
{
    return db_exec(
        tx,
        "insert into people as p (user_id, nickname, avatar_url, version) values ($1, $2, $3, $4)"
        " on conflict (user_id) do update set nickname = $2, avatar_url = $3, version = $4 where p.version < $4",
        db_id(person->user_id), db_text(person->nickname), db_text(person->avatar_url), db_int(person->version));
}

/* A link never changes. */
struct status link_save(struct tx *tx, const struct link *link)
{
    return db_exec(tx,
                   "insert into links (link_key, sharer_id, channel, circle_id) values ($1, $2, $3, $4)"
                   " on conflict (link_key) do nothing",
                   db_text(link->key), db_id(link->sharer_id), db_text(link->channel), db_id(link->circle_id));
}

struct status people_get(struct tx *tx, const char *const *user_ids, size_t count, struct person **ret_people,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select user_id, nickname, avatar_url, version from people where user_id = any ($1::uuid[])",
                 db_texts(user_ids, count)));
    *ret_count = (size_t)rows_count(rows);
    *ret_people = arena_array(tx_arena(tx), struct person, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_people)[row] = (struct person){
            .user_id = rows_id(rows, row, 0),
            .nickname = rows_text(rows, row, 1),
            .avatar_url = rows_text(rows, row, 2),
            .version = rows_int(rows, row, 3),
        };
    return OK;
}
