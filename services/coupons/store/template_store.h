/* Templates and who holds how many of them, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_TEMPLATE_STORE_H
#define LINLI_COUPONS_STORE_TEMPLATE_STORE_H

#include "coupons/domain/template.h"
#include "db/db.h"

/* What a template is read from, in this order; lists of ids stand as one text each. For statements that join `templates t`. */
#define TEMPLATE_COLUMNS                                                                                              \
    " t.id, t.title, t.kind, t.amount_fen, t.percent, t.cap_fen, t.threshold_fen, t.channel, t.community_id,"         \
    " t.budget_count, t.budget_fen, t.most_fen, t.issued_count, t.issued_fen, t.per_user, t.claim_starts_at,"         \
    " t.claim_ends_at, t.valid_until, t.valid_days, t.active, t.created_at,"                                          \
    " replace(array_to_string(t.product_ids, ','), '-', ''), t.points_price,"                                         \
    " replace(array_to_string(t.campaign_ids, ','), '-', ''), replace(array_to_string(t.excluded_product_ids, ','), '-', '')," \
    " t.newcomers_only"
#define TEMPLATE_COLUMNS_COUNT 26
void template_read(struct arena *arena, const struct rows *rows, int row, struct template *ret_template);

struct status template_insert(struct tx *tx, const struct template *template, const char *operator_id);
/* NOT_HERE */
struct status template_get(struct tx *tx, struct arena *arena, const char *template_id, struct template *ret_template);
/* Those of `ids` (sorted, all different) that are there, held until the end of the transaction, in the order of ids. */
struct status templates_lock(struct tx *tx, struct arena *arena, const char *const *ids, size_t count,
                             struct template **ret_templates, size_t *ret_count);
/* Of that channel, being issued now, newest first, ids below `before_id`. */
struct status template_list(struct tx *tx, struct arena *arena, enum channel channel, int64_t now_us, const char *before_id, int limit,
                            struct template **ret_templates, size_t *ret_count);
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
