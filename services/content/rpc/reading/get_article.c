#include "content/rpc/reading/articles.h"

struct status content_get_article(struct call *call, const Ct__GetArticleRequest *in, Ct__Article *out)
{
    struct article article;

    TRY(article_get(call->tx, in->article_id, call->caller->user_id, &article));
    article_view(call, &article, out);
    return OK;
}
