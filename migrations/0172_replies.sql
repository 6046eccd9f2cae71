-- How often the replies to a message were asked for where it stands.
alter table message add column replies_looks smallint not null default 0;
create index message_replies on message (municipality_id, received_at) where direction = 'in' and state = 'visible' and replies_looks < 3 and remote_url is not null;
