-- The experts of a unit hear of a conversation that was given to their unit and to nobody by name.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('assigned', 'mentioned', 'unit'));
