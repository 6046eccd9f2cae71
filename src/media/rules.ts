// What a municipality settles about its files: how large they may be, and what has to be said before they are published.
import { sql } from 'kysely'
import * as v from 'valibot'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { MaxBytes } from '#platform/media/stage.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { Invalid } from '#platform/refusal.ts'

/** No upload is larger, whatever is settled: the server refuses it before anybody reads it. */
export const ceilingMb = 500

const megabytes = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most))
const shape = {
  imageMb: megabytes(60),
  videoMb: megabytes(ceilingMb),
  documentMb: megabytes(60),
  licenceRequired: v.boolean(),
  consentRequired: v.boolean()
}
const defaults: MediaRules = {
  imageMb: 20,
  videoMb: 200,
  documentMb: 30,
  licenceRequired: false,
  consentRequired: false
}

export interface MediaRules {
  imageMb: number
  videoMb: number
  documentMb: number
  /** Nothing is published whose licence nobody named. */
  licenceRequired: boolean
  /** Nothing is published before somebody said whether people can be recognised. */
  consentRequired: boolean
}

/** The rules in force; what was never settled has its default. */
export async function mediaRules(tx: Tx): Promise<MediaRules> {
  const row = await tx.selectFrom('media_setting').select('rules').executeTakeFirst()
  const given = (row?.rules ?? {}) as Record<string, unknown>
  const one = (key: keyof MediaRules) => v.parse(v.fallback(shape[key] as v.GenericSchema, defaults[key]), given[key])
  return Object.fromEntries(
    Object.keys(shape).map((key) => [key, one(key as keyof MediaRules)])
  ) as unknown as MediaRules
}

/** Changes the rules. @throws NotAllowed, Invalid */
export async function settleMediaRules(tx: Tx, who: Who, rules: MediaRules): Promise<void> {
  must(who, 'media.rules')
  const problems: Record<string, string> = {}
  for (const key of Object.keys(shape) as (keyof MediaRules)[])
    if (!v.is(shape[key], rules[key])) problems[key] = 'settingShape'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  await tx
    .insertInto('media_setting')
    .values({ rules: JSON.stringify(rules), changed_at: now() })
    .onConflict((conflict) =>
      conflict
        .column('municipality_id')
        .doUpdateSet({ rules: sql`excluded.rules`, changed_at: sql`excluded.changed_at` })
    )
    .execute()
  record(tx, who, 'municipality.media-rules-settled', tx.municipalityId)
}

/** The largest size of each kind. */
export function maxBytesOf(rules: MediaRules): MaxBytes {
  const mb = 1024 * 1024
  return { image: rules.imageMb * mb, video: rules.videoMb * mb, document: rules.documentMb * mb }
}
