#include "otlp/otlp.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/metric.h"

struct otlp {
    char url[OTLP_URL_BYTES_MAX];
    otlp_post *post;
    pthread_t thread;
    _Atomic int64_t end_mono_ms; /* 0: not asked to end */
};

static _Atomic uint64_t exported, given_up;

/* ---- one batch ---- */

static bool time_left(void *context)
{
    int64_t end_ms = atomic_load(&((struct otlp *)context)->end_mono_ms);

    return end_ms == 0 || clock_mono_ms() < end_ms;
}

static int timeout_ms(struct otlp *otlp)
{
    int64_t end_ms = atomic_load(&otlp->end_mono_ms), left_ms = end_ms ? end_ms - clock_mono_ms() : OTLP_POST_MS_MAX;

    return (int)(left_ms < 1 ? 1 : left_ms < OTLP_POST_MS_MAX ? left_ms : OTLP_POST_MS_MAX);
}

/* No answer, or one that says: later. Whatever else it says it would say again. */
static bool worth_repeating(int status)
{
    return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

/* At least what the collector asks for, and up to a quarter more, so that many processes do not come together. */
static int64_t pause_ms(int attempt, int64_t retry_after_s)
{
    int64_t ms = (int64_t)OTLP_PAUSE_MS_FIRST << (attempt - 1), asked_ms;
    uint16_t random;

    asked_ms = retry_after_s > OTLP_PAUSE_MS_MAX / 1000 ? OTLP_PAUSE_MS_MAX : retry_after_s * 1000;
    ms = ms < asked_ms ? asked_ms : ms;
    random_bytes(&random, sizeof random);
    return ms + ms * (random % 256) / 1024;
}

/* False: it was given up. */
static bool send_batch(struct otlp *otlp, const struct span_batch *batch)
{
    for (int attempt = 1; time_left(otlp); attempt++) {
        int64_t retry_after_s = 0;
        int status = otlp->post(otlp->url, batch, timeout_ms(otlp), time_left, otlp, &retry_after_s);

        if (status >= 200 && status < 300)
            return true;
        log_debug("spans not taken", LOG_INT("status", status), LOG_INT("spans", (int64_t)batch->spans));
        if (!worth_repeating(status) || attempt == OTLP_ATTEMPTS_MAX || !spans_pause(pause_ms(attempt, retry_after_s)))
            return false;
    }
    return false;
}

/* ---- the thread ---- */

static bool take_and_send(struct otlp *otlp)
{
    struct span_batch batch;

    if (!spans_take(OTLP_INTERVAL_MS, &batch))
        return false;
    metric_count(send_batch(otlp, &batch) ? &exported : &given_up, batch.spans);
    return true;
}

static void *run(void *data)
{
    struct otlp *otlp = data;

    while (atomic_load(&otlp->end_mono_ms) == 0)
        take_and_send(otlp);
    while (take_and_send(otlp))
        continue;
    return NULL;
}

/* ---- its life ---- */

/* Whoever sends no traces does without libcurl and the twenty libraries that it brings along. */
static struct status load_post(otlp_post **ret_post)
{
    void *module = dlopen(OTLP_MODULE, RTLD_NOW | RTLD_LOCAL);
    void *post = module ? dlsym(module, "otlp_post_by_curl") : NULL;

    if (!post)
        return fail(SETTING_INVALID, "LINLI_OTLP_URL is set, and what sends traces is not there: %s", dlerror());
    memcpy(ret_post, &post, sizeof post);
    return OK;
}

static struct status check_url(const char *url)
{
    size_t scheme = strncmp(url, "http://", 7) == 0 ? 7 : strncmp(url, "https://", 8) == 0 ? 8 : 0;

    if (!scheme || !url[scheme] || strpbrk(url, "?#@ \r\n") || url[strlen(url) - 1] == '/' ||
        strlen(url) > OTLP_URL_BYTES_MAX - sizeof "/v1/traces")
        return fail(SETTING_INVALID, "LINLI_OTLP_URL is http(s)://host[:port][/path], no user, no / at the end");
    return OK;
}

struct status otlp_start(const struct otlp_settings *settings, const char *service, otlp_post *post,
                         struct otlp **ret_otlp)
{
    struct otlp *otlp;

    *ret_otlp = NULL;
    if (!*settings->url)
        return OK;
    TRY(check_url(settings->url));
    if (!post)
        TRY(load_post(&post));
    otlp = calloc(1, sizeof *otlp);
    if (!otlp)
        abort();
    otlp->post = post;
    snprintf(otlp->url, sizeof otlp->url, "%s/v1/traces", settings->url);
    spans_open(&(struct span_source){ service, LINLI_VERSION, settings->sampled_permille });
    if (pthread_create(&otlp->thread, NULL, run, otlp) != 0)
        abort();
    *ret_otlp = otlp;
    return OK;
}

void otlp_stop(struct otlp *otlp)
{
    if (!otlp)
        return;
    atomic_store(&otlp->end_mono_ms, clock_mono_ms() + OTLP_LAST_MS_MAX);
    spans_close();
    pthread_join(otlp->thread, NULL);
    spans_finish();
    free(otlp);
}

void otlp_metrics(struct buf *out)
{
    metric_one(out, "linli_spans_exported_total", "counter", "Spans that the collector of traces has taken.",
               (int64_t)atomic_load(&exported));
    metric_head(out, "linli_spans_dropped_total", "counter", "Spans that it will not get, by why.");
    metric_sample(out, "linli_spans_dropped_total", "why=\"no room\"", (int64_t)spans_dropped());
    metric_sample(out, "linli_spans_dropped_total", "why=\"not taken\"", (int64_t)atomic_load(&given_up));
}
