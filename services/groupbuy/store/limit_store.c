#include "groupbuy/store/limit_store.h"

#include <string.h>

/* Each user's own household and those that he has agreed to fetch for, each with its buyer and all who agreed. */
#define HOMES                                                                                                          \
    "with asked as (select distinct u from unnest($1::uuid[]) as u),"                                                  \
    " owners as (select u, u as owner from asked union select a.u, m.buyer_id from asked a"                            \
    "  join household_members m on m.member_id = a.u and m.agreed_at is not null),"                                    \
    " homes as (select u, owner, owner as person from owners union select o.u, o.owner, m.member_id"                   \
    "  from owners o join household_members m on m.buyer_id = o.owner and m.agreed_at is not null) "

/* Units of a product that a person holds, by each way to buy it: what its limit by person counts. */
#define ON_SHELF(person, product)                                                                                      \
    " (select coalesce(sum(b.held), 0) from product_buyers b where b.product_id = " product                            \
    "  and b.user_id = " person ") "
#define IN_CAMPAIGNS(person, product)                                                                                  \
    " (select coalesce(sum(b.held), 0) from campaigns c join campaign_buyers b on b.campaign_id = c.id"                \
    "  and b.user_id = " person " where c.product_id = " product ") "
#define IN_ROUNDS(person, product)                                                                                     \
    " (select coalesce(sum(b.held), 0) from round_items i join round_buyers b on b.item_id = i.id"                     \
    "  and b.user_id = " person " where i.product_id = " product ") "
#define BOOKED(person, product)                                                                                        \
    " (select coalesce(sum(b.quantity), 0) from bookings b where b.user_id = " person "  and b.product_id = " product  \
    " and b.status in ('BOOKED', 'CONFIRMED', 'IN_SERVICE')) "
#define ON_CARDS(person, product)                                                                                      \
    " (select count(*) from cards c join skus s on s.id = c.sku_id where c.user_id = " person                          \
    "  and s.product_id = " product " and c.status in ('UNPAID', 'ACTIVE')) "
#define READ(person, product)                                                                                          \
    " (select count(*) from content_orders c join orders o on o.id = c.order_id where c.user_id = " person             \
    "  and c.product_id = " product " and c.revoked_at is null"                                                        \
    "  and (c.granted_at is not null or o.status = 'PENDING_PAYMENT')) "

#define HELD_BY(person, product)                                                                                       \
    ON_SHELF(person, product) "+" IN_CAMPAIGNS(person, product) "+" IN_ROUNDS(person, product) "+"                     \
    BOOKED(person, product) "+" ON_CARDS(person, product) "+" READ(person, product)

/* Places of a service are held until it is over; everything else until it goes back. */
#define HELD_UNDER(kind, key, product)                                                                                 \
    " (select coalesce(sum(l.quantity - l.returned), 0)::bigint from order_limit_keys k join order_lines l"            \
    "  on l.order_id = k.order_id and l.product_id = k.product_id"                                                     \
    "  where k.product_id = " product " and k.kind = '" kind "' and k.key = " key "::bytea"                            \
    "  and (l.pool <> 'SLOT' or exists (select from bookings b where b.order_id = l.order_id"                          \
    "   and b.status in ('BOOKED', 'CONFIRMED', 'IN_SERVICE'))))"

#define SHARES_LIMIT " greatest(p.per_household_limit, p.per_address_limit, p.per_phone_limit) > 0 "

struct status limits_any(struct tx *tx, const char *const *product_ids, size_t count, bool *ret_any)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select exists (select from products p where p.id = any ($1::uuid[]) and" SHARES_LIMIT ")",
                 db_texts(product_ids, count)));
    *ret_any = rows_bool(rows, 0, 0);
    return OK;
}

static struct status lock_people(struct tx *tx, const char *const *user_ids, size_t users_count,
                                 const char *const *product_ids, size_t products_count)
{
    return db_ask(tx, NULL,
                  HOMES "insert into product_buyers as b (product_id, user_id, held)"
                        " select distinct product, person, 0 from unnest($2::uuid[]) as product, homes"
                        " order by product, person"
                        " on conflict (product_id, user_id) do update set held = excluded.held where false",
                  db_texts(user_ids, users_count), db_texts(product_ids, products_count));
}

static struct db_param key_of(bool there, const uint8_t key[SHA256_BYTES])
{
    return there ? db_bytes(key, SHA256_BYTES) : db_null();
}

struct status limits_lock(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count)
{
    if (keys->user_id)
        TRY(lock_people(tx, &keys->user_id, 1, product_ids, count));
    return db_exec(tx,
                   "select pg_advisory_xact_lock(n) from (select distinct"
                   "  hashtextextended(kind || ' ' || product || ' ' || encode(key, 'hex'), 0) as n"
                   "  from unnest($1::uuid[]) as product,"
                   "  (values ('ADDRESS', $2::bytea), ('PHONE', $3::bytea)) as k (kind, key)"
                   "  where key is not null order by n) as sorted",
                   db_texts(product_ids, count), key_of(keys->has_address, keys->address),
                   key_of(keys->has_phone, keys->phone));
}

/* One that does not apply is none. */
static struct shared_limit limit_read(const struct rows *rows, int row, int column, bool applies)
{
    if (!applies)
        return (struct shared_limit){ .most = 0 };
    return (struct shared_limit){ (int32_t)rows_int(rows, row, column), rows_int(rows, row, column + 1) };
}

