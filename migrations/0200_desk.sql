-- What a conversation is about and how urgent it is, who watches it, and what the staff does about it besides answering.
alter table conversation
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  add column topic_id uuid,
  add column place text not null default '' check (length(place) <= 300),
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  -- Kept here so that nothing is read where nobody watches.
  add column watchers integer not null default 0,
  -- Its messages stand there; whoever calls this address is led on.
  add column merged_into uuid,
  add check ((latitude is null) = (longitude is null)),
  add foreign key (municipality_id, topic_id) references topic (municipality_id, id) on delete set null (topic_id),
  add foreign key (municipality_id, merged_into) references conversation (municipality_id, id) on delete set null (merged_into);
comment on column conversation.place is 'personal:message';
comment on column conversation.latitude is 'personal:message';
comment on column conversation.longitude is 'personal:message';
create index conversation_merged on conversation (municipality_id, merged_into) where merged_into is not null;
create index conversation_contact on conversation (municipality_id, contact_id) where contact_id is not null;
create index conversation_topic on conversation (municipality_id, topic_id, last_message_at desc, id desc) where topic_id is not null and state <> 'done';

-- How something came that was said away from any screen.
alter table message add column way text check (way in ('phone', 'counter', 'letter', 'meeting'));

create table conversation_watcher (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  conversation_id uuid not null,
  person_id uuid not null,
  since timestamptz not null,
  primary key (municipality_id, conversation_id, person_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade
);
create index conversation_watcher_person on conversation_watcher (municipality_id, person_id);
select isolate('conversation_watcher');

-- Messages that went from one conversation to another: two became one, or one became two.
create table conversation_move (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('merge', 'split')),
  from_id uuid not null,
  into_id uuid not null,
  messages uuid[] not null,
  state_before text not null,
  person_id uuid,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, from_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, into_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index conversation_move_from on conversation_move (municipality_id, from_id, at desc);
create index conversation_move_into on conversation_move (municipality_id, into_id, at desc);
select isolate('conversation_move');

-- Two conversations that ask the same. The smaller id comes first, so that a pair stands once.
create table conversation_link (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  one_id uuid not null,
  other_id uuid not null check (one_id < other_id),
  person_id uuid,
  at timestamptz not null,
  primary key (municipality_id, one_id, other_id),
  foreign key (municipality_id, one_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, other_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index conversation_link_other on conversation_link (municipality_id, other_id);
select isolate('conversation_link');

create table conversation_check (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  position integer not null,
  text text not null check (text <> '' and length(text) <= 300),
  added_by uuid,
  added_at timestamptz not null,
  done_by uuid,
  done_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, added_by) references person (municipality_id, id) on delete set null (added_by),
  foreign key (municipality_id, done_by) references person (municipality_id, id) on delete set null (done_by)
);
comment on column conversation_check.text is 'personal:message';
create index conversation_check_of on conversation_check (municipality_id, conversation_id, position);
select isolate('conversation_check');

-- Checklists to begin with, of one unit (and those below it) or of the whole town; offered first where the topic fits.
create table checklist_template (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null check (name <> '' and length(name) <= 100),
  unit_id uuid,
  topic_id uuid,
  items text[] not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, topic_id) references topic (municipality_id, id) on delete set null (topic_id)
);
select isolate('checklist_template');

-- A question to another unit, or to a colleague without an account, with what of the conversation they may read.
create table inner_question (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  unit_id uuid,
  name text not null default '',
  email text,
  text text not null,
  shared uuid[] not null default '{}',
  asked_by uuid,
  asked_at timestamptz not null,
  -- Only for a colleague without an account: the hash of the link, and until when it works.
  token_hash text,
  expires_at timestamptz,
  first_opened_at timestamptz,
  opened integer not null default 0,
  answered_at timestamptz,
  answered_by uuid,
  answer_message_id uuid,
  withdrawn_at timestamptz,
  primary key (municipality_id, id),
  check ((unit_id is null) = (email is not null)),
  check ((token_hash is null) = (email is null)),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, asked_by) references person (municipality_id, id) on delete set null (asked_by),
  foreign key (municipality_id, answered_by) references person (municipality_id, id) on delete set null (answered_by),
  foreign key (municipality_id, answer_message_id) references message (municipality_id, id) on delete set null (answer_message_id)
);
comment on column inner_question.text is 'personal:message';
comment on column inner_question.name is 'personal:staff';
comment on column inner_question.email is 'personal:staff';
create index inner_question_conversation on inner_question (municipality_id, conversation_id, asked_at);
create index inner_question_unit on inner_question (municipality_id, unit_id, asked_at) where answered_at is null and withdrawn_at is null;
create unique index inner_question_token on inner_question (municipality_id, token_hash) where token_hash is not null;
select isolate('inner_question');

-- Other authorities that citizens' matters are passed on to.
create table authority (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null check (name <> '' and length(name) <= 200),
  email text not null check (length(email) <= 254),
  phone text not null default '' check (length(phone) <= 60),
  competence text not null default '' check (length(competence) <= 500),
  archived_at timestamptz,
  changed_at timestamptz not null,
  primary key (municipality_id, id)
);
select isolate('authority');

create table forwarding (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  authority_id uuid not null,
  -- To whom it went, as the address book stood then.
  email text not null,
  text text not null,
  shared uuid[] not null default '{}',
  with_contact boolean not null default false,
  ground text not null check (ground in ('consent', 'duty', 'anonymous')),
  ground_text text not null,
  person_id uuid,
  at timestamptz not null,
  mail_id uuid,
  primary key (municipality_id, id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, authority_id) references authority (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
comment on column forwarding.text is 'personal:message';
comment on column forwarding.ground_text is 'personal:message';
create index forwarding_conversation on forwarding (municipality_id, conversation_id, at);
select isolate('forwarding');

-- Staff also hear of changes in what they watch, of questions to their unit, and of the answers.
alter table notice add column question_id uuid;
alter table notice add foreign key (municipality_id, question_id) references inner_question (municipality_id, id) on delete cascade;
