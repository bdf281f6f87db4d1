#include "content/rpc/views.h"
#include "content/rpc/writing.h"

struct status content_get_post(struct call *call, const Ct__GetPostRequest *in, Ct__Post *out)
{
    struct circle circle;
    struct post post;

    TRY(post_open(call, in->post_id, &post, &circle));
    return post_view(call, &post, out);
}
