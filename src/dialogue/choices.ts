// Whom a conversation can be given to.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

export interface Choice {
  id: string
  name: string
}

/** The units a conversation can be given to. */
export async function unitChoices(tx: Tx): Promise<Choice[]> {
  return tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(500)
    .execute()
}

/** The people who may answer a conversation of this unit (null: of none yet), at most 500. */
export async function personChoices(tx: Tx, unitId: string | null): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    with recursive above as (
      select id, parent_id from unit where id = ${unitId}
      union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id
    )
    select p.id, p.name from person p
    where p.left_at is null and exists (
      select 1 from role r where r.person_id = p.id and r.role in ('editor', 'expert', 'leader')
        and (${unitId}::uuid is null or r.unit_id in (select id from above))
    )
    order by p.name limit 500`.execute(tx)
  return rows
}
