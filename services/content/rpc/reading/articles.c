#include "content/rpc/reading/articles.h"

#include "rpc/timestamp.h"

void article_view(struct call *call, const struct article *article, Ct__Article *out)
{
    out->article_id = article->id;
    out->product_id = article->product_id;
    out->position = article->position;
    out->title = article->title;
    out->preview = article->preview;
    out->text = article->body;
    out->entitled = article->entitled;
    out->read = article->read;
    out->published_at = timestamp_new(call->arena, article->published_us);
}
