/* Services that are booked: terms by version, slots with their places, bookings, photos. Texts live in the
 * transaction's arena.
 *
 * Locks: the order, the booking, slots in order of their ids; before buyers, SKUs and products. */
#ifndef GROUPBUY_STORE_BOOKING_STORE_H
#define GROUPBUY_STORE_BOOKING_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/domain/order.h"

struct booking_terms {
    const char *product_id;
    int version;
    const char *community_id; /* "": nobody's */
    bool at_home;
    int32_t reschedules_max;
    int32_t reschedule_until_hours;
    int32_t remind_hours;
    struct booking_step steps[BOOKING_STEPS_MAX]; /* the earliest first, of those that were read */
    size_t steps_count;
};

/* The next version. */
struct status booking_terms_insert(struct tx *tx, struct booking_terms *terms, const char *created_by);
/* `version` 0: the newest. NOT_HERE: it is no service that is booked. */
struct status booking_terms_get(struct tx *tx, const char *product_id, int version, struct booking_terms *ret_terms);

struct booking_slot {
    const char *id;
    const char *product_id;
    const char *staff_id; /* "": nobody in particular */
    int64_t starts_us;
    int64_t ends_us;
    int32_t capacity;
    int32_t taken;
    bool closed;
    const char *opened_by;
};

/* UNIQUE_VIOLATION: its staff is taken at that time; so below. */
struct status slot_insert(struct tx *tx, const struct booking_slot *slot);
/* NOT_HERE. */
struct status slot_get(struct tx *tx, const char *slot_id, struct booking_slot *ret_slot);
struct status slot_lock(struct tx *tx, const char *slot_id, struct booking_slot *ret_slot);
/* Staff, capacity and whether it is closed. */
struct status slot_save(struct tx *tx, const struct booking_slot *slot);
/* Those to come, by (starts, id), after that place. */
struct status slot_list(struct tx *tx, const char *product_id, int64_t after_us, const char *after, int limit,
                        struct booking_slot **ret_slots, size_t *ret_count);
/* Places become a booking's: false when there are not as many, it is closed, or it has begun. */
struct status slot_take(struct tx *tx, const char *slot_id, int32_t places, bool *ret_taken);
struct status slot_give_back(struct tx *tx, const char *slot_id, int32_t places);
/* Two slots held, in order of their ids. */
struct status slot_lock_two(struct tx *tx, const char *slot_id, const char *other_id);

struct booking {
    const char *id;
    const char *order_id;
    const char *user_id;
    const char *product_id;
    const char *slot_id;
    int32_t quantity;
    int terms_version;
    enum booking_status status;
    int64_t version;
    int32_t reschedules;
    int32_t refund_percent_max;
    const uint8_t *address_sealed; /* NULL: none */
    size_t address_sealed_bytes;
    const char *address_key;
    int64_t created_us;
    /* of those that were read */
    struct booking_slot slot;
    const char *product_title;
    const char *buyer_nickname;
    enum order_status order_status;
    fen amount;   /* of the order */
    fen refunded; /* promised back of it */
    int64_t pay_by_us;
    int64_t paid_us;
};

struct status booking_insert(struct tx *tx, const struct booking *booking);
/* NOT_HERE. */
struct status booking_get(struct tx *tx, const char *booking_id, struct booking *ret_booking);
/* The order's lock is taken before. */
struct status booking_lock(struct tx *tx, const char *booking_id, struct booking *ret_booking);
/* *ret_found false: the order is none of a booking. */
struct status booking_lock_of_order(struct tx *tx, const char *order_id, struct booking *ret_booking, bool *ret_found);
/* Compare and set: CONFLICT when it is not as it was read. *booking follows; the log is the database's. */
struct status booking_advance(struct tx *tx, struct booking *booking, enum booking_status to, const char *actor,
                              const char *why);
/* To another slot: the order's line, too. The places are moved by the caller. */
struct status booking_reslot(struct tx *tx, struct booking *booking, const struct booking_slot *slot,
                             int32_t refund_percent_max, const char *actor);
/* Places of a service that a person holds in bookings that are not over. */
struct status booking_places_of(struct tx *tx, const char *user_id, const char *product_id, int64_t *ret_places);

enum booking_of { BOOKINGS_OF_BUYER, BOOKINGS_OF_PRODUCT, BOOKINGS_OF_STAFF };
/* Newest first, after that id ("": from the start); in slots that `opened_by` has opened ("": whoever has). */
struct status booking_list(struct tx *tx, enum booking_of whose, const char *id, const char *opened_by,
                           const char *after, int limit, struct booking **ret_bookings, size_t *ret_count);

struct booking_photo {
    const char *booking_id;
    bool after_work;
    const char *picture;
    int64_t added_us;
};

/* Of all these bookings, each one's in order. */
struct status booking_photos_get(struct tx *tx, const char *const *booking_ids, size_t count,
                                 struct booking_photo **ret_photos, size_t *ret_count);
/* Behind those that are there; the booking is locked. False when there would be more than BOOKING_PHOTOS_MAX of its
 * phase. */
struct status booking_photos_add(struct tx *tx, const char *booking_id, bool after_work, const char *const *pictures,
                                 size_t count, const char *added_by, bool *ret_added);

#endif
