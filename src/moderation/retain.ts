// How long copies and reasons are kept: until nobody can ask about the decision any more.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { addLink } from './chain.ts'

/** What was reported to the police stays as long as an insult can be prosecuted. */
const policeDays = 1095
const most = 1000

/** Lets copies from before a moment go, unless their matter is open. The chain keeps that they were. */
export async function forgetEvidence(tx: Tx, before: Date): Promise<number> {
  const police = new Date(now().getTime() - policeDays * 86_400_000)
  const { rows } = await sql<{ id: string; hash: string }>`
    select e.id, e.hash from evidence e where e.taken_at < ${before} and not exists (
      select 1 from decision d where (d.evidence_id = e.id or d.message_id = e.message_id) and (
        d.state = 'waiting' or d.decided_at >= ${before}
        or d.step = 'police' and d.decided_at >= ${police}
        or d.state = 'in_force' and d.until > ${now()}
        or exists (select 1 from decision_review r where r.decision_id = d.id
          and (r.outcome is null or r.decided_at >= ${before}))))
    order by e.taken_at limit ${most}`.execute(tx)
  if (rows.length === 0) return 0
  await sql`select set_config('app.erasing', 'yes', true)`.execute(tx)
  await tx
    .deleteFrom('evidence')
    .where(
      'id',
      'in',
      rows.map(({ id }) => id)
    )
    .execute()
  await sql`select set_config('app.erasing', '', true)`.execute(tx)
  for (const { id, hash } of rows) await addLink(tx, id, 'gone', hash)
  return rows.length
}

/** Takes the words out of decisions from before a moment; what was done, on which ground and how often stays. */
export async function forgetReasons(tx: Tx, before: Date): Promise<number> {
  const gone = await sql`
    update decision set facts = '', milder = '', second_note = '', carried_text = '', withheld = '' where id in (
      select d.id from decision d where d.decided_at < ${before} and d.state <> 'waiting' and (d.facts <> '' or d.milder <> '')
        and (d.until is null or d.until < ${before})
        and not exists (select 1 from decision_review r where r.decision_id = d.id
          and (r.outcome is null or r.decided_at >= ${before}))
      limit ${most})`.execute(tx)
  await sql`
    update decision_review set reason = '', note = '' where (reason <> '' or note <> '') and decided_at < ${before}`.execute(
    tx
  )
  await tx.deleteFrom('block_mark').where('until', '<', before).execute()
  return Number(gone.numAffectedRows ?? 0)
}
