-- The media library: what a picture, a video or a document is, whose it is, and what its use depends on.

alter table media add column kind text not null default 'image' check (kind in ('image', 'video', 'document'));
-- What people call it; at first the name of the file, without its ending.
alter table media add column name text not null default '';
alter table media add column unit_id uuid;
alter table media add foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id);
-- As it was given, with all its metadata. Never served to the public.
alter table media add column original_key text;
-- What is served of a video or document: {key, type, extension, bytes}.
alter table media add column file jsonb;
alter table media add column duration_ms integer;
-- Subtitles of a video: [{language, key, bytes}].
alter table media add column captions jsonb not null default '[]';
alter table media add column captions_exception text;
alter table media add column alt_exception text check (alt_exception in ('decorative', 'reason'));
alter table media add column alt_reason text;
alter table media add column caption text not null default '';
alter table media add column author text not null default '';
-- The id of a usual licence, or 'own' with its words in licence_text; null: not said yet.
alter table media add column licence text;
alter table media add column licence_text text not null default '';
alter table media add column source text not null default '';

-- People shown: not said yet; nobody can be recognised; no consent needed (why: scope); asked, not there yet; given.
alter table media add column consent text not null default 'unsaid'
  check (consent in ('unsaid', 'nobody', 'not-needed', 'asked', 'given'));
alter table media add column consent_on date;
alter table media add column consent_scope text not null default '';
-- Where the signed paper lies, such as a file number. No names.
alter table media add column consent_reference text not null default '';
-- The last day it may be shown.
alter table media add column consent_until date;
-- From this day on it may not be shown any more.
alter table media add column consent_revoked_on date;

-- 0 is left or top, 1 is right or bottom.
alter table media add column focal_x real not null default 0.5 check (focal_x between 0 and 1);
alter table media add column focal_y real not null default 0.5 check (focal_y between 0 and 1);
-- Per place: {card: {rect, byHand, variants}}.
alter table media add column crops jsonb not null default '{}';
-- Nothing of the public sees it any more: consent, rights.
alter table media add column withdrawn_at timestamptz;
alter table media add column withdrawn_why text check (withdrawn_why in ('consent', 'rights', 'other'));
-- Not offered for new posts; where it stands, it stays.
alter table media add column retired_at timestamptz;
alter table media add column replaced_by uuid;
alter table media add foreign key (municipality_id, replaced_by) references media (municipality_id, id) on delete set null (replaced_by);
-- The files are gone for good; the row says what became of them.
alter table media add column erased_at timestamptz;
alter table media add column changed_at timestamptz not null default now();

comment on column media.name is 'personal:media';
comment on column media.author is 'personal:media';
comment on column media.caption is 'personal:media';
comment on column media.consent_scope is 'personal:media';
comment on column media.consent_reference is 'personal:media';

create index media_newest on media (municipality_id, id desc) where erased_at is null;
create index media_consent on media (municipality_id, least(consent_until, consent_revoked_on))
  where withdrawn_at is null and (consent_until is not null or consent_revoked_on is not null);
create index media_content on media (municipality_id, sha256);

-- Where it stands: version 0 is the draft, the others what the public was told.
create table media_use (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  media_id uuid not null,
  post_id uuid not null,
  version_number integer not null,
  primary key (municipality_id, media_id, post_id, version_number),
  foreign key (municipality_id, media_id) references media (municipality_id, id) on delete cascade,
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade
);
create index media_use_post on media_use (municipality_id, post_id, version_number);
select isolate('media_use');

-- What a withdrawal asks of the channels where it stood. 'sent': the channel was told; 'person': it cannot be told, somebody
-- has to look; 'done': somebody did.
create table media_recall (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  media_id uuid not null,
  post_id uuid not null,
  channel_id uuid not null,
  publication_id uuid,
  state text not null check (state in ('sent', 'person', 'done')),
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  primary key (municipality_id, id),
  foreign key (municipality_id, media_id) references media (municipality_id, id) on delete cascade,
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade,
  foreign key (municipality_id, publication_id) references publication (municipality_id, id) on delete set null (publication_id),
  foreign key (municipality_id, done_by) references person (municipality_id, id) on delete set null (done_by)
);
create index media_recall_media on media_recall (municipality_id, media_id);
select isolate('media_recall');

-- What a municipality settles about its files, and where they lie.
create table media_setting (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  rules jsonb not null default '{}',
  -- Where new files go.
  place text not null default 'disk' check (place in ('disk', 's3')),
  -- {endpoint, region, bucket, accessKey, prefix, pathStyle}
  bucket jsonb,
  -- The secret key, sealed.
  secret text,
  -- Progress of copying what lies elsewhere: {state, done, total, failed, at}.
  copying jsonb,
  changed_at timestamptz not null default now(),
  primary key (municipality_id)
);
select isolate('media_setting');
