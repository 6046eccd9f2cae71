-- Why a comment waits for a look, as the rules found it when it came: a list of {kind, …}. Shown to whoever decides.
alter table message add column hold_reasons jsonb not null default '[]';
comment on column message.hold_reasons is 'personal:message';
-- What waits only for time to pass appears then by itself.
alter table message add column hold_until timestamptz;
create index message_hold_until on message (municipality_id, hold_until) where hold_until is not null and state = 'held';

-- When the one mail went out that asks whether the address is the person's own.
alter table contact add column email_asked_at timestamptz;
create index contact_email on contact (municipality_id, email) where email is not null;

-- Every comment on this post waits for a look, whoever wrote it.
alter table post add column comments_reviewed boolean not null default false;

-- What somebody attached to a comment, read by its content and drawn anew. It goes with its message.
create table comment_file (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  message_id uuid not null,
  mime text not null check (mime in ('image/webp', 'application/pdf')),
  bytes bytea not null,
  width integer,
  height integer,
  alt text not null default '',
  primary key (municipality_id, message_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade
);
comment on column comment_file.bytes is 'personal:message';
comment on column comment_file.alt is 'personal:message';
select isolate('comment_file');

-- How often an address was asked lately.
create index outgoing_mail_recipient on outgoing_mail (municipality_id, recipient, created_at);
