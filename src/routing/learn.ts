// Learning from how people here assigned: each assignment at once, and everything anew every night, so that what was
// erased meanwhile leaves what was learned.
import { setImmediate } from 'node:timers/promises'
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { marksOf } from './marks.ts'
import { emptySums, learn } from './model.ts'
import { pastMessages } from './past.ts'
import { type Example, sharpen, usualSharpness } from './sharpen.ts'
import { pack, unpack } from './stored.ts'

const logger = log('routing')
/** So many examples are learned from, the newest. */
const mostExamples = 3000
const anewAfterMs = 20 * 3_600_000

export interface Taught {
  conversation: string
  unit: string
  /** What was taught for this conversation before. */
  before: string | null
}

/** Somebody assigned: it is learned from soon. */
export async function learnSoon(tx: Tx, taught: Taught): Promise<void> {
  if (taught.unit === taught.before) return
  const { conversation, unit, before } = taught
  await learnJob.send(tx, { m: tx.municipalityId, c: conversation, unit, before })
}

export const learnJob = defineJob<{ m: string; c: string; unit: string; before: string | null }>({
  name: 'routing-learn',
  concurrency: 1,
  handle: ({ m, c, unit, before }) => learnOne(m, { conversation: c, unit, before })
})

/** Every night everything anew. */
export const learnAnewJob = defineJob({
  name: 'routing-learn-anew',
  everySeconds: 3600,
  expireInSeconds: 1800,
  handle: async () => {
    for (const id of await municipalityIds()) {
      await learnAnewIfDue(id).catch((error: unknown) =>
        logger.error('learning anew failed: {error}', { municipality: id, error: String(error) })
      )
    }
  }
})

async function learnAnewIfDue(municipalityId: string): Promise<void> {
  const isDue = await inMunicipality(municipalityId, async (tx) => {
    const row = await tx.selectFrom('routing_model').select('built_at').executeTakeFirst()
    return row !== undefined && now().getTime() - row.built_at.getTime() > anewAfterMs
  })
  if (isDue) await learnAnew(municipalityId)
}

/** Adds one example to what is known; enough new ones make everything anew, with its certainties. */
export async function learnOne(municipalityId: string, taught: Taught): Promise<void> {
  const isEnough = await inMunicipality(municipalityId, async (tx) => {
    const row = await tx.selectFrom('routing_model').selectAll().forUpdate().executeTakeFirst()
    if (!row) return true
    const said = await firstText(tx, taught.conversation)
    // Everything was learned anew since: it is among that already.
    if (!said || (said.taught_at && said.taught_at < row.built_at)) return false
    const { text } = said
    const sums = unpack(row.counts)
    const marks = marksOf(text)
    if (taught.before) learn(sums, marks, taught.before, -1)
    learn(sums, marks, taught.unit)
    const examples = sums.examples.reduce((all, one) => all + one, 0)
    await tx
      .updateTable('routing_model')
      .set({ version: row.version + 1, examples, counts: pack(sums), changed_at: now() })
      .execute()
    record(tx, system, 'routing.learned', tx.municipalityId, { examples })
    return examples > row.examples && examples % 20 === 0
  })
  if (isEnough) await learnAnew(municipalityId)
}

async function firstText(tx: Tx, conversation: string): Promise<{ text: string; taught_at: Date | null } | undefined> {
  return tx
    .selectFrom('message')
    .innerJoin('conversation as c', 'c.id', 'message.conversation_id')
    .select(['message.text', 'c.taught_at'])
    .where('conversation_id', '=', conversation)
    .where('direction', '=', 'in')
    .where('message.state', '<>', 'deleted')
    .orderBy('received_at')
    .orderBy('message.id')
    .limit(1)
    .executeTakeFirst()
}

/** Makes everything anew from the assignments whose texts are still here. */
export async function learnAnew(municipalityId: string): Promise<void> {
  await inMunicipality(municipalityId, async (tx) => {
    const before = await tx.selectFrom('routing_model').select('version').forUpdate().executeTakeFirst()
    const past = await pastMessages(tx, mostExamples, true)
    const examples: Example[] = []
    const sums = emptySums()
    for (const [index, { text, taught }] of past.entries()) {
      const marks = marksOf(text)
      examples.push({ marks, unit: taught! })
      learn(sums, marks, taught!)
      if (index % 50 === 49) await setImmediate()
    }
    const { sharpness, tried } = examples.length >= 20 ? sharpen(examples) : { sharpness: usualSharpness, tried: null }
    const at = now()
    const values = {
      version: (before?.version ?? 0) + 1,
      examples: examples.length,
      counts: pack(sums),
      sharpness,
      tried: JSON.stringify(tried ?? {}),
      built_at: at,
      changed_at: at
    }
    await tx
      .insertInto('routing_model')
      .values(values)
      .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(values))
      .execute()
    record(tx, system, 'routing.learned', tx.municipalityId, { examples: examples.length })
  })
}
