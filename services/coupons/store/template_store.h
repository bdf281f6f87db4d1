/* Templates and who holds how many of them, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_TEMPLATE_STORE_H
#define LINLI_COUPONS_STORE_TEMPLATE_STORE_H

#include "coupons/domain/template.h"
#include "db/db.h"

struct status template_insert(struct tx *tx, const struct template *template, const char *operator_id);
/* NOT_HERE */
struct status template_get(struct tx *tx, struct arena *arena, const char *template_id, struct template *ret_template);
/* Those of `ids` (sorted, all different) that are there, held until the end of the transaction, in the order of ids. */
struct status templates_lock(struct tx *tx, struct arena *arena, const char *const *ids, size_t count,
                             struct template **ret_templates, size_t *ret_count);
/* Of that channel, being issued now, newest first, ids below `before_id`. */
struct status template_list(struct tx *tx, struct arena *arena, enum channel channel, int64_t now_us, const char *before_id, int limit,
                            struct template **ret_templates, size_t *ret_count);
/* Ids, sorted, of the active templates of that channel for the community (and those for all). */
struct status template_ids_of_welcome(struct tx *tx, struct arena *arena, const char *community_id,
                                      const char *const **ret_ids, size_t *ret_count);
/* NOT_HERE */
struct status template_set_active(struct tx *tx, const char *template_id, bool active);
/* Writes the counts of locked templates back. */
struct status templates_save_counts(struct tx *tx, struct arena *arena, const struct template *templates, size_t count);

/* A person's holding of a template. */
struct holder {
    const char *template_id;
    const char *user_id;
    int issued;
};

/* Makes the missing rows and holds all of them, in the given order (sorted by template and user, all different); fills
 * `issued`. */
struct status holders_lock(struct tx *tx, struct arena *arena, struct holder *holders, size_t count);
struct status holders_save(struct tx *tx, struct arena *arena, const struct holder *holders, size_t count);

#endif
