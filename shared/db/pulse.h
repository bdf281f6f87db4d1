/* Whether PostgreSQL still speaks with this process, as all its connections together hear it. One that waits says
 * little: its statement may be slow, or locked out. But when several wait, and nobody at all has had an answer for
 * PULSE_SILENT_MS, new work would only wait with them; who has it is told no at once (server.c).
 *
 * Nobody is sent to look. Whoever waits is what looks, and every process asks by itself a few times a second (relay,
 * jobs), so that one statement that takes long is never silence: others are answered beside it. Silence ends with the
 * next answer, whoever gets it; a connection that breaks, or cannot be made, is none. A server that is slow and alive
 * answers somebody now and then: what is under way goes on, nothing is dropped, and in between fewer begin.
 *
 * A process that stood still itself has its answers before it when it wakes: so the first look only suspects, and
 * whoever waits has PULSE_SURE_MS to read what is there.
 *
 * Safe from any thread; all zero is a pulse that was never heard. Times are clock_mono_ms().
 */
#ifndef LINLI_DB_PULSE_H
#define LINLI_DB_PULSE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PULSE_SILENT_MS   750 /* longer than lock_timeout: who waits for a lock hears from the server by then */
#define PULSE_SURE_MS     100 /* of them, between the look that suspects silence and the one that finds it */
#define PULSE_WAITING_MIN 2

struct pulse {
    atomic_int waiting; /* for an answer */
    _Atomic uint64_t answers;
    _Atomic int64_t answered_ms;         /* the last one */
    _Atomic int64_t several_ms;          /* since when PULSE_WAITING_MIN wait */
    _Atomic uint64_t suspected, silence; /* answers + 1 when it was; another number: it is over */
    _Atomic int64_t suspected_ms;
};

/* Around each exchange with the server, connecting is one, too; each is asked once and then answered or given up. NULL
 * is allowed: nobody listens. */
void pulse_asked(struct pulse *pulse, int64_t now_ms);
void pulse_answered(struct pulse *pulse, int64_t now_ms);
void pulse_given_up(struct pulse *pulse);

bool pulse_silent(struct pulse *pulse, int64_t now_ms);

#endif
