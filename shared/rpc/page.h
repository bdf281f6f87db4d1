/* Pages of lists: a page begins after a place, never at an offset, so that it costs the same far down as at the top and
 * neither repeats nor skips while rows arrive. One row more than the page is read: when it is there, there is a next page.
 *
 *     struct page page;
 *     struct circle *circles;
 *
 *     TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
 *     TRY(circle_list(call->tx, call->arena, in->community_id, page.after, page.rows_max, &circles, &page.count));
 *     out->next_page_token = page_next(call, &page, circles[page.count - 1].id);
 *     out->n_circles = page.count;
 *     out->circles = MESSAGES(call, Ct__Circle, ct__circle, page.count);
 *     for (size_t i = 0; i < page.count; i++)
 *         circle_view(call, &circles[i], out->circles[i]);
 *
 * A page belongs to its handler; what it points at lives in the call's arena. Fails with PAGE_TOKEN_INVALID only.
 */
#ifndef LINLI_RPC_PAGE_H
#define LINLI_RPC_PAGE_H

#include "rpc/call.h"

#define PAGE_SIZE_DEFAULT 20
#define PAGE_SIZE_MAX     100

/* What a place in the list is: an id, a text, or a moment and an id. */
enum page_order { PAGE_BY_ID, PAGE_BY_TEXT, PAGE_BY_TIME };

struct page {
    enum page_order order;
    const char *filter; /* which list it is a page of */
    const char *after;  /* the id or text it begins after; "": at the start */
    int64_t after_us;   /* PAGE_BY_TIME: the moment of that row; 0 at the start */
    int rows_max;       /* to be read: one more than the page holds */
    size_t count;       /* rows that were read; after page_next() those that are shown */
};

/* The page that `in` asks for by its page_size and page_token. `filter` tells lists of the same method apart: a token of
 * another list is refused. */
#define page_open(call, in, order, filter, ret_page) \
    page_read(call, order, filter, (in)->page_size, (in)->page_token, ret_page)
struct status page_read(struct call *call, enum page_order order, const char *filter, int64_t size, const char *token,
                        struct page *ret_page);

/* Cuts page->count to the page, and only then looks at the place of its last row. The token of the next page, "" when
 * there is none. page_next_at is for PAGE_BY_TIME. */
#define page_next(call, page, last)             page_next_at(call, page, 0, last)
#define page_next_at(call, page, last_us, last) (page_cut(page) ? page_token(call, page, last_us, last) : "")
bool page_cut(struct page *page);
const char *page_token(struct call *call, const struct page *page, int64_t last_us, const char *last);

/* ---- what it is made of ---- */

/* Opaque page tokens: up to 4 texts, in order; bound to the method and to `filter`. An empty token gives count 0. */
#define PAGE_PARTS_MAX 4
char *page_token_make(struct call *call, const char *filter, const char *const *parts, size_t count);
struct status page_token_read(struct call *call, const char *filter, const char *token,
                              const char *ret_parts[PAGE_PARTS_MAX], size_t *ret_count);
/* 0 ⇒ PAGE_SIZE_DEFAULT; more than PAGE_SIZE_MAX ⇒ PAGE_SIZE_MAX. */
int page_size(int64_t asked);

#endif
