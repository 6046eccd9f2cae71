-- Filters under a name, for oneself or for a unit.
create table saved_view (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null check (name <> '' and length(name) <= 60),
  query text not null check (length(query) <= 1000),
  person_id uuid not null,
  -- Everybody who reads this unit's conversations sees it; null: only whoever made it.
  unit_id uuid,
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade
);
create index saved_view_person on saved_view (municipality_id, person_id);
create index saved_view_unit on saved_view (municipality_id, unit_id) where unit_id is not null;
select isolate('saved_view');

-- What was done to several conversations at once, and how each stood before.
create table bulk_act (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  act text not null,
  -- Per conversation: id, the version that the act made of it, and the columns as they were. No texts.
  before jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade
);
create index bulk_act_person on bulk_act (municipality_id, person_id, at desc);
select isolate('bulk_act');
