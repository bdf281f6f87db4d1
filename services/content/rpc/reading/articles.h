/* How an article is shown. */
#ifndef LINLI_CONTENT_RPC_READING_ARTICLES_H
#define LINLI_CONTENT_RPC_READING_ARTICLES_H

#include "content/reading.h"
#include "content/store/article_store.h"

void article_view(struct call *call, const struct article *article, Ct__Article *out);

#endif
