/* Levels, and who has how much growth; one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_LEVEL_STORE_H
#define LINLI_COUPONS_STORE_LEVEL_STORE_H

#include "coupons/domain/level.h"
#include "db/db.h"

/* Those in force, without what they bring; version 0 and none when they never were set. */
struct status level_set_get(struct tx *tx, struct level_set *ret_set);
/* What they bring. */
struct status level_benefits_get(struct tx *tx, struct level_set *set);
/* The same; nobody else sets others before the transaction ends. */
struct status level_set_hold(struct tx *tx, struct level_set *ret_set);
struct status level_set_insert(struct tx *tx, const struct level_set *set, const char *operator_id, int64_t now_us);

/* Nothing at all for somebody who never had any. */
struct status member_get(struct tx *tx, const char *user_id, struct member *ret_member);
/* The same, made when it is missing, holding the row until the end. */
struct status member_lock(struct tx *tx, const char *user_id, int64_t now_us, struct member *ret_member);
struct status member_save(struct tx *tx, const struct member *member);
/* People whose year is over, or whose level is of levels that are in force no more. */
struct status members_due(struct tx *tx, int64_t now_us, int limit, const char *const **ret_users, size_t *ret_count);

struct growth_entry {
    const char *id;
    const char *user_id;
    enum growth_kind kind;
    const char *key;       /* of this kind: once */
    const char *source_id; /* "": none */
    int64_t growth;
    const char *title;
    int64_t posted_us;
};

/* UNIQUE_VIOLATION when it was posted already. */
struct status growth_entry_insert(struct tx *tx, const struct growth_entry *entry);
/* Newest first, ids below `before_id`; keys are not read. */
struct status growth_entry_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id,
                                int limit, struct growth_entry **ret_entries, size_t *ret_count);

#endif
