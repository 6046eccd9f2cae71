-- Moderation: what was decided about what somebody wrote, with its reasons; reviews; evidence; blocks; pauses.

-- The rules for comments as they read when a decision was first grounded on them.
create table netiquette_version (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  version text not null,
  body text not null,
  first_used_at timestamptz not null,
  primary key (municipality_id, version)
);
select isolate('netiquette_version');
create trigger netiquette_version_immutable before update or delete on netiquette_version for each row execute function refuse_change();

-- One decision with its statement of reasons.
create table decision (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  step text not null check (step in ('stand', 'remind', 'hide', 'delete', 'pause', 'block', 'police')),
  -- waiting: for the second person; changed: another decision took its place.
  state text not null check (state in ('waiting', 'in_force', 'ended', 'undone', 'changed', 'refused')),
  unit_id uuid,
  conversation_id uuid,
  message_id uuid,
  post_id uuid,
  contact_id uuid,
  -- What happened, in the words of who decided.
  facts text not null default '',
  -- `law:StGB-185` or `rules:<mark of the paragraph>`, and how it read then.
  ground text,
  ground_text text not null default '',
  netiquette_version text,
  milder text not null default '',
  origin text not null default 'own' check (origin in ('own', 'notice', 'review')),
  notice_id uuid,
  -- A machine had held or ranked it before; it never decides.
  held_by_machine boolean not null default false,
  -- How the message stood before, to take the decision back.
  state_before text,
  until timestamptz,
  -- What the other network was asked to do: block, report.
  carried text[] not null default '{}',
  carried_text text not null default '',
  decided_by uuid,
  decided_at timestamptz not null,
  second_by uuid,
  second_at timestamptz,
  second_note text not null default '',
  evidence_id uuid,
  -- Ways the author was told by: page, mail, direct, reply. Empty: there was none.
  told text[] not null default '{}',
  told_at timestamptz,
  -- Why the author was not told (an investigation would suffer).
  withheld text not null default '',
  ended_at timestamptz,
  primary key (municipality_id, id),
  check (second_by is null or second_by <> decided_by),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete set null (conversation_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete set null (message_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id),
  foreign key (municipality_id, contact_id) references contact (municipality_id, id) on delete set null (contact_id),
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by),
  foreign key (municipality_id, second_by) references person (municipality_id, id) on delete set null (second_by)
);
comment on column decision.facts is 'personal:decision';
comment on column decision.milder is 'personal:decision';
comment on column decision.second_note is 'personal:decision';
comment on column decision.carried_text is 'personal:decision';
comment on column decision.withheld is 'personal:decision';
create index decision_message on decision (municipality_id, message_id, decided_at desc) where message_id is not null;
create index decision_conversation on decision (municipality_id, conversation_id, decided_at) where conversation_id is not null;
create index decision_post on decision (municipality_id, post_id, decided_at desc) where post_id is not null;
create index decision_waiting on decision (municipality_id, decided_at) where state = 'waiting';
create index decision_until on decision (municipality_id, until) where state = 'in_force' and until is not null;
create index decision_at on decision (municipality_id, decided_at desc, id desc);
select isolate('decision');

-- Somebody asks for another look; somebody else than who decided answers.
create table decision_review (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  decision_id uuid not null,
  asked_by text not null check (asked_by in ('author', 'notifier', 'colleague')),
  asked_person uuid,
  notice_id uuid,
  reason text not null default '',
  asked_at timestamptz not null,
  due_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'changed', 'undone')),
  note text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  -- The decision that took its place.
  next_id uuid,
  primary key (municipality_id, id),
  foreign key (municipality_id, decision_id) references decision (municipality_id, id) on delete cascade,
  foreign key (municipality_id, asked_person) references person (municipality_id, id) on delete set null (asked_person),
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by)
);
comment on column decision_review.reason is 'personal:decision';
comment on column decision_review.note is 'personal:decision';
create unique index decision_review_open on decision_review (municipality_id, decision_id) where outcome is null;
create index decision_review_due on decision_review (municipality_id, due_at) where outcome is null;
select isolate('decision_review');

