#include <string.h>

#include "notifications/rpc/telling.h"

static struct status tell_of_comment(struct call *call, const char *user_id, const Ct__CommentAdded *event)
{
    if (!*user_id || strcmp(user_id, event->author_id) == 0)
        return OK; /* nobody, or the writer himself */
    return tell(call, user_id, COMMENT_ADDED, event->post_id, TELL_ARGS(event->excerpt));
}

/* Whose post it is, and whose comment it answers; one message when both are the same person. */
struct status notifications_on_comment_added(struct call *call, const Ct__CommentAdded *event)
{
    TRY(tell_of_comment(call, event->post_author_id, event));
    return tell_of_comment(call, event->reply_to_author_id, event);
}
