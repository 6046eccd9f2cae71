// The topics that always need four eyes: those that ship, as the municipality changed them, and its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { installation } from '#platform/installation.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import type { FourEyesTopic } from './shared.ts'

export interface SettledTopic extends FourEyesTopic {
  isOff: boolean
  isShipped: boolean
}

interface Shipped {
  key: string
  name: { de: string; en: string }
  words: string[]
}

let read: Shipped[] | null = null

function shipped(): Shipped[] {
  read ??= (
    JSON.parse(readFileSync(join(installation(), 'content', 'trust', 'vier-augen.json'), 'utf8')) as {
      topics: Shipped[]
    }
  ).topics
  return read
}

/** All of them, for the settings. */
export async function allTopics(tx: Tx, language: 'de' | 'en' = 'de'): Promise<SettledTopic[]> {
  const rows = await tx.selectFrom('four_eyes_topic').selectAll().orderBy('name').limit(100).execute()
  const own = new Map(rows.map((row) => [row.key, row]))
  const known = shipped().map(({ key, name, words }) => {
    const row = own.get(key)
    return {
      key,
      name: row?.name ?? name[language],
      words: row?.words ?? words,
      isOff: row?.is_off ?? false,
      isShipped: true
    }
  })
  const more = rows
    .filter((row) => !known.some(({ key }) => key === row.key))
    .map((row) => ({ key: row.key, name: row.name, words: row.words, isOff: row.is_off, isShipped: false }))
  return [...known, ...more]
}

/** Those that hold. */
export async function fourEyesTopics(tx: Tx, language: 'de' | 'en' = 'de'): Promise<FourEyesTopic[]> {
  return (await allTopics(tx, language))
    .filter(({ isOff }) => !isOff)
    .map(({ key, name, words }) => ({ key, name, words }))
}

/** Adds a topic (key null) or changes one. @throws NotAllowed, NotFound, Invalid */
export async function settleTopic(
  tx: Tx,
  who: Who,
  input: { key: string | null; name: string; words: string[]; isOff: boolean }
): Promise<string> {
  must(who, 'trust.settle')
  const name = input.name.trim()
  if (name === '' || name.length > 200) throw new Invalid({ name: 'reviews.topicName' })
  const words = [...new Set(input.words.map((word) => word.trim()).filter(Boolean))]
  if (words.length > 200 || words.some((word) => word.length > 80)) throw new Invalid({ words: 'reviews.topicWords' })
  if (input.key !== null && !(await allTopics(tx)).some(({ key }) => key === input.key)) throw new NotFound()
  const key = input.key ?? newId()
  const row = { name, words, is_off: input.isOff }
  await tx
    .insertInto('four_eyes_topic')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'key']).doUpdateSet(row))
    .execute()
  record(tx, who, 'municipality.four-eyes-settled', tx.municipalityId, { topic: key, off: input.isOff })
  return key
}
