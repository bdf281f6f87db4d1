/* How things of content are shown: one function a message, used by every operation that answers with it. */
#ifndef LINLI_CONTENT_RPC_VIEWS_H
#define LINLI_CONTENT_RPC_VIEWS_H

#include "content/content.h"
#include "content/domain/circle.h"
#include "content/domain/post.h"
#include "content/store/report_store.h"
#include "rpc/page.h"

void circle_view(struct call *call, const struct circle *circle, Ct__Circle *out);
Ct__Author *author_view(struct call *call, const struct author *author);
/* With their pictures, which are read in call->tx. */
struct status post_view(struct call *call, const struct post *post, Ct__Post *out);
struct status posts_view(struct call *call, const struct post *posts, size_t count, Ct__Post *const *outs);
void comment_view(struct call *call, const struct comment *comment, Ct__Comment *out);
void report_view(struct call *call, const struct report *report, Ct__Report *out);

/* Shows the posts that were read for a page by time, and where the next one begins. */
struct status posts_page(struct call *call, struct page *page, const struct post *posts, Ct__ListPostsResponse *out);

#endif
