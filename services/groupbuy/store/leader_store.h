/* Leaders, applications, followers, refused buyers: one function a statement. What is returned lives in the
 * transaction's arena. */
#ifndef GROUPBUY_STORE_LEADER_STORE_H
#define GROUPBUY_STORE_LEADER_STORE_H

#include "db/db.h"

enum leader_status { LEADER_STATUS_ACTIVE = 1, LEADER_STATUS_RESTING, LEADER_STATUS_DISABLED };
enum review { REVIEW_STATUS_PENDING = 1, REVIEW_STATUS_APPROVED, REVIEW_STATUS_DECLINED, REVIEW_STATUS_CLOSED };

struct leader {
    const char *user_id;
    const char *community_id;
    const char *nickname; /* as auth told us */
    const char *avatar_url;
    enum leader_status status;
    const char *disabled_reason;
    int64_t followers;
    int64_t since_us;
};

struct leader_application {
    const char *id;
    const char *user_id;
    const char *community_id;
    const char *statement;
    int32_t agreement_version;
    enum review status;
    const char *reason;
    int64_t created_us;
    int64_t decided_us;
};

struct refused_buyer {
    const char *user_id;
    const char *nickname;
    const char *reason;
    int64_t since_us;
};

/* NOT_HERE */
struct status leader_get(struct tx *tx, const char *user_id, const char *community_id, struct leader *ret_leader);
/* The same, holding the row. */
struct status leader_lock(struct tx *tx, const char *user_id, const char *community_id, struct leader *ret_leader);
/* Makes the row; one that is there stays as it is. */
struct status leader_insert(struct tx *tx, const char *user_id, const char *community_id);
/* `reason`: of DISABLED, else "". */
struct status leader_set_status(struct tx *tx, const struct leader *leader, enum leader_status status,
                                const char *reason);
/* Where somebody leads, or led. */
struct status leader_list_of(struct tx *tx, const char *user_id, struct leader **ret_leaders, size_t *ret_count);
/* Who leads there and is not disabled, by id downwards. */
struct status leader_list_here(struct tx *tx, const char *community_id, const char *after, int limit,
                               struct leader **ret_leaders, size_t *ret_count);

/* ALREADY_APPLIED */
struct status application_insert(struct tx *tx, const struct leader_application *application);
/* NOT_HERE; holds the row. */
struct status application_lock(struct tx *tx, const char *application_id, struct leader_application *ret_application);
struct status application_decide(struct tx *tx, const char *application_id, enum review status, const char *reason,
                                 const char *decided_by);
/* Those that wait, oldest first; community_id "": everywhere. */
struct status application_list_waiting(struct tx *tx, const char *community_id, const char *after, int limit,
                                       struct leader_application **ret_applications, size_t *ret_count);
/* The latest of somebody. */
struct status application_list_of(struct tx *tx, const char *user_id, int limit,
                                  struct leader_application **ret_applications, size_t *ret_count);

/* Following and its count, in one statement. *ret_changed false when it was so already. */
struct status leader_follow(struct tx *tx, const char *leader_id, const char *user_id, bool *ret_changed);
struct status leader_unfollow(struct tx *tx, const char *leader_id, const char *user_id);
struct status leader_followed_count(struct tx *tx, const char *user_id, int64_t *ret_count);
/* Whole persons: a leader of two communities is two rows, and a page of `limit` persons holds both. */
struct status leader_list_followed(struct tx *tx, const char *user_id, const char *after, int limit,
                                   struct leader **ret_leaders, size_t *ret_count);

struct status buyer_refuse(struct tx *tx, const char *leader_id, const struct refused_buyer *buyer);
struct status buyer_accept(struct tx *tx, const char *leader_id, const char *user_id);
struct status buyer_is_refused(struct tx *tx, const char *leader_id, const char *user_id, bool *ret_refused);
struct status buyer_list_refused(struct tx *tx, const char *leader_id, const char *after, int limit,
                                 struct refused_buyer **ret_buyers, size_t *ret_count);

#endif
