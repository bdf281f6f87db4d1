#include "coupons/store/template_store.h"

#include <string.h>

struct status template_insert(struct tx *tx, const struct template *template, const char *operator_id)
{
    return db_exec(tx,
                   "insert into templates (id, title, kind, amount_fen, percent, cap_fen, threshold_fen, product_ids, channel,"
                   " community_id, budget_count, budget_fen, most_fen, per_user, claim_starts_at, claim_ends_at, valid_until,"
                   " valid_days, created_at, created_by, points_price, campaign_ids, excluded_product_ids, newcomers_only) values ($1, $2, $3, $4,"
                   " $5, $6, $7, $8::uuid[], $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22::uuid[], $23::uuid[], $24)",
                   db_id(template->id), db_text(template->title), db_int(template->kind), db_int(template->amount),
                   db_int(template->percent), db_int(template->cap), db_int(template->threshold),
                   db_texts(template->products.ids, template->products.count), db_int(template->channel),
                   db_id(template->community_id), db_int(template->budget_count), db_int(template->budget),
                   db_int(template->most), db_int(template->per_user), db_time(template->claim_starts_us),
                   db_time(template->claim_ends_us), db_time(template->valid_until_us), db_int(template->valid_days),
                   db_time(template->created_us), db_id(operator_id), db_int(template->points_price),
                   db_texts(template->campaigns.ids, template->campaigns.count),
                   db_texts(template->excluded.ids, template->excluded.count), db_bool(template->newcomers_only));
}

static struct id_list ids_read(struct arena *arena, const char *text)
{
    size_t count = *text ? 1 : 0;

    for (const char *c = text; *c; c++)
        count += *c == ',';
    const char **ids = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strcspn(text, ",");
        ids[i] = arena_strndup(arena, text, bytes);
        text += bytes + 1;
    }
    return (struct id_list){ ids, count };
}

void template_read(struct arena *arena, const struct rows *rows, int row, struct template *ret_template)
{
    *ret_template = (struct template){
        .id = rows_id(rows, row, 0),
        .title = rows_text(rows, row, 1),
        .kind = (enum template_kind)rows_int(rows, row, 2),
        .amount = rows_int(rows, row, 3),
        .percent = (int)rows_int(rows, row, 4),
        .cap = rows_int(rows, row, 5),
        .threshold = rows_int(rows, row, 6),
        .channel = (enum channel)rows_int(rows, row, 7),
        .community_id = rows_id(rows, row, 8),
        .budget_count = rows_int(rows, row, 9),
        .budget = rows_int(rows, row, 10),
        .most = rows_int(rows, row, 11),
        .issued_count = rows_int(rows, row, 12),
        .issued = rows_int(rows, row, 13),
        .per_user = (int)rows_int(rows, row, 14),
        .claim_starts_us = rows_time_us(rows, row, 15),
        .claim_ends_us = rows_time_us(rows, row, 16),
        .valid_until_us = rows_time_us(rows, row, 17),
        .valid_days = (int)rows_int(rows, row, 18),
        .active = rows_bool(rows, row, 19),
        .created_us = rows_time_us(rows, row, 20),
        .products = ids_read(arena, rows_text(rows, row, 21)),
        .points_price = rows_int(rows, row, 22),
        .campaigns = ids_read(arena, rows_text(rows, row, 23)),
        .excluded = ids_read(arena, rows_text(rows, row, 24)),
        .newcomers_only = rows_bool(rows, row, 25),
    };
}

static void templates_read(struct arena *arena, const struct rows *rows, struct template **ret_templates, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct template *templates = arena_array(arena, struct template, count);

    for (size_t i = 0; i < count; i++)
        template_read(arena, rows, (int)i, &templates[i]);
    *ret_templates = templates;
    *ret_count = count;
}

struct status template_get(struct tx *tx, struct arena *arena, const char *template_id, struct template *ret_template)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" TEMPLATE_COLUMNS " from templates t where t.id = $1", db_id(template_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "template %s", template_id);
    template_read(arena, rows, 0, ret_template);
    return OK;
}

struct status templates_lock(struct tx *tx, struct arena *arena, const char *const *ids, size_t count,
                             struct template **ret_templates, size_t *ret_count)
{
    struct rows *rows;

