#include "content/content.h"
#include "content/store/word_store.h"
#include "rpc/page.h"

struct status content_list_words(struct call *call, const Ct__ListWordsRequest *in, Ct__ListWordsResponse *out)
{
    struct page page;
    struct word_row *words;

    TRY(page_open(call, in, PAGE_BY_TEXT, "", &page));
    TRY(word_list(call->tx, call->arena, page.after, page.rows_max, &words, &page.count));

    out->next_page_token = page_next(call, &page, words[page.count - 1].folded);
    out->n_words = page.count;
    out->words = MESSAGES(call, Ct__Word, ct__word, page.count);
    for (size_t i = 0; i < page.count; i++) {
        out->words[i]->text = words[i].word;
        out->words[i]->action = (Ct__WordAction)words[i].action;
    }
    return OK;
}
