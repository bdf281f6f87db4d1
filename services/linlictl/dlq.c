/* linlictl dlq: events that a service could not handle. They are listed with their reason, handed to the service again,
 * or dropped for good. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/settings.h"
#include "events/dead_letters.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/place.h"

struct dlq {
    struct arena *arena;
    struct db *db;
};

typedef struct status change(struct db *db, struct arena *arena, const char *id, const char *consumer,
                             int64_t *ret_changed);

/* ---- which database ---- */

static const char *setting_name(struct arena *arena, const char *service)
{
    char *name = arena_printf(arena, "LINLI_%s_DATABASE_URL", service);

    for (char *c = name; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return name;
}

static struct status database_url(struct arena *arena, const char *service, const char **ret_url)
{
    const char *url;
    const struct setting table[] = { SETTING_TEXT(url, setting_name(arena, service), "", SECRET,
                                                  "the service's tables") };
    struct place place;
    char *text;

    TRY(settings_load(table, 1));
    if (!*url) {
        TRY(place_find(arena, &place));
        TRY(file_read(arena, arena_printf(arena, "%s/%s.database-url", place.secrets, service), &text));
        text[strcspn(text, "\r\n")] = '\0';
        url = text;
    }
    *ret_url = url;
    return OK;
}

/* ---- what to do ---- */

static void print_letter(const struct dead_letter *letter)
{
    char when[TIME_RFC3339_BYTES];

    printf("%s  %s  %-7s %s\n    consumer %s, event %s, %s version %lld, %d attempts, %zu bytes\n    %s: %s\n",
           letter->id, time_format_rfc3339(letter->dead_at_us, when), letter->state, letter->type, letter->consumer,
           letter->event_id, letter->aggregate_id, (long long)letter->version, letter->attempts, letter->payload_bytes,
           letter->reason, letter->detail);
}

static struct status list(struct dlq *dlq, const char *after_id)
{
    struct dead_letter *letters;
    size_t count;

    TRY(dead_letters_list(dlq->db, dlq->arena, after_id, &letters, &count));
    for (size_t i = 0; i < count; i++)
        print_letter(&letters[i]);
    printf("%zu dead letters%s\n", count,
           count == DEAD_LETTERS_PAGE_MAX ? "; more may follow, list again after the last id" : "");
    return OK;
}

static struct status change_some(struct dlq *dlq, change *what, const char *done, int argc, char **argv)
{
    bool all = argc > 3 && strcmp(argv[3], "--all") == 0;
    int64_t changed;

    if (argc < 4 || argc > (all ? 5 : 4))
        return fail(MISUSE, "linlictl dlq %s: which? An ID, or --all", argv[1]);
    TRY(what(dlq->db, dlq->arena, all ? "" : argv[3], argc == 5 ? argv[4] : NULL, &changed));
    printf("%lld %s\n", (long long)changed, done);
    if (changed == 0 && !all)
        return fail(USAGE, "there is no dead letter %s", argv[3]);
    return OK;
}

static struct status act(struct dlq *dlq, int argc, char **argv)
{
    if (strcmp(argv[1], "list") == 0 && argc <= 4)
        return list(dlq, argc == 4 ? argv[3] : "");
    if (strcmp(argv[1], "replay") == 0)
        return change_some(dlq, dead_letters_replay, "will be handled again", argc, argv);
    if (strcmp(argv[1], "drop") == 0)
        return change_some(dlq, dead_letters_drop, "dropped", argc, argv);
    return fail(MISUSE, "linlictl dlq %s is not understood", argv[1]);
}

struct status command_dlq(struct arena *arena, int argc, char **argv)
{
    struct db_options options = { .name = "linlictl" };
    struct dlq dlq = { .arena = arena };

    if (argc < 3)
        return fail(MISUSE, "linlictl dlq: do what, in which service?");
    options.schema = argv[2];
    TRY(database_url(arena, argv[2], &options.url));
    dlq.db = db_create(&options);
    struct status status = act(&dlq, argc, argv);

    db_destroy(dlq.db);
    return status;
}
