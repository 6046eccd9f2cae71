-- For how long the addresses of a day are kept: a longer period holds for the days after it was settled only.
create table address_period (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  from_day text not null check (from_day ~ '^\d{4}-\d\d-\d\d$'),
  days integer not null check (days between 1 and 30),
  reason text not null default '',
  set_by uuid,
  set_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, set_by) references person (municipality_id, id) on delete set null (set_by),
  check (days <= 7 or length(reason) > 0)
);
select isolate('address_period');

-- Somebody wants to read the address of one comment; a second person agrees; then it lies here, sealed under a key of its
-- own in the key folder, until its last day.
create table address_hold (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  message_id uuid,
  state text not null check (state in ('asked', 'refused', 'held', 'ended')),
  reason text not null,
  days integer not null check (days between 1 and 90),
  asked_by uuid,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_note text not null default '',
  -- The last local day on which it can be read.
  until_day text check (until_day ~ '^\d{4}-\d\d-\d\d$'),
  sealed bytea,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text check (end_reason in ('over', 'person', 'lost')),
  primary key (municipality_id, id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete set null (message_id),
  foreign key (municipality_id, asked_by) references person (municipality_id, id) on delete set null (asked_by),
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by),
  foreign key (municipality_id, ended_by) references person (municipality_id, id) on delete set null (ended_by),
  check (decided_by is null or asked_by is null or decided_by <> asked_by),
  check ((sealed is not null) = (state = 'held'))
);
comment on column address_hold.reason is 'personal:hold';
comment on column address_hold.decision_note is 'personal:hold';
comment on column address_hold.sealed is 'personal:address';
create unique index address_hold_open on address_hold (municipality_id, message_id) where state in ('asked', 'held');
create index address_hold_state on address_hold (municipality_id, state, asked_at desc);
select isolate('address_hold');

-- Who looked at what is sensitive: addresses, evidence, packages for the police, exports. Only the retention deletes.
create table sensitive_read (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  person_id uuid,
  person_name text not null,
  kind text not null,
  subject_id uuid,
  note text not null default '',
  primary key (municipality_id, id)
);
comment on column sensitive_read.person_name is 'personal:look';
comment on column sensitive_read.note is 'personal:look';
create index sensitive_read_at on sensitive_read (municipality_id, at desc, id desc);
select isolate('sensitive_read');
create trigger sensitive_read_immutable before update or delete on sensitive_read for each row execute function refuse_change();

-- What the municipality settled about a class of personal data; without a row the default holds.
create table retention_rule (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  class text not null,
  days integer not null check (days between 1 and 36500),
  reason text not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (municipality_id, class),
  foreign key (municipality_id, set_by) references person (municipality_id, id) on delete set null (set_by)
);
select isolate('retention_rule');

-- The last run of each class.
create table retention_run (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  class text not null,
  at timestamptz not null,
  count integer not null default 0,
  problem text,
  -- The last run that let something go.
  gone_at timestamptz,
  gone_count integer not null default 0,
  primary key (municipality_id, class)
);
select isolate('retention_run');

-- The municipality's own wording of what the law wants to be said, in numbered editions. Once confirmed it stays as it was.
create table notice_edition (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  number integer not null,
  state text not null check (state in ('draft', 'confirmed')),
  basis text not null check (basis in ('task', 'interest')),
  -- For `interest`: which one. For `task`: the section that makes it a task, once confirmed.
  ground text not null default '',
  -- Templates by text and language; empty: the one that ships.
  texts jsonb not null default '{}',
  -- Of the shipped texts this edition started from, to tell when they change.
  shipped text not null,
  review_by text not null check (review_by ~ '^\d{4}-\d\d-\d\d$'),
  written_by uuid,
  written_at timestamptz not null,
  revision integer not null default 1,
  confirmed_by uuid,
  confirmed_as text,
  confirmed_at timestamptz,
  primary key (municipality_id, number),
  foreign key (municipality_id, written_by) references person (municipality_id, id) on delete set null (written_by),
  foreign key (municipality_id, confirmed_by) references person (municipality_id, id) on delete set null (confirmed_by)
);
comment on column notice_edition.confirmed_as is 'personal:staff';
create unique index notice_edition_draft on notice_edition (municipality_id) where state = 'draft';
select isolate('notice_edition');

-- Exactly what stood at a form, by the version that comments remember.
create table notice_shown (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  version text not null,
  language text not null,
  markdown text not null,
  edition integer,
  first_at timestamptz not null,
  primary key (municipality_id, version)
);
select isolate('notice_shown');
create trigger notice_shown_immutable before update or delete on notice_shown for each row execute function refuse_change();

-- Somebody asks what we hold about them, or to be erased.
create table subject_request (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('access', 'erasure')),
  state text not null check (state in ('open', 'done', 'refused')),
  -- What they are known by here.
  terms jsonb not null,
  asked_on text not null check (asked_on ~ '^\d{4}-\d\d-\d\d$'),
  due_on text not null check (due_on ~ '^\d{4}-\d\d-\d\d$'),
  -- How it is known that they are who they say.
  proof text not null default '',
  -- Ids of what a person looked at and found to be theirs; null: nobody looked yet.
  chosen jsonb,
  reviewed_by uuid,
  reviewed_at timestamptz,
  note text not null default '',
  entered_by uuid,
  entered_at timestamptz not null,
  closed_by uuid,
  closed_at timestamptz,
  count integer not null default 0,
  primary key (municipality_id, id),
  foreign key (municipality_id, entered_by) references person (municipality_id, id) on delete set null (entered_by),
  foreign key (municipality_id, reviewed_by) references person (municipality_id, id) on delete set null (reviewed_by),
  foreign key (municipality_id, closed_by) references person (municipality_id, id) on delete set null (closed_by)
);
comment on column subject_request.terms is 'personal:request';
comment on column subject_request.proof is 'personal:request';
comment on column subject_request.note is 'personal:request';
create index subject_request_state on subject_request (municipality_id, state, due_on);
select isolate('subject_request');
