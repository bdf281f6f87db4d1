/* A function that can pause in the middle and go on later, on a stack of its own and always on the same thread. Private
 * to shared/rpc.
 *
 * Who runs it calls fiber_go(), which comes back when the function pauses or ends. A fiber may be used for one function
 * after the other. Between a pause and going on nothing of the thread is its own: thread-local things may have changed,
 * and a lock it held would stop its neighbours.
 */
#ifndef LINLI_RPC_FIBER_H
#define LINLI_RPC_FIBER_H

#include <stdbool.h>

struct fiber;

/* Aborts without memory. */
struct fiber *fiber_create(void);
/* NULL is allowed; its function has ended. */
void fiber_destroy(struct fiber *fiber);

/* The function it runs at the next fiber_go(); the one before has ended. */
void fiber_set(struct fiber *fiber, void (*run)(void *data), void *data);
/* True while there is more to do: it paused. */
bool fiber_go(struct fiber *fiber);
/* Within its function: back to whoever called fiber_go(). */
void fiber_pause(struct fiber *fiber);

#endif
