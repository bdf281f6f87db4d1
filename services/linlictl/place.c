#include "linlictl/place.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

static const char *setting_or(const char *name, const char *preset)
{
    const char *value = getenv(name);

    return value && *value ? value : preset;
}

static struct status own_folder(struct arena *arena, const char **ret_folder)
{
    char path[PATH_MAX];
    ssize_t bytes = readlink("/proc/self/exe", path, sizeof(path) - 1);

    if (bytes <= 0)
        return fail(SYSTEM_FAILED, "cannot tell where this program lies: %s", strerror(errno));
    path[bytes] = '\0';
    *strrchr(path, '/') = '\0';
    *ret_folder = arena_strdup(arena, path);
    return OK;
}

static struct status absolute(struct arena *arena, const char *path, const char **ret_path)
{
    char here[PATH_MAX];

    if (path[0] == '/') {
        *ret_path = path;
        return OK;
    }
    if (!getcwd(here, sizeof(here)))
        return fail(SYSTEM_FAILED, "cannot tell the working directory: %s", strerror(errno));
    *ret_path = strcmp(path, ".") == 0 ? arena_strdup(arena, here) : arena_printf(arena, "%s/%s", here, path);
    return OK;
}

struct status place_find(struct arena *arena, struct place *ret_place)
{
    struct place place;

    TRY(absolute(arena, setting_or("LINLI_ROOT", "."), &place.root));
    TRY(own_folder(arena, &place.bin));
    TRY(absolute(arena, setting_or("LINLI_STATE_DIR", arena_printf(arena, "%s/.run", place.root)), &place.state));
    place.secrets = arena_printf(arena, "%s/secrets", place.state);
    place.services = arena_printf(arena, "%s/deploy/services.conf", place.root);
    place.contract = setting_or("LINLI_CONTRACT_FILE", arena_printf(arena, "%s/../contracts.binpb", place.bin));
    if (!file_exists(place.services))
        return fail(USAGE, "%s is not there: run this in the checkout, or set LINLI_ROOT", place.services);
    *ret_place = place;
    return OK;
}