/* $1 his id, or none: of whom it is not known who he is the address is the household. */
#define OF_HOUSEHOLD                                                                                                   \
    " case when cardinality($1::uuid[]) = 0 then" HELD_UNDER("ADDRESS", "$3", "p.id") " else"                          \
    " (select coalesce(max(units), 0)::bigint from (select sum(" HELD_BY("h.person", "p.id") ") as units"              \
    "  from homes h group by h.owner) as home) end "
#define OF_PHONE                                                                                                       \
    " (" HELD_UNDER("PHONE", "$4", "p.id") " + case when $5::boolean then"                                             \
    IN_CAMPAIGNS("any ($1::uuid[])", "p.id") "else 0 end)::bigint "

struct status limits_read(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count,
                          struct product_limits **ret_limits, size_t *ret_count)
{
    struct product_limits *limits;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 HOMES "select p.id, p.per_household_limit," OF_HOUSEHOLD ", p.per_address_limit," HELD_UNDER(
                     "ADDRESS", "$3", "p.id") ", p.per_phone_limit," OF_PHONE
                                              "from products p where p.id = any ($2::uuid[]) and" SHARES_LIMIT,
                 db_texts(&keys->user_id, keys->user_id ? 1 : 0), db_texts(product_ids, count),
                 key_of(keys->has_address, keys->address), key_of(keys->has_phone, keys->phone),
                 db_bool(keys->own_phone)));
    limits = arena_array(tx_arena(tx), struct product_limits, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        limits[row] = (struct product_limits){
            .product_id = rows_id(rows, row, 0),
            .household = limit_read(rows, row, 1, true),
            .address = limit_read(rows, row, 3, keys->has_address),
            .phone = limit_read(rows, row, 5, keys->has_phone),
        };
    *ret_limits = limits;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status limits_count_order(struct tx *tx, const struct limit_keys *keys, const char *order_id)
{
    if (!keys->has_address && !keys->has_phone)
        return OK;
    return db_exec(tx,
                   "insert into order_limit_keys (product_id, kind, key, order_id)"
                   " select distinct l.product_id, k.kind, k.key, l.order_id from order_lines l"
                   " join products p on p.id = l.product_id and (not $4::boolean or p.per_phone_limit > 0),"
                   "  (values ('ADDRESS', $2::bytea), ('PHONE', $3::bytea)) as k (kind, key)"
                   " where l.order_id = $1 and k.key is not null",
                   db_id(order_id), key_of(keys->has_address, keys->address), key_of(keys->has_phone, keys->phone),
                   db_bool(keys->own_phone));
}

/* ---- a batch ---- */

struct status limits_lock_all(struct tx *tx, const char *const *user_ids, size_t count, const char *product_id)
{
    return lock_people(tx, user_ids, count, &product_id, 1);
}

static struct status ask_homes(struct tx *tx, const char *const *user_ids, size_t count, const char *product_id,
                               struct rows **ret_rows)
{
    return db_ask(tx, ret_rows,
                  HOMES ", held as materialized (select person," HELD_BY("person", "$2") "as units"
                  "  from (select distinct person from homes) as people)"
                  " select g.i, h.owner, sum(held.units)::bigint"
                  " from unnest($1::uuid[]) with ordinality as g (user_id, i) join homes h on h.u = g.user_id"
                  " join held on held.person = h.person group by g.i, h.owner order by g.i, h.owner",
                  db_texts(user_ids, count), db_id(product_id));
}

/* As bytea is written. */
static const char **texts_of(struct tx *tx, const uint8_t (*keys)[SHA256_BYTES], size_t count)
{
    const char **texts = arena_array(tx_arena(tx), const char *, count);

    for (size_t i = 0; i < count; i++) {
        char *hex = arena_alloc(tx_arena(tx), 2 + 2 * SHA256_BYTES + 1);

        memcpy(hex, "\\x", 2);
        hex_encode(keys[i], SHA256_BYTES, hex + 2);
        texts[i] = hex;
    }
    return texts;
}

struct status limits_ask_all(struct tx *tx, const char *const *user_ids, const uint8_t (*phones)[SHA256_BYTES],
                             size_t count, const char *product_id, struct limit_answers *ret_answers)
{
    TRY(ask_homes(tx, user_ids, count, product_id, &ret_answers->homes));
    return db_ask(
        tx, &ret_answers->phones,
        "select g.i, (" IN_CAMPAIGNS("g.user_id", "$3") " +" HELD_UNDER(
            "PHONE", "g.phone", "$3") ")::bigint"
                                      " from unnest($1::uuid[], $2::bytea[]) with ordinality as g (user_id, phone, i)",
        db_texts(user_ids, count), db_texts(texts_of(tx, phones, count), count), db_id(product_id));
}

void limits_read_all(struct arena *arena, const struct limit_answers *answers, struct limit_home **ret_homes,
                     size_t *ret_homes_count, int64_t *ret_phones)
{
    const struct rows *homes = answers->homes, *phones = answers->phones;

    *ret_homes_count = (size_t)rows_count(homes);
    *ret_homes = arena_array(arena, struct limit_home, *ret_homes_count);
    for (int row = 0; row < rows_count(homes); row++)
        (*ret_homes)[row] =
            (struct limit_home){ (size_t)rows_int(homes, row, 0) - 1, rows_id(homes, row, 1), rows_int(homes, row, 2) };
    for (int row = 0; row < rows_count(phones); row++)
        ret_phones[rows_int(phones, row, 0) - 1] = rows_int(phones, row, 1);
}
