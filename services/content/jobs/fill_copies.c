#include "content/jobs/jobs.h"
#include "content/store/post_store.h"
#include "content/store/report_store.h"

static struct status fill(struct call *call, struct status (*part)(struct tx *tx, int limit, int64_t *ret_filled))
{
    int64_t filled;

    do {
        TRY(call_begin(call));
        TRY(part(call->tx, COPIES_BATCH, &filled));
        TRY(call_commit(call));
    } while (filled == COPIES_BATCH);
    return OK;
}

/* What the release before this one writes while both run, and what stood there before it. */
struct status content_fill_copies(struct call *call, const struct job *job)
{
    (void)job;
    TRY(fill(call, post_fill_visibility));
    return fill(call, report_fill_community);
}
