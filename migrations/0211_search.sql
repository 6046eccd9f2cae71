-- Search in German: words by their stem, without regard to accents and ß.
create extension if not exists btree_gin;
create text search configuration german_plain (copy = german);
alter text search configuration german_plain alter mapping for hword, hword_part, word with unaccent, german_stem;
alter table message drop column search;
alter table message add column search tsvector generated always as (to_tsvector('german_plain', text)) stored;
-- The municipality is in the index: a word that is common in the whole installation costs a small town nothing.
create index message_search on message using gin (municipality_id, search);
drop index conversation_contact_trigram;
create index conversation_contact_trigram on conversation using gin (municipality_id, contact_name gin_trgm_ops);
-- Everything by its last message; what is open has an index of its own, what is done is nearly everything.
create index conversation_latest on conversation (municipality_id, last_message_at desc, id desc);
drop index conversation_done;
-- What is rare among all, in the same order.
create index conversation_timed on conversation (municipality_id, last_message_at desc, id desc) where next_due_at is not null;
create index conversation_pressing on conversation (municipality_id, priority, last_message_at desc, id desc) where priority <> 'normal';

-- Row-level security lets no operator near a row before the policy has looked at it, unless the operator is marked leakproof;
-- those of full text and trigrams are not, so under a policy their indexes are never used. These two functions look the words up
-- as the tables' owner, under a policy of the owner's alone, and name the municipality themselves. They answer keys only; what a
-- person may see of them is asked for afterwards, under row-level security as ever.
create policy searching on message for select to current_user using (true);
create policy searching on conversation for select to current_user using (true);

-- The conversations and messages in which the words stand, in no order, `most` of them at most.
create function said_where(words tsquery, most integer) returns table (conversation_id uuid, message_id uuid, at timestamptz)
language plpgsql stable security definer
set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off as $$
begin
  return query execute
    'select conversation_id, id, received_at from message where municipality_id = $1 and search @@ $2 and state <> ''deleted'' limit $3'
    using here(), words, most;
end $$;

-- The conversations with somebody of this name; a pattern for `ilike`, or, fuzzily, a name that sounds alike.
create function named_like(pattern text, fuzzy boolean, most integer) returns table (conversation_id uuid)
language plpgsql stable security definer
set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off as $$
begin
  if fuzzy then
    return query execute 'select id from conversation where municipality_id = $1 and contact_name % $2 limit $3'
      using here(), pattern, most;
  else
    return query execute 'select id from conversation where municipality_id = $1 and contact_name ilike $2 limit $3'
      using here(), pattern, most;
  end if;
end $$;
revoke execute on function said_where(tsquery, integer), named_like(text, boolean, integer) from public;
