/* What becomes of a campaign between its publication and its end: proto/linli/groupbuy/v1/campaigns.proto. */
#ifndef GROUPBUY_CAMPAIGNS_H
#define GROUPBUY_CAMPAIGNS_H

#include "events/events.h"
#include "groupbuy/groupbuy.h"
#include "linli/groupbuy/v1/campaigns.pb-c.h"

#define CAMPAIGNS_OPERATIONS(X)                                                                                        \
    X(Gb, RemindMe, Gb__Reminder, groupbuy_remind_me)                                                                  \
    X(Gb, StopCampaign, Gb__Campaign, groupbuy_stop_campaign)                                                          \
    X(Gb, WithdrawCampaign, Gb__Campaign, groupbuy_withdraw_campaign)

CAMPAIGNS_OPERATIONS(OPERATION_PROTOTYPE)

#define JOB_CAMPAIGN_STARTING "campaign_starting" /* who asked to be reminded is */
#define JOB_CAMPAIGN_ENDING   "campaign_ending"
#define JOB_SALE_STARTING     "sale_starting" /* operators hear so */
#define JOB_CLEAR_STOPPED     "clear_stopped"   /* what a stopped campaign leaves open */
#define JOB_CLEAR_WITHDRAWN   "clear_withdrawn" /* who has bought in a withdrawn one */

#define CAMPAIGNS_JOBS(X)                                                                                              \
    X(JOB_CAMPAIGN_STARTING, groupbuy_campaign_starting)                                                               \
    X(JOB_CAMPAIGN_ENDING, groupbuy_campaign_ending)                                                                   \
    X(JOB_SALE_STARTING, groupbuy_sale_starting)                                                                       \
    X(JOB_CLEAR_STOPPED, groupbuy_clear_stopped)                                                                       \
    X(JOB_CLEAR_WITHDRAWN, groupbuy_clear_withdrawn)

CAMPAIGNS_JOBS(JOB_PROTOTYPE)

#endif
