/* bench-load PORT --people FILE --template FILE [--address A] [--connections N] [--seconds S] [--warm-up S]
 *     [--rate N] [--requests N] [--patience-ms MS] [--slice-ms MS]
 *
 * Asks PORT of 127.0.0.1, or of the IPv4 address A, what the template says, for one person after the other, and
 * prints one line of JSON (result.h).
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"

#define TEMPLATE_BYTES_MAX 4096

static const char *word(int argc, char **argv, const char *name, const char *otherwise)
{
    for (int i = 2; i + 1 < argc; i += 2)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    if (!otherwise) {
        fprintf(stderr, "bench-load: %s is missing\n", name);
        exit(EXIT_FAILURE);
    }
    return otherwise;
}

static void read_template(const char *path, char template[TEMPLATE_BYTES_MAX])
{
    FILE *file = fopen(path, "r");
    size_t bytes = file ? fread(template, 1, TEMPLATE_BYTES_MAX - 1, file) : 0;

    if (bytes == 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    template[bytes] = '\0';
    fclose(file);
}

int main(int argc, char **argv)
{
    static struct race race;
    static char template[TEMPLATE_BYTES_MAX];

    if (argc < 2)
        return EXIT_FAILURE;
    read_template(word(argc, argv, "--template", NULL), template);
    people_load(&race.people, word(argc, argv, "--people", NULL));
    race.template = template;
    race.address =
        (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)strtol(argv[1], NULL, 10)) };
    if (inet_pton(AF_INET, word(argc, argv, "--address", "127.0.0.1"), &race.address.sin_addr) != 1) {
        fprintf(stderr, "bench-load: --address is no IPv4 address\n");
        return EXIT_FAILURE;
    }
    race.connections = (int)strtol(word(argc, argv, "--connections", "128"), NULL, 10);
    race.seconds = strtod(word(argc, argv, "--seconds", "3"), NULL);
    race.warm_up_s = strtod(word(argc, argv, "--warm-up", "1"), NULL);
    race.rate = strtod(word(argc, argv, "--rate", "0"), NULL);
    race.requests_max = strtoll(word(argc, argv, "--requests", "0"), NULL, 10);
    race.patience_us = strtoll(word(argc, argv, "--patience-ms", "0"), NULL, 10) * 1000;
    race.slice_us = strtoll(word(argc, argv, "--slice-ms", "0"), NULL, 10) * 1000;
    if (race.connections < 1 || race.seconds <= 0)
        return EXIT_FAILURE;
    race_run(&race);
    result_print(&race);
    return EXIT_SUCCESS;
}
