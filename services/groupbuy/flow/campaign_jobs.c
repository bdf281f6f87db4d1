#include "groupbuy/flow/campaign_jobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "db/jobs.h"

/* <campaign>, then <campaign>:2, <campaign>:3 … */
const char *campaign_of_job(struct call *call, const struct job *job)
{
    return arena_strndup(call->arena, job->key, ID_CHARS);
}

struct status campaign_job_on(struct call *call, const struct job *job)
{
    const char *round = strchr(job->key, ':');
    long next = round ? strtol(round + 1, NULL, 10) + 1 : 2;

    TRY(call_begin(call));
    TRY(job_add(call->tx, job->kind, arena_printf(call->arena, "%s:%ld", campaign_of_job(call, job), next), 0, NULL,
                0));
    return call_commit(call);
}
