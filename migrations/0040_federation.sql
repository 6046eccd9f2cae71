-- Objects are served by their address, and found by it when somebody answers them.
create index activity_object on activity (municipality_id, object_id, at desc) where object_id is not null;
-- Followers behind an inbox that is gone, and what one person follows.
create index follower_uri on follower (municipality_id, uri);
create index follower_shared_inbox on follower (municipality_id, shared_inbox) where shared_inbox is not null;
