-- An answer that was given and has not gone out: for a few seconds it can be taken back. Until then nobody outside sees it.
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check check (state in
  ('held', 'visible', 'hidden', 'rejected', 'deleted', 'sending', 'sent', 'failed', 'review', 'returned', 'leaving'));

create table leaving_answer (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  message_id uuid not null,
  conversation_id uuid not null,
  -- Not before.
  leaves_at timestamptz not null,
  -- How the conversation stood before, and what happens besides when the answer goes out. Ids and states, no texts.
  plan jsonb not null,
  primary key (municipality_id, message_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade,
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade
);
create index leaving_answer_time on leaving_answer (municipality_id, leaves_at);
create index leaving_answer_conversation on leaving_answer (municipality_id, conversation_id);
select isolate('leaving_answer');

-- What somebody writes and has not sent: one for each conversation, for everybody who may answer it.
create table answer_draft (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  conversation_id uuid not null,
  text text not null,
  person_id uuid,
  revision integer not null default 1,
  changed_at timestamptz not null,
  primary key (municipality_id, conversation_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id)
);
comment on column answer_draft.text is 'personal:message';
create index answer_draft_person on answer_draft (municipality_id, person_id);
select isolate('answer_draft');
