/* The rules of reviews: who sees one, until when it may be said otherwise. Pure. */
#ifndef LINLI_CONTENT_DOMAIN_REVIEW_H
#define LINLI_CONTENT_DOMAIN_REVIEW_H

#include "content/domain/post.h"

#define REVIEW_EDIT_S (INT64_C(7) * 86400) /* after it was written */

/* The numbers of linli.content.v1.ReviewState. */
enum review_state { REVIEW_STATE_HELD = 1, REVIEW_STATE_SHOWN = 2, REVIEW_STATE_HIDDEN = 3 };

struct review {
    const char *id;
    const char *order_id;
    int position; /* of the line */
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    struct author author;
    int rating; /* 1 … 5 */
    const char *body;
    enum review_state state;
    bool text_passed; /* the check of its text is done: a held one waits for its pictures */
    int picture_count;
    int64_t created_us;
    int64_t edited_us; /* 0: it was not */
    int64_t shown_us;  /* first; 0: it never was */
};

/* Its author may say it otherwise now. */
bool review_is_open(const struct review *review, int64_t now_us);

#endif
