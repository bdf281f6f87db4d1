-- What was promised of its product when a line was ordered (坏果包赔, and whether it can be sent back): it stays with the line.
-- Of one that was ordered before nothing was kept, and nothing is promised beyond the law.
alter table order_lines
    add column no_return text not null default 'NONE' check (no_return in ('NONE', 'FRESH', 'MADE_TO_ORDER', 'DIGITAL', 'PERIODICAL', 'AGREED')),
    add column claim_hours integer not null default 0 check (claim_hours >= 0),
    add column claim_percent integer not null default 0 check (claim_percent between 0 and 100),
    add column claim_borne_by text not null default 'NOBODY' check (claim_borne_by in ('NOBODY', 'SUPPLIER', 'LEADER', 'PLATFORM'));

-- By which promise a line is claimed; 0 and nobody: by none, and all of it is asked for.
alter table after_sale_lines
    add column claim_percent integer not null default 0 check (claim_percent between 0 and 100),
    add column claim_borne_by text not null default 'NOBODY' check (claim_borne_by in ('NOBODY', 'SUPPLIER', 'LEADER', 'PLATFORM'));

-- What of the claimed cost the promise does not pay: it stays with the seller, and what else is claimed of the line is reckoned
-- without it.
alter table refund_lines add column kept_fen bigint not null default 0 check (kept_fen >= 0);
