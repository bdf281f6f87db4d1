/* What a process of ours keeps resident. */
#ifndef LINLI_BASE_MEMORY_H
#define LINLI_BASE_MEMORY_H

/* Before the first thread: few heaps, and freed memory goes back to the system soon. */
void memory_be_lean(void);
/* What was freed between what is kept goes back, too. */
void memory_trim(void);
/* Once, soon after the start: the pages of programs and libraries that nobody writes are let go; of them the start
 * reads many that are never read again. Those that are come back from the page cache when they are touched. */
void memory_forget_start(void);

#endif
