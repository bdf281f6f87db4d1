/* Threads of civetweb that are begun when connections come.
 *
 * civetweb 1.15 begins as many threads as it may ever have connections, at once: 1,024 of them take 20 MB of memory,
 * and as much in the kernel, before anybody has come. So this file has the pthread_create() that civetweb finds: of the
 * threads that it asks for between late_threads_collect() and late_threads_collected() a few begin, the others are told
 * to it as begun, and do when late_threads_want() says so. All other code finds libc's.
 *
 * The creator owns the object; it must outlive civetweb. Nothing here fails: a thread that cannot be begun is tried
 * again with the next wish.
 */
#ifndef LINLI_GATEWAY_LATE_THREADS_H
#define LINLI_GATEWAY_LATE_THREADS_H

struct late_threads;

struct late_threads *late_threads_create(int threads_max);
void late_threads_destroy(struct late_threads *threads);

/* Around mg_start(), on the thread that calls it. */
void late_threads_collect(struct late_threads *threads);
void late_threads_collected(void);
/* So many connections are open: each has a thread, and so have the next ones that come. */
void late_threads_want(struct late_threads *threads, int connections);
/* Waits until all that were begun late have ended. civetweb knows nothing of them: call it after it told its threads to
 * end, and before it frees what they use. */
void late_threads_join(struct late_threads *threads);

#endif
