/* The word list in the database, one function a statement. Its version tells every replica when to read it again. */
#ifndef LINLI_CONTENT_STORE_WORD_STORE_H
#define LINLI_CONTENT_STORE_WORD_STORE_H

#include "content/domain/words.h"
#include "db/db.h"

struct word_row {
    const char *folded;
    const char *word; /* as it was written */
    enum word_action action;
};

/* WORD_LIST_FULL beyond WORDS_MAX. */
struct status word_save(struct tx *tx, const struct word_row *word);
struct status word_delete(struct tx *tx, const char *folded);
/* By folded form, above `after`. */
struct status word_list(struct tx *tx, struct arena *arena, const char *after, int limit, struct word_row **ret_words,
                        size_t *ret_count);
struct status word_list_version(struct tx *tx, int64_t *ret_version);

#endif
