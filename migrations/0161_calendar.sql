-- When a draft is meant to go out; nothing follows from it until somebody schedules it.
alter table post add column planned_at timestamptz;
create index post_planned on post (municipality_id, planned_at) where planned_at is not null;
create index post_author on post (municipality_id, author_id);

-- School holidays differ by Land and year, some even by island: they are entered or read in from a file, never computed.
create table school_holiday (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  -- Local days of the municipality, YYYY-MM-DD, both counted.
  starts_on text not null check (starts_on ~ '^\d{4}-\d\d-\d\d$'),
  ends_on text not null check (ends_on ~ '^\d{4}-\d\d-\d\d$'),
  created_at timestamptz not null,
  check (ends_on >= starts_on),
  primary key (municipality_id, id),
  unique (municipality_id, name, starts_on)
);
create index school_holiday_time on school_holiday (municipality_id, starts_on);
select isolate('school_holiday');

-- A calendar that other programs subscribe to. Whoever knows its address reads it; only the hash of the secret is kept.
create table calendar_feed (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  token_hash text not null,
  -- Whose it is: it ends with the person's work here, and shows no more than the person may see.
  person_id uuid not null,
  -- Null: what concerns the person.
  unit_id uuid,
  -- Whether the duties of a unit say who has them.
  with_names boolean not null default false,
  created_at timestamptz not null,
  primary key (municipality_id, id),
  unique (municipality_id, token_hash),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade
);
create index calendar_feed_person on calendar_feed (municipality_id, person_id);
select isolate('calendar_feed');
