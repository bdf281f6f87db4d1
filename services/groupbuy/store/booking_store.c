#include "groupbuy/store/booking_store.h"

#define BOOKING_COLUMNS                                                                                                \
    " b.id, b.order_id, b.user_id, b.product_id, b.slot_id, b.quantity, b.terms_version, b.status, b.version,"         \
    " b.reschedules, b.refund_percent_max, b.address_sealed, b.address_key, b.created_at, s.staff_id, s.starts_at,"    \
    " s.ends_at, s.capacity, s.taken, s.closed, p.title, n.nickname, o.status, o.amount_fen, coalesce((select"         \
    " sum(l.refunded_fen) from order_lines l where l.order_id = o.id), 0)::bigint, o.pay_by, o.paid_at, s.created_by "
#define BOOKING_FROM                                                                                                   \
    "from bookings b join booking_slots s on s.id = b.slot_id join products p on p.id = b.product_id"                  \
    " join orders o on o.id = b.order_id left join people n on n.user_id = b.user_id "

static struct booking booking_read(const struct rows *rows, int row)
{
    struct booking booking = {
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .product_id = rows_id(rows, row, 3),
        .slot_id = rows_id(rows, row, 4),
        .quantity = (int32_t)rows_int(rows, row, 5),
        .terms_version = (int)rows_int(rows, row, 6),
        .status = booking_status_of(rows_text(rows, row, 7)),
        .version = rows_int(rows, row, 8),
        .reschedules = (int32_t)rows_int(rows, row, 9),
        .refund_percent_max = (int32_t)rows_int(rows, row, 10),
        .address_key = rows_text(rows, row, 12),
        .created_us = rows_time_us(rows, row, 13),
        .slot = { .id = rows_id(rows, row, 4),
                  .product_id = rows_id(rows, row, 3),
                  .staff_id = rows_id(rows, row, 14),
                  .starts_us = rows_time_us(rows, row, 15),
                  .ends_us = rows_time_us(rows, row, 16),
                  .capacity = (int32_t)rows_int(rows, row, 17),
                  .taken = (int32_t)rows_int(rows, row, 18),
                  .closed = rows_bool(rows, row, 19),
                  .opened_by = rows_id(rows, row, 27) },
        .product_title = rows_text(rows, row, 20),
        .buyer_nickname = rows_text(rows, row, 21),
        .order_status = order_status_of(rows_text(rows, row, 22)),
        .amount = rows_int(rows, row, 23),
        .refunded = rows_int(rows, row, 24),
        .pay_by_us = rows_time_us(rows, row, 25),
        .paid_us = rows_time_us(rows, row, 26),
    };

    if (!rows_null(rows, row, 11))
        booking.address_sealed = rows_bytes(rows, row, 11, &booking.address_sealed_bytes);
    return booking;
}

struct status booking_insert(struct tx *tx, const struct booking *booking)
{
    return db_exec(tx,
                   "insert into bookings (id, order_id, user_id, product_id, slot_id, quantity, terms_version,"
                   " address_sealed, address_key, moved_by, moved_why)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'booked')",
                   db_id(booking->id), db_id(booking->order_id), db_id(booking->user_id), db_id(booking->product_id),
                   db_id(booking->slot_id), db_int(booking->quantity), db_int(booking->terms_version),
                   booking->address_sealed ? db_bytes(booking->address_sealed, booking->address_sealed_bytes)
                                           : db_null(),
                   booking->address_sealed ? db_text(booking->address_key) : db_null(), db_text(booking->user_id));
}

static struct status only_booking(const struct rows *rows, const char *booking_id, struct booking *ret_booking)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "booking %s", booking_id);
    *ret_booking = booking_read(rows, 0);
    return OK;
}

struct status booking_get(struct tx *tx, const char *booking_id, struct booking *ret_booking)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" BOOKING_COLUMNS BOOKING_FROM "where b.id = $1", db_id(booking_id)));
    return only_booking(rows, booking_id, ret_booking);
}

struct status booking_lock(struct tx *tx, const char *booking_id, struct booking *ret_booking)
{
    TRY(db_exec(tx, "select from bookings where id = $1 for update", db_id(booking_id)));
    return booking_get(tx, booking_id, ret_booking);
}

struct status booking_lock_of_order(struct tx *tx, const char *order_id, struct booking *ret_booking, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select id from bookings where order_id = $1 for update", db_id(order_id)));
    *ret_found = rows_count(rows) > 0;
    return *ret_found ? booking_get(tx, rows_id(rows, 0, 0), ret_booking) : OK;
}

static struct status moved_once(int64_t changed, const struct booking *booking)
{
    return changed == 1 ? OK : fail(CONFLICT, "booking %s has moved meanwhile", booking->id);
}

