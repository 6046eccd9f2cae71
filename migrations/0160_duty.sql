-- Who answers when: a person is on duty for a unit and everything below it, and leaves a note for whoever comes next.
create table duty (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- What whoever plans it wants to say.
  note text not null default '',
  -- What whoever had it leaves for the next.
  hand_over text not null default '',
  handed_over_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null,
  check (ends_at > starts_at),
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade
);
comment on column duty.note is 'personal:staff';
comment on column duty.hand_over is 'personal:staff';
create index duty_time on duty (municipality_id, starts_at);
create index duty_end on duty (municipality_id, ends_at);
select isolate('duty');
