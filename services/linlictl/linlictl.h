/* linlictl: the tool of whoever runs the house. A subcommand is a file; main.c is the list of them.
 *
 * A subcommand gets the words after its name (argv[0] is the name itself) and an arena that ends with it, prints for
 * people on standard output, and fails with MISUSE when its words are not understood (main then shows its usage).
 */
#ifndef LINLI_LINLICTL_H
#define LINLI_LINLICTL_H

#include "base/arena.h"
#include "base/settings.h"
#include "base/status.h"

#define COMMAND_ARENA_BYTES_MAX ((size_t)256 << 20) /* the contract, unpacked with its comments, several times over */

#define MISUSE CODE_INVALID_ARGUMENT, "MISUSE"
/* An environment or a file that does not fit. */
#define USAGE         CODE_INVALID_ARGUMENT, "USAGE"
#define SYSTEM_FAILED CODE_INTERNAL, "SYSTEM_FAILED"

struct setting_table {
    const struct setting *rows;
    size_t count;
};

#define SETTING_TABLE(array)                                                                                           \
    {                                                                                                                  \
        (array), sizeof(array) / sizeof((array)[0])                                                                    \
    }

extern const struct setting_table bus_session_settings, clock_settings, nats_config_settings, postgres_setup_settings, streams_settings;

struct status command_clock(struct arena *arena, int argc, char **argv);
struct status command_contract(struct arena *arena, int argc, char **argv);
struct status command_crash_points(struct arena *arena, int argc, char **argv);
struct status command_dlq(struct arena *arena, int argc, char **argv);
struct status command_migrate(struct arena *arena, int argc, char **argv);
struct status command_nats_config(struct arena *arena, int argc, char **argv);
struct status command_operator(struct arena *arena, int argc, char **argv);
struct status command_postgres_setup(struct arena *arena, int argc, char **argv);
struct status command_seed(struct arena *arena, int argc, char **argv);
struct status command_settings(struct arena *arena, int argc, char **argv);
struct status command_streams(struct arena *arena, int argc, char **argv);
struct status command_up(struct arena *arena, int argc, char **argv);

/* MISUSE when there is any word. */
struct status no_words(int argc, char **argv);
/* Says on standard error what went wrong. */
void complain(struct status status);

#endif
