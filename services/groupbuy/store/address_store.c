#include "groupbuy/store/address_store.h"

struct status address_lock_all(struct tx *tx, const char *user_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('addresses ' || $1, 0))", db_text(user_id)));
    TRY(db_query(tx, &rows, "select count(*) from addresses where user_id = $1 and removed_at is null",
                 db_id(user_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

/* One default a person: the others make room before. */
static struct status make_room(struct tx *tx, const struct address *address)
{
    if (!address->is_default)
        return OK;
    return db_exec(tx,
                   "update addresses set is_default = false where user_id = $1 and id <> $2 and is_default"
                   " and removed_at is null",
                   db_id(address->user_id), db_id(address->id));
}

struct status address_insert(struct tx *tx, const struct address *address)
{
    TRY(make_room(tx, address));
    return db_exec(tx,
                   "insert into addresses (id, user_id, name, phone_sealed, phone_key, phone_masked, region_code,"
                   " region_name, street, is_default) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   db_id(address->id), db_id(address->user_id), db_text(address->name),
                   db_bytes(address->phone_sealed, address->phone_sealed_bytes), db_text(address->phone_key),
                   db_text(address->phone_masked), db_text(address->region_code), db_text(address->region_name),
                   db_text(address->street), db_bool(address->is_default));
}

#define ADDRESS_COLUMNS                                                                                                \
    " id, user_id, name, phone_sealed, phone_key, phone_masked, region_code, region_name, street, is_default "

static struct address address_read(const struct rows *rows, int row)
{
    struct address address = {
        .id = rows_id(rows, row, 0),
        .user_id = rows_id(rows, row, 1),
        .name = rows_text(rows, row, 2),
        .phone_key = rows_text(rows, row, 4),
        .phone_masked = rows_text(rows, row, 5),
        .region_code = rows_text(rows, row, 6),
        .region_name = rows_text(rows, row, 7),
        .street = rows_text(rows, row, 8),
        .is_default = rows_bool(rows, row, 9),
    };

    address.phone_sealed = rows_bytes(rows, row, 3, &address.phone_sealed_bytes);
    return address;
}

struct status address_get(struct tx *tx, const char *address_id, const char *user_id, struct address *ret_address)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ADDRESS_COLUMNS "from addresses where id = $1 and user_id = $2 and removed_at is null",
                 db_id(address_id), db_id(user_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "address %s", address_id);
    *ret_address = address_read(rows, 0);
    return OK;
}

struct status address_save(struct tx *tx, const struct address *address)
{
    TRY(make_room(tx, address));
    return db_exec(tx,
                   "update addresses set name = $2, phone_sealed = $3, phone_key = $4, phone_masked = $5,"
                   " region_code = $6, region_name = $7, street = $8, is_default = $9 where id = $1",
                   db_id(address->id), db_text(address->name),
                   db_bytes(address->phone_sealed, address->phone_sealed_bytes), db_text(address->phone_key),
                   db_text(address->phone_masked), db_text(address->region_code), db_text(address->region_name),
                   db_text(address->street), db_bool(address->is_default));
}

struct status address_remove(struct tx *tx, const char *address_id, const char *user_id)
{
    return db_exec(tx,
                   "update addresses set removed_at = now(), is_default = false, name = '', phone_sealed = '',"
                   " phone_key = '', phone_masked = '', region_name = '', street = ''"
                   " where id = $1 and user_id = $2 and removed_at is null",
                   db_id(address_id), db_id(user_id));
}

struct status address_list(struct tx *tx, const char *user_id, int limit, struct address **ret_addresses,
                           size_t *ret_count)
{
    struct address *addresses;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ADDRESS_COLUMNS "from addresses where user_id = $1 and removed_at is null"
                 " order by is_default desc, id desc limit $2",
                 db_id(user_id), db_int(limit)));
    addresses = arena_array(tx_arena(tx), struct address, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        addresses[row] = address_read(rows, row);
    *ret_addresses = addresses;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}
