#include "content/rpc/liking.h"

struct status content_unlike_post(struct call *call, const Ct__UnlikePostRequest *in, Ct__Post *out)
{
    return like_set(call, in->post_id, false, out);
}
