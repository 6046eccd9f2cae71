-- A post points at its review and a review at its post: filled from a backup, one of the two is there first, and the other
-- is looked for at the end.
do $$
declare link record;
begin
  for link in
    select k.conname from pg_constraint k
    where k.conrelid = 'post'::regclass and k.confrelid = 'review'::regclass and k.contype = 'f'
  loop
    execute format('alter table post alter constraint %I deferrable initially immediate', link.conname);
  end loop;
end $$;
