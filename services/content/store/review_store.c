#include "content/store/review_store.h"

struct status reviewable_save(struct tx *tx, const struct reviewable *reviewable)
{
    return db_exec(tx,
                   "insert into reviewables (order_id, position, user_id, product_id, product_title, sku_title,"
                   " completed_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                   db_id(reviewable->order_id), db_int(reviewable->position), db_id(reviewable->user_id),
                   db_id(reviewable->product_id), db_text(reviewable->product_title), db_text(reviewable->sku_title),
                   db_time(reviewable->completed_us));
}

struct status reviewable_get(struct tx *tx, const char *order_id, int position, const char *user_id,
                             struct reviewable *ret_reviewable)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select product_id, product_title, sku_title, completed_at from reviewables"
                 " where order_id = $1 and position = $2 and user_id = $3",
                 db_id(order_id), db_int(position), db_id(user_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "line %d of order %s is not to be reviewed", position, order_id);
    *ret_reviewable = (struct reviewable){
        .order_id = order_id,
        .position = position,
        .user_id = user_id,
        .product_id = rows_id(rows, 0, 0),
        .product_title = rows_text(rows, 0, 1),
        .sku_title = rows_text(rows, 0, 2),
        .completed_us = rows_time_us(rows, 0, 3),
    };
    return OK;
}

struct status review_insert(struct tx *tx, const struct review *review, bool *ret_inserted)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into reviews (id, order_id, position, product_id, author_id, rating, body, state,"
                      " text_passed, picture_count, created_at, shown_at)"
                      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
                      db_id(review->id), db_id(review->order_id), db_int(review->position), db_id(review->product_id),
                      db_id(review->author.user_id), db_int(review->rating), db_text(review->body),
                      db_int(review->state), db_bool(review->text_passed), db_int(review->picture_count),
                      db_time(review->created_us), db_time(review->shown_us)));
    *ret_inserted = inserted == 1;
    return OK;
}

#define REVIEW_COLUMNS                                                                                                 \
    "select r.id, r.order_id, r.position, r.product_id, l.product_title, l.sku_title, r.author_id,"                    \
    " coalesce(a.nickname, ''), coalesce(a.avatar_url, ''), r.rating, r.body, r.state, r.text_passed,"                 \
    " r.picture_count, r.created_at, r.edited_at, r.shown_at from reviews r"                                           \
    " join reviewables l on l.order_id = r.order_id and l.position = r.position"                                       \
    " left join people a on a.user_id = r.author_id "

static struct review review_read(const struct rows *rows, int row)
{
    return (struct review){
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .position = (int)rows_int(rows, row, 2),
        .product_id = rows_id(rows, row, 3),
        .product_title = rows_text(rows, row, 4),
        .sku_title = rows_text(rows, row, 5),
        .author = { rows_id(rows, row, 6), rows_text(rows, row, 7), rows_text(rows, row, 8) },
        .rating = (int)rows_int(rows, row, 9),
        .body = rows_text(rows, row, 10),
        .state = (enum review_state)rows_int(rows, row, 11),
        .text_passed = rows_bool(rows, row, 12),
        .picture_count = (int)rows_int(rows, row, 13),
        .created_us = rows_time_us(rows, row, 14),
        .edited_us = rows_time_us(rows, row, 15),
        .shown_us = rows_time_us(rows, row, 16),
    };
}

struct status review_get(struct tx *tx, const char *review_id, const char *author_id, struct review *ret_review)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, REVIEW_COLUMNS "where r.id = $1 and ($2::uuid is null or r.author_id = $2)",
                 db_id(review_id), author_id ? db_id(author_id) : db_null()));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "review %s", review_id);
    *ret_review = review_read(rows, 0);
    return OK;
}

struct status review_lock(struct tx *tx, const char *review_id, const char *author_id, struct review *ret_review)
{
    TRY(db_exec(tx, "select from reviews where id = $1 for update", db_id(review_id)));
    return review_get(tx, review_id, author_id, ret_review);
}

struct status review_save(struct tx *tx, const struct review *review)
{
    return db_exec(tx,
                   "update reviews set rating = $2, body = $3, state = $4, text_passed = $5, edited_at = $6,"
                   " shown_at = $7 where id = $1",
                   db_id(review->id), db_int(review->rating), db_text(review->body), db_int(review->state),
                   db_bool(review->text_passed), db_time(review->edited_us), db_time(review->shown_us));
}

struct status review_list(struct tx *tx, enum reviews_of whose, const char *id, const char *after, int limit,
                          struct review **ret_reviews, size_t *ret_count)
{
    struct rows *rows;

    if (whose == REVIEWS_OF_PRODUCT)
        TRY(db_query(tx, &rows,
                     REVIEW_COLUMNS "where r.product_id = $1 and r.state = 2 and r.id < " DB_BEFORE(
                         "$2") " order by r.id desc limit $3",
                     db_id(id), db_id(after), db_int(limit)));
    else if (whose == REVIEWS_OF_AUTHOR)
        TRY(db_query(tx, &rows,
                     REVIEW_COLUMNS "where r.author_id = $1 and r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                     db_id(id), db_id(after), db_int(limit)));
    else
        TRY(db_query(tx, &rows, REVIEW_COLUMNS "where r.state = 1 and r.id > " DB_AFTER("$1") " order by r.id limit $2",
                     db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_reviews = arena_array(tx_arena(tx), struct review, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_reviews)[row] = review_read(rows, row);
    return OK;
}

struct status rating_get(struct tx *tx, const char *product_id, struct rating *ret_rating)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select reviews, stars, by_stars[1], by_stars[2], by_stars[3], by_stars[4], by_stars[5]"
                 " from product_ratings where product_id = $1",
                 db_id(product_id)));
    *ret_rating = (struct rating){ 0 };
    if (rows_count(rows) == 0)
        return OK;
    ret_rating->reviews = rows_int(rows, 0, 0);
    ret_rating->stars = rows_int(rows, 0, 1);
    for (int i = 0; i < 5; i++)
        ret_rating->by_stars[i] = rows_int(rows, 0, 2 + i);
    return OK;
}
