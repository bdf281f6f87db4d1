/* Private to shared/contract: the parts of the OpenAPI document. openapi.c puts them together. */
#ifndef LINLI_CONTRACT_OPENAPI_PARTS_H
#define LINLI_CONTRACT_OPENAPI_PARTS_H

#include "contract/contract.h"
#include "contract/json_tree.h"

struct openapi {
    const struct contract *contract;
    struct arena *arena;
    struct schema_use *uses; /* by message, see openapi_schema.c */
    bool *enums_used;        /* by enum */
    const char **enum_names;
    struct tree *responses; /* problems that many operations share, by name */
};

/* ---- openapi_schema.c: messages as schemas ---- */

/* Which messages are asked for and answered; names for their schemas. */
void schemas_collect(struct openapi *openapi);
void schemas_write(struct openapi *openapi, struct tree *schemas);
/* A reference to the schema of a whole answer. */
struct tree *schema_answer(struct openapi *openapi, const struct message_type *type);
/* The body of a request without the fields that `method` takes from its path. */
struct tree *schema_body(struct openapi *openapi, const struct method *method);
/* A field as a parameter of path or query. */
struct tree *schema_parameter(struct openapi *openapi, const struct field *field);
/* Whether the path of the method names the field. */
bool field_in_path(const struct method *method, const struct field *field);

/* ---- openapi_example.c ---- */

/* An example of a field's value that its rules allow; NULL when none can be made. */
struct tree *example_value(struct arena *arena, const struct field *field, bool answer);
/* Of a message without what `method` (NULL: none) takes from its path. */
struct tree *example_message(struct arena *arena, const struct message_type *type, const struct method *method,
                             bool answer);

/* ---- openapi_operation.c ---- */

struct tree *operation_write(struct openapi *openapi, const struct method *method);

#endif
