-- Rules that give what comes in to a unit, tried in their order; the first that fits decides. An empty list asks nothing.
create table routing_rule (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  place integer not null,
  active boolean not null default false,
  -- One of these words stands in it, all of those, none of the last.
  words text[] not null default '{}',
  all_words text[] not null default '{}',
  not_words text[] not null default '{}',
  -- One of these places (streets, districts) is named in it.
  places text[] not null default '{}',
  channel_ids uuid[] not null default '{}',
  -- Topics of the post it is about.
  topic_ids uuid[] not null default '{}',
  languages text[] not null default '{}',
  hours text not null default 'any' check (hours in ('any', 'open', 'closed')),
  -- Also where the post it is about belongs to a unit already.
  over_post boolean not null default true,
  unit_id uuid not null,
  priority text check (priority in ('low', 'normal', 'high', 'urgent')),
  topic_id uuid,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, topic_id) references topic (municipality_id, id) on delete set null (topic_id)
);
select isolate('routing_rule');

-- What a municipality settles about learning and about what nobody has; no row: as the program proposes.
create table routing_setting (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  learns boolean not null default true,
  -- From this certainty on a suggestion assigns itself; null: never.
  assigns_from real check (assigns_from between 0.5 and 0.999),
  -- Who watches what is of no unit; none named: the editors of the whole municipality.
  watchers uuid[] not null default '{}',
  -- Minutes of service time after which they are warned.
  warn_minutes integer not null default 120 check (warn_minutes between 5 and 6000),
  primary key (municipality_id)
);
select isolate('routing_setting');

-- What was learned from how people assigned: how often which mark of a text (hashed) went with which unit, over all texts
-- together. It is made anew every night from the texts that are still here, so what was erased leaves it within a day.
create table routing_model (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  version integer not null,
  examples integer not null,
  counts bytea not null,
  -- How sharp a certainty is, and what trying it on itself gave.
  sharpness real not null,
  tried jsonb not null default '{}',
  built_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id)
);
comment on column routing_model.counts is 'personal:message';
select isolate('routing_model');

alter table conversation
  -- How it came to its unit by itself, or what is suggested: ids and figures only.
  add column routed jsonb,
  -- The unit that a person gave it or confirmed: what is learned from.
  add column taught_unit_id uuid,
  add column taught_at timestamptz,
  -- Those who watch were warned that nobody has it.
  add column none_warned_at timestamptz,
  add foreign key (municipality_id, taught_unit_id) references unit (municipality_id, id) on delete set null (taught_unit_id);
create index conversation_taught on conversation (municipality_id, taught_at desc) where taught_unit_id is not null;
create index conversation_of_none on conversation (municipality_id, first_message_at) where unit_id is null and state <> 'done';

-- Which kinds there are the program says.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind ~ '^[a-z][a-z-]{1,30}$');
