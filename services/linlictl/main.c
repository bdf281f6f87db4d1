#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    { "up", command_up, "start the whole house here, keep it running, stop it in order" },
    { "seed", command_seed, "load the demo estate into the running house" },
    { "operator", command_operator, "make the first operator of a new house" },
    { "dlq", command_dlq, "events that could not be handled: list, replay, drop" },
    { "migrate", command_migrate, "bring every service's tables up to date" },
    { "settings", command_settings, "the settings of all services, in Markdown" },
    { "nats-config", command_nats_config, "the bus's users and permissions, from the contract" },
    { "contract", command_contract, "files that derive from the contract, and what a change of it would break" },
    { "streams", command_streams, "the streams of events" },
    { "postgres-setup", command_postgres_setup, "database, roles and schemas" },
};

#define COMMANDS_COUNT (sizeof(commands) / sizeof(commands[0]))

static void help(FILE *out)
{
    fprintf(out, "usage: linlictl COMMAND [ARGUMENT ...]      (linlictl COMMAND --help tells more)\n\n");
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        fprintf(out, "  %-16s %s\n", commands[i].name, commands[i].help);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        help(stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    help(strcmp(argv[1], "--help") == 0 ? stdout : stderr);
    return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_USAGE;
}
