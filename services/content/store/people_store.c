#include "content/store/people_store.h"

struct status person_save(struct tx *tx, const struct person *person)
{
    return db_exec(tx,
                   "insert into people as p (user_id, nickname, avatar_url, phone_verified, version)"
                   " values ($1, $2, $3, $4, $5) on conflict (user_id) do update set nickname = excluded.nickname,"
                   " avatar_url = excluded.avatar_url, phone_verified = excluded.phone_verified,"
                   " version = excluded.version where excluded.version > p.version",
                   db_id(person->user_id), db_text(person->nickname), db_text(person->avatar_url),
                   db_bool(person->phone_verified), db_int(person->version));
}

struct status person_phone_verified(struct tx *tx, const char *user_id, bool *ret_verified)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select phone_verified from people where user_id = $1", db_id(user_id)));
    *ret_verified = rows_count(rows) == 1 && rows_bool(rows, 0, 0);
    return OK;
}

struct status block_save(struct tx *tx, const char *user_id, const char *blocked_id, bool active, int64_t version)
{
    return db_exec(tx,
                   "insert into blocks as b (user_id, blocked_id, active, version) values ($1, $2, $3, $4)"
                   " on conflict (user_id, blocked_id) do update set active = excluded.active, version = excluded.version"
                   " where excluded.version > b.version",
                   db_id(user_id), db_id(blocked_id), db_bool(active), db_int(version));
}
