-- The tree of goals: what the city wants (Leitziele) and what its departmental plans want (Fachplanung), how far it is, and
-- what serves it.
alter table goal add column parent_id uuid;
alter table goal add column kind text not null default 'leitziel' check (kind in ('leitziel', 'fachplanung'));
-- The plan a goal stands in: "Mobilitätskonzept 2035".
alter table goal add column plan text not null default '';
alter table goal add column description text not null default '';
alter table goal add column unit_id uuid;
-- Local days of the municipality, YYYY-MM-DD, as people enter and read them.
alter table goal add column begins_on text check (begins_on ~ '^\d{4}-\d\d-\d\d$');
alter table goal add column ends_on text check (ends_on ~ '^\d{4}-\d\d-\d\d$');
alter table goal add column sdgs integer[] not null default '{}' check (sdgs <@ array[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]);
-- Its address leads there; everything that served it went along.
alter table goal add column merged_into uuid;
-- Counted up with every change by the form, so that two people never overwrite each other unknowingly.
alter table goal add column revision integer not null default 1;
alter table goal add column changed_at timestamptz not null default now();
alter table goal add column search tsvector generated always as
  (setweight(to_tsvector('german', name), 'A') || setweight(to_tsvector('german', plan || ' ' || description), 'B')) stored;
alter table goal add foreign key (municipality_id, parent_id) references goal (municipality_id, id);
alter table goal add foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id);
alter table goal add foreign key (municipality_id, merged_into) references goal (municipality_id, id);
alter table goal add check (parent_id <> id);
create index goal_parent on goal (municipality_id, parent_id);

create table goal_link (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  goal_id uuid not null,
  -- A page of the web, or a paper of the council.
  kind text not null check (kind in ('web', 'paper')),
  title text not null default '',
  url text not null,
  created_at timestamptz not null,
  primary key (municipality_id, id),
  unique (municipality_id, goal_id, url),
  foreign key (municipality_id, goal_id) references goal (municipality_id, id) on delete cascade
);
select isolate('goal_link');

create table indicator (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  goal_id uuid not null,
  name text not null,
  -- What it is counted in: "%", "Anmeldungen", "km".
  figure text not null default '',
  direction text not null check (direction in ('up', 'down', 'hold')),
  baseline double precision,
  target double precision,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, goal_id) references goal (municipality_id, id) on delete cascade
);
create index indicator_goal on indicator (municipality_id, goal_id, created_at);
select isolate('indicator');

create table indicator_value (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  indicator_id uuid not null,
  on_day text not null check (on_day ~ '^\d{4}-\d\d-\d\d$'),
  value double precision not null,
  source text not null check (source in ('hand', 'csv')),
  entered_by uuid,
  entered_at timestamptz not null,
  primary key (municipality_id, indicator_id, on_day),
  foreign key (municipality_id, indicator_id) references indicator (municipality_id, id) on delete cascade,
  foreign key (municipality_id, entered_by) references person (municipality_id, id) on delete set null (entered_by)
);
select isolate('indicator_value');

-- Besides the goals of the post it is about, a conversation can serve goals of its own.
create table conversation_goal (
  municipality_id uuid not null default here(),
  conversation_id uuid not null,
  goal_id uuid not null,
  primary key (municipality_id, conversation_id, goal_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, goal_id) references goal (municipality_id, id) on delete cascade
);
create index conversation_goal_goal on conversation_goal (municipality_id, goal_id);
select isolate('conversation_goal');

-- How many conversations each post has, and how many of them were answered: kept as they come, so that the goals' figures
-- are sums over posts and never count conversations.
create table post_talk (
  municipality_id uuid not null default here(),
  post_id uuid not null,
  asked integer not null default 0,
  answered integer not null default 0,
  primary key (municipality_id, post_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade
);
select isolate('post_talk');
-- Every town's rows are under row-level security, also for who runs this: so town by town.
do $$
declare town uuid;
begin
  for town in select distinct municipality_id from host loop
    perform set_config('app.municipality_id', town::text, true);
    insert into post_talk (municipality_id, post_id, asked, answered)
      select municipality_id, post_id, count(*), count(*) filter (where answer_count > 0)
      from conversation where municipality_id = town and post_id is not null group by municipality_id, post_id;
  end loop;
  perform set_config('app.municipality_id', '', true);
end $$;

-- A file that was read in, between its preview and the decision. Thrown away after a day.
create table goal_import (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('goals', 'values')),
  name text not null,
  text text not null,
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade
);
create index goal_import_person on goal_import (municipality_id, person_id);
select isolate('goal_import');
