#include "groupbuy/store/booking_store.h"

/* ---- terms ---- */

static struct status insert_steps(struct tx *tx, const struct booking_terms *terms)
{
    int64_t hours[BOOKING_STEPS_MAX], percents[BOOKING_STEPS_MAX];

    for (size_t i = 0; i < terms->steps_count; i++) {
        hours[i] = terms->steps[i].hours_before;
        percents[i] = terms->steps[i].refund_percent;
    }
    return db_exec(tx,
                   "insert into booking_steps (product_id, version, hours_before, refund_percent)"
                   " select $1, $2, * from unnest($3::bigint[], $4::bigint[])",
                   db_id(terms->product_id), db_int(terms->version), db_ints(hours, terms->steps_count),
                   db_ints(percents, terms->steps_count));
}

struct status booking_terms_insert(struct tx *tx, struct booking_terms *terms, const char *created_by)
{
    struct rows *rows;

    TRY(db_exec(tx, "select from products where id = $1 for update", db_id(terms->product_id)));
    TRY(db_query(tx, &rows,
                 "insert into booking_terms (product_id, version, community_id, at_home, reschedules_max,"
                 " reschedule_until_hours, remind_hours, created_by)"
                 " select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7 from booking_terms"
                 " where product_id = $1 returning version",
                 db_id(terms->product_id), db_id(terms->community_id), db_bool(terms->at_home),
                 db_int(terms->reschedules_max), db_int(terms->reschedule_until_hours), db_int(terms->remind_hours),
                 db_id(created_by)));
    terms->version = (int)rows_int(rows, 0, 0);
    return insert_steps(tx, terms);
}

static void terms_read(const struct rows *rows, struct booking_terms *terms)
{
    *terms = (struct booking_terms){
        .product_id = rows_id(rows, 0, 0),
        .version = (int)rows_int(rows, 0, 1),
        .community_id = rows_id(rows, 0, 2),
        .at_home = rows_bool(rows, 0, 3),
        .reschedules_max = (int32_t)rows_int(rows, 0, 4),
        .reschedule_until_hours = (int32_t)rows_int(rows, 0, 5),
        .remind_hours = (int32_t)rows_int(rows, 0, 6),
    };
    for (int row = 0; row < rows_count(rows) && terms->steps_count < BOOKING_STEPS_MAX; row++)
        if (!rows_null(rows, row, 7))
            terms->steps[terms->steps_count++] =
                (struct booking_step){ (int32_t)rows_int(rows, row, 7), (int32_t)rows_int(rows, row, 8) };
}

struct status booking_terms_get(struct tx *tx, const char *product_id, int version, struct booking_terms *ret_terms)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select t.product_id, t.version, t.community_id, t.at_home, t.reschedules_max,"
                 " t.reschedule_until_hours, t.remind_hours, s.hours_before, s.refund_percent"
                 " from booking_terms t left join booking_steps s using (product_id, version)"
                 " where t.product_id = $1 and t.version = coalesce(nullif($2, 0), (select max(n.version)"
                 " from booking_terms n where n.product_id = $1)) order by s.hours_before desc",
                 db_id(product_id), db_int(version)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "product %s is no service that is booked", product_id);
    terms_read(rows, ret_terms);
    return OK;
}

/* ---- slots ---- */

#define SLOT_COLUMNS " id, product_id, staff_id, starts_at, ends_at, capacity, taken, closed, created_by "

static struct booking_slot slot_read(const struct rows *rows, int row)
{
    return (struct booking_slot){
        .id = rows_id(rows, row, 0),
        .product_id = rows_id(rows, row, 1),
        .staff_id = rows_id(rows, row, 2),
        .starts_us = rows_time_us(rows, row, 3),
        .ends_us = rows_time_us(rows, row, 4),
        .capacity = (int32_t)rows_int(rows, row, 5),
        .taken = (int32_t)rows_int(rows, row, 6),
        .closed = rows_bool(rows, row, 7),
        .opened_by = rows_id(rows, row, 8),
    };
}

struct status slot_insert(struct tx *tx, const struct booking_slot *slot)
{
    return db_exec(tx,
                   "insert into booking_slots (id, product_id, staff_id, starts_at, ends_at, capacity, created_by)"
                   " values ($1, $2, $3, $4, $5, $6, $7)",
                   db_id(slot->id), db_id(slot->product_id), db_id(slot->staff_id), db_time(slot->starts_us),
                   db_time(slot->ends_us), db_int(slot->capacity), db_id(slot->opened_by));
}

static struct status only_slot(const struct rows *rows, const char *slot_id, struct booking_slot *ret_slot)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "slot %s", slot_id);
    *ret_slot = slot_read(rows, 0);
    return OK;
}

struct status slot_get(struct tx *tx, const char *slot_id, struct booking_slot *ret_slot)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SLOT_COLUMNS "from booking_slots where id = $1", db_id(slot_id)));
    return only_slot(rows, slot_id, ret_slot);
}

struct status slot_lock(struct tx *tx, const char *slot_id, struct booking_slot *ret_slot)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SLOT_COLUMNS "from booking_slots where id = $1 for update", db_id(slot_id)));
    return only_slot(rows, slot_id, ret_slot);
}

struct status slot_save(struct tx *tx, const struct booking_slot *slot)
{
    return db_exec(tx, "update booking_slots set staff_id = $2, capacity = $3, closed = $4 where id = $1",
                   db_id(slot->id), db_id(slot->staff_id), db_int(slot->capacity), db_bool(slot->closed));
}

struct status slot_list(struct tx *tx, const char *product_id, int64_t after_us, const char *after, int limit,
                        struct booking_slot **ret_slots, size_t *ret_count)
{
    struct booking_slot *slots;
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select" SLOT_COLUMNS "from booking_slots where product_id = $1 and not closed and starts_at > now()"
        " and (starts_at, id) > (coalesce($2::timestamptz, '-infinity'), " DB_AFTER("$3") ")"
                                                                             " order by starts_at, id limit $4",
        db_id(product_id), db_time(after_us), db_id(after), db_int(limit)));
    slots = arena_array(tx_arena(tx), struct booking_slot, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        slots[row] = slot_read(rows, row);
    *ret_slots = slots;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status slot_take(struct tx *tx, const char *slot_id, int32_t places, bool *ret_taken)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "update booking_slots set taken = taken + $2 where id = $1 and taken + $2 <= capacity"
                      " and not closed and starts_at > now()",
                      db_id(slot_id), db_int(places)));
    *ret_taken = changed == 1;
    return OK;
}

struct status slot_give_back(struct tx *tx, const char *slot_id, int32_t places)
{
    return db_exec(tx, "update booking_slots set taken = taken - $2 where id = $1", db_id(slot_id), db_int(places));
}

struct status slot_lock_two(struct tx *tx, const char *slot_id, const char *other_id)
{
    const char *ids[] = { slot_id, other_id };

    return db_exec(tx, "select from booking_slots where id = any ($1::uuid[]) order by id for update",
                   db_texts(ids, 2));
}
