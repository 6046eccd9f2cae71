-- E-mail as a channel: what was read of which folder, letters that wait to be understood, and files that came with messages.

-- What a letter repeats of earlier ones, and its signature: folded away where it is shown, never searched.
alter table message add column quoted text not null default '';
comment on column message.quoted is 'personal:message';

-- What stands on the outside of a letter: its subject, who it went to, how far its sender is proven.
alter table message add column envelope jsonb;
comment on column message.envelope is 'personal:message';

create table message_file (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  -- Null: its message is gone or was never made, and so the file goes.
  message_id uuid,
  raw_id uuid,
  name text not null,
  mime text not null,
  bytes bigint not null,
  -- Where it lies in the storage; null: it was not kept, the state says why.
  key text,
  state text not null check (state in ('clean', 'unscanned', 'infected', 'refused')),
  reason text,
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete set null (message_id),
  foreign key (municipality_id, raw_id) references incoming_raw (municipality_id, id) on delete set null (raw_id)
);
comment on column message_file.name is 'personal:message';
create index message_file_message on message_file (municipality_id, message_id) where message_id is not null;
create index message_file_left on message_file (municipality_id, created_at) where message_id is null;
create index message_file_key on message_file (municipality_id, key) where key is not null;
create index message_file_raw on message_file (municipality_id, raw_id) where raw_id is not null;
select isolate('message_file');

create table mail_folder (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  channel_id uuid not null,
  path text not null,
  -- Where its letters go; null: to whom the rules give them, else they are without a unit.
  unit_id uuid,
  -- What the server numbers its letters by; another value: all its numbers are worthless.
  uid_validity bigint,
  last_uid bigint not null default 0,
  -- Letters that came before are left where they are.
  starts_at timestamptz not null,
  synced_at timestamptz,
  problem text,
  primary key (municipality_id, channel_id, path),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id)
);
create index mail_folder_unit on mail_folder (municipality_id, unit_id) where unit_id is not null;
select isolate('mail_folder');

-- A letter as it came, until it is understood; what must not be kept of it (the place in a picture) would live on here.
create table mail_raw (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  raw_id uuid not null,
  source bytea not null,
  primary key (municipality_id, raw_id),
  foreign key (municipality_id, raw_id) references incoming_raw (municipality_id, id) on delete cascade
);
comment on column mail_raw.source is 'personal:message';
alter table mail_raw alter column source set storage external;
select isolate('mail_raw');

-- What stands in the subject of our letters, so that an answer whose program forgets the thread still finds it.
create table mail_token (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  token text not null,
  conversation_id uuid not null,
  primary key (municipality_id, token),
  unique (municipality_id, conversation_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade
);
select isolate('mail_token');
