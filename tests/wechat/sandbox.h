/* The WeChat stand-in as a child process, for C tests: started in a folder of its own, spoken to by control calls.
 * Everything that goes wrong here aborts the test program. */
#ifndef LINLI_TESTS_WECHAT_SANDBOX_H
#define LINLI_TESTS_WECHAT_SANDBOX_H

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "wechat/http.h"

struct sandbox {
    pid_t pid;
    FILE *output;
    char folder[64];
    char wx[64], pay[64], control[64];
};

static inline void sandbox_need(bool right, const char *what)
{
    if (!right) {
        fprintf(stderr, "the stand-in: %s\n", what);
        abort();
    }
}

static inline void sandbox_start(struct sandbox *sandbox)
{
    char line[1024];
    int ends[2];
    json_t *ready;

    strcpy(sandbox->folder, "/tmp/linli-wechat-XXXXXX");
    sandbox_need(mkdtemp(sandbox->folder) && pipe(ends) == 0, "no folder or pipe");
    sandbox->pid = fork();
    if (sandbox->pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execlp("node", "node", "tests/wechat-sandbox/server.mjs", "--state", sandbox->folder, "--refund-gap-ms", "0",
               "--refund-delay-ms", "1", NULL);
        _exit(127);
    }
    close(ends[1]);
    sandbox->output = fdopen(ends[0], "r");
    sandbox_need(fgets(line, sizeof(line), sandbox->output), "did not start (is node there?)");
    ready = json_loads(line, 0, NULL);
    snprintf(sandbox->wx, sizeof(sandbox->wx), "%s", json_string_value(json_object_get(ready, "wx")));
    snprintf(sandbox->pay, sizeof(sandbox->pay), "%s", json_string_value(json_object_get(ready, "pay")));
    snprintf(sandbox->control, sizeof(sandbox->control), "%s", json_string_value(json_object_get(ready, "control")));
    json_decref(ready);
}

static inline void sandbox_stop(struct sandbox *sandbox)
{
    char command[128];

    kill(sandbox->pid, SIGTERM);
    waitpid(sandbox->pid, NULL, 0);
    fclose(sandbox->output);
    snprintf(command, sizeof(command), "rm -r %s", sandbox->folder);
    sandbox_need(system(command) == 0, "its folder stays");
}

/* A file of its folder, as text. */
static inline const char *sandbox_file(const struct sandbox *sandbox, struct arena *arena, const char *name)
{
    char text[8192];
    FILE *file = fopen(arena_printf(arena, "%s/%s", sandbox->folder, name), "r");
    size_t bytes;

    sandbox_need(file != NULL, name);
    bytes = fread(text, 1, sizeof(text), file);
    fclose(file);
    return arena_strndup(arena, text, bytes);
}

static inline void sandbox_forget_json(void *json)
{
    json_decref(json);
}

/* A control call by `method`; the answer lives as long as the arena. `ret_status` NULL: it must be 200. */
static inline const json_t *sandbox_call_with(const struct sandbox *sandbox, struct arena *arena, const char *method,
                                              const char *call, const char *json, int *ret_status)
{
    struct http_request request = { .method = method,
                                    .url = arena_printf(arena, "%s%s", sandbox->control, call),
                                    .body = json,
                                    .body_bytes = json ? strlen(json) : 0 };
    struct http_answer answer = { 0 };
    const char *problem;
    json_t *parsed;

    sandbox_need(http_exchange(arena, &request, &answer, &problem) == HTTP_ANSWERED, call);
    sandbox_need(ret_status || answer.status == 200, answer.body);
    if (ret_status)
        *ret_status = answer.status;
    parsed = json_loads(answer.body, 0, NULL);
    arena_defer(arena, sandbox_forget_json, parsed);
    return parsed;
}

/* POSTs `json`, or GETs when it is NULL. */
static inline const json_t *sandbox_call(const struct sandbox *sandbox, struct arena *arena, const char *call,
                                         const char *json, int *ret_status)
{
    return sandbox_call_with(sandbox, arena, NULL, call, json, ret_status);
}

static inline const char *sandbox_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    sandbox_need(text != NULL, name);
    return text;
}

#endif
