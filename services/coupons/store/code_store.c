#include "coupons/store/code_store.h"

struct status codes_insert(struct tx *tx, const char *template_id, const char *const *codes, size_t count,
                           int64_t now_us)
{
    return db_exec(
        tx, "insert into codes (code, template_id, created_at) select code, $1, $3 from unnest($2::text[]) n (code)",
        db_id(template_id), db_texts(codes, count), db_time(now_us));
}

struct status code_lock(struct tx *tx, const char *code, struct coupon_code *ret_code, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select code, template_id, coupon_id from codes where code = $1 for update",
                 db_text(code)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_code = (struct coupon_code){ rows_text(rows, 0, 0), rows_id(rows, 0, 1), rows_id(rows, 0, 2) };
    return OK;
}

struct status code_use(struct tx *tx, const char *code, const char *coupon_id)
{
    return db_exec(tx, "update codes set coupon_id = $2 where code = $1", db_text(code), db_id(coupon_id));
}

struct status code_list(struct tx *tx, struct arena *arena, const char *template_id, const char *after, int limit,
                        struct coupon_code **ret_codes, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select code, template_id, coupon_id from codes where template_id = $1 and code > $2 order by code limit $3",
        db_id(template_id), db_text(after), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct coupon_code *codes = arena_array(arena, struct coupon_code, count);
    for (size_t i = 0; i < count; i++)
        codes[i] =
            (struct coupon_code){ rows_text(rows, (int)i, 0), rows_id(rows, (int)i, 1), rows_id(rows, (int)i, 2) };
    *ret_codes = codes;
    *ret_count = count;
    return OK;
}
