/* Floor `turnstile`: civetweb lets `--at-once` in at a time, each of whom costs `--work-us` of a processor, and answers
 * all others at once with 503 and a constant. How quickly no can be said, and what is left for those let in, when
 * saying it costs nothing but the library. */
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"
#include "serving.h"

/* As many bytes as the product's. */
#define NO_HEAD                                                                                                        \
    "X-Request-Id: 0193a0b0c0d07000800000000000000a\r\nCache-Control: no-store\r\nRetry-After: 1\r\n"                  \
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"                     \
    "Connection: keep-alive\r\nKeep-Alive: timeout=30\r\n"
#define NO_BODY                                                                                                              \
    "{\"status\":503,\"code\":\"OVERLOADED\",\"title\":\"人有点多，请稍后再试\",\"detail\":\"384 calls are under " \
    "way\",\"requestId\":\"0193a0b0c0d07000800000000000000a\"}"

/* Shared with the processes that work. One who is let in is as good as another, so they are counted, not queued. */
static struct {
    sem_t wanted, done;
} * desk;

static int64_t at_once, work_us;
static atomic_int inside;

static int64_t spent_us(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return spent.tv_sec * INT64_C(1000000) + spent.tv_nsec / 1000;
}

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        ;
}

static _Noreturn void work(void)
{
    for (;;) {
        int64_t until_us;

        wait_for(&desk->wanted);
        for (until_us = spent_us() + work_us; spent_us() < until_us;)
            ;
        sem_post(&desk->done);
    }
}

/* In sessions of their own, as the product's processes are: Linux shares processors by session. They end with us,
 * however we end. */
static void begin_to_work(long processes, pid_t pids[])
{
    pid_t parent = getpid();

    desk = mmap(NULL, sizeof *desk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (desk == MAP_FAILED || sem_init(&desk->wanted, 1, 0) != 0 || sem_init(&desk->done, 1, 0) != 0)
        floor_fail("turnstile", "no memory to share");
    for (long i = 0; i < processes; i++) {
        pids[i] = fork();
        if (pids[i] < 0)
            floor_fail("turnstile", "no process");
        if (pids[i] > 0)
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EXIT_FAILURE);
        setsid();
        work();
    }
}

static void end_work(long processes, const pid_t pids[])
{
    for (long i = 0; i < processes; i++) {
        kill(pids[i], SIGKILL);
        waitpid(pids[i], NULL, 0);
    }
}

static void be_served(void)
{
    sem_post(&desk->wanted);
    wait_for(&desk->done);
}

static int on_request(struct mg_connection *connection)
{
    bool room = atomic_fetch_add(&inside, 1) < at_once;

    floor_read_body(connection);
    if (room && work_us > 0)
        be_served();
    atomic_fetch_sub(&inside, 1);
    if (room)
        return floor_answer_as(connection, 201, "", ORDER_BODY, sizeof ORDER_BODY - 1);
    return floor_answer_as(connection, 503, NO_HEAD, NO_BODY, sizeof NO_BODY - 1);
}

int main(int argc, char **argv)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    pid_t *pids = calloc((size_t)processors, sizeof *pids);

    if (!pids)
        floor_fail("turnstile", "no memory");
    floor_block_signals();
    at_once = floor_number(argc, argv, "at-once", 0);
    work_us = floor_number(argc, argv, "work-us", 0);
    begin_to_work(processors, pids);
    floor_serve(floor_word(argc, argv, "threads"), on_request);
    end_work(processors, pids);
    free(pids);
    return 0;
}
