-- Whether an answer of the administration names the person too; settled when it was written, so that older ones stay as they were.
alter table message add column signs_person boolean not null default false;
