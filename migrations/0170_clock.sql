-- What a unit settles about its hours and its clock; what is null holds as in the unit above, and at the root as the
-- municipality's settings and the program say.
create table unit_hours (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  unit_id uuid not null,
  -- Seven lists of spans in minutes of the local day, Monday first.
  week jsonb,
  -- Holidays that hold in a part of the Land only, by their key.
  regional_holidays text[],
  -- How much of the time may pass before somebody is warned, in percent.
  warn_percent integer check (warn_percent between 10 and 95),
  escalates boolean not null default false,
  escalate_leader boolean not null default false,
  escalate_parent boolean not null default false,
  escalate_persons uuid[] not null default '{}',
  first_notice boolean,
  changed_at timestamptz not null,
  primary key (municipality_id, unit_id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade
);
select isolate('unit_hours');

-- Days on which a unit, and those below it, do not work, besides the holidays.
create table closing_day (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  unit_id uuid not null,
  from_day text not null check (from_day ~ '^\d{4}-\d\d-\d\d$'),
  to_day text not null check (to_day ~ '^\d{4}-\d\d-\d\d$'),
  reason text not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  check (from_day <= to_day)
);
create index closing_day_unit on closing_day (municipality_id, unit_id, from_day);
select isolate('closing_day');

-- How soon an answer and a resolution are due, in minutes of service time.
create table clock_target (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  unit_id uuid not null,
  topic_id uuid,
  channel_id uuid,
  answer_minutes integer check (answer_minutes between 5 and 60000),
  resolve_minutes integer check (resolve_minutes between 5 and 600000),
  primary key (municipality_id, id),
  unique nulls not distinct (municipality_id, unit_id, topic_id, channel_id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, topic_id) references topic (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade,
  check (answer_minutes is not null or resolve_minutes is not null)
);
select isolate('clock_target');

-- Somebody of the staff is away, and who stands in.
create table absence (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  deputy_id uuid,
  from_day text not null check (from_day ~ '^\d{4}-\d\d-\d\d$'),
  to_day text not null check (to_day ~ '^\d{4}-\d\d-\d\d$'),
  set_by uuid,
  set_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, deputy_id) references person (municipality_id, id) on delete set null (deputy_id),
  foreign key (municipality_id, set_by) references person (municipality_id, id) on delete set null (set_by),
  check (from_day <= to_day)
);
comment on column absence.from_day is 'personal:staff';
comment on column absence.to_day is 'personal:staff';
create index absence_person on absence (municipality_id, person_id, to_day);
select isolate('absence');

-- The clock of a conversation. Each of the two times runs since a moment (null: it stands still) and has used up some
-- seconds of service time before; `clock_told` are the thresholds that somebody was told of.
alter table conversation
  add column resolve_due_at timestamptz,
  add column answer_since timestamptz,
  add column answer_used integer not null default 0,
  add column resolve_since timestamptz,
  add column resolve_used integer not null default 0,
  add column clock_told smallint not null default 0,
  add column tell_at timestamptz,
  add column first_notice_at timestamptz;
alter table conversation add column next_due_at timestamptz generated always as (least(due_at, resolve_due_at)) stored;
create index conversation_tell on conversation (municipality_id, tell_at) where tell_at is not null;
create index conversation_next_due on conversation (municipality_id, next_due_at, id) where next_due_at is not null;

-- Said by the program: it is no answer and stops no clock.
alter table message add column automatic boolean not null default false;

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check
  check (kind in ('assigned', 'mentioned', 'unit', 'warning', 'escalated'));
-- Told to the deputy of this person.
alter table notice add column for_id uuid;
alter table notice add foreign key (municipality_id, for_id) references person (municipality_id, id) on delete set null (for_id);
