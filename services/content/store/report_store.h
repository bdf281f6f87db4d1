/* Reports and the word list, one function a statement. */
#ifndef LINLI_CONTENT_STORE_REPORT_STORE_H
#define LINLI_CONTENT_STORE_REPORT_STORE_H

#include "db/db.h"

/* The numbers of linli.content.v1.ReportTarget and ReportState. */
enum report_target { REPORT_POST = 1, REPORT_COMMENT = 2 };
enum report_state { REPORT_OPEN = 1, REPORT_UPHELD = 2, REPORT_DISMISSED = 3 };

struct report {
    const char *id;
    enum report_target target;
    const char *target_id;
    const char *community_id; /* where it was said */
    const char *reporter_id;
    const char *body;
    enum report_state state;
    int64_t created_us;
};

/* The report that stands: this one, or the person's earlier one of the same thing. */
struct status report_insert(struct tx *tx, const struct report *report, struct report *ret_report, bool *ret_new);
/* NOT_HERE; holds the row. */
struct status report_lock(struct tx *tx, const char *report_id, struct report *ret_report);
/* Of these communities; NULL: of all. */
struct status report_list_open(struct tx *tx, struct arena *arena, const char *const *communities, size_t communities_count,
                               const char *after_id, int limit, struct report **ret_reports, size_t *ret_count);
/* Says of the oldest reports that do not know it where their target was said: an older release filed them. */
struct status report_fill_community(struct tx *tx, int limit, int64_t *ret_filled);
/* Decides every open report of the same thing. */
struct status report_decide(struct tx *tx, const struct report *report, enum report_state decision, const char *by,
                            const char *why, int64_t now_us);

#endif
