#define _GNU_SOURCE /* MAP_STACK */
#include "rpc/fiber.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_BYTES ((size_t)256 << 10) /* only what is touched costs memory */
#define GUARD_BYTES ((size_t)4096)      /* below the stack: running over its end is a crash, not a riddle */

/* The sanitizers follow a thread's stack, so they are told of every change. */
#if defined(__SANITIZE_ADDRESS__)
#define FIBER_ASAN 1
#elif defined(__SANITIZE_THREAD__)
#define FIBER_TSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIBER_ASAN 1
#elif __has_feature(thread_sanitizer)
#define FIBER_TSAN 1
#endif
#endif
#ifdef FIBER_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef FIBER_TSAN
#include <sanitizer/tsan_interface.h>
#endif

/* One of the two sides of a change. */
struct side {
    ucontext_t context;
    void *sanitizer;    /* its fake stack (address), its fiber (thread) */
    const void *bottom; /* of its stack */
    size_t bytes;
};

struct fiber {
    struct side own, other; /* other: whoever called fiber_go() */
    char *memory;           /* guard and stack */
    void (*run)(void *data);
    void *data;
    bool ended;
};

/* ---- from one stack to another ---- */

static void arrive(struct side *here, struct side *from)
{
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(here->sanitizer, &from->bottom, &from->bytes);
#else
    (void)here;
    (void)from;
#endif
}

static void change(struct side *from, struct side *to)
{
#ifdef FIBER_ASAN
    __sanitizer_start_switch_fiber(&from->sanitizer, to->bottom, to->bytes);
#endif
#ifdef FIBER_TSAN
    from->sanitizer = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to->sanitizer, 0);
#endif
    if (swapcontext(&from->context, &to->context) != 0)
        abort();
    arrive(from, to);
}

/* makecontext() hands on ints only. */
static void enter(unsigned high, unsigned low)
{
    struct fiber *fiber = (struct fiber *)(uintptr_t)((uint64_t)high << 32 | low);

    arrive(&fiber->own, &fiber->other);
    for (;;) {
        fiber->run(fiber->data);
        fiber->ended = true;
        change(&fiber->own, &fiber->other);
    }
}

/* ---- its life ---- */

struct fiber *fiber_create(void)
{
    struct fiber *fiber = calloc(1, sizeof *fiber);

    if (!fiber || getcontext(&fiber->own.context) != 0)
        abort();
    fiber->memory = mmap(NULL, GUARD_BYTES + STACK_BYTES, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (fiber->memory == MAP_FAILED || mprotect(fiber->memory, GUARD_BYTES, PROT_NONE) != 0)
        abort();
    fiber->ended = true;
    fiber->own.bottom = fiber->memory + GUARD_BYTES;
    fiber->own.bytes = STACK_BYTES;
    fiber->own.context.uc_stack.ss_sp = fiber->memory + GUARD_BYTES;
    fiber->own.context.uc_stack.ss_size = STACK_BYTES;
    makecontext(&fiber->own.context, (void (*)(void))enter, 2, (unsigned)((uint64_t)(uintptr_t)fiber >> 32),
                (unsigned)(uintptr_t)fiber);
#ifdef FIBER_TSAN
    fiber->own.sanitizer = __tsan_create_fiber(0);
#endif
    return fiber;
}

void fiber_destroy(struct fiber *fiber)
{
    if (!fiber)
        return;
#ifdef FIBER_TSAN
    __tsan_destroy_fiber(fiber->own.sanitizer);
#endif
    munmap(fiber->memory, GUARD_BYTES + STACK_BYTES);
    free(fiber);
}

void fiber_set(struct fiber *fiber, void (*run)(void *data), void *data)
{
    fiber->run = run;
    fiber->data = data;
    fiber->ended = false;
}

bool fiber_go(struct fiber *fiber)
{
    change(&fiber->other, &fiber->own);
    return !fiber->ended;
}

void fiber_pause(struct fiber *fiber)
{
    change(&fiber->own, &fiber->other);
}
