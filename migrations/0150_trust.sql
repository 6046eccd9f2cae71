-- How freely somebody speaks for a unit and those below it. Every change stays, the latest counts; a null level means: as the role says.
create table trust_change (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  level text check (level in ('before', 'after', 'free')),
  reason text not null,
  by_id uuid,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id) on delete set null (by_id)
);
comment on column trust_change.reason is 'personal:staff';
create index trust_change_person on trust_change (municipality_id, person_id, at desc, id desc);
select isolate('trust_change');

-- What the municipality settled about trust; a gap gets its default when it is read.
create table trust_setting (
  municipality_id uuid primary key default here() references municipality (municipality_id) on delete cascade,
  value jsonb not null default '{}',
  changed_at timestamptz not null
);
select isolate('trust_setting');

-- Changes to the shipped topics that need four eyes, and own ones. The shipped ones stand in content/trust/.
create table four_eyes_topic (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  key text not null,
  name text not null,
  words text[] not null default '{}',
  is_off boolean not null default false,
  primary key (municipality_id, key)
);
select isolate('four_eyes_topic');

-- Somebody without an account who may review by a link, because a leader said so.
create table outside_reviewer (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  email text not null check (email = lower(email)),
  approved_by uuid,
  approved_at timestamptz not null,
  ended_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, approved_by) references person (municipality_id, id) on delete set null (approved_by)
);
comment on column outside_reviewer.name is 'personal:staff';
comment on column outside_reviewer.email is 'personal:staff';
select isolate('outside_reviewer');

-- A special way of working that changes who has to look at what. Crisis mode writes its row here.
create table release_mode (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  mode text not null check (mode in ('crisis')),
  since timestamptz not null,
  primary key (municipality_id, mode)
);
select isolate('release_mode');

-- The draw of what is reviewed of those who speak freely: the seed of a month is fixed before its first draw, so that everybody
-- can compute later that nobody drew until it fitted.
create table sample_seed (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  month text not null,
  seed text not null,
  made_at timestamptz not null,
  primary key (municipality_id, month)
);
select isolate('sample_seed');
create trigger sample_seed_immutable before update or delete on sample_seed for each row execute function refuse_change();

create table sample_draw (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  subject_id uuid not null,
  version_number integer not null,
  month text not null,
  share double precision not null,
  value double precision not null,
  chosen boolean not null,
  at timestamptz not null,
  primary key (municipality_id, subject_id, version_number),
  foreign key (municipality_id, month) references sample_seed (municipality_id, month)
);
select isolate('sample_draw');

-- Who changed the text of a post since it was last approved or went public.
create table text_author (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  post_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (municipality_id, post_id, person_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade
);
select isolate('text_author');

-- A request that somebody else looks: before something goes out (approval), or at what went out (after, sample).
create table review (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('post', 'message')),
  post_id uuid,
  message_id uuid,
  unit_id uuid,
  kind text not null check (kind in ('approval', 'after', 'sample')),
  state text not null default 'open' check (state in
    ('open', 'approved', 'changes', 'taken_back', 'returned', 'void', 'fine', 'corrected', 'withdrawn', 'talked')),
  asked_by uuid,
  authors uuid[] not null default '{}',
  reasons text[] not null default '{}',
  revision integer,
  version_number integer,
  fingerprint text,
  -- What the author wants to happen when it is approved: what, when, on which channels, with which note.
  wish jsonb not null default '{}',
  title text not null default '',
  lead text not null default '',
  body text not null default '',
  asked_at timestamptz not null,
  due_at timestamptz not null,
  escalations integer not null default 0,
  decided_by uuid,
  decided_as text,
  decided_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id),
  foreign key (municipality_id, asked_by) references person (municipality_id, id) on delete set null (asked_by),
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by)
);
comment on column review.decided_as is 'personal:staff';
create index review_open on review (municipality_id, due_at, id) where state = 'open';
create unique index review_one_approval_post on review (municipality_id, post_id) where state = 'open' and kind = 'approval' and post_id is not null;
create unique index review_one_approval_message on review (municipality_id, message_id) where state = 'open' and kind = 'approval' and message_id is not null;
create index review_post on review (municipality_id, post_id, asked_at desc) where post_id is not null;
create index review_message on review (municipality_id, message_id) where message_id is not null;
select isolate('review');

