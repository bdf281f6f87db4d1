#include "notifications/notifications.h"
#include "notifications/store/message_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void message_view(struct call *call, const struct message *message, Nt__Message *out)
{
    struct text text = text_render(call->arena, message->kind, call->caller->language, message->args, message->args_count);

    out->message_id = message->id;
    out->kind = (Nt__MessageKind)message->kind;
    out->title = text.title;
    out->text = text.body;
    out->link_id = message->link_id;
    out->read = message->read;
    out->created_at = timestamp_new(call->arena, message->created_us);
}

struct status notifications_list_messages(struct call *call, const Nt__ListMessagesRequest *in, Nt__ListMessagesResponse *out)
{
    const char *user_id = call->caller->user_id;
    struct page page;
    struct message *messages;

    TRY(page_open(call, in, PAGE_BY_ID, user_id, &page));
    TRY(message_list(call->tx, call->arena, user_id, page.after, page.rows_max, &messages, &page.count));

    out->next_page_token = page_next(call, &page, messages[page.count - 1].id);
    out->n_messages = page.count;
    out->messages = MESSAGES(call, Nt__Message, nt__message, page.count);
    for (size_t i = 0; i < page.count; i++)
        message_view(call, &messages[i], out->messages[i]);
    return OK;
}
