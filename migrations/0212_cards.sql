-- Answers that are given again and again: owned by somebody, good until a day, with a source.
create table answer_card (
  municipality_id uuid not null default here() references municipality (municipality_id) on delete cascade,
  id uuid not null,
  title text not null check (title <> '' and length(title) <= 150),
  text text not null check (text <> '' and length(text) <= 10000),
  -- For one unit (and those below it); null: for the whole house.
  unit_id uuid,
  owner_id uuid,
  valid_until date,
  source_url text not null default '' check (length(source_url) <= 500),
  uses integer not null default 0,
  last_used_at timestamptz,
  -- When its owner was told that it runs out.
  told_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  search tsvector generated always as
    (setweight(to_tsvector('german_plain', title), 'A') || setweight(to_tsvector('german_plain', text), 'B')) stored,
  primary key (municipality_id, id),
  foreign key (municipality_id, unit_id) references unit (municipality_id, id) on delete cascade,
  foreign key (municipality_id, owner_id) references person (municipality_id, id) on delete set null (owner_id)
);
create index answer_card_owner on answer_card (municipality_id, owner_id);
select isolate('answer_card');
