-- A crisis: one page on the site with a version per report, rumours with answers, a hand-over log, and a note at its end.
create table crisis (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  title text not null,
  slug text not null,
  reason text not null,
  unit_id uuid not null,
  state text not null default 'active' check (state in ('active', 'ended')),
  started_by uuid,
  started_at timestamptz not null,
  -- What was promised for the next report, and whom it was told that the time has come.
  next_at timestamptz,
  told_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  went_well text not null default '',
  went_badly text not null default '',
  lessons text not null default '',
  primary key (municipality_id, id),
  unique (municipality_id, slug),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id),
  foreign key (municipality_id, started_by) references person (municipality_id, id) on delete set null (started_by),
  foreign key (municipality_id, ended_by) references person (municipality_id, id) on delete set null (ended_by)
);
-- One at a time: the town has one source page that everybody is sent to.
create unique index crisis_active on crisis (municipality_id) where state = 'active';
create index crisis_promised on crisis (municipality_id, next_at) where state = 'active';
select isolate('crisis');

-- What the public was told. Never changed, never deleted.
create table crisis_report (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  crisis_id uuid not null,
  number integer not null,
  headline text not null,
  known text not null,
  unknown text not null,
  doing text not null,
  -- Null: no further report was promised.
  next_at timestamptz,
  post_id uuid,
  person_id uuid,
  at timestamptz not null,
  primary key (municipality_id, crisis_id, number),
  foreign key (municipality_id, crisis_id) references crisis (municipality_id, id) on delete cascade,
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id)
);
select isolate('crisis_report');
create trigger crisis_report_immutable before update or delete on crisis_report for each row execute function refuse_change();

create table crisis_rumour (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  crisis_id uuid not null,
  claim text not null,
  answer text not null default '',
  verdict text not null default 'open' check (verdict in ('open', 'false', 'partly', 'true')),
  is_public boolean not null default false,
  person_id uuid,
  at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, crisis_id) references crisis (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index crisis_rumour_crisis on crisis_rumour (municipality_id, crisis_id, at);
select isolate('crisis_rumour');

create table crisis_log (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  crisis_id uuid not null,
  text text not null,
  -- Who hands over to whom; null: a note.
  to_id uuid,
  person_id uuid,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, crisis_id) references crisis (municipality_id, id) on delete cascade,
  foreign key (municipality_id, to_id) references person (municipality_id, id) on delete set null (to_id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index crisis_log_crisis on crisis_log (municipality_id, crisis_id, at desc, id desc);
select isolate('crisis_log');

-- Official warnings that were read in, and where they come from.
create table warning_source (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  is_on boolean not null default false,
  address text not null,
  region text not null,
  asked_at timestamptz,
  succeeded_at timestamptz,
  problem text,
  primary key (municipality_id)
);
select isolate('warning_source');

create table warning (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  identifier text not null,
  sender text not null,
  kind text not null check (kind in ('alert', 'update', 'cancel')),
  replaces text[] not null default '{}',
  event text not null,
  severity text not null check (severity in ('Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown')),
  headline text not null,
  description text not null,
  instruction text not null,
  area text not null,
  web text,
  source text not null check (source in ('interface', 'file')),
  sent_at timestamptz not null,
  expires_at timestamptz,
  read_at timestamptz not null,
  state text not null default 'new' check (state in ('new', 'drafted', 'put-aside', 'ended')),
  post_id uuid,
  primary key (municipality_id, id),
  unique (municipality_id, identifier),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id)
);
create index warning_newest on warning (municipality_id, sent_at desc, id desc);
select isolate('warning');
