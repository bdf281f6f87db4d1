#include "db/pulse.h"

#include <stddef.h>

void pulse_asked(struct pulse *pulse, int64_t now_ms)
{
    if (pulse && atomic_fetch_add(&pulse->waiting, 1) + 1 == PULSE_WAITING_MIN)
        atomic_store(&pulse->several_ms, now_ms);
}

void pulse_answered(struct pulse *pulse, int64_t now_ms)
{
    if (!pulse)
        return;
    atomic_store(&pulse->answered_ms, now_ms);
    atomic_fetch_add(&pulse->answers, 1);
    atomic_fetch_sub(&pulse->waiting, 1);
}

void pulse_given_up(struct pulse *pulse)
{
    if (pulse)
        atomic_fetch_sub(&pulse->waiting, 1);
}

bool pulse_silent(struct pulse *pulse, int64_t now_ms)
{
    uint64_t answers;
    int64_t since_ms, several_ms;

    if (!pulse)
        return false;
    answers = atomic_load(&pulse->answers);
    if (atomic_load(&pulse->silence) == answers + 1)
        return true;
    since_ms = atomic_load(&pulse->answered_ms);
    several_ms = atomic_load(&pulse->several_ms);
    if (several_ms > since_ms)
        since_ms = several_ms;
    if (atomic_load(&pulse->waiting) < PULSE_WAITING_MIN || now_ms - since_ms < PULSE_SILENT_MS - PULSE_SURE_MS)
        return false;
    if (atomic_load(&pulse->suspected) != answers + 1) {
        atomic_store(&pulse->suspected_ms, now_ms);
        atomic_store(&pulse->suspected, answers + 1);
        return false;
    }
    if (now_ms - atomic_load(&pulse->suspected_ms) < PULSE_SURE_MS)
        return false;
    atomic_store(&pulse->silence, answers + 1); /* nothing when somebody was answered meanwhile */
    return true;
}
