#include "rpc/runtime.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"

#define TEXT_BYTES 512

struct status mistake(const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    log_error("a mistake of ours", LOG_STR("error", text));
#ifndef NDEBUG
    abort();
#endif
    return fail(INTERNAL, "%s", text);
}

struct runtime *runtime_create(const struct server_options *options)
{
    struct runtime *runtime = calloc(1, sizeof *runtime);

    if (!runtime)
        abort();
    runtime->options = *options;
    runtime->db = db_create(&options->db);
    return runtime;
}

void runtime_destroy(struct runtime *runtime)
{
    if (!runtime)
        return;
    db_destroy(runtime->db);
    free(runtime);
}

struct db *runtime_db(struct runtime *runtime)
{
    return runtime->db;
}

int64_t runtime_now_ms(const struct runtime *runtime)
{
    return rpc_now_ms(runtime->options.client);
}

struct status runtime_learn_now(struct runtime *runtime, struct arena *arena)
{
    struct tx *tx;
    int64_t now_us;

    TRY(tx_begin(runtime->db, TX_READ_ONLY, arena, &tx, &now_us));
    tx_rollback(tx);
    rpc_now_learn(runtime->options.client, now_us / US_PER_MS);
    return OK;
}
