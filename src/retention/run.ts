// The runs of the retention: each class in a transaction of its own, with its result noted for the table at the desk.
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { type ClassId, retentionDays } from '#privacy/classes.ts'
import { forget, type Forget } from './forget.ts'

export const everyHours = 6
const day = 86_400_000
/** Keys of other servers say little about people, but nobody needs old ones. */
const remoteKeyDays = 90

const logger = log('retention')

/** Every six hours, in all municipalities. */
export const retainJob = defineJob({
  name: 'retain',
  everySeconds: everyHours * 3600,
  retryLimit: 0,
  expireInSeconds: 3600,
  handle: async () => void (await forgetWhatIsOver())
})

/** Lets go of what is over its time, everywhere. Answers how many rows went. One class that fails stops none of the others. */
export async function forgetWhatIsOver(): Promise<number> {
  let count = 0
  for (const id of await municipalityIds()) count += await forgetIn(id)
  await inInstallation((tx) =>
    tx
      .deleteFrom('remote_key')
      .where('fetched_at', '<', new Date(now().getTime() - remoteKeyDays * day))
      .execute()
  )
  return count
}

/** The same for one municipality. */
export async function forgetIn(municipality: string): Promise<number> {
  const days = await inMunicipality(municipality, retentionDays)
  let sum = 0
  for (const [id, work] of Object.entries(forget) as [ClassId, Forget][]) {
    const before = new Date(now().getTime() - days[id] * day)
    try {
      sum += await inMunicipality(municipality, async (tx) => {
        const count = await work(tx, before)
        await noteRun(tx, id, count, null)
        if (count > 0) await noteErasure(tx, id, count)
        return count
      })
    } catch (error) {
      logger.error('retention of {id} failed: {error}', { id, municipality, error: String(error) })
      await inMunicipality(municipality, (tx) => noteRun(tx, id, 0, 'failed'))
    }
  }
  return sum
}

async function noteRun(tx: Tx, id: ClassId, count: number, problem: string | null): Promise<void> {
  const at = now()
  const gone = count > 0 ? { gone_at: at, gone_count: count } : {}
  await tx
    .insertInto('retention_run')
    .values({ class: id, at, count, problem, ...gone })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'class']).doUpdateSet({ at, count, problem, ...gone })
    )
    .execute()
}

/** After a restore the next run finds it again, so it needs no line in the file beside the database. */
async function noteErasure(tx: Tx, what: string, count: number): Promise<void> {
  const id = newId()
  await tx.insertInto('erasure').values({ id, at: now(), what, count, reason: 'retention' }).execute()
  record(tx, system, 'erasure.done', id, { what, count })
}
