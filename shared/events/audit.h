/* The audit log of a service: who did what as whom, to what, and why. A line is written in the transaction of the
 * change and never changes; an operation that lets a role change something writes one.
 *
 *     TRY(audit(call, &(struct audit_line){ .action = "set_product_status",
 *                                           .object_type = "product",
 *                                           .object_id = product.id,
 *                                           .before = "DRAFT",
 *                                           .after = "ON_SHELF" }));
 *
 * Each service keeps its own, in its schema (shared/db/migrations), and shows it by an operation of its own whose
 * entries are linli.api's: the handler calls audit_list(). Texts are the caller's; NULL is "".
 */
#ifndef LINLI_EVENTS_AUDIT_H
#define LINLI_EVENTS_AUDIT_H

#include "linli/api/audit.pb-c.h"
#include "rpc/call.h"

#define AUDIT_TEXT_CHARS_MAX 500 /* of `before`, `after` and `reason`; what is longer is cut */

struct audit_line {
    const char *actor;    /* NULL: the caller; without a user the service or tool that calls */
    const char *role;     /* under which the caller acts; NULL: the first of the method's that he holds there */
    const char *scope_id; /* where, for that; NULL: for the whole platform */
    const char *action;   /* a verb and a noun: settle_payment_case */
    const char *object_type;
    const char *object_id;
    const char *before; /* in short; NULL: there was nothing */
    const char *after;
    const char *reason; /* as the caller gave it */
};

/* In call->tx. */
struct status audit(struct call *call, const struct audit_line *line);

/* Answers the service's own list operation, whose request has actor, object_id, page_size and page_token ("": all) and
 * whose answer has entries and next_page_token. For operators and auditors of the platform (FORBIDDEN). Newest first;
 * costs the same however long the log is. */
#define audit_list(call, in, out)                                                                                      \
    audit_read(call, &(struct audit_question){ (in)->actor, (in)->object_id, (in)->page_size, (in)->page_token },      \
               &(out)->entries, &(out)->n_entries, &(out)->next_page_token)

struct audit_question {
    const char *actor;
    const char *object_id;
    int64_t page_size;
    const char *page_token;
};

struct status audit_read(struct call *call, const struct audit_question *question, Api__AuditEntry ***ret_entries,
                         size_t *ret_count, const char **ret_next_page_token);

#endif
