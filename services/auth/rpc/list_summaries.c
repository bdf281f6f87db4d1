#include "auth/rpc/views.h"

struct status auth_list_summaries(struct call *call, const Au__ListSummariesRequest *in, Au__ListSummariesResponse *out)
{
    struct user *users;
    size_t count;

    TRY(user_list(call->tx, call->arena, (const char *const *)in->user_ids, in->n_user_ids, &users, &count));
    out->n_users = count;
    out->users = MESSAGES(call, Au__UserSummary, au__user_summary, count);
    for (size_t i = 0; i < count; i++) {
        out->users[i]->user_id = users[i].id;
        out->users[i]->nickname = users[i].nickname;
        out->users[i]->avatar_url = users[i].avatar_url;
    }
    return OK;
}
