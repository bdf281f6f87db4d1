/* Who may fetch for whom: one function a statement. What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_HOUSEHOLD_STORE_H
#define GROUPBUY_STORE_HOUSEHOLD_STORE_H

#include "db/db.h"

struct household_member {
    const char *buyer_id;
    const char *member_id;
    const char *nickname; /* of the other one, as auth told us */
    const char *avatar_url;
    int64_t named_us;
    int64_t agreed_us; /* 0: not yet */
};

/* PERSON_UNKNOWN. Who was named before stays as he is. */
struct status household_name(struct tx *tx, const char *buyer_id, const char *member_id);
/* How many a buyer has named, the one in question left out. */
struct status household_count(struct tx *tx, const char *buyer_id, const char *member_id, int64_t *ret_count);
/* NOT_HERE: he was not named. Agreeing again changes nothing. */
struct status household_agree(struct tx *tx, const char *buyer_id, const char *member_id);
/* Also when there is nothing to end. */
struct status household_end(struct tx *tx, const char *buyer_id, const char *member_id);
/* Whom a buyer has named (of_buyer), or who has named somebody; at most `limit`. */
struct status household_list(struct tx *tx, const char *user_id, bool of_buyer, int limit,
                             struct household_member **ret_members, size_t *ret_count);
/* Those for whom he may fetch, himself first. */
struct status household_owners(struct tx *tx, const char *user_id, const char *const **ret_ids, size_t *ret_count);

#endif
