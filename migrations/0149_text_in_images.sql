-- Somebody said that the picture shows words (a poster, a screenshot): they must stand in the post as text, too.
alter table media add column shows_text boolean not null default false;
