#include "linlictl/service_list.h"

#include <stdbool.h>
#include <string.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

static bool name_ok(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && length <= SERVICE_NAME_CHARS_MAX && strspn(name, "abcdefghijklmnopqrstuvwxyz") == length;
}

/* auth,content; a dash stands for nobody. */
static struct status parse_names(int line, char *text, struct name_list *list)
{
    char *save;

    list->count = 0;
    if (strcmp(text, "-") == 0)
        return OK;
    for (char *name = strtok_r(text, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
        if (!name_ok(name) || list->count == SERVICES_MAX)
            return fail(USAGE, "services.conf line %d: %s is no name of a service", line, name);
        list->names[list->count++] = name;
    }
    return OK;
}

static bool listed(const struct service_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->entries[i].name, name) == 0)
            return true;
    return false;
}

static struct status parse_line(const struct line_reader *line, struct service_list *list)
{
    struct service_entry *entry;

    if (line->words_count != 3)
        return fail(USAGE, "services.conf line %d: name, calls and listens are wanted", line->number);
    if (!name_ok(line->words[0]) || list->count == SERVICES_MAX)
        return fail(USAGE, "services.conf line %d: %s is no name of a service", line->number, line->words[0]);
    if (listed(list, line->words[0]))
        return fail(USAGE, "services.conf line %d: %s is there twice", line->number, line->words[0]);
    entry = &list->entries[list->count++];
    entry->name = line->words[0];
    TRY(parse_names(line->number, line->words[1], &entry->calls));
    return parse_names(line->number, line->words[2], &entry->listens);
}

static struct status check_known(const struct service_list *list, const char *who, const struct name_list *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (!listed(list, names->names[i]))
            return fail(USAGE, "services.conf: %s names %s, which is no service", who, names->names[i]);
    return OK;
}

struct status service_list_parse(struct arena *arena, const char *text, struct service_list *ret_list)
{
    struct line_reader line = line_reader(arena_strdup(arena, text));

    ret_list->count = 0;
    while (line_next(&line))
        TRY(parse_line(&line, ret_list));
    for (size_t i = 0; i < ret_list->count; i++) {
        TRY(check_known(ret_list, ret_list->entries[i].name, &ret_list->entries[i].calls));
        TRY(check_known(ret_list, ret_list->entries[i].name, &ret_list->entries[i].listens));
    }
    return OK;
}

struct status service_list_load(struct arena *arena, const char *path, struct service_list *ret_list)
{
    char *text;

    TRY(file_read(arena, path, &text));
    return service_list_parse(arena, text, ret_list);
}
