-- A link that no longer works need not be sent.
alter table outgoing_mail add column expires_at timestamptz;
create index outgoing_mail_newest on outgoing_mail (municipality_id, created_at desc, id desc);
create index outgoing_mail_open on outgoing_mail (municipality_id, created_at) where state in ('due', 'sending', 'waiting');
