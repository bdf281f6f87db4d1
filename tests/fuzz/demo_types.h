/* The contract for tests alone, and which of its messages a byte stands for. */
#ifndef LINLI_FUZZ_DEMO_TYPES_H
#define LINLI_FUZZ_DEMO_TYPES_H

#include <stdio.h>
#include <stdlib.h>

#include "contract/contract.h"
#include "linli/demo/v1/demo.pb-c.h"

static const struct demo_choice {
    const char *name;
    const ProtobufCMessageDescriptor *descriptor;
} demo_choices[] = {
    { "linli.demo.v1.Everything", &demo__everything__descriptor },
    { "linli.demo.v1.CreateThingRequest", &demo__create_thing_request__descriptor },
    { "linli.demo.v1.ListThingsRequest", &demo__list_things_request__descriptor },
    { "linli.demo.v1.ListThingsResponse", &demo__list_things_response__descriptor },
};
#define DEMO_CHOICES (sizeof(demo_choices) / sizeof(demo_choices[0]))

static inline struct contract *demo_contract(void)
{
    static struct contract *contract;
    struct status status = contract ? OK : contract_load_file(DEMO_SET, &contract);

    if (!ok(status)) {
        fprintf(stderr, "%s\n", status.text);
        abort();
    }
    return contract;
}

/* What must hold whatever the bytes are. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "does not hold: %s\n", #condition);                                                        \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
