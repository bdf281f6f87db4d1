#include "content/rpc/reading/articles.h"
#include "events/audit.h"

struct status content_publish_article(struct call *call, const Ct__PublishArticleRequest *in, Ct__Article *out)
{
    struct article article = {
        .id = id_make(call->arena),
        .product_id = in->product_id,
        .position = in->position,
        .title = in->title,
        .preview = in->preview,
        .body = in->text,
        .entitled = true,
    };

    if (!call_has_role(call, "operator", NULL))
        return fail(FORBIDDEN, "articles are the whole platform's");
    TRY(article_put(call->tx, &article, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .action = "publish_article",
                                          .object_type = "article",
                                          .object_id = article.id,
                                          .after = article.title }));
    article_view(call, &article, out);
    return OK;
}
