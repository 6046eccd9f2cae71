import type pg from 'pg'

export interface CopiedTable {
  name: string
  /** Without generated columns, which a COPY must not name. */
  columns: string[]
}

/**
 * All tables, those first that others point at, so that they can be filled in this order. Where two point at each other, one
 * of the links is deferrable, and a restore looks at it in the end.
 */
export async function tablesInOrder(client: pg.Client): Promise<CopiedTable[]> {
  const tables = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and c.relname <> 'schema_migration'
    group by c.relname order by c.relname`)
  const links = await client.query<{ child: string; parent: string }>(`
    select c.relname as child, p.relname as parent from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and not k.condeferrable and c.relnamespace = 'public'::regnamespace and k.conrelid <> k.confrelid`)
  const ordered: CopiedTable[] = []
  const waiting = new Map(tables.rows.map((row) => [row.name, row]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      (table) => !links.rows.some((link) => link.child === table.name && waiting.has(link.parent))
    )
    if (ready.length === 0)
      throw new Error(`these tables point at each other in a circle: ${[...waiting.keys()].join(', ')}`)
    for (const table of ready) {
      ordered.push(table)
      waiting.delete(table.name)
    }
  }
  return ordered
}
