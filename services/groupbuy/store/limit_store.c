#include "groupbuy/store/limit_store.h"

/* The buyer's own household and those that he has agreed to fetch for, each with its buyer and all who agreed. */
#define HOMES                                                                                                          \
    "with owners as (select $1::uuid as owner union select buyer_id from household_members"                            \
    "  where member_id = $1 and agreed_at is not null),"                                                               \
    " homes as (select owner, owner as person from owners union select h.buyer_id, h.member_id"                        \
    "  from household_members h join owners o on o.owner = h.buyer_id where h.agreed_at is not null) "

struct status limits_lock(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count)
{
    TRY(db_ask(tx, NULL,
               HOMES "insert into product_buyers as b (product_id, user_id, held)"
                     " select distinct product, person, 0 from unnest($2::uuid[]) as product, homes"
                     " order by product, person"
                     " on conflict (product_id, user_id) do update set held = excluded.held where false",
               db_id(keys->user_id), db_texts(product_ids, count)));
    if (!keys->brought)
        return OK;
    return db_exec(tx,
                   "select pg_advisory_xact_lock(n) from (select distinct"
                   "  hashtextextended(kind || ' ' || product || ' ' || encode(key, 'hex'), 0) as n"
                   "  from unnest($1::uuid[]) as product,"
                   "  (values ('ADDRESS', $2::bytea), ('PHONE', $3::bytea)) as k (kind, key) order by n) as sorted",
                   db_texts(product_ids, count), db_bytes(keys->address, sizeof keys->address),
                   db_bytes(keys->phone, sizeof keys->phone));
}

#define HELD_UNDER(kind, key)                                                                                          \
    " (select coalesce(sum(l.quantity - l.returned), 0)::bigint from order_limit_keys k join order_lines l"            \
    "  on l.order_id = k.order_id and l.product_id = k.product_id and l.pool = 'SKU'"                                  \
    "  where k.product_id = p.id and k.kind = '" kind "' and k.key = " key "::bytea)"

/* One that does not apply is none. */
static struct shared_limit limit_read(const struct rows *rows, int row, int column, bool applies)
{
    if (!applies)
        return (struct shared_limit){ .most = 0 };
    return (struct shared_limit){ (int32_t)rows_int(rows, row, column), rows_int(rows, row, column + 1) };
}

struct status limits_read(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count,
                          struct product_limits **ret_limits, size_t *ret_count)
{
    struct product_limits *limits;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 HOMES "select p.id, p.per_household_limit, (select coalesce(max(held), 0)::bigint from (select"
                       "  sum(b.held) as held from homes h join product_buyers b on b.user_id = h.person"
                       "  and b.product_id = p.id group by h.owner) as home),"
                       " p.per_address_limit," HELD_UNDER("ADDRESS", "$3") ", p.per_phone_limit," HELD_UNDER(
                           "PHONE", "$4") " from products p where p.id = any ($2::uuid[])"
                                          " and greatest(p.per_household_limit, p.per_address_limit,"
                                          "  p.per_phone_limit) > 0",
                 db_id(keys->user_id), db_texts(product_ids, count),
                 keys->brought ? db_bytes(keys->address, sizeof keys->address) : db_null(),
                 keys->brought ? db_bytes(keys->phone, sizeof keys->phone) : db_null()));
    limits = arena_array(tx_arena(tx), struct product_limits, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        limits[row] = (struct product_limits){
            .product_id = rows_id(rows, row, 0),
            .household = limit_read(rows, row, 1, true),
            .address = limit_read(rows, row, 3, keys->brought),
            .phone = limit_read(rows, row, 5, keys->brought),
        };
    *ret_limits = limits;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status limits_count_order(struct tx *tx, const struct limit_keys *keys, const char *order_id)
{
    if (!keys->brought)
        return OK;
    return db_exec(tx,
                   "insert into order_limit_keys (product_id, kind, key, order_id)"
                   " select distinct l.product_id, k.kind, k.key, l.order_id from order_lines l,"
                   "  (values ('ADDRESS', $2::bytea), ('PHONE', $3::bytea)) as k (kind, key)"
                   " where l.order_id = $1 and l.pool = 'SKU'",
                   db_id(order_id), db_bytes(keys->address, sizeof keys->address),
                   db_bytes(keys->phone, sizeof keys->phone));
}
