/* How things of content are shown: one function a message, used by every operation that answers with it. */
#ifndef LINLI_CONTENT_RPC_VIEWS_H
#define LINLI_CONTENT_RPC_VIEWS_H

#include "content/content.h"
#include "content/domain/circle.h"
#include "content/domain/post.h"
#include "content/store/report_store.h"

void circle_view(struct call *call, const struct circle *circle, Ct__Circle *out);
void post_view(struct call *call, const struct post *post, Ct__Post *out);
void comment_view(struct call *call, const struct comment *comment, Ct__Comment *out);
void report_view(struct call *call, const struct report *report, Ct__Report *out);

/* A page of posts read with one more than fits: fills the list, and the token when there is a next page. `filter` binds
 * the token to its list. */
void posts_page(struct call *call, const char *filter, struct post *posts, size_t count, size_t limit,
                Ct__ListPostsResponse *out);

#endif
