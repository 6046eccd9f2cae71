// What is of no unit lies between all of them: whoever watches is told when something has lain there for too long, once.
import { municipalityIds } from '#municipality/hosts.ts'
import { serviceSeconds } from '#municipality/hours.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { readSetting } from '#routing/plan.ts'
import { clockPlan } from './clock/plan.ts'
import { tellPerson } from './notices.ts'

const logger = log('dialogue')
/** So many are told of in one run; the next one takes the rest. */
const most = 100

/** Every two minutes, in all municipalities. */
export const watchNobodyJob = defineJob({
  name: 'watch-nobody',
  everySeconds: 120,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await inMunicipality(id, warnOfNobodys).catch((error: unknown) =>
        logger.error('watching what nobody has failed: {error}', { municipality: id, error: String(error) })
      )
  }
})

/** Tells those who watch of what has been of no unit for longer than is settled, in service time. Answers of how many. */
export async function warnOfNobodys(tx: Tx): Promise<number> {
  const { warnMinutes, watchers } = await readSetting(tx)
  const at = now()
  const rows = await tx
    .selectFrom('conversation')
    .select(['id', 'first_message_at'])
    .where('unit_id', 'is', null)
    .where('state', 'in', ['new', 'open', 'reopened'])
    .where('none_warned_at', 'is', null)
    .where('merged_into', 'is', null)
    .where('first_message_at', '<', new Date(at.getTime() - warnMinutes * 60_000))
    .orderBy('first_message_at')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  if (rows.length === 0) return 0
  const calendar = (await clockPlan(tx)).calendarOf(null)
  const late = rows.filter((row) => serviceSeconds(calendar, row.first_message_at, at) >= warnMinutes * 60)
  if (late.length === 0) return 0
  const people = await watching(tx, watchers)
  for (const { id } of late) {
    await tx.updateTable('conversation').set({ none_warned_at: at }).where('id', '=', id).execute()
    for (const person of people) await tellPerson(tx, system, { person, kind: 'nobody', conversation: id })
    record(tx, system, 'conversation.nobody-warned', id, { to: people })
  }
  return late.length
}

/** Those who are named, or the editors of the whole town, or its leaders. */
export async function watching(tx: Tx, named: string[]): Promise<string[]> {
  const here = await tx
    .selectFrom('person')
    .leftJoin('role', 'role.person_id', 'person.id')
    .leftJoin('unit', 'unit.id', 'role.unit_id')
    .select(['person.id', 'role.role', 'unit.parent_id', 'unit.id as unit'])
    .where('person.left_at', 'is', null)
    .where((where) =>
      where.or([
        ...(named.length > 0 ? [where('person.id', 'in', named)] : []),
        where.and([where('unit.parent_id', 'is', null), where('role.role', 'in', ['editor', 'leader'])])
      ])
    )
    .limit(500)
    .execute()
  const ids = (fits: (row: (typeof here)[number]) => boolean) => [...new Set(here.filter(fits).map(({ id }) => id))]
  const chosen = ids(({ id }) => named.includes(id))
  if (chosen.length > 0) return chosen
  const editors = ids(({ role, unit }) => role === 'editor' && unit !== null)
  return (editors.length > 0 ? editors : ids(({ role }) => role === 'leader')).slice(0, 20)
}
