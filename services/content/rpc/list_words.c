#include "content/content.h"
#include "content/store/word_store.h"

struct status content_list_words(struct call *call, const Ct__ListWordsRequest *in, Ct__ListWordsResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count;
    struct word_row *words;

    TRY(page_token_read(call, "", in->page_token, after, &parts));
    TRY(word_list(call->tx, call->arena, after[0], (int)limit + 1, &words, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, "", &words[count - 1].folded, 1);
    }

    out->n_words = count;
    out->words = arena_array(call->arena, Ct__Word *, count);
    for (size_t i = 0; i < count; i++) {
        out->words[i] = MESSAGE(call, Ct__Word, ct__word);
        out->words[i]->text = words[i].word;
        out->words[i]->action = (Ct__WordAction)words[i].action;
    }
    return OK;
}
