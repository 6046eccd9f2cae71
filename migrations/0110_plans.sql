-- Whom posts are for, which channels reach them, and campaigns: posts that belong together, with their plan on one page.
create table audience (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  description text not null default '',
  -- The entry of the shipped catalogue it came from; null for one of the house.
  shipped_key text,
  active boolean not null default true,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  unique (municipality_id, shipped_key)
);
create unique index audience_name on audience (municipality_id, lower(name));
select isolate('audience');

create table audience_channel (
  municipality_id uuid not null default here(),
  audience_id uuid not null,
  channel_id uuid not null,
  -- How well, and how we know.
  note text not null default '',
  primary key (municipality_id, audience_id, channel_id),
  foreign key (municipality_id, audience_id) references audience (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade
);
create index audience_channel_channel on audience_channel (municipality_id, channel_id);
select isolate('audience_channel');

create table campaign (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  title text not null,
  state text not null default 'planned' check (state in ('planned', 'running', 'done', 'archived')),
  unit_id uuid not null,
  problem text not null default '',
  messages text[] not null default '{}',
  -- Local days of the municipality, YYYY-MM-DD, as people enter and read them.
  starts_on text check (starts_on ~ '^\d{4}-\d\d-\d\d$'),
  ends_on text check (ends_on ~ '^\d{4}-\d\d-\d\d$'),
  review_on text check (review_on ~ '^\d{4}-\d\d-\d\d$'),
  -- For which review day its people were told.
  review_told_for text,
  hours_budget double precision check (hours_budget >= 0),
  revision integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id),
  foreign key (municipality_id, created_by) references person (municipality_id, id) on delete set null (created_by)
);
create index campaign_state on campaign (municipality_id, state, changed_at desc);
create index campaign_review_day on campaign (municipality_id, review_on) where state in ('planned', 'running');
select isolate('campaign');

create table campaign_goal (
  municipality_id uuid not null default here(),
  campaign_id uuid not null,
  goal_id uuid not null,
  primary key (municipality_id, campaign_id, goal_id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade,
  foreign key (municipality_id, goal_id) references goal (municipality_id, id) on delete cascade
);
create index campaign_goal_goal on campaign_goal (municipality_id, goal_id);
select isolate('campaign_goal');

create table campaign_audience (
  municipality_id uuid not null default here(),
  campaign_id uuid not null,
  audience_id uuid not null,
  primary key (municipality_id, campaign_id, audience_id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade,
  foreign key (municipality_id, audience_id) references audience (municipality_id, id) on delete cascade
);
create index campaign_audience_audience on campaign_audience (municipality_id, audience_id);
select isolate('campaign_audience');

create table campaign_instrument (
  municipality_id uuid not null default here(),
  campaign_id uuid not null,
  instrument text not null,
  reason text not null,
  primary key (municipality_id, campaign_id, instrument),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade
);
select isolate('campaign_instrument');

create table campaign_person (
  municipality_id uuid not null default here(),
  campaign_id uuid not null,
  person_id uuid not null,
  primary key (municipality_id, campaign_id, person_id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade,
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade
);
create index campaign_person_person on campaign_person (municipality_id, person_id);
select isolate('campaign_person');

create table campaign_measure (
  municipality_id uuid not null default here(),
  id uuid not null,
  campaign_id uuid not null,
  name text not null,
  -- What the figures count: "Anmeldungen", "%".
  figure text not null default '',
  target double precision,
  due_on text check (due_on ~ '^\d{4}-\d\d-\d\d$'),
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade
);
create index campaign_measure_campaign on campaign_measure (municipality_id, campaign_id, created_at);
select isolate('campaign_measure');

create table campaign_result (
  municipality_id uuid not null default here(),
  id uuid not null,
  measure_id uuid not null,
  on_day text not null check (on_day ~ '^\d{4}-\d\d-\d\d$'),
  value double precision not null,
  note text not null default '',
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, measure_id) references campaign_measure (municipality_id, id) on delete cascade
);
create index campaign_result_measure on campaign_result (municipality_id, measure_id, on_day);
select isolate('campaign_result');

-- Hours are noted for the campaign and not for a person: whose they were is nobody's business here.
create table campaign_hours (
  municipality_id uuid not null default here(),
  id uuid not null,
  campaign_id uuid not null,
  on_day text not null check (on_day ~ '^\d{4}-\d\d-\d\d$'),
  hours double precision not null check (hours > 0),
  note text not null default '',
  created_at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade
);
create index campaign_hours_campaign on campaign_hours (municipality_id, campaign_id, on_day);
select isolate('campaign_hours');

-- What looking back brought. Kept: the next campaign begins by reading it.
create table campaign_review (
  municipality_id uuid not null default here(),
  id uuid not null,
  campaign_id uuid not null,
  by_id uuid,
  finding text not null,
  at timestamptz not null,
  primary key (municipality_id, id),
  foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete cascade,
  foreign key (municipality_id, by_id) references person (municipality_id, id) on delete set null (by_id)
);
create index campaign_review_campaign on campaign_review (municipality_id, campaign_id, at desc);
select isolate('campaign_review');

alter table post add column campaign_id uuid;
alter table post add foreign key (municipality_id, campaign_id) references campaign (municipality_id, id) on delete set null (campaign_id);
create index post_campaign on post (municipality_id, campaign_id, changed_at desc) where campaign_id is not null;

create table post_audience (
  municipality_id uuid not null default here(),
  post_id uuid not null,
  audience_id uuid not null,
  primary key (municipality_id, post_id, audience_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, audience_id) references audience (municipality_id, id) on delete cascade
);
create index post_audience_audience on post_audience (municipality_id, audience_id);
select isolate('post_audience');
