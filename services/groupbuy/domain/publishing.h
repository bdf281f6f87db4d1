/* The publishing check: what somebody should know before a campaign is published. Yellow is to be known; red needs the
 * yes of somebody else. What is plainly wrong is campaign_check's. Pure. */
#ifndef GROUPBUY_DOMAIN_PUBLISHING_H
#define GROUPBUY_DOMAIN_PUBLISHING_H

#include <stdbool.h>

#include "base/money.h"

#define FINDINGS_MAX  100
#define FINDING_CHARS 160

/* The numbers of linli.groupbuy.v1.FindingKind. */
enum finding_kind {
    FINDING_FAULT = 1, /* a field is wrong */
    FINDING_LOSS = 2,
    FINDING_DISCOUNT = 3,
    FINDING_SHARES = 4,
    FINDING_STOCK = 5,
    FINDING_WINDOW = 6,
    FINDING_AUDIENCE = 7,
    FINDING_LICENCE = 8,
    FINDING_MERCHANTS = 9,
};

/* The numbers of linli.groupbuy.v1.Severity. */
enum severity { SEVERITY_YELLOW = 1, SEVERITY_RED = 2, SEVERITY_REFUSED = 3 };

struct finding {
    enum finding_kind kind;
    enum severity severity;
    char text[FINDING_CHARS];
};

struct findings {
    int count;         /* at most FINDINGS_MAX; what is beyond is not kept */
    bool red, refused; /* something is, kept or not */
    const char *about; /* each text begins with it; NULL: with nothing */
    struct finding list[FINDINGS_MAX];
};

struct publish_facts {
    fen price; /* the lowest that anybody pays: the starter's */
    fen list_price, cost_price;
    int64_t units;     /* of the campaign */
    int64_t sku_units; /* of the SKU, those of the campaign among them */
    int64_t shares_bp; /* what leaders and partners earn of it, all together, the hall's commission for selling */
    int64_t rivals;    /* campaigns of the same SKU that run meanwhile */
    int64_t seconds;   /* it runs */
    bool members_only;
    bool members_known;                  /* somebody is in there */
    const char *licence_ends_on;         /* of the supplier, before the campaign's end; "": none does */
    int64_t yellow_percent, red_percent; /* of the list price: cheaper than that is yellow, or red */
};

/* Of a campaign: both of these. */
void publish_check(const struct publish_facts *facts, struct findings *findings);
/* Of what is sold: price, stock, rivals, licence. */
void publish_check_goods(const struct publish_facts *facts, struct findings *findings);
/* Of when and to whom: seconds, members. */
void publish_check_window(const struct publish_facts *facts, struct findings *findings);
/* What all of it may lose, fen, at most FEN_MAX. 0: nothing. */
fen publish_loss(const struct publish_facts *facts);

void finding_add(struct findings *findings, enum finding_kind kind, enum severity severity, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool findings_red(const struct findings *findings);

#endif
