#include "groupbuy/flow/phones.h"

#include "linli/auth/v1/internal.pb-c.h"

struct status phones_match(struct call *call, const char *last_four, const char *const *user_ids, size_t count,
                           const char *const **ret_ids, size_t *ret_count)
{
    Au__MatchPhonesRequest request = AU__MATCH_PHONES_REQUEST__INIT;
    Au__MatchPhonesResponse *answer;

    *ret_count = 0;
    if (count == 0)
        return OK;
    request.last_four = last_four;
    request.user_ids = (const char **)user_ids;
    request.n_user_ids = count;
    TRY(call_rpc(call, "linli.auth.v1.Internal.MatchPhones", &request.base, &au__match_phones_response__descriptor,
                 &answer));
    *ret_ids = (const char *const *)answer->user_ids;
    *ret_count = answer->n_user_ids;
    return OK;
}
