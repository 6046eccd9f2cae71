// The clock speaks: before an answer or a resolution is due, and when its time has run out. Each threshold once: what was
// told stands in the conversation's row, in the same transaction as the notices.
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { tellPerson } from '../notices.ts'
import { turnClock } from '../row.ts'
import { escalatedTo, warned } from './escalation.ts'
import { readClockPlan } from './plan.ts'

const logger = log('dialogue')
/** Conversations of one municipality that a run takes; the next one takes the rest. */
const most = 500

/** Every minute, in all municipalities. */
export const clockJob = defineJob({
  name: 'clock',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await tellDue(id).catch((error: unknown) =>
        logger.error('the clock of a municipality failed: {error}', { municipality: id, error: String(error) })
      )
  }
})

/** Works out every open clock anew, after hours, targets or closing days were settled otherwise. */
export const clockAnewJob = defineJob<{ m: string }>({
  name: 'clock-anew',
  handle: ({ m }) => workOutAnew(m)
})

/** Tells of every threshold that was passed in a municipality. Answers how many conversations had one. */
export async function tellDue(municipalityId: string): Promise<number> {
  const due = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('conversation').select('id').where('tell_at', '<=', now()).orderBy('tell_at').limit(most).execute()
  )
  for (const { id } of due) await inMunicipality(municipalityId, (tx) => tellOne(tx, id))
  return due.length
}

async function tellOne(tx: Tx, id: string): Promise<void> {
  const at = now()
  const plan = await readClockPlan(tx)
  // As it stands now: hours may have been settled otherwise since, or somebody was faster.
  const { conversation, passed } = await turnClock(tx, id, plan, at)
  if (passed.length === 0) return
  const units = plan.above(conversation.unit_id)
  const over = passed.filter((one) => one.endsWith('Over'))
  const isOver = over.length > 0
  const to = isOver
    ? await escalatedTo(tx, units, plan.escalation(conversation.unit_id), conversation.assignee_id)
    : await warned(tx, units, conversation.assignee_id)
  for (const person of to)
    await tellPerson(tx, system, { person, kind: isOver ? 'escalated' : 'warning', conversation: id })
  record(tx, system, isOver ? 'conversation.escalated' : 'conversation.clock-warned', conversation, {
    what: over[0] ?? passed[0]!,
    to
  })
}

/** Works out the clocks of everything open. Nobody is told twice of what lies behind already. */
export async function workOutAnew(municipalityId: string): Promise<void> {
  for (let after = ''; ;) {
    const rows = await inMunicipality(municipalityId, (tx) =>
      tx
        .selectFrom('conversation')
        .select('id')
        .where('state', '<>', 'done')
        .$if(after !== '', (query) => query.where('id', '>', after))
        .orderBy('id')
        .limit(200)
        .execute()
    )
    if (rows.length === 0) return
    await inMunicipality(municipalityId, async (tx) => {
      const plan = await readClockPlan(tx)
      for (const { id } of rows) await turnClock(tx, id, plan, now(), false)
    })
    after = rows.at(-1)!.id
  }
}
