#include "linlictl/run_program.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linlictl/linlictl.h"

extern char **environ;

struct status run_program(const char *path, const char *argument)
{
    char *const argv[] = { (char *)path, (char *)argument, NULL };
    int outcome, problem;
    pid_t pid;

    problem = posix_spawnp(&pid, path, NULL, NULL, argv, environ);
    if (problem)
        return fail(SYSTEM_FAILED, "cannot start %s: %s", path, strerror(problem));
    while (waitpid(pid, &outcome, 0) < 0)
        if (errno != EINTR)
            return fail(SYSTEM_FAILED, "%s is lost: %s", path, strerror(errno));
    if (!WIFEXITED(outcome) || WEXITSTATUS(outcome) != 0)
        return fail(SYSTEM_FAILED, "%s %s failed", path, argument);
    return OK;
}
