#include "gateway/idle_stack.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define KEPT_BYTES 512 /* the frame of this function and of madvise */

static _Thread_local uintptr_t lowest; /* byte of this thread's stack */

static uintptr_t find_lowest(void)
{
    pthread_attr_t attributes;
    void *address = NULL;
    size_t bytes;

    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return UINTPTR_MAX;
    if (pthread_attr_getstack(&attributes, &address, &bytes) != 0)
        address = (void *)UINTPTR_MAX;
    pthread_attr_destroy(&attributes);
    return (uintptr_t)address;
}

void idle_stack_give_back(void)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t end = ((uintptr_t)__builtin_frame_address(0) - KEPT_BYTES) & ~(page - 1);

    if (!lowest)
        lowest = find_lowest();
    if (lowest < end)
        madvise((void *)lowest, end - lowest, MADV_DONTNEED); /* what fails stays, as before */
}
