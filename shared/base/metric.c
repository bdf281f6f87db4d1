#include "base/metric.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define STAT_BYTES 1024
#define NAME_BYTES 96

/* Upper bounds. 300 ms is what the objectives count by (deploy/observability). */
static const struct {
    int64_t us;
    const char *seconds;
} bounds[HISTOGRAM_BOUNDS] = {
    { 500, "0.0005" },  { 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" }, { 10000, "0.01" },
    { 25000, "0.025" }, { 50000, "0.05" }, { 100000, "0.1" },  { 300000, "0.3" }, { 1000000, "1" },
    { 3000000, "3" },   { 5000000, "5" },  { 10000000, "10" },
};

void histogram_observe(struct histogram *histogram, int64_t us)
{
    int bucket = 0;

    while (bucket < HISTOGRAM_BOUNDS && us > bounds[bucket].us)
        bucket++;
    metric_count(&histogram->buckets[bucket], 1);
    metric_count(&histogram->sum_us, us > 0 ? (uint64_t)us : 0);
}

uint64_t histogram_count(const struct histogram *histogram)
{
    uint64_t sum = 0;

    for (int i = 0; i <= HISTOGRAM_BOUNDS; i++)
        sum += atomic_load(&histogram->buckets[i]);
    return sum;
}

void metric_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void metric_sample(struct buf *out, const char *name, const char *labels, int64_t value)
{
    if (*labels)
        buf_printf(out, "%s{%s} %" PRId64 "\n", name, labels, value);
    else
        buf_printf(out, "%s %" PRId64 "\n", name, value);
}

void metric_us(struct buf *out, const char *name, const char *labels, int64_t us)
{
    buf_printf(out, "%s%s%s%s %" PRId64 ".%06" PRId64 "\n", name, *labels ? "{" : "", labels, *labels ? "}" : "",
               us / US_PER_S, us % US_PER_S);
}

void metric_one(struct buf *out, const char *name, const char *type, const char *help, int64_t value)
{
    metric_head(out, name, type, help);
    metric_sample(out, name, "", value);
}

static void bucket(struct buf *out, const char *name, const char *labels, const char *bound, uint64_t count)
{
    buf_printf(out, "%s_bucket{%s%sle=\"%s\"} %" PRIu64 "\n", name, labels, *labels ? "," : "", bound, count);
}

void metric_histogram(struct buf *out, const char *name, const char *labels, const struct histogram *histogram)
{
    char part[NAME_BYTES];
    uint64_t sum = 0;

    if (histogram_count(histogram) == 0)
        return;
    for (int i = 0; i < HISTOGRAM_BOUNDS; i++) {
        sum += atomic_load(&histogram->buckets[i]);
        bucket(out, name, labels, bounds[i].seconds, sum);
    }
    sum += atomic_load(&histogram->buckets[HISTOGRAM_BOUNDS]);
    bucket(out, name, labels, "+Inf", sum);
    snprintf(part, sizeof part, "%s_sum", name);
    metric_us(out, part, labels, (int64_t)atomic_load(&histogram->sum_us));
    snprintf(part, sizeof part, "%s_count", name);
    metric_sample(out, part, labels, (int64_t)sum);
}

/* ---- the process ---- */

static void read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "re");
    size_t bytes = file ? fread(text, 1, size - 1, file) : 0;

    if (file)
        fclose(file);
    text[bytes] = '\0';
}

/* The moment this machine was started, milliseconds since 1970. Looked at once: a process whose start moved with each
 * correction of the clock would seem to begin anew. */
static int64_t boot_ms(void)
{
    static _Atomic int64_t known_ms;
    struct timespec since_boot;
    int64_t ms = atomic_load(&known_ms), none = 0;

    if (ms)
        return ms;
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    ms = clock_unix_ms() - since_boot.tv_sec * 1000 - since_boot.tv_nsec / 1000000;
    return atomic_compare_exchange_strong(&known_ms, &none, ms) ? ms : none;
}

static int open_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = -3; /* . and .. and the folder's own */

    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count < 0 ? 0 : count;
}

void metric_process(struct buf *out)
{
    char text[STAT_BYTES], *name_end;
    unsigned long long user = 0, kernel = 0, start = 0, virtual_bytes = 0;
    long long threads = 0, pages = 0;
    int64_t tick_us = US_PER_S / sysconf(_SC_CLK_TCK);
    struct rlimit files = { 0 };

    read_text("/proc/self/stat", text, sizeof text);
    name_end = strrchr(text, ')'); /* the name may have blanks */
    if (name_end)
        sscanf(name_end + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %lld %*d %llu %llu %lld", &user,
               &kernel, &threads, &start, &virtual_bytes, &pages);
    getrlimit(RLIMIT_NOFILE, &files);
    metric_head(out, "process_cpu_seconds_total", "counter", "Processor time, of the program and the kernel for it.");
    metric_us(out, "process_cpu_seconds_total", "", (int64_t)(user + kernel) * tick_us);
    metric_head(out, "process_start_time_seconds", "gauge", "When the process began, seconds since 1970.");
    metric_us(out, "process_start_time_seconds", "", boot_ms() * US_PER_MS + (int64_t)start * tick_us);
    metric_one(out, "process_resident_memory_bytes", "gauge", "Memory that it has.", pages * sysconf(_SC_PAGESIZE));
    metric_one(out, "process_virtual_memory_bytes", "gauge", "Addresses that it has.", (int64_t)virtual_bytes);
    metric_one(out, "process_threads", "gauge", "Threads.", threads);
    metric_one(out, "process_open_fds", "gauge", "Files and connections that are open.", open_files());
    metric_one(out, "process_max_fds", "gauge", "How many may be.", (int64_t)files.rlim_cur);
}
