#include "content/rpc/liking.h"
#include "content/rpc/writing.h"
#include "content/store/people_store.h"

/* Auth is asked only about people whose phone we do not know to be verified. */
static struct status may_like(struct call *call)
{
    const Au__Standing *standing;
    bool verified;

    TRY(call_begin_read(call));
    TRY(person_phone_verified(call->tx, call->caller->user_id, &verified));
    TRY(call_commit(call));
    return verified ? OK : writer_standing(call, &standing);
}

struct status content_like_post(struct call *call, const Ct__LikePostRequest *in, Ct__Post *out)
{
    TRY(may_like(call));
    TRY(call_begin(call));
    return like_set(call, in->post_id, true, out);
}
