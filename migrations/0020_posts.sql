-- Which process is sending: while it lives it holds an advisory lock of this number, so a row in `sending` whose lock is
-- free was left behind by a crash and its outcome is unknown.
alter table publication add column sender bigint;
-- When sending began, so that a correction is never sent before what it corrects.
alter table publication add column sending_since timestamptz;
-- The publication whose remote object this one changes (a correction, a withdrawal).
alter table publication add column target_id uuid;
alter table publication add foreign key (municipality_id, target_id) references publication (municipality_id, id) on delete set null (target_id);

-- Chosen channels; null: every live channel of the post's unit and of the units above it.
alter table post add column channel_ids uuid[];
-- Why a scheduled post could not go out at its time.
alter table post add column schedule_problem text;
-- Who decided about the schedule, so that the published version names a person.
alter table post add column scheduled_by uuid;
alter table post add foreign key (municipality_id, scheduled_by) references person (municipality_id, id) on delete set null (scheduled_by);
alter table post add column withdrawn_by uuid;
alter table post add foreign key (municipality_id, withdrawn_by) references person (municipality_id, id) on delete set null (withdrawn_by);

create index post_title_trigram on post using gin (draft_title gin_trgm_ops);
create index topic_name on topic (municipality_id, lower(name));
create index goal_name on goal (municipality_id, lower(name));
