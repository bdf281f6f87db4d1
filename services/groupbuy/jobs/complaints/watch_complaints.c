#include <string.h>

#include "db/jobs.h"
#include "groupbuy/flow/complaining.h"

#define PAGES_MAX 100 /* of 50 */
#define JOBS_MAX  1000

static struct status days(struct call *call, const char *merchant_id, const char **ret_first, const char **ret_last,
                          int64_t *ret_now_us)
{
    TRY(call_begin_read(call));
    TRY(complaint_watch_days(call->tx, merchant_id, ret_first, ret_last));
    *ret_now_us = call->now_us;
    call_rollback(call);
    return OK;
}

static struct status note(struct call *call, const char *merchant_id, const struct wxpay_complaint_page *page)
{
    static const enum complaint_state states[] = {
        [WXPAY_COMPLAINT_PENDING] = COMPLAINT_PENDING,
        [WXPAY_COMPLAINT_PROCESSING] = COMPLAINT_PROCESSING,
        [WXPAY_COMPLAINT_PROCESSED] = COMPLAINT_PROCESSED,
    };

    TRY(call_begin(call));
    for (size_t i = 0; i < page->count; i++)
        TRY(complaint_listed(call->tx, merchant_id, page->list[i].complaint_id, states[page->list[i].state],
                             page->list[i].user_waits, page->list[i].times));
    return call_commit(call);
}

static struct status list(struct call *call, const char *merchant_id, const char *first, const char *last)
{
    struct wxpay_complaint_page page;
    int64_t offset = 0;

    for (int pages = 0; pages < PAGES_MAX; pages++) {
        TRY(complaint_channel_list(call, merchant_id, first, last, offset, &page));
        TRY(note(call, merchant_id, &page));
        offset += (int64_t)page.count;
        if (page.count == 0 || offset >= page.total)
            return OK;
    }
    return OK;
}

static struct status watch(struct call *call, const char *merchant_id)
{
    const char *first, *last;
    int64_t now_us;

    TRY(complaint_channel_register(call, merchant_id));
    TRY(days(call, merchant_id, &first, &last, &now_us));
    TRY(list(call, merchant_id, first, last));
    TRY(call_begin(call));
    TRY(complaint_watched(call->tx, merchant_id, now_us));
    return call_commit(call);
}

static struct status finish(struct call *call)
{
    TRY(call_begin(call));
    TRY(complaint_refresh(call->tx, JOBS_MAX));
    TRY(complaint_add_jobs(call->tx, JOBS_MAX));
    return call_commit(call);
}

/* What others have listed is read, whether or not this account could be asked. */
static struct status watch_and_finish(struct call *call, const char *merchant_id)
{
    struct status watched = watch(call, merchant_id);

    call_rollback(call);
    TRY(finish(call));
    return watched;
}

/* Each other account has a job of its own: one that can't be asked keeps nobody else waiting. */
static struct status add_others(struct call *call)
{
    const char *id;

    TRY(call_begin(call));
    for (size_t i = 1; (id = complaint_channel_account(call, i)); i++)
        TRY(job_add(call->tx, JOB_WATCH_MERCHANT_COMPLAINTS, id, 0, NULL, 0));
    return call_commit(call);
}

/* Notices can be lost: WeChat knows our address, and lists what there is since the last time. */
struct status groupbuy_watch_complaints(struct call *call, const struct job *job)
{
    (void)job;
    TRY(add_others(call));
    return watch_and_finish(call, "");
}

struct status groupbuy_watch_merchant_complaints(struct call *call, const struct job *job)
{
    for (size_t i = 1; complaint_channel_account(call, i); i++)
        if (strcmp(complaint_channel_account(call, i), job->key) == 0)
            return job_added_again(job, watch_and_finish(call, job->key));
    return OK; /* its keys are gone: check_merchants says so */
}
