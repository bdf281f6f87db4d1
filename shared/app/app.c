#include "app/app.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/common.h"
#include "app/figures.h"
#include "app/ops.h"
#include "app/ready.h"
#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metric.h"
#include "db/figures.h"
#include "db/pulse.h"
#include "rpc/measure.h"
#include "rpc/runtime.h"

#define WATCH_MS             500
#define TRIM_WATCHES         4
#define REREAD_WATCHES       2 /* secrets that are in files */
#define STORE_RETRY_MS       100
#define MIGRATE_STATEMENT_MS 600000
#define EXIT_USAGE           2

extern const unsigned char contracts_binpb[], contracts_binpb_end[];

struct app {
    const struct service *service;
    struct common_settings settings;
    struct setting_table *table;
    bool secrets_told; /* that one cannot be read */
    struct contract *contract;
    struct bus *bus, *streams;
    struct rpc_client *client;
    struct server_options options;
    _Atomic(struct measure *) *outgoing; /* of each method of the contract */
    struct pulse pulse;
    const char *search_path;
    struct ready *ready;
    struct ops *ops;
    struct db *measuring; /* of whoever reads /metrics, one at a time */
    struct server *server;
    struct consumers *consumers;
    struct job_runner *jobs;
    struct otlp *otlp;
    _Atomic(struct relay *) relay;
    pthread_mutex_t figures_mutex; /* held while figures of parts are read: no part ends meanwhile */
    bool parts_tell;               /* server, consumers, jobs: all are there */
    int64_t started_ms;
};

/* ---- what the parts ask of the whole ---- */

static void on_events_waiting(void *context)
{
    struct app *app = context;
    struct relay *relay = atomic_load(&app->relay);

    if (relay)
        relay_wake(relay);
}

static struct status on_ready(void *context)
{
    struct app *app = context;

    if (bus_denied(app->streams))
        return fail(NOT_AVAILABLE, "the bus refused something of streams: the rights of this process are wrong");
    return ready_check(app->ready);
}

/* Whether parts tell, from now on; when they no longer do, nobody is at it any more. */
static void parts_set_telling(struct app *app, bool tell)
{
    pthread_mutex_lock(&app->figures_mutex);
    app->parts_tell = tell;
    pthread_mutex_unlock(&app->figures_mutex);
}

static bool parts_metrics(struct app *app, struct buf *out)
{
    bool tell;

    pthread_mutex_lock(&app->figures_mutex);
    tell = app->parts_tell;
    if (tell) {
        server_metrics(app->server, out);
        events_metrics(atomic_load(&app->relay), app->consumers, app->jobs, out);
    }
    pthread_mutex_unlock(&app->figures_mutex);
    return tell;
}

static void on_metrics(void *context, struct buf *out)
{
    struct app *app = context;

    metric_one(out, "linli_bus_refusals_total", "counter", "Publishes and subscriptions that the bus refused.",
               (int64_t)(bus_permission_errors(app->bus) + bus_permission_errors(app->streams)));
    metric_one(out, "linli_bus_connected", "gauge", "1 while both connections to the bus are there.",
               bus_connected(app->bus) && bus_connected(app->streams));
    db_metrics(&app->pulse, out);
    otlp_metrics(out);
    if (app->service->metrics)
        app->service->metrics(out);
    if (parts_metrics(app, out))
        figures_write(app->measuring, app->service, out);
}

/* ---- signals: blocked everywhere, waited for in main ---- */

