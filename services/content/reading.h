/* Paid articles and columns, and who may read them. */
#ifndef LINLI_CONTENT_READING_H
#define LINLI_CONTENT_READING_H

#include "events/events.h"
#include "linli/content/v1/reading.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/operation.h"

#define NOT_ENTITLED CODE_FAILED_PRECONDITION, "NOT_ENTITLED"

#define ARTICLES_A_COLUMN_MAX 200

#define READING_OPERATIONS(X)                                             \
    X(Ct, PublishArticle, Ct__Article, content_publish_article)           \
    X(Ct, ListArticles, Ct__ListArticlesResponse, content_list_articles)  \
    X(Ct, GetArticle, Ct__Article, content_get_article)                   \
    X(Ct, MarkArticleRead, Ct__Article, content_mark_article_read)

#define READING_EVENTS(X)                                                                                  \
    X(Gb__EntitlementGranted, gb__entitlement_granted__descriptor, content_on_entitlement_granted)         \
    X(Gb__EntitlementRevoked, gb__entitlement_revoked__descriptor, content_on_entitlement_revoked)

READING_OPERATIONS(OPERATION_PROTOTYPE)
READING_EVENTS(EVENT_PROTOTYPE)

#endif
