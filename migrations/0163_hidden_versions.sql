-- Former versions that readers can no longer open, because something in them should not have been public. The version stays as evidence.
create table hidden_version (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  post_id uuid not null,
  number integer not null,
  -- Readers see it.
  reason text not null,
  hidden_by uuid,
  hidden_at timestamptz not null,
  primary key (municipality_id, post_id, number),
  foreign key (municipality_id, post_id, number) references post_version (municipality_id, post_id, number) on delete cascade,
  foreign key (municipality_id, hidden_by) references person (municipality_id, id) on delete set null (hidden_by)
);
select isolate('hidden_version');

-- When a post is withdrawn by itself, and what its readers are then told.
alter table post add column withdraw_at timestamptz;
alter table post add column withdraw_reason text;
alter table post add column withdraw_by uuid;
alter table post add foreign key (municipality_id, withdraw_by) references person (municipality_id, id) on delete set null (withdraw_by);
create index post_withdraw_at on post (municipality_id, withdraw_at) where withdraw_at is not null;