    /* Held first, read after: what the statement that waited has read may be old. «No key»: a new holder's row shares its
     * template's key, and two claims that share it and then want it alone would wait for each other. */
    TRY(db_exec(tx, "select from templates where id = any ($1::uuid[]) order by id for no key update", db_texts(ids, count)));
    TRY(db_query(tx, &rows, "select" TEMPLATE_COLUMNS " from templates t where t.id = any ($1::uuid[]) order by t.id",
                 db_texts(ids, count)));
    templates_read(arena, rows, ret_templates, ret_count);
    return OK;
}

struct status template_list(struct tx *tx, struct arena *arena, enum channel channel, int64_t now_us, const char *before_id, int limit,
                            struct template **ret_templates, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" TEMPLATE_COLUMNS " from templates t where t.active and t.channel = $4 and t.claim_starts_at <= $1"
                 " and t.claim_ends_at > $1 and t.id < " DB_BEFORE("$2") " order by t.id desc limit $3",
                 db_time(now_us), db_id(before_id), db_int(limit), db_int(channel)));
    templates_read(arena, rows, ret_templates, ret_count);
    return OK;
}

struct status template_set_active(struct tx *tx, const char *template_id, bool active)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected, "update templates set active = $2 where id = $1", db_id(template_id), db_bool(active)));
    return affected ? OK : fail(NOT_HERE, "template %s", template_id);
}

struct status templates_save_counts(struct tx *tx, struct arena *arena, const struct template *templates, size_t count)
{
    const char **ids = arena_array(arena, const char *, count);
    int64_t *issued = arena_array(arena, int64_t, count);

    for (size_t i = 0; i < count; i++) {
        ids[i] = templates[i].id;
        issued[i] = templates[i].issued_count;
    }
    return db_exec(tx,
                   "update templates t set issued_count = n.issued, issued_fen = n.issued * t.most_fen"
                   " from unnest($1::uuid[], $2::bigint[]) n (id, issued) where t.id = n.id and t.issued_count <> n.issued",
                   db_texts(ids, count), db_ints(issued, count));
}

/* The columns of holders, as arrays. */
struct holder_columns {
    const char **template_ids;
    const char **user_ids;
    int64_t *issued;
};

static struct holder_columns columns_of(struct arena *arena, const struct holder *holders, size_t count)
{
    struct holder_columns columns = { arena_array(arena, const char *, count), arena_array(arena, const char *, count),
                                      arena_array(arena, int64_t, count) };

    for (size_t i = 0; i < count; i++) {
        columns.template_ids[i] = holders[i].template_id;
        columns.user_ids[i] = holders[i].user_id;
        columns.issued[i] = holders[i].issued;
    }
    return columns;
}

struct status holders_lock(struct tx *tx, struct arena *arena, struct holder *holders, size_t count)
{
    struct holder_columns columns = columns_of(arena, holders, count);
    struct rows *rows;

    TRY(db_exec(tx,
                "insert into holders (template_id, user_id, issued) select t, u, 0 from unnest($1::uuid[], $2::uuid[]) n (t, u)"
                " order by t, u on conflict do nothing",
                db_texts(columns.template_ids, count), db_texts(columns.user_ids, count)));
    TRY(db_exec(tx,
                "select from holders h join unnest($1::uuid[], $2::uuid[]) n (t, u) on h.template_id = n.t and h.user_id = n.u"
                " order by h.template_id, h.user_id for update of h",
                db_texts(columns.template_ids, count), db_texts(columns.user_ids, count)));
    TRY(db_query(tx, &rows,
                 "select h.issued from unnest($1::uuid[], $2::uuid[]) with ordinality n (t, u, place)"
                 " join holders h on h.template_id = n.t and h.user_id = n.u order by n.place",
                 db_texts(columns.template_ids, count), db_texts(columns.user_ids, count)));
    for (size_t i = 0; i < count; i++)
        holders[i].issued = (int)rows_int(rows, (int)i, 0);
    return OK;
}

struct status holders_save(struct tx *tx, struct arena *arena, const struct holder *holders, size_t count)
{
    struct holder_columns columns = columns_of(arena, holders, count);

    return db_exec(tx,
                   "update holders h set issued = n.issued from unnest($1::uuid[], $2::uuid[], $3::bigint[]) n (t, u, issued)"
                   " where h.template_id = n.t and h.user_id = n.u",
                   db_texts(columns.template_ids, count), db_texts(columns.user_ids, count), db_ints(columns.issued, count));
}
