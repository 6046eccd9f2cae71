-- Roles: owner (runs this file), ortsgespraech_keeper and the program's role exist before; their names arrive as settings.
-- The municipality whose data the running transaction may see. Null outside of a municipality, so policies yield no row.
create function here() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.municipality_id', true), '')::uuid;

-- Puts a table under row-level security: only rows of the municipality that the transaction stands in, for reading and writing.
create function isolate(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy municipality on %s using (municipality_id = (select here())) with check (municipality_id = (select here()))', target);
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  -- The erasure procedure of privacy/ alone may lift this, for one transaction.
  if current_setting('app.erasing', true) = 'yes' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  raise exception '% is immutable', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- ── Installation: tables without a municipality. They hold no content. ──

create table host (
  host text primary key check (host = lower(host)),
  municipality_id uuid not null,
  purpose text not null default 'site' check (purpose in ('site', 'handle')),
  created_at timestamptz not null default now()
);
create index host_municipality on host (municipality_id);

create table installation_setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);

create table account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  password_hash text,
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  recovery_codes text[] not null default '{}',
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on column account.email is 'personal:staff';
comment on column account.password_hash is 'personal:staff';
comment on column account.totp_secret is 'personal:staff';

create table membership (
  account_id uuid not null references account (id) on delete cascade,
  municipality_id uuid not null,
  person_id uuid not null,
  primary key (account_id, municipality_id)
);
create index membership_municipality on membership (municipality_id);

create table session (
  token_hash text primary key,
  account_id uuid not null references account (id) on delete cascade,
  municipality_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor boolean not null default false,
  user_agent text
);
comment on column session.user_agent is 'personal:staff';
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

create table one_time_token (
  token_hash text primary key,
  purpose text not null,
  account_id uuid references account (id) on delete cascade,
  municipality_id uuid,
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table rate_limit (
  key text not null,
  window_start timestamptz not null,
  count integer not null default 0,
  primary key (key, window_start)
);

create table remote_server (
  host text primary key,
  failures integer not null default 0,
  failing_since timestamptz,
  parked_until timestamptz,
  last_error text,
  last_success_at timestamptz
);

create table remote_key (
  key_id text primary key,
  actor_id text not null,
  public_key_pem text not null,
  fetched_at timestamptz not null
);

create table fedify_kv (
  key text[] primary key,
  value jsonb not null,
  expires_at timestamptz
);
create index fedify_kv_expiry on fedify_kv (expires_at) where expires_at is not null;

-- ── Municipality ──

create table municipality (
  municipality_id uuid primary key,
  name text not null,
  kind text not null check (kind in ('gemeinde', 'stadt', 'gemeindeverband', 'kreis', 'verband', 'provider')),
  land text not null,
  ars text check (ars ~ '^[0-9]{12}$'),
  ags text check (ags ~ '^[0-9]{8}$'),
  site_host text not null,
  handle_domain text not null,
  time_zone text not null default 'Europe/Berlin',
  language text not null default 'de',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
select isolate('municipality');

create table journal_head (
  municipality_id uuid primary key references municipality (municipality_id) on delete cascade,
  last bigint not null default 0
);
select isolate('journal_head');

create table event (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  position bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  data jsonb not null default '{}',
  primary key (municipality_id, position)
);
create index event_subject on event (municipality_id, subject_id, position);
create index event_kind on event (municipality_id, kind, position);
select isolate('event');
create trigger event_immutable before update or delete on event for each row execute function refuse_change();

create table journal_reader (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  name text not null,
  position bigint not null default 0,
  primary key (municipality_id, name)
);
select isolate('journal_reader');

-- ── People ──

create table unit (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  parent_id uuid,
  name text not null,
  short_name text not null,
  slug text not null,
  email text,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, slug),
  foreign key (municipality_id, parent_id) references unit (municipality_id, id)
);
select isolate('unit');

create table person (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  account_id uuid not null references account (id),
  name text not null,
  language text not null default 'de',
  created_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, account_id)
);
comment on column person.name is 'personal:staff';
select isolate('person');

create table role (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  person_id uuid not null,
  unit_id uuid not null,
  role text not null check (role in ('editor', 'expert', 'leader', 'privacy', 'operator')),
  granted_at timestamptz not null default now(),
  primary key (municipality_id, person_id, unit_id, role),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete cascade,
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade
);
select isolate('role');

-- ── Goals and topics ──

create table goal (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  slug text not null,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, slug)
);
select isolate('goal');

create table topic (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  name text not null,
  slug text not null,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, slug)
);
select isolate('topic');

-- ── Media ──