-- What a blocked author is recognised by: keyed marks of an account elsewhere, a confirmed address, a private link.
create table block_mark (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  decision_id uuid not null,
  kind text not null check (kind in ('account', 'mail', 'link')),
  mark text not null,
  until timestamptz not null,
  primary key (municipality_id, decision_id, kind, mark),
  foreign key (municipality_id, decision_id) references decision (municipality_id, id) on delete cascade
);
comment on column block_mark.mark is 'personal:decision';
create index block_mark_found on block_mark (municipality_id, mark);
select isolate('block_mark');

-- A copy of what was decided about, taken before anything is changed. Never changed; goes when its time is over.
create table evidence (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  message_id uuid not null,
  conversation_id uuid,
  why text not null check (why in ('decision', 'author', 'server')),
  taken_at timestamptz not null,
  taken_by uuid,
  -- The copy as one JSON text; its hash is over exactly these bytes.
  body text not null,
  hash text not null,
  primary key (municipality_id, id)
);
comment on column evidence.body is 'personal:evidence';
create index evidence_message on evidence (municipality_id, message_id);
create index evidence_taken on evidence (municipality_id, taken_at);
select isolate('evidence');
create trigger evidence_immutable before update or delete on evidence for each row execute function refuse_change();

create table evidence_file (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  evidence_id uuid not null,
  number integer not null,
  source text not null,
  name text not null,
  mime text not null,
  -- Null: it could not be fetched; `problem` says why.
  bytes bytea,
  hash text,
  problem text,
  fetched_at timestamptz not null,
  primary key (municipality_id, evidence_id, number),
  foreign key (municipality_id, evidence_id) references evidence (municipality_id, id) on delete cascade
);
comment on column evidence_file.source is 'personal:evidence';
comment on column evidence_file.name is 'personal:evidence';
comment on column evidence_file.bytes is 'personal:evidence';
select isolate('evidence_file');
create trigger evidence_file_immutable before update or delete on evidence_file for each row execute function refuse_change();

-- The chain: each link holds the hash of the one before, so that nothing can be slipped in, changed or left out unnoticed.
-- It holds no content and stays when copies go.
create table evidence_link (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  position integer not null,
  evidence_id uuid not null,
  kind text not null check (kind in ('copy', 'file', 'gone')),
  content_hash text not null,
  previous text not null,
  hash text not null,
  at timestamptz not null,
  primary key (municipality_id, position)
);
select isolate('evidence_link');
create trigger evidence_link_immutable before update or delete on evidence_link for each row execute function refuse_change();

-- Who took evidence out of the house, when, why and for whom.
create table evidence_export (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  decision_id uuid not null,
  evidence_ids uuid[] not null,
  exported_by uuid,
  exported_at timestamptz not null,
  reason text not null,
  authority text not null,
  reference text not null default '',
  -- Of the manifest that is signed.
  hash text not null,
  signature text not null,
  primary key (municipality_id, id)
);
comment on column evidence_export.reason is 'personal:evidence';
comment on column evidence_export.reference is 'personal:evidence';
create index evidence_export_decision on evidence_export (municipality_id, decision_id);
select isolate('evidence_export');
create trigger evidence_export_immutable before update or delete on evidence_export for each row execute function refuse_change();

-- Nobody can comment on a post until then; the decision says why.
alter table post add column comments_paused_until timestamptz;
alter table post add column comments_paused_by uuid;
alter table post add foreign key (municipality_id, comments_paused_by) references decision (municipality_id, id) on delete set null (comments_paused_by);
create index post_paused on post (municipality_id, comments_paused_until) where comments_paused_until is not null;

-- The decision that a message stands under: what its mark in the thread names.
alter table message add column decision_id uuid;
alter table message add foreign key (municipality_id, decision_id) references decision (municipality_id, id) on delete set null (decision_id);
