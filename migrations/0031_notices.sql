-- What somebody of the staff is told about: an assignment, a mention. Shown in the desk until seen, and mailed as the person wishes.
create table notice (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('assigned', 'mentioned')),
  conversation_id uuid not null,
  by_id uuid,
  at timestamptz not null,
  seen_at timestamptz,
  -- Mailed, or settled that it will not be.
  mailed_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id) on delete set null (by_id)
);
create index notice_unseen on notice (municipality_id, person_id, at desc) where seen_at is null;
create index notice_unmailed on notice (municipality_id, person_id) where mailed_at is null;
select isolate('notice');

alter table person add column notices text not null default 'at_once' check (notices in ('at_once', 'digest', 'off'));