create table media (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  token text not null,
  mime text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  sha256 text not null,
  alt text not null default '',
  variants jsonb not null default '[]',
  uploaded_by uuid,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, token),
  foreign key (municipality_id, uploaded_by) references person (municipality_id, id) on delete set null (uploaded_by)
);
select isolate('media');

-- ── Channels ──

create table channel (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  network text not null,
  unit_id uuid not null,
  name text not null,
  settings jsonb not null default '{}',
  secret text,
  state text not null default 'live' check (state in ('preparing', 'live', 'paused', 'closed')),
  health text not null default 'unknown' check (health in ('unknown', 'good', 'warning', 'broken')),
  health_note text,
  checked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id)
);
select isolate('channel');

-- ── Posts ──

create table post (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  slug text not null,
  unit_id uuid not null,
  author_id uuid,
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'published', 'withdrawn')),
  draft_title text not null default '',
  draft_lead text not null default '',
  draft_body text not null default '',
  draft_revision integer not null default 1,
  has_draft boolean not null default true,
  language text not null default 'de',
  image_id uuid,
  fediverse_form text not null default 'article' check (fediverse_form in ('note', 'article')),
  comments text not null default 'open' check (comments in ('open', 'closed')),
  version_number integer not null default 0,
  scheduled_at timestamptz,
  published_at timestamptz,
  corrected_at timestamptz,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  search tsvector,
  primary key (municipality_id, id),
  unique (municipality_id, slug),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id),
  foreign key (municipality_id, author_id) references person (municipality_id, id) on delete set null (author_id),
  foreign key (municipality_id, image_id) references media (municipality_id, id) on delete set null (image_id)
);
create index post_published on post (municipality_id, published_at desc, id desc) where state = 'published';
create index post_state on post (municipality_id, state, changed_at desc);
create index post_scheduled on post (municipality_id, scheduled_at) where state = 'scheduled';
create index post_search on post using gin (search);
select isolate('post');

-- What the public was told. Never changed, never deleted.
create table post_version (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  post_id uuid not null,
  number integer not null,
  title text not null,
  lead text not null,
  body text not null,
  html text not null,
  headings jsonb not null default '[]',
  words integer not null,
  image_id uuid,
  correction_note text,
  author_id uuid,
  at timestamptz not null,
  primary key (municipality_id, post_id, number),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade
);
select isolate('post_version');
create trigger post_version_immutable before update or delete on post_version for each row execute function refuse_change();

create table post_goal (
  municipality_id uuid not null default here(),
  post_id uuid not null,
  goal_id uuid not null,
  primary key (municipality_id, post_id, goal_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, goal_id) references goal (municipality_id, id) on delete cascade
);
create index post_goal_goal on post_goal (municipality_id, goal_id);
select isolate('post_goal');

create table post_topic (
  municipality_id uuid not null default here(),
  post_id uuid not null,
  topic_id uuid not null,
  primary key (municipality_id, post_id, topic_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, topic_id) references topic (municipality_id, id) on delete cascade
);
create index post_topic_topic on post_topic (municipality_id, topic_id);
select isolate('post_topic');

-- ── Publications: one post or message on one channel ──

create table publication (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  post_id uuid,
  version_number integer,
  message_id uuid,
  purpose text not null default 'publish' check (purpose in ('publish', 'correct', 'withdraw', 'answer', 'moderate')),
  state text not null check (state in ('planned', 'due', 'sending', 'sent', 'refused', 'waiting', 'unknown', 'withdrawn')),
  key text not null,
  remote_id text,
  remote_url text,
  problem text,
  attempts integer not null default 0,
  due_at timestamptz not null,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, key),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade
);
create index publication_due on publication (municipality_id, due_at) where state in ('planned', 'due', 'waiting', 'sending', 'unknown');
create index publication_post on publication (municipality_id, post_id);
create index publication_message on publication (municipality_id, message_id);
create index publication_remote on publication (municipality_id, channel_id, remote_id);
select isolate('publication');

-- ── Dialogue ──

create table contact (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  network text not null,
  remote_id text,
  name text not null,
  handle text,
  profile_url text,
  avatar_url text,
  email text,
  email_confirmed_at timestamptz,
  approved_count integer not null default 0,
  blocked_until timestamptz,
  moved_to text,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, network, remote_id)
);
comment on column contact.name is 'personal:contact';
comment on column contact.handle is 'personal:contact';
comment on column contact.email is 'personal:contact';
comment on column contact.remote_id is 'personal:contact';
comment on column contact.profile_url is 'personal:contact';
comment on column contact.avatar_url is 'personal:contact';
select isolate('contact');

