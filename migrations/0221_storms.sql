-- Many messages on one post in a short time, against what its channel is used to.
create table storm (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  post_id uuid not null,
  channel_id uuid not null,
  -- Messages an hour that the channel is used to on one post, and from how many on it is a storm.
  usual real not null,
  threshold integer not null,
  peak integer not null,
  began_at timestamptz not null,
  noticed_at timestamptz not null,
  -- It has been calm since.
  calm_since timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  primary key (municipality_id, id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade,
  foreign key (municipality_id, ended_by) references person (municipality_id, id) on delete set null (ended_by)
);
create unique index storm_running on storm (municipality_id, post_id) where ended_at is null;
create index storm_newest on storm (municipality_id, noticed_at desc);
select isolate('storm');

-- Conversations of a storm that ask the same. Named by their words until a person names it.
create table storm_group (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  storm_id uuid not null,
  name text not null,
  named_by uuid,
  made_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, storm_id) references storm (municipality_id, id) on delete cascade,
  foreign key (municipality_id, named_by) references person (municipality_id, id) on delete set null (named_by)
);
comment on column storm_group.name is 'personal:message';
create index storm_group_storm on storm_group (municipality_id, storm_id);
select isolate('storm_group');

create table storm_talk (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  storm_id uuid not null,
  conversation_id uuid not null,
  group_id uuid,
  -- A person put it there: grouping anew leaves it.
  moved_by uuid,
  primary key (municipality_id, storm_id, conversation_id),
  foreign key (municipality_id, storm_id) references storm (municipality_id, id) on delete cascade,
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, group_id) references storm_group (municipality_id, id) on delete set null (group_id),
  foreign key (municipality_id, moved_by) references person (municipality_id, id) on delete set null (moved_by)
);
create index storm_talk_conversation on storm_talk (municipality_id, conversation_id);
create index storm_talk_group on storm_talk (municipality_id, group_id) where group_id is not null;
select isolate('storm_talk');

-- One answer to all of a group: each conversation gets a reply of its own, a few at a time.
create table group_answer (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  group_id uuid not null,
  text text not null,
  state text not null check (state in ('proposed', 'sending', 'recalled', 'done')),
  -- Who wrote it, and in whose name it goes out: who released it, where it needed a second person.
  written_by uuid,
  person_id uuid,
  at timestamptz not null,
  ended_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, group_id) references storm_group (municipality_id, id) on delete cascade,
  foreign key (municipality_id, written_by) references person (municipality_id, id) on delete set null (written_by),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
create index group_answer_group on group_answer (municipality_id, group_id, at desc);
create index group_answer_sending on group_answer (municipality_id) where state = 'sending';
select isolate('group_answer');

create table group_reply (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  answer_id uuid not null,
  conversation_id uuid not null,
  -- The reply's message is made under this id, so that it is given once.
  message_id uuid not null,
  -- How many answers the conversation had when this was written.
  seen integer not null,
  state text not null check (state in ('waiting', 'given', 'review', 'answered', 'refused', 'recalled')),
  given_at timestamptz,
  primary key (municipality_id, answer_id, conversation_id),
  foreign key (municipality_id, answer_id) references group_answer (municipality_id, id) on delete cascade,
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade
);
create index group_reply_waiting on group_reply (municipality_id, answer_id) where state = 'waiting';
select isolate('group_reply');
