/* linlictl: the tool of whoever runs the house. A subcommand is a file; main.c is the list of them.
 *
 * A subcommand gets the arguments after its name (argv[0] is the name itself), prints for people on standard output,
 * its complaints on standard error, and returns the exit status.
 */
#ifndef LINLI_LINLICTL_H
#define LINLI_LINLICTL_H

#include "base/status.h"

#define EXIT_USAGE 2

/* A wrong command line, an environment or a file that does not fit. */
#define USAGE         CODE_INVALID_ARGUMENT, "USAGE"
#define SYSTEM_FAILED CODE_INTERNAL, "SYSTEM_FAILED"

int command_contract(int argc, char **argv);
int command_dlq(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_nats_config(int argc, char **argv);
int command_operator(int argc, char **argv);
int command_postgres_setup(int argc, char **argv);
int command_seed(int argc, char **argv);
int command_settings(int argc, char **argv);
int command_streams(int argc, char **argv);
int command_up(int argc, char **argv);

/* The tables of settings of this tool's own commands, in Markdown. */
void bus_session_settings(void);
void nats_config_settings(void);
void postgres_setup_settings(void);
void streams_settings(void);

/* Says on standard error what went wrong; returns 1. */
int complain(struct status status);

#endif
