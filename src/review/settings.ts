// What a municipality settles about trust. Stored as one object; what is missing or from an older version gets its default.
import * as v from 'valibot'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

const between = (least: number, most: number, fallback: number) =>
  v.optional(v.fallback(v.pipe(v.number(), v.minValue(least), v.maxValue(most)), fallback), fallback)

const schema = v.object({
  /** Share of what goes out freely that is reviewed, 0 to 1. */
  sampleShare: between(0, 1, 0.1),
  /** Working days within which somebody looks at what went out. */
  lookDays: between(1, 10, 1),
  /** Working hours after which an unanswered request goes on, to the unit's leader, then to the unit above, then back. */
  answerHours: between(1, 80, 8),
  /** Days that a link to a review works. */
  linkDays: between(1, 30, 7),
  /** Reviews without a finding, over so many months, after which a higher level is proposed. */
  proposeReviews: between(1, 500, 20),
  proposeMonths: between(1, 60, 6),
  /** How long what reviews said about a person is kept. */
  recordMonths: between(1, 60, 12),
  /** The works agreement under which records and proposals about one person may be used; null: they are off. */
  agreement: v.optional(
    v.fallback(v.nullable(v.object({ day: v.string(), reference: v.string(), url: v.string(), by: v.string() })), null),
    null
  )
})

export type TrustSettings = v.InferOutput<typeof schema>

/** The settings, with every gap filled. */
export async function trustSettings(tx: Tx): Promise<TrustSettings> {
  const row = await tx.selectFrom('trust_setting').select('value').executeTakeFirst()
  return v.parse(schema, row?.value ?? {})
}

/** Settles shares and times. @throws NotAllowed, Invalid with the fields that are out of bounds */
export async function settleTrust(
  tx: Tx,
  who: Who,
  change: Partial<Omit<TrustSettings, 'agreement'>>
): Promise<TrustSettings> {
  must(who, 'trust.settle')
  const wrong: Record<string, string> = {}
  for (const [field, value] of Object.entries(change)) {
    const { success, output } = v.safeParse(schema, { [field]: value })
    if (!success || (output as Record<string, unknown>)[field] !== value) wrong[field] = 'reviews.outOfBounds'
  }
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  return store(tx, who, { ...(await trustSettings(tx)), ...change }, 'trust-settled')
}

/**
 * Switches records and proposals about one person on, under the works agreement named here. Leadership answers for it.
 * @throws NotAllowed, Invalid
 */
export async function enterAgreement(
  tx: Tx,
  who: Who,
  input: { day: string; reference: string; url: string }
): Promise<void> {
  must(who, 'trust.agree')
  const wrong: Record<string, string> = {}
  const day = input.day.trim()
  const reference = input.reference.trim()
  const url = input.url.trim()
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)) || new Date(day) > now())
    wrong.day = 'reviews.agreementDay'
  if (reference === '' || reference.length > 300) wrong.reference = 'reviews.agreementReference'
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || url.length > 1000)
    wrong.url = 'reviews.agreementUrl'
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const by = who.kind === 'person' ? who.name : ''
  await store(tx, who, { ...(await trustSettings(tx)), agreement: { day, reference, url, by } }, 'agreement-entered')
}

/** Switches records and proposals about one person off again; open proposals are over. @throws NotAllowed */
export async function endAgreement(tx: Tx, who: Who): Promise<void> {
  must(who, 'trust.agree')
  await tx.updateTable('trust_proposal').set({ state: 'over', decided_at: now() }).where('state', '=', 'open').execute()
  await store(tx, who, { ...(await trustSettings(tx)), agreement: null }, 'agreement-ended')
}

async function store(tx: Tx, who: Who, value: TrustSettings, what: string): Promise<TrustSettings> {
  const row = { value: JSON.stringify(value), changed_at: now() }
  await tx
    .insertInto('trust_setting')
    .values(row)
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(row))
    .execute()
  record(tx, who, `municipality.${what}`, tx.municipalityId)
  return value
}
