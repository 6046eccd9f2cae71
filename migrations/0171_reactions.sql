-- One person likes a thing once, however often their server says so and by whichever of our actors it came.
delete from reaction r using reaction older
  where r.municipality_id = older.municipality_id and r.actor = older.actor and r.kind = older.kind
    and r.emoji is not distinct from older.emoji
    and r.post_id is not distinct from older.post_id and r.message_id is not distinct from older.message_id
    and (r.at, r.id) > (older.at, older.id);
create unique index reaction_once on reaction (municipality_id, actor, kind, coalesce(post_id, message_id), coalesce(emoji, ''));
