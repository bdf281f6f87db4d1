#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"

#define EXIT_MISUSE 2

static const struct command {
    const char *name;
    struct status (*run)(struct arena *arena, int argc, char **argv);
    const char *help;  /* a line in the list */
    const char *usage; /* its words, a line a form, and what there is to know */
    const struct setting_table *settings;
} commands[] = {
    { .name = "up",
      .run = command_up,
      .help = "start the whole house here, keep it running, stop it in order",
      .usage =
          "up [--replicas SERVICE=N ...] [--any-ports] [--seed] [--through PROGRAM]\n\n"
          "  --replicas SERVICE=N   that many processes of a service (or of the gateway), at most 8\n"
          "  --any-ports            no preferred ports: for a house beside another\n"
          "  --seed                 load the demo estate once everything is ready\n"
          "  --through PROGRAM      every connection of ours to a store goes through PROGRAM ROUTES_FILE CONTROL_PORT\n"
          "                         (tests/faults), a route each: for breaking them\n\n"
          "LINLI_STATE_DIR is the folder of data, logs and status.json (.run); LINLI_PORT_<NAME> fixes a port,\n"
          "LINLI_PORTS=FIRST-LAST says from where the others are taken.\n" },
    { .name = "seed",
      .run = command_seed,
      .help = "load the demo estate into the running house",
      .usage = "seed\n\nLoads deploy/local/estate.mjs into the house that `linlictl up` runs here, through the public "
               "API.\n" },
    { .name = "operator",
      .run = command_operator,
      .help = "make the first operator of a new house",
      .usage =
          "operator create APP_ID OPENID [NICKNAME]\n\n"
          "Makes the person of that openid in that mini-program an operator of the whole platform, and prints his user "
          "id.\n",
      .settings = &bus_session_settings },
    { .name = "dlq",
      .run = command_dlq,
      .help = "events that could not be handled: list, replay, drop",
      .usage = "dlq list   SERVICE [AFTER_ID]\n"
               "       linlictl dlq replay SERVICE ID | --all [CONSUMER]\n"
               "       linlictl dlq drop   SERVICE ID | --all [CONSUMER]\n\n"
               "The service's tables are found by LINLI_<SERVICE>_DATABASE_URL, or are those of the house in this "
               "checkout.\n" },
    { .name = "clock",
      .run = command_clock,
      .help = "the time of a rehearsal: show it, set it forward",
      .usage = "clock\n"
               "       linlictl clock forward TIME     TIME as PostgreSQL reads it: '1 day', '36 hours', '90 s'\n\n"
               "Only where LINLI_CLOCK was settable when the house was set up; no production's clock can be set.\n",
      .settings = &clock_settings },
    { .name = "crash-points",
      .run = command_crash_points,
      .help = "where a rehearsal may kill a process, and what is half-done there",
      .usage = "crash-points\n\nA line a point. To arm one is to make an empty file of its name in the folder that\n"
               "LINLI_CRASH_POINTS_DIR names; who is killed there leaves NAME.hit. No production has any.\n" },
    { .name = "migrate",
      .run = command_migrate,
      .help = "bring every service's tables up to date",
      .usage = "migrate\n\nRuns linli-<service> --migrate of every service in deploy/services.conf.\n" },
    { .name = "settings",
      .run = command_settings,
      .help = "the settings of all services, in Markdown",
      .usage = "settings\n\nPrints the settings of the gateway, of every service and of this tool.\n" },
    { .name = "contract",
      .run = command_contract,
      .help = "files that derive from the contract, and what a change of it would break",
      .usage =
          "contract check                    the contract is good, derived files are what it says, nothing released "
          "breaks\n"
          "       linlictl contract generate                 write deploy/openapi.json and proto/routes.txt\n"
          "       linlictl contract openapi|routes           the same on standard output\n"
          "       linlictl contract breaking BEFORE AFTER    compare two descriptor sets\n"
          "       linlictl contract release                  what later changes are compared with is as of now\n" },
    { .name = "nats-config",
      .run = command_nats_config,
      .help = "the bus's users and permissions, from the contract",
      .usage = "nats-config [FILE]\n\nPrints nats-server's configuration, passwords included, or writes FILE, at mode "
               "0600.\n",
      .settings = &nats_config_settings },
    { .name = "streams",
      .run = command_streams,
      .help = "the streams of events",
      .usage = "streams\n\nMakes the stream EVT_<SERVICE> of each service in deploy/services.conf.\n",
      .settings = &streams_settings },
    { .name = "postgres-setup",
      .run = command_postgres_setup,
      .help = "database, roles and schemas",
      .usage = "postgres-setup\n\nMakes the database, a schema and two roles per service, and the auditor's role.\n",
      .settings = &postgres_setup_settings },
};

#define COMMANDS_COUNT (sizeof(commands) / sizeof(commands[0]))

static void help(FILE *out)
{
    fprintf(out, "usage: linlictl COMMAND [WORD ...]      (linlictl COMMAND --help tells more)\n\n");
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        fprintf(out, "  %-16s %s\n", commands[i].name, commands[i].help);
}

static void help_on(FILE *out, const struct command *command)
{
    fprintf(out, "usage: linlictl %s", command->usage);
    if (!command->settings)
        return;
    fprintf(out, "\n");
    settings_help(out, command->settings->rows, command->settings->count);
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arena arena;
    int exit_status = EXIT_SUCCESS;

    arena_init(&arena, COMMAND_ARENA_BYTES_MAX);
    struct status status = command->run(&arena, argc, argv);

    if (!ok(status)) {
        bool misused = failed_with(status, MISUSE);

        complain(status);
        if (misused)
            help_on(stderr, command);
        exit_status = misused ? EXIT_MISUSE : EXIT_FAILURE;
    }
    arena_finish(&arena);
    return exit_status;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        if (strcmp(name, commands[i].name) != 0)
            continue;
        if (argc == 3 && strcmp(argv[2], "--help") == 0) {
            help_on(stdout, &commands[i]);
            return EXIT_SUCCESS;
        }
        return run(&commands[i], argc - 1, argv + 1);
    }
    help(strcmp(name, "--help") == 0 ? stdout : stderr);
    return strcmp(name, "--help") == 0 ? EXIT_SUCCESS : EXIT_MISUSE;
}
