-- Other Open311 systems that cases can be given to, and what became of them there.
create table case_endpoint (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  url text not null,
  jurisdiction text not null default '',
  -- The key there, sealed under the installation's key.
  sealed_key text,
  -- Which of our categories is which of theirs: our id, their code.
  mapping jsonb not null default '{}',
  -- Their categories, as they were last read.
  services jsonb not null default '[]',
  format text not null default 'json' check (format in ('json', 'xml')),
  -- They take a report that is sent again under the same key for the same one.
  knows_repeats boolean not null default false,
  problem text,
  checked_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (municipality_id, id)
);
select isolate('case_endpoint');

create table case_forward (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  case_id uuid not null,
  endpoint_id uuid not null,
  service_code text not null,
  -- due: not sent yet; sending: the intent is committed; token: taken, its number is to come; unknown: nobody knows whether it
  -- arrived; refused: not taken; sent: taken, with its number; dropped: a person took it back.
  state text not null default 'due' check (state in ('due', 'sending', 'token', 'unknown', 'refused', 'sent', 'dropped')),
  remote_id text,
  token text,
  remote_state text,
  remote_note text not null default '',
  problem text,
  attempts integer not null default 0,
  next_at timestamptz,
  sending_at timestamptz,
  sent_at timestamptz,
  checked_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  primary key (municipality_id, id),
  foreign key (municipality_id, case_id) references case_report (municipality_id, id) on delete cascade,
  foreign key (municipality_id, endpoint_id) references case_endpoint (municipality_id, id),
  foreign key (municipality_id, created_by) references person (municipality_id, id) on delete set null (created_by)
);
create unique index case_forward_one on case_forward (municipality_id, case_id)
  where state in ('due', 'sending', 'token', 'unknown', 'sent');
create index case_forward_next on case_forward (municipality_id, next_at) where next_at is not null;
select isolate('case_forward');
