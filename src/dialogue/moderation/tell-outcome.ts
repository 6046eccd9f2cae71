import type { Selectable } from 'kysely'
import { loadMunicipality } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Decision } from '#platform/database/schema.ts'
import type { Outcome } from '#moderation/shared.ts'
import { lockMessage } from './decide.ts'
import { reviewLetter } from './letters.ts'
import { sayThere } from './tell.ts'

/** Tells the author what came of a review, by the ways they were told of the decision; the private page shows it by itself. */
export async function tellOutcome(
  tx: Tx,
  who: Who,
  decision: Selectable<Decision>,
  result: { outcome: Outcome; note: string }
): Promise<void> {
  if (!decision.message_id || !(decision.told.includes('mail') || decision.told.includes('direct'))) return
  const { message, conversation } = await lockMessage(tx, decision.message_id)
  const municipality = await loadMunicipality(tx)
  const letter = reviewLetter(municipality.language, { id: decision.id, municipality: municipality.name, ...result })
  if (decision.told.includes('mail')) {
    const contact = await tx
      .selectFrom('contact')
      .select('email')
      .where('id', '=', message.contact_id)
      .where('email_confirmed_at', 'is not', null)
      .executeTakeFirst()
    if (contact?.email)
      await sendMailLater(tx, {
        recipient: contact.email,
        purpose: 'moderation',
        subject: letter.subject,
        body: letter.body
      })
  }
  if (decision.told.includes('direct') && message.contact_id)
    await sayThere(tx, who, { id: decision.id, message, conversation }, 'direct', letter.short)
}
