#include "content/store/article_store.h"

struct status article_put(struct tx *tx, struct article *article, const char *published_by)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into articles (id, product_id, position, title, preview, body, published_by)"
                 " values ($1, $2, $3, $4, $5, $6, $7) on conflict (product_id, position) do update set title = $4,"
                 " preview = $5, body = $6, changed_at = now() returning id, published_at",
                 db_id(article->id), db_id(article->product_id), db_int(article->position), db_text(article->title),
                 db_text(article->preview), db_text(article->body), db_id(published_by)));
    article->id = rows_id(rows, 0, 0);
    article->published_us = rows_time_us(rows, 0, 1);
    return OK;
}

/* $2 is the reader. */
#define ENTITLED                                                                                                       \
    "exists (select from entitlements e where e.user_id = $2 and e.product_id = a.product_id and e.active)"
#define READ " exists (select from articles_read r where r.user_id = $2 and r.article_id = a.id)"

static struct article article_read(const struct rows *rows, int row)
{
    return (struct article){
        .id = rows_id(rows, row, 0),
        .product_id = rows_id(rows, row, 1),
        .position = (int)rows_int(rows, row, 2),
        .title = rows_text(rows, row, 3),
        .preview = rows_text(rows, row, 4),
        .published_us = rows_time_us(rows, row, 5),
        .entitled = rows_bool(rows, row, 6),
        .read = rows_bool(rows, row, 7),
        .body = "",
    };
}

struct status article_get(struct tx *tx, const char *article_id, const char *reader_id, struct article *ret_article)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select a.id, a.product_id, a.position, a.title, a.preview, a.published_at, g.entitled," READ
                 ", case when g.entitled then a.body else '' end"
                 " from articles a, lateral (select " ENTITLED " as entitled) g where a.id = $1",
                 db_id(article_id), db_id(reader_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "article %s", article_id);
    *ret_article = article_read(rows, 0);
    ret_article->body = rows_text(rows, 0, 8);
    return OK;
}

struct status article_list(struct tx *tx, const char *product_id, const char *reader_id, int limit,
                           struct article **ret_articles, size_t *ret_count)
{
    struct article *articles;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select a.id, a.product_id, a.position, a.title, a.preview, a.published_at, " ENTITLED "," READ
                 " from articles a where a.product_id = $1 order by a.position limit $3",
                 db_id(product_id), db_id(reader_id), db_int(limit)));
    articles = arena_array(tx_arena(tx), struct article, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        articles[row] = article_read(rows, row);
    *ret_articles = articles;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status article_mark_read(struct tx *tx, const char *article_id, const char *reader_id)
{
    return db_exec(tx, "insert into articles_read (user_id, article_id) values ($1, $2) on conflict do nothing",
                   db_id(reader_id), db_id(article_id));
}

struct status entitlement_save(struct tx *tx, const struct entitlement *entitlement)
{
    return db_exec(tx,
                   "insert into entitlements as e (order_id, user_id, product_id, active, version)"
                   " values ($1, $2, $3, $4, $5) on conflict (order_id) do update set active = excluded.active,"
                   " version = excluded.version where e.version < excluded.version",
                   db_id(entitlement->order_id), db_id(entitlement->user_id), db_id(entitlement->product_id),
                   db_bool(entitlement->active), db_int(entitlement->version));
}
