/* What every floor shares: threads that race for some seconds, words of the command line, an end by signal. A floor is the
 * least that could do a job with the libraries we use: what the product costs above it is ours. Failures end the program:
 * a floor that stumbles has no figure. */
#ifndef LINLI_BENCH_FLOOR_H
#define LINLI_BENCH_FLOOR_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct racer {
    int index;
    void *context;
    uint64_t done; /* units of work, counted by the racer */
    atomic_bool *over;
};

/* Says why and ends the program. */
void floor_fail(const char *what, const char *why) __attribute__((noreturn));
/* The whole number that follows --name on the command line, or `otherwise`. */
int64_t floor_number(int argc, char **argv, const char *name, int64_t otherwise);
/* The word that follows --name; fails when there is none. */
const char *floor_word(int argc, char **argv, const char *name);
/* Runs `work` in `threads` threads until `seconds` are over and prints {"rate":units per second}. */
void floor_race(int threads, int64_t seconds, void (*work)(struct racer *racer), void *context);
/* Prints {"port":N} and waits for SIGTERM or SIGINT, which must be blocked in all threads: call floor_block_signals first. */
void floor_block_signals(void);
void floor_serve_until_told(int port);

#endif