static sigset_t ends(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

static void block_signals(void)
{
    sigset_t signals = ends();

    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is met like a full disk: by an error */
}

static bool asked_to_end(int64_t wait_ms)
{
    sigset_t signals = ends();
    struct timespec wait = { .tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000 };

    return sigtimedwait(&signals, NULL, &wait) > 0;
}

/* ---- start, in this order ---- */

static void fill_options(struct app *app)
{
    const struct service *service = app->service;
    const struct common_settings *settings = &app->settings;

    app->options = (struct server_options){
        .name = service->name,
        .version = LINLI_VERSION,
        .contract = app->contract,
        .sets = service->operations,
        .sets_count = service->operations_count,
        .bus = app->bus,
        .streams = app->streams,
        .client = app->client,
        .db = { .url = settings->database_url,
                .url_now = &settings->database_url,
                .schema = app->search_path,
                .name = service->name,
                .pulse = &app->pulse },
        .workers = (int)settings->workers,
        .queue_items_max = (int)settings->queue_items,
        .outgoing = app->outgoing,
        .events_waiting = on_events_waiting,
        .events_context = app,
    };
}

static struct status connect_bus(struct app *app)
{
    const struct bus_options options = {
        .url = app->settings.nats_url,
        .user = app->settings.nats_user,
        .password = app->settings.nats_password,
        .name = app->service->name,
    };

    TRY(bus_connect(&options, &app->bus));
    TRY(bus_connect_for_streams(app->bus, &app->streams));
    return rpc_client_create(app->bus, &app->client);
}

static struct status open_ops(struct app *app)
{
    const struct ops_options options = {
        .service = app->service->name,
        .address = app->settings.ops_address,
        .ready = on_ready,
        .metrics = on_metrics,
        .context = app,
    };

    TRY(ops_start(&options, &app->ops));
    log_info("operations port", LOG_INT("port", ops_port(app->ops)));
    return OK;
}

/* Where the clock can be set, what we date for the world outside follows it, and so do deadlines. */
static void follow_clock(struct app *app, struct runtime *runtime, struct arena *arena)
{
    struct status status = runtime_learn_now(runtime, arena);

    if (ok(status))
        clock_move_house(rpc_now_ms(app->client) - clock_unix_ms());
    else
        log_status(LOG_DEBUG, "the clock was not looked at", status);
    arena_reset(arena);
}

static struct status look_at_schema(struct app *app, struct tx *tx)
{
    const struct service *service = app->service;

    TRY(migrations_applied(tx, "platform", platform_migrations, platform_migrations_count));
    return service->migrations ? migrations_applied(tx, service->name, service->migrations, *service->migrations_count)
                               : OK;
}

/* The database's clock, in which deadlines are, and a schema as new as this program. */
static struct status find_database(struct app *app, struct runtime *runtime, struct arena *arena, bool *ret_answers)
{
    struct status status;
    struct tx *tx;
    int64_t now_us;

    TRY(runtime_learn_now(runtime, arena));
    *ret_answers = true;
    TRY(tx_begin(runtime_db(runtime), TX_READ_ONLY, arena, &tx, &now_us));
    status = look_at_schema(app, tx);
    tx_rollback(tx);
    return status;
}

/* Nothing is served before that is found. False: asked to end meanwhile. */
static bool wait_for_database(struct app *app)
{
    struct runtime *runtime = runtime_create(&app->options);
    struct arena arena;
    bool ended = false, known = false, told = false, told_of_schema = false;

    arena_init(&arena, ARENA_BYTES_MAX);
    while (!known && !ended) {
        bool answers = false;
        struct status status = find_database(app, runtime, &arena, &answers);

        known = ok(status);
        if (!known && (!told || (answers && !told_of_schema))) /* first that it is away, then that its schema is old */
            log_warn("waiting for the database", LOG_STR("error", status.text));
        told = true;
        told_of_schema |= answers;
        arena_reset(&arena);
        ended = !known && asked_to_end(STORE_RETRY_MS);
    }
    arena_finish(&arena);
    runtime_destroy(runtime);
    return known;
}

static struct status start_serving(struct app *app)
{
    const struct service *service = app->service;
    struct relay *relay;

    TRY(relay_start(&app->options, &relay));
    atomic_store(&app->relay, relay);
    if (service->events_count > 0)
        TRY(consumers_start(&app->options, service->events, service->events_count, (int)app->settings.event_threads,
                            &app->consumers));
    TRY(job_runner_start(&app->options, service->jobs, service->jobs_count, (int)app->settings.job_threads,
                         &app->jobs));
    TRY(server_start(&app->options, &app->server)); /* at last: whoever asks finds nobody who still begins */
    parts_set_telling(app, true);
    ready_set_serving(app->ready, true);
    memory_trim(); /* what reading the contract took, and nobody needs any more */
    log_info("serving", LOG_INT("ms", clock_mono_ms() - app->started_ms));
    return OK;
}

static void open_measuring(struct app *app)
{
    struct db_options options = app->options.db;

    options.statement_timeout_ms = FIGURES_STATEMENT_MS;
    app->measuring = db_create(&options);
}

static void make_outgoing(struct app *app)
{
    size_t count;

    contract_methods(app->contract, &count);
    app->outgoing = calloc(count, sizeof *app->outgoing);
    if (!app->outgoing)
        abort();
}

static struct status prepare(struct app *app)
{
    TRY(contract_load(contracts_binpb, (size_t)(contracts_binpb_end - contracts_binpb), &app->contract));
    TRY(search_path_of(app->service, &app->settings, &app->search_path));
    TRY(crash_points_allow(app->settings.crash_points_dir, app->settings.production));
    TRY(otlp_start(&app->settings.otlp, app->service->name, NULL, &app->otlp));
    TRY(connect_bus(app));
    make_outgoing(app);
    fill_options(app);
    app->ready = ready_create(&app->options.db, app->bus);
    open_measuring(app);
    TRY(open_ops(app));
    if (app->service->start)
        TRY(app->service->start(&app->options.service));
    return OK;
}

/* ---- and to the end, in the other ---- */

static void free_outgoing(struct app *app)
{
    size_t count = 0;

    if (app->outgoing)
        contract_methods(app->contract, &count);
    for (size_t i = 0; i < count; i++)
        free(atomic_load(&app->outgoing[i]));
    free(app->outgoing);
}

static void finish(struct app *app)
{
    struct relay *relay = atomic_load(&app->relay);

    if (app->ready)
        ready_set_serving(app->ready, false);
    parts_set_telling(app, false);
    if (app->jobs)
        job_runner_stop(app->jobs);
    if (app->consumers)
        consumers_stop(app->consumers);
    if (app->server && !server_stop(app->server, (int)app->settings.drain_ms)) {
        log_error("a handler did not end in time", LOG_INT("drain_ms", app->settings.drain_ms));
        _Exit(EXIT_FAILURE); /* its thread still uses what we would free */
    }
    ops_stop(app->ops);
    atomic_store(&app->relay, NULL);
    if (relay)
        relay_stop(relay);
    server_destroy(app->server);
    if (app->service->stop && app->options.service)
        app->service->stop(app->options.service);
    rpc_client_destroy(app->client);
    db_destroy(app->measuring);
    ready_destroy(app->ready);
    bus_destroy(app->streams);
    bus_destroy(app->bus);
    free_outgoing(app);
    contract_destroy(app->contract);
    otlp_stop(app->otlp);
}

static struct status reread_secrets(struct app *app)
{
    struct status status;
    int changed;

    status = settings_reread(app->table->rows, app->table->count, &changed);
    if (changed > 0)
        log_info("secrets read again", LOG_INT("count", changed));
    if (changed > 0 && app->service->secrets_changed)
        TRY(app->service->secrets_changed(app->options.service));
    return status;
}

static void follow_secrets(struct app *app)
{
    struct status status = reread_secrets(app);

    if (!ok(status) && !app->secrets_told)
        log_status(LOG_ERROR, "a secret that was changed is not taken, the one before is kept", status);
    app->secrets_told = !ok(status);
}

/* Until asked to end. */
static struct status watch(struct app *app)
{
    struct runtime *runtime = clock_settable(&app->settings) ? runtime_create(&app->options) : NULL;
    struct status status = OK;
    struct arena arena;

    arena_init(&arena, ARENA_BYTES_MAX);
    for (int watch = 0; ok(status) && !asked_to_end(watch ? WATCH_MS : 0); watch++) {
        if (watch % TRIM_WATCHES == 0)
            memory_trim(); /* what a crowd needed, and left between what is kept */
        if (watch == TRIM_WATCHES)
            memory_forget_start();
        if (watch % REREAD_WATCHES == 0)
            follow_secrets(app);
        if (runtime)
            follow_clock(app, runtime, &arena);
        if (bus_closed(app->bus) || bus_closed(app->streams))
            status = fail(NOT_AVAILABLE, "the bus refuses us for good");
    }
    arena_finish(&arena);
    runtime_destroy(runtime);
    return status;
}

static int serve(struct app *app)
{
    int exit_status = EXIT_SUCCESS;
    struct status status = prepare(app);

    if (ok(status) && wait_for_database(app)) {
        status = start_serving(app);
        if (ok(status))
            status = watch(app);
    }
    if (!ok(status)) {
        log_status(LOG_ERROR, "ended", status);
        exit_status = EXIT_FAILURE;
    }
    log_info("leaving");
    finish(app);
    return exit_status;
}

/* ---- --migrate ---- */

static struct status migrate_all(const struct service *service, const struct common_settings *settings)
{
    const char *search_path;

    TRY(search_path_of(service, settings, &search_path));
    struct db *db = db_create(&(struct db_options){ .url = settings->owner_url,
                                                    .schema = search_path,
                                                    .name = service->name,
                                                    .statement_timeout_ms = MIGRATE_STATEMENT_MS });
    int platform = 0, own = 0;
    struct status status =
        migrate(db, "platform", settings->database_role, platform_migrations, platform_migrations_count, &platform);

    if (ok(status) && service->migrations)
        status =
            migrate(db, service->name, settings->database_role, service->migrations, *service->migrations_count, &own);
    if (ok(status))
        log_info("migrated", LOG_INT("platform", platform), LOG_INT("own", own));
    db_destroy(db);
    return status;
}

static int run_migrate(const struct service *service, struct common_settings *settings)
{
    struct setting_table table;
    struct status status;

    migrate_table(service, settings, &table);
    status = settings_load(table.rows, table.count);
    if (ok(status))
        status = migrate_all(service, settings);
    if (ok(status))
        return EXIT_SUCCESS;
    log_status(LOG_ERROR, "not migrated", status);
    return EXIT_FAILURE;
}

/* ---- main ---- */

static int print_help(const struct service *service, struct setting_table *table, struct common_settings *settings)
{
    struct setting_table migration;

    migrate_table(service, settings, &migration);
    printf("linli-%s: serves the operations of %s on the bus.\n\n"
           "  linli-%s             serve until SIGTERM\n"
           "  linli-%s --migrate   apply the migrations and end\n"
           "  linli-%s --settings  the settings as Markdown\n\nSettings:\n",
           service->name, service->name, service->name, service->name, service->name);
    settings_help(stdout, table->rows, table->count);
    printf("\nSettings of --migrate:\n");
    settings_help(stdout, migration.rows, migration.count);
    return EXIT_SUCCESS;
}

static int print_settings(const struct service *service, struct setting_table *table, struct common_settings *settings)
{
    struct setting_table migration;
    char title[64];

    snprintf(title, sizeof title, "linli-%s", service->name);
    settings_markdown(stdout, title, table->rows, table->count);
    migrate_table(service, settings, &migration);
    snprintf(title, sizeof title, "linli-%s --migrate", service->name);
    settings_markdown(stdout, title, migration.rows, migration.count);
    return EXIT_SUCCESS;
}

static int load_and_serve(struct app *app, struct setting_table *table)
{
    struct status status = settings_load(table->rows, table->count);

    if (!ok(status)) {
        log_status(LOG_ERROR, "settings", status);
        return EXIT_USAGE;
    }
    app->table = table;
    log_init(app->service->name, log_level_parse(app->settings.log_level));
    log_gather();
    return serve(app);
}

int app_main(const struct service *service, int argc, char **argv)
{
    static struct app app;
    static struct setting_table table;
    const char *wish = argc > 1 ? argv[1] : "";

    app = (struct app){ .service = service, .figures_mutex = PTHREAD_MUTEX_INITIALIZER, .started_ms = clock_mono_ms() };
    memory_be_lean();
    block_signals();
    log_init(service->name, LOG_INFO);
    common_table(service, &app.settings, &table);
    if (strcmp(wish, "--help") == 0)
        return print_help(service, &table, &app.settings);
    if (strcmp(wish, "--settings") == 0)
        return print_settings(service, &table, &app.settings);
    if (strcmp(wish, "--migrate") == 0)
        return run_migrate(service, &app.settings);
    if (*wish) {
        fprintf(stderr, "linli-%s knows no %s; see --help\n", service->name, wish);
        return EXIT_USAGE;
    }
    return load_and_serve(&app, &table);
}
