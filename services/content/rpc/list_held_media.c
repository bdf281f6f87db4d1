#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/store/media_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

/* A reviewer sees what the owner sees. */
struct status content_list_held_media(struct call *call, const Ct__ListHeldMediaRequest *in, Ct__ListHeldMediaResponse *out)
{
    struct page page;
    struct media *media;

    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "pictures are judged for every community");
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(media_list_held(call->tx, call->arena, page.after, page.rows_max, &media, &page.count));

    out->next_page_token = page_next(call, &page, media[page.count - 1].id);
    out->n_media = page.count;
    out->media = MESSAGES(call, Ct__Media, ct__media, page.count);
    for (size_t i = 0; i < page.count; i++) {
        out->media[i]->picture = picture_view(call, &media[i], media[i].owner_id);
        out->media[i]->created_at = timestamp_new(call->arena, media[i].created_us);
    }
    return OK;
}
