-- Names are searched by their parts; full text is for what was said.
create index conversation_contact_trigram on conversation using gin (contact_name gin_trgm_ops);

-- Deletions of a sender's last message look for others of the same contact.
create index message_contact on message (municipality_id, contact_id) where contact_id is not null;
