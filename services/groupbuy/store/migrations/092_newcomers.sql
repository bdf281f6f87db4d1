-- For whom a campaign is, besides its audience: anybody, teams whose joiners are new (老带新), new people alone. New is who has no
-- other paid order that stands; it is judged when he pays.
alter table campaigns add column buyers text not null default 'ANY' check (buyers in ('ANY', 'NEW_JOINERS', 'NEW_BUYERS'));

-- Who has started it; starter_id is who leads it now. null: of before.
alter table teams add column founder_id uuid;
