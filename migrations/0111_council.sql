-- What the council's information system tells over OParl: bodies, their groups, meetings, agendas and papers. No persons.
create table council_source (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  -- Of a system, or of one body of it.
  url text not null,
  name text not null default '',
  every_hours integer not null default 6 check (every_hours between 1 and 168),
  paused boolean not null default false,
  -- As the system says: 1.0 or 1.1.
  version text,
  created_at timestamptz not null,
  started_at timestamptz,
  succeeded_at timestamptz,
  failed_at timestamptz,
  -- Why the last reading failed as a whole; what failed in parts stands at the lists.
  problem text,
  primary key (municipality_id, id),
  unique (municipality_id, url)
);
select isolate('council_source');

create table council_body (
  municipality_id uuid not null default here(),
  id uuid not null,
  source_id uuid not null,
  remote_id text not null,
  name text not null,
  -- Whether it is read: a provider's system holds those of others, too.
  chosen boolean not null default false,
  deleted_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, source_id, remote_id),
  foreign key (municipality_id, source_id) references council_source (municipality_id, id) on delete cascade
);
select isolate('council_body');

-- Where reading a body's list stands. Each page is stored together with the address of the next.
create table council_list (
  municipality_id uuid not null default here(),
  body_id uuid not null,
  kind text not null check (kind in ('organization', 'meeting', 'paper')),
  -- Everything changed before was read; null: nothing yet.
  read_until timestamptz,
  -- When the pass under way began, and where it goes on.
  pass_began_at timestamptz,
  next_url text,
  pages integer not null default 0,
  saved integer not null default 0,
  broken integer not null default 0,
  problem text,
  primary key (municipality_id, body_id, kind),
  foreign key (municipality_id, body_id) references council_body (municipality_id, id) on delete cascade
);
select isolate('council_list');

-- Objects that could not be taken as they came, in the last pass; the first of each list.
create table council_fault (
  municipality_id uuid not null default here(),
  id uuid not null,
  body_id uuid not null,
  kind text not null,
  what text not null,
  reason text not null,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, body_id) references council_body (municipality_id, id) on delete cascade
);
create index council_fault_body on council_fault (municipality_id, body_id, kind, at desc);
select isolate('council_fault');

create table council_organization (
  municipality_id uuid not null default here(),
  id uuid not null,
  body_id uuid not null,
  remote_id text not null,
  name text not null,
  deleted_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, body_id, remote_id),
  foreign key (municipality_id, body_id) references council_body (municipality_id, id) on delete cascade
);
select isolate('council_organization');

create table council_meeting (
  municipality_id uuid not null default here(),
  id uuid not null,
  body_id uuid not null,
  remote_id text not null,
  name text not null,
  starts_at timestamptz,
  ends_at timestamptz,
  place text not null default '',
  cancelled boolean not null default false,
  -- Of the groups that meet.
  organization_ids text[] not null default '{}',
  web_url text,
  deleted_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, body_id, remote_id),
  foreign key (municipality_id, body_id) references council_body (municipality_id, id) on delete cascade
);
create index council_meeting_start on council_meeting (municipality_id, starts_at) where deleted_at is null;
select isolate('council_meeting');

create table council_agenda_item (
  municipality_id uuid not null default here(),
  meeting_id uuid not null,
  position integer not null,
  number text not null default '',
  name text not null,
  primary key (municipality_id, meeting_id, position),
  foreign key (municipality_id, meeting_id) references council_meeting (municipality_id, id) on delete cascade
);
select isolate('council_agenda_item');

create table council_paper (
  municipality_id uuid not null default here(),
  id uuid not null,
  body_id uuid not null,
  remote_id text not null,
  name text not null,
  reference text not null default '',
  paper_type text not null default '',
  on_day text check (on_day ~ '^\d{4}-\d\d-\d\d$'),
  web_url text,
  deleted_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, body_id, remote_id),
  foreign key (municipality_id, body_id) references council_body (municipality_id, id) on delete cascade
);
create index council_paper_day on council_paper (municipality_id, on_day desc nulls last, id) where deleted_at is null;
create index council_paper_words on council_paper using gin ((reference || ' ' || name) gin_trgm_ops);
select isolate('council_paper');

create table campaign_paper (
  municipality_id uuid not null default here(),
  campaign_id uuid not null,
  paper_id uuid not null,
  primary key (municipality_id, campaign_id, paper_id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade,
  foreign key (municipality_id, paper_id) references council_paper (municipality_id, id) on delete cascade
);
select isolate('campaign_paper');