struct status booking_advance(struct tx *tx, struct booking *booking, enum booking_status to, const char *actor,
                              const char *why)
{
    int64_t changed;

    if (!booking_may_move(booking->status, to))
        return fail(INTERNAL, "booking %s may not go from %s to %s", booking->id, booking_status_name(booking->status),
                    booking_status_name(to));
    TRY(db_exec_count(tx, &changed,
                      "update bookings set status = $3, version = version + 1, moved_by = $4, moved_why = $5,"
                      " closed_at = case when $3 in ('DONE', 'NO_SHOW', 'CANCELLED') then now() end"
                      " where id = $1 and version = $2",
                      db_id(booking->id), db_int(booking->version), db_text(booking_status_name(to)), db_text(actor),
                      db_text(why)));
    TRY(moved_once(changed, booking));
    booking->status = to;
    booking->version++;
    return OK;
}

struct status booking_reslot(struct tx *tx, struct booking *booking, const struct booking_slot *slot,
                             int32_t refund_percent_max, const char *actor)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "update bookings set slot_id = $3, version = version + 1, moved_by = $4, moved_why ="
                      " 'rescheduled', reschedules = reschedules + 1, refund_percent_max = $5"
                      " where id = $1 and version = $2",
                      db_id(booking->id), db_int(booking->version), db_id(slot->id), db_text(actor),
                      db_int(refund_percent_max)));
    TRY(moved_once(changed, booking));
    TRY(db_exec(tx, "update order_lines set pool_id = $2 where order_id = $1 and pool = 'SLOT'",
                db_id(booking->order_id), db_id(slot->id)));
    booking->slot = *slot;
    booking->slot_id = slot->id;
    booking->version++;
    booking->reschedules++;
    booking->refund_percent_max = refund_percent_max;
    return OK;
}

struct status booking_places_of(struct tx *tx, const char *user_id, const char *product_id, int64_t *ret_places)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(quantity), 0)::bigint from bookings where user_id = $1 and product_id = $2"
                 " and status in ('BOOKED', 'CONFIRMED', 'IN_SERVICE')",
                 db_id(user_id), db_id(product_id)));
    *ret_places = rows_int(rows, 0, 0);
    return OK;
}

static struct status ask_list(struct tx *tx, enum booking_of whose, const char *id, const char *opened_by,
                              const char *after, int limit, struct rows **ret_rows)
{
#define LIST_OF(column)                                                                                                \
    db_query(tx, ret_rows,                                                                                             \
             "select" BOOKING_COLUMNS BOOKING_FROM "where " column                                                     \
             " = $1 and b.id < " DB_BEFORE("$2") " and ($4::uuid is null or s.created_by = $4)"                        \
             " order by b.id desc limit $3",                                                                           \
             db_id(id), db_id(after), db_int(limit), db_id(opened_by))
    switch (whose) {
    case BOOKINGS_OF_PRODUCT:
        return LIST_OF("b.product_id");
    case BOOKINGS_OF_STAFF:
        return LIST_OF("s.staff_id");
    default:
        return LIST_OF("b.user_id");
    }
#undef LIST_OF
}

struct status booking_list(struct tx *tx, enum booking_of whose, const char *id, const char *opened_by,
                           const char *after, int limit, struct booking **ret_bookings, size_t *ret_count)
{
    struct booking *bookings;
    struct rows *rows;

    TRY(ask_list(tx, whose, id, opened_by, after, limit, &rows));
    bookings = arena_array(tx_arena(tx), struct booking, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        bookings[row] = booking_read(rows, row);
    *ret_bookings = bookings;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

/* ---- photos ---- */

struct status booking_photos_get(struct tx *tx, const char *const *booking_ids, size_t count,
                                 struct booking_photo **ret_photos, size_t *ret_count)
{
    struct booking_photo *photos;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select booking_id, phase = 'AFTER', picture, added_at from booking_photos"
                 " where booking_id = any ($1::uuid[]) order by booking_id, position",
                 db_texts(booking_ids, count)));
    photos = arena_array(tx_arena(tx), struct booking_photo, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        photos[row] = (struct booking_photo){ rows_id(rows, row, 0), rows_bool(rows, row, 1), rows_text(rows, row, 2),
                                              rows_time_us(rows, row, 3) };
    *ret_photos = photos;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status booking_photos_add(struct tx *tx, const char *booking_id, bool after_work, const char *const *pictures,
                                 size_t count, const char *added_by, bool *ret_added)
{
    const char *phase = after_work ? "AFTER" : "BEFORE";
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "insert into booking_photos (booking_id, position, phase, picture, added_by)"
                      " select $1, h.count + g.i - 1, $2, g.picture, $4"
                      " from unnest($3::text[]) with ordinality as g (picture, i),"
                      " (select count(*) as count, count(*) filter (where phase = $2) as of_phase from booking_photos"
                      "  where booking_id = $1) as h where h.of_phase + $5 <= $6",
                      db_id(booking_id), db_text(phase), db_texts(pictures, count), db_id(added_by),
                      db_int((int64_t)count), db_int(BOOKING_PHOTOS_MAX)));
    *ret_added = changed == (int64_t)count;
    return OK;
}
