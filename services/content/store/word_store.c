#include "content/store/word_store.h"

#include "content/domain/reasons.h"

static struct status check_room(struct tx *tx)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from words"));
    if (rows_int(rows, 0, 0) > WORDS_MAX)
        return fail(WORD_LIST_FULL, "the list takes %d words", WORDS_MAX);
    return OK;
}

/* The row of the version is held until the commit: changes of the list come one at a time. */
static struct status version_advance(struct tx *tx)
{
    return db_exec(tx, "update words_version set version = version + 1");
}

struct status word_save(struct tx *tx, const struct word_row *word)
{
    TRY(db_exec(tx,
                "insert into words (folded, word, action) values ($1, $2, $3)"
                " on conflict (folded) do update set word = excluded.word, action = excluded.action",
                db_text(word->folded), db_text(word->word), db_int(word->action)));
    TRY(version_advance(tx));
    return check_room(tx);
}

struct status word_delete(struct tx *tx, const char *folded)
{
    TRY(db_exec(tx, "delete from words where folded = $1", db_text(folded)));
    return version_advance(tx);
}

struct status word_list(struct tx *tx, struct arena *arena, const char *after, int limit, struct word_row **ret_words,
                        size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select folded, word, action from words where folded > $1 order by folded limit $2",
                 db_text(after), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct word_row *words = arena_array(arena, struct word_row, count);
    for (size_t i = 0; i < count; i++)
        words[i] = (struct word_row){ rows_text(rows, (int)i, 0), rows_text(rows, (int)i, 1),
                                      (enum word_action)rows_int(rows, (int)i, 2) };
    *ret_words = words;
    *ret_count = count;
    return OK;
}

struct status word_list_version(struct tx *tx, int64_t *ret_version)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select version from words_version"));
    *ret_version = rows_int(rows, 0, 0);
    return OK;
}
