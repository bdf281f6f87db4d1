/* The OpenAPI 3.1 document of a contract: every HTTP operation with summary, description, parameters, schemas with
 * their rules, examples, and the problems it can answer with; from the protos' comments. Deterministic. */
#ifndef LINLI_CONTRACT_OPENAPI_H
#define LINLI_CONTRACT_OPENAPI_H

#include "base/buf.h"
#include "contract/contract.h"

void openapi_write(const struct contract *contract, struct buf *out);

#endif
