#include "linlictl/secrets.h"

#include <string.h>

#include "base/id.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

struct status secret_get(struct arena *arena, const char *folder, const char *name, const char **ret_secret)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    char *text;

    if (!file_exists(path)) {
        char secret[SECRET_CHARS + 1];

        key_new(secret, SECRET_CHARS);
        TRY(folder_make(folder, 0700));
        TRY(file_write(path, arena_printf(arena, "%s\n", secret), 0600));
    }
    TRY(file_read(arena, path, &text));
    text[strcspn(text, "\r\n")] = '\0';
    if (text[0] == '\0')
        return fail(SYSTEM_FAILED, "%s is empty", path);
    *ret_secret = text;
    return OK;
}
