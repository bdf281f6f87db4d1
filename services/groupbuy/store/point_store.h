/* Pick-up points and who works there: one function a statement. What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_POINT_STORE_H
#define GROUPBUY_STORE_POINT_STORE_H

#include "groupbuy/store/leader_store.h"

struct point {
    const char *id;
    const char *leader_id;
    const char *community_id;
    const char *name;
    const char *address;
    int32_t latitude_e6;
    int32_t longitude_e6;
    const char *hours;
    const char *const *image_urls;
    size_t image_urls_count;
    enum review status;
    const char *reason; /* of a decline */
    int64_t created_us;
};

struct point_staff {
    const char *user_id;
    const char *nickname;
    const char *avatar_url;
    int64_t since_us;
};

struct status point_insert(struct tx *tx, const struct point *point);
/* NOT_HERE */
struct status point_get(struct tx *tx, const char *point_id, struct point *ret_point);
/* Where an order is fetched. NOT_HERE: it is brought, or nothing is. */
struct status point_of_order(struct tx *tx, const char *order_id, struct point *ret_point);
/* The same as point_get, holding the row. */
struct status point_lock(struct tx *tx, const char *point_id, struct point *ret_point);
/* All that a leader and a reviewer may change. */
struct status point_update(struct tx *tx, const struct point *point);
struct status point_count_of(struct tx *tx, const char *leader_id, int64_t *ret_count);
/* In use there, newest first. */
struct status point_list_here(struct tx *tx, const char *community_id, const char *after, int limit,
                              struct point **ret_points, size_t *ret_count);
/* Those that wait for a decision, oldest first; community_id "": everywhere. */
struct status point_list_waiting(struct tx *tx, const char *community_id, const char *after, int limit,
                                 struct point **ret_points, size_t *ret_count);
/* A leader's own, and where he works. */
struct status point_list_of(struct tx *tx, const char *user_id, int limit, struct point **ret_points,
                            size_t *ret_count);

/* PERSON_UNKNOWN. Who is there already stays. */
struct status staff_add(struct tx *tx, const char *point_id, const char *user_id, const char *added_by);
struct status staff_remove(struct tx *tx, const char *point_id, const char *user_id);
struct status staff_works(struct tx *tx, const char *point_id, const char *user_id, bool *ret_works);
/* At most `limit`. */
struct status staff_list(struct tx *tx, const char *point_id, int limit, struct point_staff **ret_staff,
                         size_t *ret_count);

#endif
