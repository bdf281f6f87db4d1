#define _GNU_SOURCE /* dl_iterate_phdr */
#include "base/memory.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define ARENAS     2 /* one heap a thread would cost more memory than it saves time */
#define TRIM_BYTES (512 << 10)

void memory_be_lean(void)
{
    mallopt(M_ARENA_MAX, ARENAS);
    mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
}

void memory_trim(void)
{
    malloc_trim(0);
}

/* It is advice: where the system does not take it, the pages stay. */
static int forget_unwritten(struct dl_phdr_info *object, size_t size, void *context)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    (void)size, (void)context;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        uintptr_t from = (object->dlpi_addr + segment->p_vaddr) & ~(page - 1);
        uintptr_t to = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz + page - 1) & ~(page - 1);

        if (segment->p_type == PT_LOAD && !(segment->p_flags & PF_W))
            madvise((void *)from, to - from, MADV_DONTNEED);
    }
    return 0;
}

void memory_forget_start(void)
{
    dl_iterate_phdr(forget_unwritten, NULL);
}
