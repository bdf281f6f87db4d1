#include "auth/auth.h"
#include "auth/store/user_store.h"

struct status auth_match_phones(struct call *call, const Au__MatchPhonesRequest *in, Au__MatchPhonesResponse *out)
{
    return user_match_phones(call->tx, in->last_four, (const char *const *)in->user_ids, in->n_user_ids, &out->user_ids,
                             &out->n_user_ids);
}
