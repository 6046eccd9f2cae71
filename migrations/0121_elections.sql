-- Elections and the time of restraint before them. Days are local ones, as text: a day has no zone.
create table election (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('europe', 'federal', 'land', 'local', 'decision')),
  day text not null check (day ~ '^\d{4}-\d\d-\d\d$'),
  -- First and last day of restraint.
  restraint_from text not null check (restraint_from ~ '^\d{4}-\d\d-\d\d$'),
  restraint_to text not null check (restraint_to ~ '^\d{4}-\d\d-\d\d$'),
  source text not null default 'entered' check (source in ('entered', 'imported')),
  -- The UID of an imported event, so that importing again changes it instead of adding it twice.
  uid text,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, uid),
  check (restraint_from <= restraint_to)
);
create index election_restraint on election (municipality_id, restraint_to, restraint_from);
select isolate('election');

-- That somebody went through the checklist before a post went out in a time of restraint. Never changed.
create table election_check (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  post_id uuid not null,
  revision integer not null,
  -- Of the text that was approved with it: for another text it says nothing.
  fingerprint text not null,
  -- Which elections, and what was confirmed, as it was worded then.
  elections jsonb not null,
  items jsonb not null,
  person_id uuid,
  -- A reviewer without an account.
  confirmed_as text,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade
);
comment on column election_check.confirmed_as is 'personal:staff';
create index election_check_post on election_check (municipality_id, post_id, id);
select isolate('election_check');
create trigger election_check_immutable before update or delete on election_check for each row execute function refuse_change();

-- Whose account a channel is: the office's, a person's who holds it, or a candidate's, for which the office never speaks.
alter table channel add column account_kind text not null default 'office' check (account_kind in ('office', 'person', 'candidate'));
alter table channel add column account_holder text;
comment on column channel.account_holder is 'personal:staff';
