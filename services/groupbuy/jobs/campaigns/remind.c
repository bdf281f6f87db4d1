#include "groupbuy/flow/campaign_jobs.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/reminder_store.h"

#define PEOPLE_MAX 100 /* an event */

typedef struct status take_fn(struct tx *tx, const char *campaign_id, int limit, const char *const **ret_user_ids,
                              size_t *ret_count);
typedef struct status tell_fn(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                              size_t count);

/* So many at once, in one transaction with what they are told: nobody twice, nobody forgotten. */
static struct status remind(struct call *call, const struct job *job, take_fn *take, tell_fn *tell)
{
    const char *const *people;
    struct campaign campaign;
    size_t count;

    TRY(call_begin(call));
    TRY(campaign_get(call->tx, campaign_of_job(call, job), &campaign));
    if (call->now_us >= campaign.ends_at_us) {
        call_rollback(call);
        return OK; /* it is over, or was stopped */
    }
    TRY(take(call->tx, campaign.id, PEOPLE_MAX, &people, &count));
    if (count > 0)
        TRY(tell(call, &campaign, people, count));
    TRY(call_commit(call));
    return count == PEOPLE_MAX ? campaign_job_on(call, job) : OK;
}

struct status groupbuy_campaign_starting(struct call *call, const struct job *job)
{
    return remind(call, job, reminder_take_starting, tell_campaign_starting);
}

struct status groupbuy_campaign_ending(struct call *call, const struct job *job)
{
    return remind(call, job, reminder_take_ending, tell_campaign_ending);
}
