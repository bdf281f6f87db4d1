#include "coupons/store/welcome_store.h"

struct status person_lock(struct tx *tx, const struct person *person)
{
    return db_exec(tx,
                   "select pg_advisory_xact_lock(hashtextextended(mark, 0)) from"
                   " (select mark from unnest($1::text[]) n (mark) order by hashtextextended(mark, 0)) sorted",
                   db_texts(person->marks, person->marks_count));
}

struct status welcome_templates(struct tx *tx, const char *community_id, const struct person *person,
                                const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select t.id from templates t where t.active and t.channel = 2"
        " and (t.community_id is null or t.community_id = $1) and not exists"
        "  (select from welcomed w where w.template_id = t.id and w.mark = any ($2::text[]) and w.user_id <> $3)"
        " order by t.id",
        db_id(community_id), db_texts(person->marks, person->marks_count), db_id(person->user_id)));
    *ret_ids = rows_ids(rows, 0);
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status welcome_note(struct tx *tx, const struct person *person)
{
    return db_exec(tx,
                   "insert into welcomed (mark, template_id, user_id) select n.mark, c.template_id, c.user_id"
                   " from coupons c, unnest($2::text[]) n (mark) where c.user_id = $1 and c.channel = 2"
                   " group by n.mark, c.template_id, c.user_id order by n.mark, c.template_id on conflict do nothing",
                   db_id(person->user_id), db_texts(person->marks, person->marks_count));
}

struct status welcome_has_any(struct tx *tx, const char *user_id, bool *ret_has)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select exists (select from coupons where user_id = $1 and channel = 2)", db_id(user_id)));
    *ret_has = rows_bool(rows, 0, 0);
    return OK;
}
