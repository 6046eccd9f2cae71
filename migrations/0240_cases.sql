-- Cases: a defect report is a conversation with a category, a place and a public status.

-- What a municipality settles about them; what is missing has its default.
create table case_setting (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  settings jsonb not null default '{}',
  changed_at timestamptz not null,
  primary key (municipality_id)
);
select isolate('case_setting');

-- A category of defects: a "service" of Open311.
create table case_service (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  name text not null,
  group_name text not null default '',
  description text not null default '',
  keywords text[] not null default '{}',
  unit_id uuid,
  -- What else is asked, in the order of the form.
  attributes jsonb not null default '[]',
  -- Service time until the defect should be dealt with; null: as the unit settled.
  resolve_minutes integer check (resolve_minutes between 5 and 600000),
  position integer not null default 0,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, code),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id)
);
select isolate('case_service');

-- Whoever may report over the interface. Only the hash of the key is kept.
create table case_key (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  hash text not null,
  per_hour integer not null default 120 check (per_hour between 1 and 10000),
  created_at timestamptz not null,
  created_by uuid,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, hash),
  foreign key (municipality_id, created_by) references person (municipality_id, id) on delete set null (created_by)
);
select isolate('case_key');

-- The report itself. Its words are the message's, so that what is done to the message (hide, delete, correct) is done to it.
create table case_report (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  -- Short and random; the public address and the number people name on the phone.
  code text not null check (code ~ '^[A-HJ-NP-Z2-9]{8}$'),
  message_id uuid not null,
  service_id uuid not null,
  state text not null default 'open' check (state in ('open', 'in_progress', 'closed')),
  note text not null default '',
  address text not null default '',
  address_id text not null default '',
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  attributes jsonb not null default '[]',
  phone text,
  -- Drawn anew from its pixels; shown only after somebody looked.
  photo jsonb,
  photo_state text not null default 'none' check (photo_state in ('none', 'held', 'shown', 'refused')),
  key_id uuid,
  expected_at timestamptz,
  reported_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, code),
  unique (municipality_id, message_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade,
  foreign key (municipality_id, service_id) references case_service (municipality_id, id),
  foreign key (municipality_id, key_id) references case_key (municipality_id, id) on delete set null (key_id),
  check ((lat is null) = (lng is null))
);
comment on column case_report.address is 'personal:message';
comment on column case_report.attributes is 'personal:message';
comment on column case_report.phone is 'personal:contact';
comment on column case_report.photo is 'personal:message';
create index case_report_newest on case_report (municipality_id, reported_at desc, id desc);
create index case_report_service on case_report (municipality_id, service_id, reported_at desc, id desc);
create index case_report_state on case_report (municipality_id, state, reported_at desc, id desc);
create index case_report_place on case_report (municipality_id, lat, lng) where lat is not null;
select isolate('case_report');

-- The public history.
create table case_step (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  case_id uuid not null,
  state text not null check (state in ('open', 'in_progress', 'closed')),
  note text not null default '',
  person_id uuid,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, case_id) references case_report (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index case_step_case on case_step (municipality_id, case_id, at);
select isolate('case_step');

-- A conversation may have a time of its own until it is resolved, in minutes of service time.
alter table conversation add column own_resolve_minutes integer check (own_resolve_minutes between 5 and 600000);

-- A picture that was sent with a form that could not be taken yet, or over the interface; it goes after a day.
create table case_upload (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  token_hash text not null,
  photo jsonb not null,
  created_at timestamptz not null,
  primary key (municipality_id, token_hash)
);
comment on column case_upload.photo is 'personal:message';
create index case_upload_age on case_upload (municipality_id, created_at);
select isolate('case_upload');

-- Who erases a message, for whatever reason, erases what its report says of a person in the same moment. The files of the
-- picture follow by a job.
create function erase_case_report() returns trigger language plpgsql as $$
begin
  update case_report set address = '', address_id = '', attributes = '[]', phone = null, lat = null, lng = null,
    photo_state = case when photo is null then 'none' else 'refused' end
  where municipality_id = new.municipality_id and message_id = new.id;
  if found then
    update conversation set place = '', latitude = null, longitude = null
    where municipality_id = new.municipality_id and id = new.conversation_id;
  end if;
  return null;
end $$;
create trigger message_erases_case after update of state on message
  for each row when (new.state = 'deleted' and old.state is distinct from 'deleted') execute function erase_case_report();
