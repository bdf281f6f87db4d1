#include "base/settings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define VALUE_BYTES_MAX 4096

static struct status read_first_line(const char *name, const char *path, char line[VALUE_BYTES_MAX])
{
    FILE *file = fopen(path, "re");
    bool read;

    if (!file)
        return fail(SETTING_INVALID, "%s_FILE: cannot open %s: %s", name, path, strerror(errno));
    line[0] = '\0';
    read = fgets(line, VALUE_BYTES_MAX, file) || feof(file);
    bool whole = strchr(line, '\n') || feof(file);
    fclose(file);
    if (!read)
        return fail(SETTING_INVALID, "%s_FILE: cannot read %s", name, path);
    if (!whole)
        return fail(SETTING_INVALID, "%s_FILE: the first line of %s is longer than %d bytes", name, path,
                    VALUE_BYTES_MAX - 2);
    line[strcspn(line, "\r\n")] = '\0';
    return OK;
}

/* The variable's value, or its file's, in `line`; *ret_value is NULL when neither is set. */
static struct status read_value(const char *name, char line[VALUE_BYTES_MAX], const char **ret_value)
{
    char file_name[128];
    const char *value = getenv(name), *path;

    snprintf(file_name, sizeof(file_name), "%s_FILE", name);
    path = getenv(file_name);
    if (value && path)
        return fail(SETTING_INVALID, "%s and %s are both set", name, file_name);
    if (path) {
        TRY(read_first_line(name, path, line));
        value = line;
    }
    *ret_value = value;
    return OK;
}

static struct status load_text(const struct setting *setting, const char *value)
{
    const char **target = setting->target;

    if (!value)
        value = setting->text_default;
    if (!value || (!setting->text_default && value[0] == '\0'))
        return fail(SETTING_MISSING, "%s is not set: %s", setting->name, setting->help);
    *target = strdup(value);
    if (!*target)
        abort();
    return OK;
}

static struct status load_int(const struct setting *setting, const char *value)
{
    int64_t *target = setting->target;
    char *end;
    long long number;

    if (!value) {
        *target = setting->int_default;
        return OK;
    }
    errno = 0;
    number = strtoll(value, &end, 10);
    if (errno || end == value || *end || (value[0] != '-' && (value[0] < '0' || value[0] > '9')))
        return fail(SETTING_INVALID, "%s must be a whole number", setting->name);
    if (number < setting->int_min || number > setting->int_max)
        return fail(SETTING_INVALID, "%s must be from %" PRId64 " to %" PRId64, setting->name, setting->int_min,
                    setting->int_max);
    *target = number;
    return OK;
}

static struct status load_bool(const struct setting *setting, const char *value)
{
    bool *target = setting->target;

    if (!value)
        *target = setting->int_default != 0;
    else if (strcmp(value, "true") == 0 || strcmp(value, "1") == 0)
        *target = true;
    else if (strcmp(value, "false") == 0 || strcmp(value, "0") == 0)
        *target = false;
    else
        return fail(SETTING_INVALID, "%s must be true or false", setting->name);
    return OK;
}

static struct status load_one(const struct setting *setting)
{
    char line[VALUE_BYTES_MAX];
    const char *value;

    TRY(read_value(setting->name, line, &value));
    switch (setting->type) {
    case SETTING_TYPE_INT:
        return load_int(setting, value);
    case SETTING_TYPE_BOOL:
        return load_bool(setting, value);
    case SETTING_TYPE_TEXT:
        break;
    }
    return load_text(setting, value);
}

struct status settings_load(const struct setting *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(load_one(&table[i]));
    return OK;
}

/* ---- while the process serves ---- */

/* Values that were replaced: somebody may still read them. */
struct replaced {
    const struct replaced *before;
    const char *value;
};

static const struct replaced *replaced;

static void replace(const struct setting *setting, const char *value)
{
    struct replaced *old = malloc(sizeof *old);
    char *text = strdup(value);

    if (!old || !text)
        abort();
    *old = (struct replaced){ .before = replaced, .value = *(const char **)setting->target };
    replaced = old;
    __atomic_store_n((const char **)setting->target, text, __ATOMIC_RELEASE);
    log_debug("secret read again", LOG_STR("setting", setting->name));
}

static struct status reread_one(const struct setting *setting, int *changed)
{
    char file_name[128], line[VALUE_BYTES_MAX];
    const char *value;

    snprintf(file_name, sizeof(file_name), "%s_FILE", setting->name);
    if (setting->secrecy != SECRET || setting->type != SETTING_TYPE_TEXT || !getenv(file_name))
        return OK;
    TRY(read_value(setting->name, line, &value));
    if (strcmp(value, *(const char **)setting->target) == 0)
        return OK;
    if (value[0] == '\0' && !setting->text_default)
        return fail(SETTING_MISSING, "the file of %s is empty", setting->name);
    replace(setting, value);
    (*changed)++;
    return OK;
}

struct status settings_reread(const struct setting *table, size_t count, int *ret_changed)
{
    struct status first = OK;

    *ret_changed = 0;
    for (size_t i = 0; i < count; i++) {
        struct status status = reread_one(&table[i], ret_changed);

        if (ok(first))
            first = status;
    }
    return first;
}

const char *secret_next(const char **rest, size_t *ret_chars)
{
    const char *secret = *rest;

    if (*secret == '\0')
        return NULL;
    *ret_chars = strcspn(secret, ",");
    *rest = secret + *ret_chars + (secret[*ret_chars] == ',');
    return secret;
}

/* ---- for people ---- */

static const char *type_name(const struct setting *setting, char text[64])
{
    if (setting->type == SETTING_TYPE_INT)
        snprintf(text, 64, "%" PRId64 "..%" PRId64, setting->int_min, setting->int_max);
    else if (setting->type == SETTING_TYPE_BOOL)
        snprintf(text, 64, "true, false");
    else
        snprintf(text, 64, "%s", setting->secrecy == SECRET ? "secret" : "text");
    return text;
}

static const char *default_text(const struct setting *setting, char text[64])
{
    if (setting->type == SETTING_TYPE_INT)
        snprintf(text, 64, "%" PRId64, setting->int_default);
    else if (setting->type == SETTING_TYPE_BOOL)
        snprintf(text, 64, "%s", setting->int_default ? "true" : "false");
    else if (!setting->text_default)
        snprintf(text, 64, "(required)");
    else
        return setting->text_default[0] ? setting->text_default : "(empty)";
    return text;
}

void settings_help(FILE *out, const struct setting *table, size_t count)
{
    char type[64], preset[64];

    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-40s %-14s %-24s %s\n", table[i].name, type_name(&table[i], type),
                default_text(&table[i], preset), table[i].help);
    fprintf(out, "  NAME_FILE=path reads NAME's value from the first line of a file.\n");
}

void settings_markdown(FILE *out, const char *title, const struct setting *table, size_t count)
{
    char type[64], preset[64];

    fprintf(out, "## %s\n\n| variable | value | default | what it is |\n| --- | --- | --- | --- |\n", title);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "| `%s` | %s | `%s` | %s |\n", table[i].name, type_name(&table[i], type),
                default_text(&table[i], preset), table[i].help);
    fprintf(out, "\n");
}
