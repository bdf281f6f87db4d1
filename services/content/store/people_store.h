/* What auth's events told us of people. Events may come in any order: the higher version stands. */
#ifndef LINLI_CONTENT_STORE_PEOPLE_STORE_H
#define LINLI_CONTENT_STORE_PEOPLE_STORE_H

#include "db/db.h"

struct person {
    const char *user_id;
    const char *nickname;
    const char *avatar_url;
    bool phone_verified;
    int64_t version;
};

struct status person_save(struct tx *tx, const struct person *person);
/* False also for somebody we have not heard of yet. */
struct status person_phone_verified(struct tx *tx, const char *user_id, bool *ret_verified);
struct status block_save(struct tx *tx, const char *user_id, const char *blocked_id, bool active, int64_t version);

#endif