create table conversation (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  state text not null default 'new' check (state in ('new', 'open', 'waiting', 'waiting_inside', 'done', 'reopened')),
  subject text not null default '',
  channel_id uuid not null,
  network text not null,
  unit_id uuid,
  assignee_id uuid,
  post_id uuid,
  contact_id uuid,
  contact_name text not null default '',
  remote_thread text,
  visibility text not null default 'public' check (visibility in ('public', 'unlisted', 'followers', 'direct', 'internal')),
  unread boolean not null default true,
  held_count integer not null default 0,
  message_count integer not null default 0,
  answer_count integer not null default 0,
  last_excerpt text not null default '',
  last_direction text not null default 'in',
  last_message_at timestamptz not null,
  first_message_at timestamptz not null,
  waiting_since timestamptz,
  due_at timestamptz,
  answered_at timestamptz,
  done_at timestamptz,
  version integer not null default 1,
  primary key (municipality_id, id),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id),
  foreign key (municipality_id, assignee_id) references person (municipality_id, id) on delete set null (assignee_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete set null (post_id),
  foreign key (municipality_id, contact_id) references contact (municipality_id, id) on delete set null (contact_id)
);
comment on column conversation.contact_name is 'personal:message';
comment on column conversation.last_excerpt is 'personal:message';
comment on column conversation.subject is 'personal:message';
create index conversation_open on conversation (municipality_id, last_message_at desc, id desc) where state <> 'done';
create index conversation_unit on conversation (municipality_id, unit_id, last_message_at desc, id desc) where state <> 'done';
create index conversation_assignee on conversation (municipality_id, assignee_id, last_message_at desc, id desc) where state <> 'done' and assignee_id is not null;
create index conversation_held on conversation (municipality_id, last_message_at desc, id desc) where held_count > 0;
create index conversation_done on conversation (municipality_id, last_message_at desc, id desc) where state = 'done';
create index conversation_post on conversation (municipality_id, post_id);
create index conversation_thread on conversation (municipality_id, channel_id, remote_thread) where remote_thread is not null;
select isolate('conversation');

-- Kept counts of the inbox's views: never counted on reading.
create table conversation_count (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  view text not null,
  count integer not null default 0,
  primary key (municipality_id, view)
);
select isolate('conversation_count');

create table message (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  direction text not null check (direction in ('in', 'out', 'note')),
  state text not null check (state in ('held', 'visible', 'hidden', 'rejected', 'deleted', 'sending', 'sent', 'failed')),
  visibility text not null default 'public' check (visibility in ('public', 'unlisted', 'followers', 'direct', 'internal')),
  channel_id uuid not null,
  remote_id text,
  remote_url text,
  in_reply_to uuid,
  contact_id uuid,
  author_name text not null default '',
  person_id uuid,
  unit_id uuid,
  html text not null default '',
  text text not null default '',
  language text,
  content_warning text,
  emojis jsonb not null default '[]',
  attachments jsonb not null default '[]',
  link_hash text,
  notice_version text,
  decision_reason text,
  at timestamptz not null,
  received_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  search tsvector generated always as (to_tsvector('german', text)) stored,
  primary key (municipality_id, id),
  unique (municipality_id, channel_id, remote_id),
  foreign key (municipality_id, conversation_id) references conversation (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id),
  foreign key (municipality_id, in_reply_to) references message (municipality_id, id) on delete set null (in_reply_to),
  foreign key (municipality_id, contact_id) references contact (municipality_id, id) on delete set null (contact_id),
  foreign key (municipality_id, person_id) references person (municipality_id, id) on delete set null (person_id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete set null (unit_id)
);
comment on column message.text is 'personal:message';
comment on column message.html is 'personal:message';
comment on column message.author_name is 'personal:message';
comment on column message.content_warning is 'personal:message';
comment on column message.attachments is 'personal:message';
comment on column message.remote_id is 'personal:message';
comment on column message.remote_url is 'personal:message';
create index message_conversation on message (municipality_id, conversation_id, at, id);
create index message_link on message (municipality_id, link_hash) where link_hash is not null;
create index message_search on message using gin (search);
select isolate('message');

-- What came in, as it came, before it is understood.
create table incoming_raw (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  remote_id text not null,
  kind text not null,
  sender text,
  body jsonb not null,
  state text not null default 'new' check (state in ('new', 'understood', 'ignored', 'quarantined')),
  reason text,
  message_id uuid,
  attempts integer not null default 0,
  received_at timestamptz not null,
  understood_at timestamptz,
  primary key (municipality_id, id),
  unique (municipality_id, channel_id, remote_id),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id)
);
comment on column incoming_raw.body is 'personal:message';
comment on column incoming_raw.sender is 'personal:message';
comment on column incoming_raw.remote_id is 'personal:message';
create index incoming_raw_state on incoming_raw (municipality_id, state, received_at) where state in ('new', 'quarantined');
create index incoming_raw_message on incoming_raw (municipality_id, message_id) where message_id is not null;
select isolate('incoming_raw');

