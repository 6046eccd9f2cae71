// What reviews said about what a person published. Without a works agreement it is seen by that person alone, and nothing
// follows from it; it goes by itself when its time is over.
import { sql } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { type Person, system } from '#people/types.ts'
import { makeProposals } from './proposals.ts'
import { trustSettings } from './settings.ts'

const logger = log('review')

/** Outcomes that found nothing; the others did, which is no reproach. */
export const clean = ['approved', 'fine']

export interface OwnRecord {
  outcomes: { outcome: string; count: number }[]
  /** Reviews without a finding in the time that counts for a proposal, and the ones with. */
  clean: number
  found: number
  months: number
}

/** A person's own record; of nobody else's. */
export async function ownRecord(tx: Tx, who: Person): Promise<OwnRecord> {
  const settings = await trustSettings(tx)
  const rows = await tx
    .selectFrom('trust_record')
    .select(['outcome', (select) => select.fn.countAll<number>().as('count')])
    .select((select) =>
      select.fn.countAll<number>().filterWhere('at', '>', monthsAgo(settings.proposeMonths)).as('lately')
    )
    .where('person_id', '=', who.id)
    .groupBy('outcome')
    .orderBy('outcome')
    .execute()
  const sum = (isClean: boolean) =>
    rows
      .filter(({ outcome }) => clean.includes(outcome) === isClean)
      .reduce((total, { lately }) => total + Number(lately), 0)
  return {
    outcomes: rows.map(({ outcome, count }) => ({ outcome, count: Number(count) })),
    clean: sum(true),
    found: sum(false),
    months: settings.proposeMonths
  }
}

/** The moment so many months ago; a month counts thirty days. */
export function monthsAgo(months: number): Date {
  return new Date(now().getTime() - months * 30 * 86_400_000)
}

/** Every six hours, in all municipalities: old records go, and where there is an agreement proposals are made. */
export const trustJob = defineJob({
  name: 'trust',
  everySeconds: 6 * 3600,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await inMunicipality(id, async (tx) => {
        await forgetRecords(tx)
        await makeProposals(tx)
      }).catch((error: unknown) => logger.error('records failed: {error}', { municipality: id, error: String(error) }))
  }
})

/** Deletes records that are over their time. Answers how many went. */
export async function forgetRecords(tx: Tx): Promise<number> {
  const { recordMonths } = await trustSettings(tx)
  const { numAffectedRows } = await sql`delete from trust_record where at < ${monthsAgo(recordMonths)}`.execute(tx)
  const count = Number(numAffectedRows ?? 0)
  if (count > 0) {
    const id = newId()
    await tx.insertInto('erasure').values({ id, at: now(), what: 'record', count, reason: 'retention' }).execute()
    record(tx, system, 'erasure.done', id, { what: 'record', count })
  }
  return count
}
