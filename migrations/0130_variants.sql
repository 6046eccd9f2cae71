-- What a channel says in its own words, and what each version said where: one row per version and channel, never changed.
create table post_variant (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  post_id uuid not null,
  channel_id uuid not null,
  -- Detached: keeps its own words whatever becomes of the post. Otherwise only the warning counts.
  detached boolean not null default false,
  title text not null default '',
  text text not null default '',
  warning text not null default '',
  -- The draft's revision up to which this variant follows the post: an older one means that the post changed since.
  source_revision integer not null,
  changed_at timestamptz not null,
  primary key (municipality_id, post_id, channel_id),
  foreign key (municipality_id, post_id) references post (municipality_id, id) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id) on delete cascade
);
create index post_variant_channel on post_variant (municipality_id, channel_id);
select isolate('post_variant');

create table sent_variant (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  post_id uuid not null,
  version_number integer not null,
  channel_id uuid not null,
  detached boolean not null,
  form text not null,
  -- In their order: heading, text, whether the link to the page stands there, and what was corrected.
  parts jsonb not null,
  warning text not null default '',
  at timestamptz not null,
  primary key (municipality_id, post_id, version_number, channel_id),
  foreign key (municipality_id, post_id, version_number)
    references post_version (municipality_id, post_id, number) on delete cascade,
  foreign key (municipality_id, channel_id) references channel (municipality_id, id)
);
create index sent_variant_channel on sent_variant (municipality_id, channel_id);
select isolate('sent_variant');
create trigger sent_variant_immutable before update or delete on sent_variant for each row execute function refuse_change();
