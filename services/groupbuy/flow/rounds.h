/* Leaders' rounds: from what a leader wrote to what is kept, and back; and the moves that jobs and operations share. */
#ifndef GROUPBUY_FLOW_ROUNDS_H
#define GROUPBUY_FLOW_ROUNDS_H

#include "db/jobs.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/rounds.h"
#include "groupbuy/store/round_store.h"

/* A round with what it sells and where. */
struct round_plan {
    struct round round;
    struct round_item *items;
    size_t items_count;
    const char *const *point_ids;
    size_t point_ids_count;
};

/* What the leader wrote, with the SKUs as they are now and every fault named; in call->tx. FIELDS_INVALID,
 * PRODUCT_OFF_SHELF, POINT_NOT_APPROVED. */
struct status round_plan_make(struct call *call, const Gb__CreateRoundRequest *in, const char *round_id,
                              const char *level_name, struct round_plan *ret_plan);
/* A copy of another round with a window of its own, judged anew: what cannot be sold any more is refused. */
struct status round_plan_copy(struct call *call, const struct round *from, const Gb__CopyRoundRequest *in,
                              struct round_plan *ret_plan);
/* A draft may be old: judged against the SKUs and points as they are now. */
struct status round_recheck(struct call *call, const struct round *round);
/* Keeps a plan under its round's id. */
struct status round_plan_insert(struct call *call, const struct round_plan *plan);
struct status round_plan_replace(struct call *call, const struct round_plan *plan);

/* The round is the caller's own, who leads there; the row is held. NOT_HERE to everybody else. */
struct status round_own(struct call *call, const char *round_id, struct round *ret_round);

/* Its units leave the SKUs and, where they are of the hall, the hall. STOCK_SHORT, HALL_SHORT. */
struct status round_take_units(struct call *call, const char *round_id);
/* Its jobs follow its times: each time has one of its own, so that none is lost to another that runs. */
struct status round_schedule(struct call *call, const struct round *round);
/* The round of such a job; the row is held. */
struct status round_job_lock(struct call *call, const struct job *job, struct round *ret_round);
/* Its round is to be opened or ended at `at_us`, which is still to come: nothing is to be done when that was put off since,
 * else the job comes again. NOT_AVAILABLE */
struct status round_job_early(const struct job *job, int64_t at_us);
/* It is off: unsold units go back to the SKUs, a job cancels and refunds its orders. */
struct status round_call_off(struct call *call, struct round *round, const char *actor, const char *reason);

struct status round_show(struct call *call, const struct round *round, Gb__Round *out);
struct status rounds_show(struct call *call, const struct round *rounds, size_t count, Gb__Round *const *outs);

/* A line of the audit log about a round. */
struct status round_audit(struct call *call, const struct round *round, const char *action, const char *before,
                          const char *after, const char *reason);

#endif
