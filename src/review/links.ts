// Reviewing without an account: a link that works once and for a while. Only its hash is stored, and opening it changes
// nothing, because mail programs open links by themselves.
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { formatLocal, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken, newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Person } from '#people/types.ts'
import { linkMail } from './mail-texts.ts'
import { trustSettings } from './settings.ts'
import { addStep } from './steps.ts'

/** Mails a link. It may approve only when it goes to an address that a leader approved. */
export async function sendLink(
  tx: Tx,
  who: Person,
  input: { review: string; outside: { id: string | null; name: string; email: string }; feedbackOnly: boolean }
): Promise<void> {
  const { outside, feedbackOnly } = input
  const review = await tx.selectFrom('review').select('kind').where('id', '=', input.review).executeTakeFirstOrThrow()
  const town = await loadMunicipality(tx)
  const token = newToken()
  const expiresAt = new Date(now().getTime() + (await trustSettings(tx)).linkDays * 86_400_000)
  await tx
    .insertInto('review_request')
    .values({
      id: newId(),
      review_id: input.review,
      outside_id: outside.id,
      name: outside.name,
      email: outside.email,
      feedback_only: feedbackOnly || outside.id === null,
      token_hash: hashToken(token),
      expires_at: expiresAt,
      asked_at: now()
    })
    .execute()
  const until = formatLocal(expiresAt, town.timeZone).replace(/^(\d+)-(\d+)-(\d+)T(.*)$/, '$3.$2.$1, $4')
  const mail = linkMail(town.language, {
    municipality: town.name,
    by: who.name,
    feedbackOnly,
    isPublished: review.kind !== 'approval',
    link: `${siteOrigin(town)}/freigabe/${token}`,
    until: town.language === 'de' ? `${until} Uhr` : until
  })
  await sendMailLater(tx, { recipient: outside.email, purpose: 'review', expiresAt, ...mail })
  await addStep(tx, who, input.review, 'link-sent', { note: outside.name })
  record(tx, who, 'review.link-sent', input.review)
}

export interface LinkRequest {
  id: string
  reviewId: string
  name: string
  feedbackOnly: boolean
  expiresAt: Date
}

/** What a link stands for. @throws NotFound when it never was, was used, or is over */
export async function readLink(tx: Tx, token: string): Promise<LinkRequest> {
  const row = await tx
    .selectFrom('review_request as q')
    .innerJoin('review as r', 'r.id', 'q.review_id')
    .leftJoin('outside_reviewer as o', 'o.id', 'q.outside_id')
    .select([
      'q.id',
      'q.review_id',
      'q.name',
      'q.feedback_only',
      'q.expires_at',
      'q.answered_at',
      'r.state',
      'o.ended_at'
    ])
    .where('q.token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row?.expires_at || row.answered_at || row.expires_at <= now() || row.ended_at)
    throw new NotFound('reviews.linkOver')
  if (row.state !== 'open') throw new NotFound('reviews.linkDecided')
  return {
    id: row.id,
    reviewId: row.review_id,
    name: row.name,
    feedbackOnly: row.feedback_only,
    expiresAt: row.expires_at
  }
}

/** Uses a link up: of several who try at once, one gets it. @throws NotFound */
export async function takeLink(tx: Tx, token: string): Promise<LinkRequest> {
  await tx
    .selectFrom('review_request')
    .select('id')
    .where('token_hash', '=', hashToken(token))
    .forUpdate()
    .executeTakeFirst()
  const link = await readLink(tx, token)
  await tx.updateTable('review_request').set({ answered_at: now() }).where('id', '=', link.id).execute()
  return link
}
