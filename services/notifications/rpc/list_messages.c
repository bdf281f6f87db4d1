#include "notifications/notifications.h"
#include "notifications/store/message_store.h"
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
    const char *after[PAGE_PARTS_MAX] = { "" };
    const char *user_id = call->caller->user_id;
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count;
    struct message *messages;

    TRY(page_token_read(call, user_id, in->page_token, after, &parts));
    TRY(message_list(call->tx, call->arena, user_id, after[0], (int)limit + 1, &messages, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, user_id, &messages[count - 1].id, 1);
    }

    out->n_messages = count;
    out->messages = arena_array(call->arena, Nt__Message *, count);
    for (size_t i = 0; i < count; i++) {
        out->messages[i] = MESSAGE(call, Nt__Message, nt__message);
        message_view(call, &messages[i], out->messages[i]);
    }
    return OK;
}
