#include "content/rpc/reading/articles.h"

struct status content_mark_article_read(struct call *call, const Ct__MarkArticleReadRequest *in, Ct__Article *out)
{
    struct article article;

    TRY(article_get(call->tx, in->article_id, call->caller->user_id, &article));
    if (!article.entitled)
        return fail(NOT_ENTITLED, "article %s", article.id);
    TRY(article_mark_read(call->tx, article.id, call->caller->user_id));
    article.read = true;
    article_view(call, &article, out);
    return OK;
}
