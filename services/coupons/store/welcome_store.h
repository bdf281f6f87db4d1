/* Who had a welcome pack, account and person, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_WELCOME_STORE_H
#define LINLI_COUPONS_STORE_WELCOME_STORE_H

#include "db/db.h"

/* The marks of a person, as auth gives them. */
struct person {
    const char *user_id;
    const char *const *marks;
    size_t marks_count;
};

/* One account of a person at a time, until the end of the transaction. */
struct status person_lock(struct tx *tx, const struct person *person);
/* Ids, sorted, of the active welcome templates for the community (and those for all) that no other account of the
 * person has had a coupon of. */
struct status welcome_templates(struct tx *tx, const char *community_id, const struct person *person,
                                const char *const **ret_ids, size_t *ret_count);
/* Notes the person's marks with all welcome coupons that the account has. */
struct status welcome_note(struct tx *tx, const struct person *person);
struct status welcome_has_any(struct tx *tx, const char *user_id, bool *ret_has);

#endif
