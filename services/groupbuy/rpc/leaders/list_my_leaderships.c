#include "groupbuy/flow/leading.h"

struct status groupbuy_list_my_leaderships(struct call *call, const Gb__ListMyLeadershipsRequest *in,
                                           Gb__ListMyLeadershipsResponse *out)
{
    struct leader *leaders;
    struct leader_application *applications;

    (void)in;
    TRY(leader_list_of(call->tx, call->caller->user_id, &leaders, &out->n_leaderships));
    TRY(application_list_of(call->tx, call->caller->user_id, APPLICATIONS_MAX, &applications, &out->n_applications));

    out->leaderships = MESSAGES(call, Gb__Leader, gb__leader, out->n_leaderships);
    for (size_t i = 0; i < out->n_leaderships; i++)
        leader_view(call, &leaders[i], out->leaderships[i]);
    out->applications = MESSAGES(call, Gb__LeaderApplication, gb__leader_application, out->n_applications);
    for (size_t i = 0; i < out->n_applications; i++)
        application_view(call, &applications[i], out->applications[i]);
    return OK;
}
