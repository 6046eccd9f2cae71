-- Posts that are written again and again, with the places that differ as fields: {{Straße}}.
create table post_template (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  -- Takes the place of the shipped template of this key; null for one of the house.
  shipped_key text,
  name text not null,
  description text not null default '',
  title text not null,
  lead text not null default '',
  body text not null default '',
  -- [{ label, kind, required, hint, options }], in the order of the form.
  fields jsonb not null default '[]',
  revision integer not null default 1,
  archived_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  unique (municipality_id, shipped_key)
);
select isolate('post_template');

-- Posts that come again: a rule, and what each of them says.
create table post_series (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  unit_id uuid not null,
  -- In whose name and by whose rights its posts are made.
  owner_id uuid,
  title text not null,
  lead text not null default '',
  body text not null default '',
  -- A recurrence rule of RFC 5545 over local days, without its beginning and end.
  rule text not null,
  -- Local days and time of the municipality.
  starts_on text not null check (starts_on ~ '^\d{4}-\d\d-\d\d$'),
  at_time text not null check (at_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  ends_on text check (ends_on ~ '^\d{4}-\d\d-\d\d$'),
  times integer check (times between 1 and 500),
  -- How many days before its time a post is made.
  ahead_days integer not null default 14 check (ahead_days between 1 and 90),
  -- Whether its posts are scheduled at once, or wait as drafts with a time.
  schedules boolean not null default false,
  revision integer not null default 1,
  ended_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id),
  foreign key (municipality_id, owner_id) references person (municipality_id, id) on delete set null (owner_id)
);
create index post_series_open on post_series (municipality_id, name) where ended_at is null;
select isolate('post_series');

-- What became of one day of a series: made, left out, or moved. A day without a line is still to come.
create table series_day (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  series_id uuid not null,
  -- The day by the rule, also when it was moved.
  on_day text not null check (on_day ~ '^\d{4}-\d\d-\d\d$'),
  is_skipped boolean not null default false,
  -- Local time to which it was moved.
  moved_to text check (moved_to ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$'),
  post_id uuid,
  -- Why it could not be made or scheduled as planned; the key of a message.
  problem text,
  made_at timestamptz,
  primary key (municipality_id, series_id, on_day),
  foreign key (municipality_id, series_id) references post_series (municipality_id, id) on delete cascade,
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id)
);
create index series_day_post on series_day (municipality_id, post_id) where post_id is not null;
select isolate('series_day');
