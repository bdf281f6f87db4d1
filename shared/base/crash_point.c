#include "base/crash_point.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 512

#define CRASH_POINT_ROW(area, state, meaning) { #area "." #state, meaning },
const struct crash_point_row crash_points[CRASH_POINTS_COUNT] = { CRASH_POINTS(CRASH_POINT_ROW) };

bool crash_points_allowed;
static const char *armed_in;

struct status crash_points_allow(const char *folder, bool production)
{
    struct stat found;

    if (!*folder)
        return OK;
    if (production)
        return fail(SETTING_INVALID, "LINLI_CRASH_POINTS_DIR: no production is killed on purpose (LINLI_PRODUCTION)");
    if (stat(folder, &found) != 0 || !S_ISDIR(found.st_mode))
        return fail(SETTING_INVALID, "LINLI_CRASH_POINTS_DIR: there is no folder %s", folder);
    armed_in = folder;
    crash_points_allowed = true;
    return OK;
}

/* Whole or not at all, so that nobody reads half a number. */
static void leave_hit(const char *path)
{
    char hit[PATH_BYTES + 8], draft[PATH_BYTES + 8], text[24];
    int bytes = snprintf(text, sizeof(text), "%ld\n", (long)getpid()), fd;

    snprintf(hit, sizeof(hit), "%s.hit", path);
    snprintf(draft, sizeof(draft), "%s.draft", path);
    fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return; /* who armed it finds neither its file nor a hit */
    if (write(fd, text, (size_t)bytes) == bytes)
        rename(draft, hit);
    close(fd);
}

/* Of all that come by, in any process, one can unlink the file. */
void crash_point_pass(enum crash_point point)
{
    char path[PATH_BYTES];
    int length = snprintf(path, sizeof(path), "%s/%s", armed_in, crash_points[point].name);

    if (length >= (int)sizeof(path) || unlink(path) != 0)
        return;
    leave_hit(path);
    kill(getpid(), SIGKILL);
    for (;;)
        pause(); /* not another step, should the signal take a moment */
}
