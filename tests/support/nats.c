#define _GNU_SOURCE
#include "support/nats.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ftw.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check.h"

#define START_MS 5000

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&address, length) == 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    close(fd);
    return ntohs(address.sin_port);
}

static bool listens(int port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool there = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;

    close(fd);
    return there;
}

static void run_server(const struct test_nats *nats)
{
    const char *path = getenv("PATH");
    char port[16], wider[4096], config[96];

    /* nats-server lies in /usr/sbin, where plain users do not look. */
    snprintf(wider, sizeof wider, "%s:/usr/sbin", path ? path : "/usr/bin:/bin");
    setenv("PATH", wider, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    snprintf(port, sizeof port, "%d", nats->port);
    if (!freopen("/dev/null", "w", stderr) || !freopen("/dev/null", "w", stdout))
        _exit(126);
    snprintf(config, sizeof config, "%s/config", nats->dir);
    if (nats->configured)
        execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", port, "-c", config, (char *)NULL);
    else if (*nats->dir)
        execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", port, "-js", "-sd", nats->dir, (char *)NULL);
    else
        execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", port, (char *)NULL);
    _exit(127);
}

void test_nats_restart(struct test_nats *nats)
{
    int64_t until_ms = clock_mono_ms() + START_MS;
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* the child starts with nothing blocked by accident of ours */
    nats->pid = fork();
    if (nats->pid == 0) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        run_server(nats);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    assert_true(nats->pid > 0);
    while (!listens(nats->port)) {
        if (clock_mono_ms() > until_ms || waitpid(nats->pid, NULL, WNOHANG) != 0)
            fail_msg("nats-server does not start");
        clock_sleep_ms(10);
    }
}

static void make_dir(struct test_nats *nats)
{
    snprintf(nats->dir, sizeof nats->dir, "/tmp/linli-test-nats-XXXXXX");
    assert_non_null(mkdtemp(nats->dir));
}

void test_nats_start_with(struct test_nats *nats, const char *config)
{
    char path[96];
    FILE *file;

    *nats = (struct test_nats){ .port = free_port(), .configured = true };
    make_dir(nats);
    snprintf(path, sizeof path, "%s/config", nats->dir);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(config, file) >= 0);
    assert_int_equal(fclose(file), 0);
    snprintf(nats->url, sizeof nats->url, "nats://127.0.0.1:%d", nats->port);
    test_nats_restart(nats);
}

void test_nats_start(struct test_nats *nats, bool jetstream)
{
    *nats = (struct test_nats){ .port = free_port() };
    if (jetstream)
        make_dir(nats);
    snprintf(nats->url, sizeof nats->url, "nats://127.0.0.1:%d", nats->port);
    test_nats_restart(nats);
}

void test_nats_kill(struct test_nats *nats)
{
    if (nats->pid == 0)
        return;
    kill(nats->pid, SIGKILL);
    waitpid(nats->pid, NULL, 0);
    nats->pid = 0;
}

/* cp knows more about folders than we should. */
static void copy_folder(const char *from, const char *to)
{
    pid_t pid = fork();
    int result;

    if (pid == 0) {
        execlp("cp", "cp", "-a", from, to, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &result, 0), pid);
    assert_int_equal(result, 0);
}

static int remove_one(const char *path, const struct stat *what, int type, struct FTW *place)
{
    (void)what;
    (void)type;
    (void)place;
    return remove(path);
}

static void remove_folder(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void kept_name(const struct test_nats *nats, const char *part, char name[256])
{
    snprintf(name, 256, "%s.kept/%s", nats->dir, part);
}

void test_nats_keep(struct test_nats *nats)
{
    char kept[256];

    kept_name(nats, "", kept);
    remove_folder(kept);
    copy_folder(nats->dir, kept);
}

void test_nats_roll_back(struct test_nats *nats, const char *part)
{
    char kept[256], place[256];

    kept_name(nats, part, kept);
    snprintf(place, sizeof place, "%s/%s", nats->dir, part);
    remove_folder(place);
    copy_folder(kept, place);
}

void test_nats_spoil(struct test_nats *nats, const char *file)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", nats->dir, file);
    assert_int_equal(truncate(path, 0), 0);
}

void test_nats_stop(struct test_nats *nats)
{
    test_nats_kill(nats);
    if (*nats->dir) {
        char kept[256];

        kept_name(nats, "", kept);
        remove_folder(kept);
        remove_folder(nats->dir);
    }
}
