/* Settings are one table per process: it serves loading, `--help` and the documentation.
 *
 *     static struct { const char *database_url; int64_t workers; } settings;
 *     static const struct setting table[] = {
 *         SETTING_TEXT(settings, database_url, "LINLI_CONTENT_DATABASE_URL", NULL, SECRET, "where the schema lives"),
 *         SETTING_INT(settings, workers, "LINLI_CONTENT_WORKERS", 8, 1, 64, "database connections and handlers"),
 *     };
 *
 * A variable NAME may also be given as NAME_FILE, the path of a file whose first line is the value (secrets).
 * Values are loaded at start and never freed. Secrets that have a file can be read again while the process serves:
 * whoever lets them be rotated keeps the place of the value, not the value, and asks secret_now(). A failure names the
 * variable, never its value.
 */
#ifndef LINLI_BASE_SETTINGS_H
#define LINLI_BASE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

#define SETTING_MISSING CODE_INVALID_ARGUMENT, "SETTING_MISSING"
#define SETTING_INVALID CODE_INVALID_ARGUMENT, "SETTING_INVALID"

enum setting_type { SETTING_TYPE_TEXT, SETTING_TYPE_INT, SETTING_TYPE_BOOL };
enum setting_secrecy { PLAIN, SECRET };

struct setting {
    const char *name; /* environment variable */
    enum setting_type type;
    void *target;              /* const char *, int64_t or bool */
    const char *text_default;  /* NULL: required */
    int64_t int_default, int_min, int_max;
    enum setting_secrecy secrecy;
    const char *help;
};

#define SETTING_TEXT(target_, name_, default_, secrecy_, help_) \
    { .name = (name_), .type = SETTING_TYPE_TEXT, .target = &(target_), .text_default = (default_), .secrecy = (secrecy_), .help = (help_) }
#define SETTING_INT(target_, name_, default_, min_, max_, help_) \
    { .name = (name_), .type = SETTING_TYPE_INT, .target = &(target_), .int_default = (default_), .int_min = (min_), .int_max = (max_), .help = (help_) }
#define SETTING_BOOL(target_, name_, default_, help_) \
    { .name = (name_), .type = SETTING_TYPE_BOOL, .target = &(target_), .int_default = (default_), .help = (help_) }

/* Loads every row; the first that is missing or malformed is named. */
struct status settings_load(const struct setting *table, size_t count);
/* Reads the files of secrets again. What has changed takes the place of what was there; what cannot be read, or is
 * empty and must not be, changes nothing and is told, after all others were read. One thread at a time. */
struct status settings_reread(const struct setting *table, size_t count, int *ret_changed);
/* What a secret is now. What it was stays readable for who still has it. */
static inline const char *secret_now(const char *const *secret)
{
    return __atomic_load_n(secret, __ATOMIC_ACQUIRE);
}
/* Of several with commas between, newest first: the one from *rest on, *ret_chars of it, and *rest moves behind it;
 * NULL when there is no more. */
const char *secret_next(const char **rest, size_t *ret_chars);

/* A table for people: name, type, default, help. */
void settings_help(FILE *out, const struct setting *table, size_t count);
/* The same in Markdown. */
void settings_markdown(FILE *out, const char *title, const struct setting *table, size_t count);

#endif
