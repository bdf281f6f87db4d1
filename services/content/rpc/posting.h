/* What follows when a post or comment appears, is held or goes: events and jobs, in call->tx. */
#ifndef LINLI_CONTENT_RPC_POSTING_H
#define LINLI_CONTENT_RPC_POSTING_H

#include "content/content.h"
#include "content/domain/post.h"

/* Kinds of the job that looks at a held text again. */
#define HELD_POST "check_held_post"
#define HELD_COMMENT "check_held_comment"
/* The job that tells a circle's posts who may read it now; one a change, its payload the circle's id. */
#define COPY_VISIBILITY "copy_visibility"

struct status emit_post_published(struct call *call, const struct post *post);
struct status emit_comment_added(struct call *call, const struct comment *comment, const struct post *post);
struct status job_add_check(struct call *call, const char *kind, const char *id);

#define POST_SUBJECT "post" /* what pictures of posts belong to */
/* What becomes of a held post now: shown when its text and all its pictures have passed, taken away when a picture is
 * refused; *post is brought up to date. Its row is held, or new. */
struct status post_settle(struct call *call, struct post *post);

/* Takes it away in the name of `by`; taking away what is gone changes nothing. */
struct status post_take_away(struct call *call, const struct post *post, const char *by);
struct status comment_take_away(struct call *call, const struct comment *comment, const char *by);

/* Operator or content reviewer, in that community; "": in all of them. */
bool caller_reviews(const struct call *call, const char *community_id);
/* The communities he is that in, on the arena; NULL: all. */
const char *const *communities_reviewed(const struct call *call, size_t *ret_count);

#endif
