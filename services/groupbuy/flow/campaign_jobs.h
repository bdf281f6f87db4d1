/* Jobs of a campaign that do a part a run: what is left is the next run's. */
#ifndef GROUPBUY_FLOW_CAMPAIGN_JOBS_H
#define GROUPBUY_FLOW_CAMPAIGN_JOBS_H

#include "groupbuy/campaigns.h"

/* The campaign that a run is about. */
const char *campaign_of_job(struct call *call, const struct job *job);
/* Adds the next run, in a transaction of its own. */
struct status campaign_job_on(struct call *call, const struct job *job);

#endif
