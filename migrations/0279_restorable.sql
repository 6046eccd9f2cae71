-- A message and a post point at a decision and a decision at them: filled from a backup, one of the two is there first, and
-- the other is looked for at the end.
do $$
declare link record;
begin
  for link in
    select k.conname, k.conrelid::regclass as child from pg_constraint k
    where k.conrelid in ('post'::regclass, 'message'::regclass) and k.confrelid = 'decision'::regclass and k.contype = 'f'
  loop
    execute format('alter table %s alter constraint %I deferrable initially immediate', link.child, link.conname);
  end loop;
end $$;
