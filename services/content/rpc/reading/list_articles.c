#include "content/rpc/reading/articles.h"

struct status content_list_articles(struct call *call, const Ct__ListArticlesRequest *in, Ct__ListArticlesResponse *out)
{
    struct article *articles;

    TRY(article_list(call->tx, in->product_id, call->caller->user_id, ARTICLES_A_COLUMN_MAX, &articles,
                     &out->n_articles));
    if (out->n_articles == 0)
        return fail(NOT_HERE, "column %s", in->product_id);
    out->articles = MESSAGES(call, Ct__Article, ct__article, out->n_articles);
    for (size_t i = 0; i < out->n_articles; i++) {
        article_view(call, &articles[i], out->articles[i]);
        out->read += articles[i].read;
    }
    return OK;
}