create table reaction (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  remote_id text not null,
  actor text not null,
  kind text not null check (kind in ('like', 'announce', 'emoji')),
  emoji text,
  post_id uuid,
  message_id uuid,
  at timestamptz not null,
  primary key (municipality_id, id),
  unique (municipality_id, channel_id, remote_id),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade
);
comment on column reaction.actor is 'personal:contact';
comment on column reaction.remote_id is 'personal:contact';
create index reaction_post on reaction (municipality_id, post_id, kind);
select isolate('reaction');

-- The address of an unregistered commenter, apart from the comment, unreadable without the key of its day.
create table comment_address (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  message_id uuid not null,
  day text not null,
  sealed bytea not null,
  primary key (municipality_id, message_id),
  foreign key (municipality_id, message_id) references message (municipality_id, id) on delete cascade
);
comment on column comment_address.sealed is 'personal:address';
create index comment_address_day on comment_address (municipality_id, day);
select isolate('comment_address');

create table erasure (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  what text not null,
  subject_id uuid,
  day text,
  count integer not null default 0,
  reason text not null,
  primary key (municipality_id, id)
);
select isolate('erasure');
create trigger erasure_immutable before update or delete on erasure for each row execute function refuse_change();

-- ── Fediverse ──

create table fediverse_actor (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  unit_id uuid not null,
  username text not null check (username ~ '^[a-z0-9_]{1,64}$'),
  name text not null,
  summary text not null default '',
  fields jsonb not null default '[]',
  image_id uuid,
  rsa_public_key text not null,
  rsa_private_key text not null,
  ed25519_public_key text not null,
  ed25519_private_key text not null,
  also_known_as text[] not null default '{}',
  follower_count integer not null default 0,
  created_at timestamptz not null default now(),
  primary key (municipality_id, id),
  unique (municipality_id, username),
  unique (municipality_id, channel_id),
  foreign key (municipality_id, channel_id) references channel (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id)
);
select isolate('fediverse_actor');

create table follower (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  actor_id uuid not null,
  uri text not null,
  inbox text not null,
  shared_inbox text,
  handle text,
  follow_id text not null,
  state text not null default 'accepted' check (state in ('accepted', 'pending', 'rejected')),
  at timestamptz not null,
  primary key (municipality_id, actor_id, uri),
  foreign key (municipality_id, actor_id) references fediverse_actor (municipality_id, id) on delete cascade
);
comment on column follower.uri is 'personal:contact';
comment on column follower.handle is 'personal:contact';
comment on column follower.follow_id is 'personal:contact';
select isolate('follower');

-- What our actors sent: the exact object, once made never changed.
create table activity (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  actor_id uuid not null,
  kind text not null,
  object_id text,
  body jsonb not null,
  visibility text not null check (visibility in ('public', 'unlisted', 'followers', 'direct')),
  post_id uuid,
  message_id uuid,
  at timestamptz not null,
  fanned_out_at timestamptz,
  primary key (municipality_id, id),
  foreign key (municipality_id, actor_id) references fediverse_actor (municipality_id, id) on delete cascade
);
comment on column activity.body is 'personal:message';
create index activity_outbox on activity (municipality_id, actor_id, at desc) where visibility in ('public', 'unlisted');
select isolate('activity');

create table delivery (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  activity_id uuid not null,
  inbox text not null,
  state text not null default 'due' check (state in ('due', 'delivered', 'failed', 'gone')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  leased_until timestamptz,
  problem text,
  delivered_at timestamptz,
  primary key (municipality_id, activity_id, inbox),
  foreign key (municipality_id, activity_id) references activity (municipality_id, id) on delete cascade
);
create index delivery_due on delivery (municipality_id, due_at) where state = 'due';
select isolate('delivery');

create table domain_rule (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  domain text not null,
  rule text not null check (rule in ('block', 'hold')),
  reason text not null,
  set_by uuid,
  at timestamptz not null,
  primary key (municipality_id, domain)
);
select isolate('domain_rule');

-- ── Mail that the product sends ──

create table outgoing_mail (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  recipient text not null,
  subject text not null,
  body text not null,
  purpose text not null,
  state text not null default 'due' check (state in ('due', 'sending', 'sent', 'refused', 'waiting')),
  problem text,
  attempts integer not null default 0,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (municipality_id, id)
);
comment on column outgoing_mail.recipient is 'personal:mail';
comment on column outgoing_mail.subject is 'personal:mail';
comment on column outgoing_mail.body is 'personal:mail';
select isolate('outgoing_mail');
