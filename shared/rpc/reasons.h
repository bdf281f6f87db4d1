/* Reasons that came as text, kept for ever so that a status can point at them. Bounded: other services are ours and
 * have few; the one beyond the bound is INTERNAL. Safe from any thread. */
#ifndef LINLI_RPC_REASONS_H
#define LINLI_RPC_REASONS_H

#define REASONS_MAX      1024
#define REASON_CHARS_MAX 64

const char *reason_intern(const char *text);

#endif
