#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/ops.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/gateway.h"

#define WATCH_MS       500
#define TRIM_WATCHES   4
#define REREAD_WATCHES 2 /* secrets that are in files */
#define EXIT_USAGE     2

static sigset_t ends(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

static bool asked_to_end(void)
{
    sigset_t signals = ends();
    struct timespec wait = { .tv_nsec = WATCH_MS * 1000000L };

    return sigtimedwait(&signals, NULL, &wait) > 0;
}

static void follow_secrets(bool *told)
{
    int changed;
    struct status status = settings_reread(gateway_settings_table, gateway_settings_count, &changed);

    if (changed > 0)
        log_info("secrets read again", LOG_INT("count", changed));
    if (!ok(status) && !*told)
        log_status(LOG_ERROR, "a secret that was changed is not taken, the one before is kept", status);
    *told = !ok(status);
}

static struct status serve_until_asked(void)
{
    struct gateway *gateway;
    struct ops *ops;
    struct status status;
    bool secrets_told = false;

    TRY(crash_points_allow(gateway_settings.crash_points_dir, gateway_settings.production));
    TRY(gateway_start(&gateway_settings, &gateway));
    struct ops_options options = { "gateway", gateway_settings.ops_address, gateway_ready, gateway_metrics, gateway };
    status = ops_start(&options, &ops);
    for (int watch = 0; ok(status) && !asked_to_end(); watch++) {
        if (watch % TRIM_WATCHES == 0)
            memory_trim(); /* what reading the contract took, what a crowd needed and left between what is kept */
        if (watch == TRIM_WATCHES)
            memory_forget_start();
        if (watch % REREAD_WATCHES == 0)
            follow_secrets(&secrets_told);
        if (gateway_lost(gateway))
            status = fail(NOT_AVAILABLE, "the bus refuses us for good");
    }
    log_info("leaving");
    gateway_drain(gateway);
    ops_stop(ops);
    gateway_destroy(gateway);
    return status;
}

/* Spans are sent until the last request has ended. */
static struct status serve(void)
{
    struct otlp *otlp;
    struct status status;

    TRY(otlp_start(&gateway_settings.otlp, "gateway", NULL, &otlp));
    status = serve_until_asked();
    otlp_stop(otlp);
    return status;
}

static int load_and_serve(void)
{
    sigset_t signals = ends();
    struct status status = settings_load(gateway_settings_table, gateway_settings_count);

    if (!ok(status)) {
        log_status(LOG_ERROR, "settings", status);
        return EXIT_USAGE;
    }
    log_init("gateway", log_level_parse(gateway_settings.log_level));
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    log_gather();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is met like a full disk: by an error */
    status = serve();
    if (!ok(status))
        log_status(LOG_ERROR, "ended", status);
    return ok(status) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    const char *wish = argc > 1 ? argv[1] : "";

    memory_be_lean();
    log_init("gateway", LOG_INFO);
    if (strcmp(wish, "--help") == 0) {
        printf("linli-gateway: serves the contract over HTTP.\n\n  linli-gateway             serve until SIGTERM\n"
               "  linli-gateway --settings  the settings as Markdown\n\nSettings:\n");
        settings_help(stdout, gateway_settings_table, gateway_settings_count);
        return EXIT_SUCCESS;
    }
    if (strcmp(wish, "--settings") == 0) {
        settings_markdown(stdout, "linli-gateway", gateway_settings_table, gateway_settings_count);
        return EXIT_SUCCESS;
    }
    if (*wish) {
        fprintf(stderr, "linli-gateway knows no %s; see --help\n", wish);
        return EXIT_USAGE;
    }
    return load_and_serve();
}
