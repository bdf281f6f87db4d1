#include "result.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void print_latency(const struct histogram *latency, const char *before)
{
    static const struct {
        const char *name;
        double share;
    } points[] = { { "p50Us", 0.5 }, { "p90Us", 0.9 }, { "p99Us", 0.99 }, { "p999Us", 0.999 } };

    printf("%s", before);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        printf("\"%s\":%" PRId64 ",", points[i].name, histogram_at(latency, points[i].share));
    printf("\"maxUs\":%" PRId64, latency->max_us);
}

static void print_outcomes(const struct race *race)
{
    printf(",\"byStatus\":{");
    for (int i = 0; i < race->outcomes_count; i++)
        printf("%s\"%d\":%" PRIu64, i ? "," : "", race->outcomes[i].status, race->outcomes[i].count);
    printf("},\"outcomes\":{");
    for (int i = 0; i < race->outcomes_count; i++) {
        const struct outcome *outcome = &race->outcomes[i];

        printf("%s\"%d\":{\"count\":%" PRIu64 ",\"inTime\":%" PRIu64, i ? "," : "", outcome->status, outcome->count,
               outcome->in_time);
        print_latency(&outcome->since_due, ",\"sinceDue\":{");
        print_latency(&outcome->since_sent, "},\"sinceSent\":{");
        printf("}}");
    }
    printf("}");
}

static void print_slices(const struct race *race)
{
    printf(",\"slices\":[");
    for (int i = 0; i < race->slices_count; i++) {
        const struct slice *slice = &race->slices[i];

        printf("%s{\"good\":%" PRIu64 ",\"other\":%" PRIu64 ",\"p50Us\":%" PRId64 ",\"p99Us\":%" PRId64 "}",
               i ? "," : "", slice->good, slice->other, histogram_at(&slice->latency, 0.5),
               histogram_at(&slice->latency, 0.99));
    }
    printf("]");
}

/* What asking itself has cost, and how long it could not go on for want of a processor: where the server has the same
 * processors, it has so much less of them, and an answer that lies there is seen so much later. */
static void print_own(void)
{
    long long ran_ns = 0, waited_ns = 0;
    FILE *file = fopen("/proc/self/schedstat", "r");

    if (!file || fscanf(file, "%lld %lld", &ran_ns, &waited_ns) != 2) {
        fprintf(stderr, "bench-load: the kernel does not tell how long we waited\n");
        exit(EXIT_FAILURE);
    }
    fclose(file);
    printf(",\"processorS\":%.3f,\"waitedS\":%.3f", (double)ran_ns / 1e9, (double)waited_ns / 1e9);
}

void result_print(const struct race *race)
{
    printf("{\"rate\":%.1f,\"answers\":%" PRIu64 ",\"successes\":%" PRIu64 ",\"unsent\":%" PRIu64
           ",\"broken\":%" PRIu64,
           (double)race->in_time / race->seconds, race->latency.total, race->successes, race->unsent, race->broken);
    print_own();
    print_latency(&race->latency, ",");
    print_outcomes(race);
    print_slices(race);
    printf("}\n");
}
