// What becomes of a notice: a decision about the comment answers every open notice of it; what is gone already needs none.
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { codeOf } from './code.ts'
import { decisionMail, reviewMail } from './letters.ts'
import type { ReportOutcome } from './shared.ts'

interface Taken {
  decision: string
  message: string
  /** What was done; `stand`: nothing, the notice was not right. */
  step: 'stand' | 'remind' | 'hide' | 'delete' | 'pause' | 'block' | 'police'
  /** Taken because of a notice: only then does letting something stand answer it. */
  isAnswer: boolean
  /** Facts and ground, as the notifier reads them. */
  reason: string
}

/**
 * A decision about a comment: every open notice of it is answered by it, and their authors are told. The police step is one of
 * its own: whether the comment stays is still to be decided.
 */
export async function answerReports(tx: Tx, who: Who, taken: Taken): Promise<void> {
  if (taken.step === 'police') return void (await settleStep(tx, who, taken.message))
  if (taken.step === 'pause' || taken.step === 'block') return
  if (taken.step === 'stand' && !taken.isAnswer) return
  if (taken.step === 'stand' && taken.reason === '') throw new Invalid({ facts: 'report.reasonMissing' })
  const open = await tx
    .selectFrom('report')
    .select('id')
    .where('message_id', '=', taken.message)
    .where('state', '=', 'open')
    .limit(500)
    .execute()
  const outcome = taken.step === 'stand' ? 'unfounded' : 'measure'
  for (const { id } of open)
    await closeAs(tx, who, id, { outcome, decision: taken.decision, reason: taken.reason, step: taken.step })
}

/** What the notice was about is gone already: its author took it back, or it was decided before. @throws Refusal, NotAllowed */
export async function closeAsGone(tx: Tx, who: Person, input: { report: string; reason: string }): Promise<void> {
  const row = await lockReport(tx, input.report)
  must(who, 'message.moderate', row.unit_id)
  if (row.state !== 'open') throw new Refusal('report.decidedMeanwhile', {}, 409)
  const message = await tx.selectFrom('message').select('state').where('id', '=', row.message_id).executeTakeFirst()
  if (message && ['visible', 'held'].includes(message.state)) throw new Refusal('report.stillThere')
  const reason = input.reason.trim()
  if (reason === '') throw new Invalid({ reason: 'report.reasonMissing' })
  if ([...reason].length > 2000) throw new Invalid({ reason: 'reasonTooLong' }, 'invalid', { max: 2000 })
  await closeAs(tx, who, row.id, { outcome: 'gone', decision: null, reason, step: null })
}

/** Somebody looked and found no danger to life or safety, and says why. @throws Invalid, Refusal, NotAllowed */
export async function noDanger(tx: Tx, who: Person, input: { report: string; reason: string }): Promise<void> {
  const row = await lockReport(tx, input.report)
  must(who, 'message.moderate', row.unit_id)
  if (row.police !== 'open') throw new Refusal('report.decidedMeanwhile', {}, 409)
  const note = input.reason.trim()
  if (note === '') throw new Invalid({ noDanger: 'report.reasonMissing' })
  if ([...note].length > 2000) throw new Invalid({ noDanger: 'reasonTooLong' }, 'invalid', { max: 2000 })
  await tx
    .updateTable('report')
    .set({ police: 'not_needed', police_note: note, police_by: who.id, police_at: now() })
    .where('id', '=', row.id)
    .execute()
  record(tx, who, 'report.police-settled', row.id, { police: 'not_needed' })
}

/** The police was told: the step of every notice of this comment is done. */
async function settleStep(tx: Tx, who: Who, messageId: string): Promise<void> {
  const rows = await tx
    .updateTable('report')
    .set({ police: 'told', police_by: who.kind === 'person' ? who.id : null, police_at: now() })
    .where('message_id', '=', messageId)
    .where((where) => where.or([where('police', '=', 'open'), where('state', '=', 'open')]))
    .returning('id')
    .execute()
  for (const { id } of rows) record(tx, who, 'report.police-settled', id, { police: 'told' })
}

/** A review of the decision was decided: whoever gave the notice hears of it. */
export async function tellNotifiers(
  tx: Tx,
  input: { decision: string; outcome: 'upheld' | 'changed' | 'undone'; note: string; next: string | null }
): Promise<void> {
  const rows = await tx
    .selectFrom('report')
    .select(['id', 'email', 'language'])
    .where('decision_id', '=', input.decision)
    .limit(500)
    .execute()
  const municipality = await loadMunicipality(tx)
  for (const { id, email, language } of rows) {
    if (!email) continue
    const link = `${siteOrigin(municipality)}/meldung/${codeOf(tx.municipalityId, id)}`
    const mail = reviewMail(language === 'en' ? 'en' : 'de', { municipality: municipality.name, link, ...input })
    await sendMailLater(tx, { recipient: email, purpose: 'report', ...mail })
  }
  if (input.outcome === 'upheld') return
  const next = await tx.selectFrom('decision').select('step').where('id', '=', input.next).executeTakeFirst()
  const outcome = next && next.step !== 'stand' ? 'measure' : 'unfounded'
  await tx
    .updateTable('report')
    .set({ outcome, ...(input.next && { decision_id: input.next }) })
    .where('decision_id', '=', input.decision)
    .execute()
}

interface Closing {
  outcome: ReportOutcome
  decision: string | null
  reason: string
  step: Taken['step'] | null
}

async function closeAs(tx: Tx, who: Who, id: string, { outcome, decision, reason, step }: Closing): Promise<void> {
  const row = await tx
    .updateTable('report')
    .set({
      state: 'decided',
      outcome,
      decision_id: decision,
      reason,
      decided_by: who.kind === 'person' ? who.id : null,
      decided_at: now()
    })
    .where('id', '=', id)
    .returning(['email', 'language', 'location'])
    .executeTakeFirstOrThrow()
  record(tx, who, 'report.decided', id, { outcome, ...(decision && { decision }) })
  if (!row.email) return
  const municipality = await loadMunicipality(tx)
  const language = row.language === 'en' ? 'en' : 'de'
  const mail = decisionMail(language, {
    municipality: municipality.name,
    location: row.location,
    link: `${siteOrigin(municipality)}/meldung/${codeOf(tx.municipalityId, id)}`,
    outcome,
    measure: step && step in measures[language] ? measures[language][step as keyof typeof measures.de] : '',
    reason
  })
  await sendMailLater(tx, { recipient: row.email, purpose: 'report', ...mail })
}

const measures = {
  de: {
    remind: 'Die Person wurde an die Regeln erinnert.',
    hide: 'Der Kommentar ist ausgeblendet.',
    delete: 'Der Kommentar ist gelöscht.'
  },
  en: {
    remind: 'The person was reminded of the rules.',
    hide: 'The comment is hidden.',
    delete: 'The comment is deleted.'
  }
}

async function lockReport(tx: Tx, id: string) {
  const row = await tx.selectFrom('report').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound('report.notFound')
  return row
}
