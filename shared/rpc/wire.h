/* Names of the headers on the bus, private to this library and the events that borrow them. */
#ifndef LINLI_RPC_WIRE_H
#define LINLI_RPC_WIRE_H

#define HEADER_CALLER      "Linli-Caller"   /* base64 of a packed linli.api.Caller */
#define HEADER_DEADLINE    "Linli-Deadline" /* unix milliseconds, database time */
#define HEADER_NOW         "Linli-Now"      /* in replies: unix milliseconds, database time */
#define HEADER_PACKED      "Linli-Packed"   /* "1": the body is a linli.api.Pack */
#define HEADER_TRACEPARENT "traceparent"
#define HEADER_KEY         "Idempotency-Key"
#define HEADER_ERROR_CODE  "Nats-Service-Error-Code" /* HTTP status; the body is a linli.api.Failure */
#define HEADER_ERROR       "Nats-Service-Error"      /* reason */

#define DECIMAL_BYTES 24 /* any int64 as text */

#endif