-- Who was asked, and in which part. Whoever may review at all may do it unasked; who only gives feedback may never approve.
create table review_request (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  review_id uuid not null,
  person_id uuid,
  outside_id uuid,
  name text not null default '',
  email text,
  feedback_only boolean not null default false,
  token_hash text,
  expires_at timestamptz,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, review_id) references review (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, outside_id) references outside_reviewer (municipality_id, id) on delete set null (outside_id)
);
comment on column review_request.name is 'personal:staff';
comment on column review_request.email is 'personal:staff';
create index review_request_review on review_request (municipality_id, review_id);
create index review_request_person on review_request (municipality_id, person_id) where answered_at is null;
create unique index review_request_token on review_request (municipality_id, token_hash) where token_hash is not null;
select isolate('review_request');

-- What happened to a review, and what was said at which passage. Never changed.
create table review_step (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  review_id uuid not null,
  what text not null,
  person_id uuid,
  name text not null default '',
  note text not null default '',
  -- The passage: in which text, its words, and where they begin.
  field text check (field in ('title', 'lead', 'body')),
  quote text,
  position integer,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, review_id) references review (municipality_id, id) on delete cascade
);
comment on column review_step.name is 'personal:staff';
comment on column review_step.note is 'personal:staff';
comment on column review_step.quote is 'personal:staff';
create index review_step_review on review_step (municipality_id, review_id, at, id);
select isolate('review_step');

-- Who is to be told of what, until it was mailed or settled that it will not be.
create table review_notice (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  review_id uuid,
  kind text not null,
  note text not null default '',
  at timestamptz not null,
  mailed_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, review_id) references review (municipality_id, id) on delete cascade
);
comment on column review_notice.note is 'personal:staff';
create index review_notice_unmailed on review_notice (municipality_id, person_id) where mailed_at is null;
select isolate('review_notice');

-- What reviews said about what a person published. Seen by that person alone unless a works agreement says otherwise.
create table trust_record (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid,
  review_id uuid not null,
  outcome text not null check (outcome in ('approved', 'changes', 'fine', 'corrected', 'withdrawn', 'talked')),
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id),
  foreign key (municipality_id, review_id) references review (municipality_id, id) on delete cascade
);
comment on column trust_record.outcome is 'personal:record';
create index trust_record_person on trust_record (municipality_id, person_id, at desc);
create index trust_record_age on trust_record (municipality_id, at);
select isolate('trust_record');

-- A proposal to raise a level, made from the record under a works agreement; a leader decides.
create table trust_proposal (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  level text not null check (level in ('after', 'free')),
  reviews integer not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'over')),
  made_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by)
);
comment on column trust_proposal.reviews is 'personal:record';
create unique index trust_proposal_open on trust_proposal (municipality_id, person_id, unit_id) where state = 'open';
select isolate('trust_proposal');

alter table post drop constraint post_state_check;
alter table post add constraint post_state_check check (state in ('draft', 'in_review', 'scheduled', 'published', 'withdrawn'));
-- Topics with four eyes that the post touches, as its author says.
alter table post add column four_eyes text[] not null default '{}';
-- The approval that is asked for and not answered: while there is one, the text stands still.
alter table post add column review_id uuid;
alter table post add foreign key (municipality_id, review_id) references review (municipality_id, id) on delete set null (review_id);
-- The approval that was given. It holds for the text it was given for and for no other.
alter table post add column approval_id uuid;
alter table post add foreign key (municipality_id, approval_id) references review (municipality_id, id) on delete set null (approval_id);

alter table message drop constraint message_state_check;
alter table message add constraint message_state_check check (state in
  ('held', 'visible', 'hidden', 'rejected', 'deleted', 'sending', 'sent', 'failed', 'review', 'returned'));
