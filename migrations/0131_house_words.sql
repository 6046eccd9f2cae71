-- The house's own words: expressions it marks besides the shipped list, and shipped ones that are fine here.
create table house_word (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('add', 'allow')),
  find text not null,
  say text not null default '',
  -- `say` fits in the place of `find` as it is.
  apply boolean not null default false,
  reason text not null default 'stiff',
  severity text not null default 'hint' check (severity in ('hint', 'warning')),
  -- When the expression must stay.
  exception text not null default '',
  added_at timestamptz not null,
  primary key (municipality_id, id)
);
create unique index house_word_find on house_word (municipality_id, kind, lower(find));
select isolate('house_word');
