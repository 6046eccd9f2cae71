-- A notice of illegal content: who noticed what, where, and what became of it. One row for each notice; of a notice with a
-- name and an address both go when the time for complaints is over, the rest stays for the yearly figures.
create table report (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  -- Of the code by which its author finds it again; the code itself is worked out from the id.
  code_hash text not null,
  conversation_id uuid,
  message_id uuid,
  post_id uuid,
  unit_id uuid,
  location text not null,
  category text not null check (category in
    ('threat', 'hate', 'insult', 'child-abuse', 'extremism', 'personal-data', 'copyright', 'fraud', 'other')),
  explanation text not null,
  name text not null default '',
  email text,
  good_faith boolean not null,
  -- Somebody's life or safety seems to be in danger: the police step opens at once.
  danger boolean not null default false,
  language text not null default 'de',
  received_at timestamptz not null,
  due_at timestamptz not null,
  over_told_at timestamptz,
  state text not null default 'open' check (state in ('open', 'decided')),
  -- measure: something was done; unfounded: it may stand; gone: it was gone already.
  outcome text check (outcome in ('measure', 'unfounded', 'gone')),
  -- The decision with its statement of reasons (table decision).
  decision_id uuid,
  reason text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  police text not null default 'none' check (police in ('none', 'open', 'told', 'not_needed')),
  police_note text not null default '',
  police_by uuid,
  police_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, code_hash),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete set null (conversation_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete set null (message_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id),
  foreign key (municipality_id, decided_by) references person (municipality_id, id) on delete set null (decided_by),
  foreign key (municipality_id, police_by) references person (municipality_id, id) on delete set null (police_by)
);
comment on column report.name is 'personal:report';
comment on column report.email is 'personal:report';
comment on column report.explanation is 'personal:report';
comment on column report.reason is 'personal:report';
comment on column report.police_note is 'personal:report';
create index report_open on report (municipality_id, due_at) where state = 'open' or police = 'open';
create index report_message on report (municipality_id, message_id) where message_id is not null;
create index report_received on report (municipality_id, received_at desc, id desc);
select isolate('report');
