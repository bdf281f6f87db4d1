/* Grants that are planned, their runs, and the people they are for; one function a statement. Results live in the
 * transaction's arena. */
#ifndef LINLI_COUPONS_STORE_PLAN_STORE_H
#define LINLI_COUPONS_STORE_PLAN_STORE_H

#include "db/db.h"

struct grant_plan {
    const char *id;
    const char *title;
    const char *template_id;
    const char *community_id; /* "": everybody */
    int month_day;            /* 0: once */
    int hour;
    int64_t starts_us;
    bool active;
    int64_t created_us;
};

struct grant_run {
    int period;                /* months since year 0; 0: of a plan that runs once */
    const char *after_user_id; /* "": at the beginning */
    int64_t granted;
    int64_t refused;
    int64_t done_us; /* 0: under way */
};

struct status plan_insert(struct tx *tx, const struct grant_plan *plan, const char *operator_id);
/* NOT_HERE */
struct status plan_get(struct tx *tx, const char *plan_id, struct grant_plan *ret_plan);
struct status plan_set_active(struct tx *tx, const char *plan_id, bool active);

struct planned {
    struct grant_plan plan;
    bool has_run;
    struct grant_run latest;
};

/* With their latest runs, newest first, ids below `before_id`. */
struct status plan_list(struct tx *tx, struct arena *arena, const char *before_id, int limit,
                        struct planned **ret_plans, size_t *ret_count);

/* Makes the run when it is missing, and holds it. */
struct status run_lock(struct tx *tx, const char *plan_id, int period, struct grant_run *ret_run);
struct status run_save(struct tx *tx, const char *plan_id, const struct grant_run *run);

/* ---- people ---- */

/* Somebody there is; `community_id` "": none is known. */
struct status person_note(struct tx *tx, const char *user_id, const char *community_id);
struct status person_paid(struct tx *tx, const char *user_id, int64_t paid_us);
/* Has paid no order that we heard of. */
struct status person_is_newcomer(struct tx *tx, const char *user_id, bool *ret_newcomer);
/* Of the community, or everybody (""), in order, ids above `after`. */
struct status people_list(struct tx *tx, const char *community_id, const char *after, int limit,
                          const char *const **ret_ids, size_t *ret_count);

#endif
