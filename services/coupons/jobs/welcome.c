#include "coupons/rpc/issuing.h"
#include "coupons/store/welcome_store.h"
#include "linli/auth/v1/internal.pb-c.h"

static struct status ask_auth(struct call *call, const char *user_id, struct person *ret_person)
{
    Au__GetPersonRequest request = AU__GET_PERSON_REQUEST__INIT;
    Au__Person *person;

    request.user_id = user_id;
    TRY(call_rpc(call, "linli.auth.v1.Internal.GetPerson", &request.base, &au__person__descriptor, &person));
    *ret_person = (struct person){ user_id, (const char *const *)person->marks, person->n_marks };
    return OK;
}

/* One coupon of each welcome template of the community. Who has it, or came too late for the budget, gets nothing, and
 * that is no failure. */
static struct status issue(struct call *call, const char *community_id, const struct person *person)
{
    const char *const *ids;
    size_t count;

    TRY(welcome_templates(call->tx, community_id, person, &ids, &count));
    struct wish *wishes = arena_array(call->arena, struct wish, count);
    for (size_t i = 0; i < count; i++)
        wishes[i] = (struct wish){
            .grant = { .template_id = ids[i],
                       .user_id = person->user_id,
                       .channel = CHANNEL_WELCOME,
                       .grant_key = arena_printf(call->arena, "welcome:%s", ids[i]) },
            .traceparent = call->traceparent,
            .outcome = OK,
        };
    return count ? coupons_issue(call, wishes, count) : OK;
}

/* The job's key: user:community, or user: alone when nothing but his marks is new. */
struct status coupons_welcome(struct call *call, const struct job *job)
{
    const char *user_id = arena_strndup(call->arena, job->key, ID_CHARS);
    const char *community_id = arena_strdup(call->arena, job->key + ID_CHARS + 1);
    struct person person;
    struct status asked = ask_auth(call, user_id, &person);

    if (failed_with(asked, NOT_HERE))
        return OK; /* the account is gone */
    TRY(asked);
    TRY(call_begin(call));
    TRY(person_lock(call->tx, &person));
    if (*community_id)
        TRY(issue(call, community_id, &person));
    TRY(welcome_note(call->tx, &person));
    return call_commit(call);
}
