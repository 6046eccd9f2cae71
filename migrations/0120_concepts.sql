-- Why and how a channel is used (Nutzungskonzept). A channel without one in force publishes nothing; what is asked there
-- can still be answered.
create table concept (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  channel_id uuid not null,
  -- Null: none. 0: the text that ships, filled with what is known and not adapted by anybody yet. Else: this version.
  in_force integer check (in_force >= 0),
  -- The local day of the next review; text, because a day has no zone.
  review_on text check (review_on ~ '^\d{4}-\d\d-\d\d$'),
  -- Which reminder its owners were sent about this review.
  reminded text check (reminded in ('soon', 'overdue')),
  -- Changed sections only, by their id.
  draft jsonb not null default '{}',
  draft_revision integer not null default 1,
  draft_at timestamptz,
  draft_by uuid,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  primary key (municipality_id, channel_id),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade,
  foreign key (municipality_id, draft_by) references person (municipality_id, id) on delete set null (draft_by),
  check (in_force is null or review_on is not null)
);
create index concept_review on concept (municipality_id, review_on) where in_force is not null;
select isolate('concept');

-- What was adopted, word for word. Never changed.
create table concept_version (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  channel_id uuid not null,
  number integer not null check (number > 0),
  -- [{id, title, text}] in their order; text is Markdown.
  sections jsonb not null,
  adopted_by uuid,
  at timestamptz not null,
  primary key (municipality_id, channel_id, number),
  foreign key (municipality_id, channel_id) references concept (municipality_id, channel_id) on delete cascade
);
select isolate('concept_version');
create trigger concept_version_immutable before update or delete on concept_version for each row execute function refuse_change();

-- What people decided about it, one after the other. Never changed.
create table concept_step (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  kind text not null check (kind in ('adopted', 'reviewed', 'withdrawn')),
  -- The version it is about; 0: the text that ships.
  number integer not null,
  person_id uuid,
  at timestamptz not null,
  reason text,
  primary key (municipality_id, id),
  foreign key (municipality_id, channel_id) references concept (municipality_id, channel_id) on delete cascade
);
create index concept_step_channel on concept_step (municipality_id, channel_id, id);
select isolate('concept_step');
create trigger concept_step_immutable before update or delete on concept_step for each row execute function refuse_change();

-- Channels that were there before keep speaking: the shipped text is in force until somebody adapts it.
alter table concept no force row level security;
alter table channel no force row level security;
insert into concept (municipality_id, channel_id, in_force, review_on)
select municipality_id, id, 0, to_char(now() + interval '1 year', 'YYYY-MM-DD') from channel where network not in ('note', 'practice');
alter table channel force row level security;
alter table concept force row level security;
