// Who is known without an account: only somebody who holds a private link of an earlier comment, or who answered the mail
// that asked whether the address is theirs.
import { sql } from 'kysely'
import { activeBlock } from '#moderation/blocks.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken } from '#platform/id.ts'

export interface Known {
  contactId: string
  email: string | null
  /** Comments that stand, since the last one that was taken off or not shown. */
  good: number
  isBlocked: boolean
}

/** The person behind a private link, or its token alone; null where it leads to nobody (any more). */
export async function knownByLink(tx: Tx, link: string): Promise<Known | null> {
  const token = /(?:^|\/k\/)([\w-]{32})(?:[?#].*)?$/.exec(link.trim())?.[1]
  if (!token) return null
  const row = await tx
    .selectFrom('message')
    .select('contact_id')
    .where('link_hash', '=', hashToken(token))
    .where('state', '<>', 'deleted')
    .executeTakeFirst()
  return row?.contact_id ? knownContact(tx, row.contact_id) : null
}

/** What is known of a contact. */
export async function knownContact(tx: Tx, contactId: string): Promise<Known | null> {
  const contact = await tx
    .selectFrom('contact')
    .select(['id', 'email', 'email_confirmed_at'])
    .where('id', '=', contactId)
    .executeTakeFirst()
  if (!contact) return null
  // Served by the index message_contact.
  const { rows } = await sql<{ good: number }>`
    select count(*)::int as good from message
    where contact_id = ${contactId} and direction = 'in' and state = 'visible' and received_at > coalesce((
      select max(received_at) from message
      where contact_id = ${contactId} and direction = 'in' and state in ('hidden', 'rejected')
    ), '-infinity')`.execute(tx)
  return {
    contactId: contact.id,
    email: contact.email,
    good: rows[0]?.good ?? 0,
    isBlocked: await isBlocked(tx, contact)
  }
}

/** A block holds for the person, whichever of their links they come with. */
async function isBlocked(
  tx: Tx,
  contact: { id: string; email: string | null; email_confirmed_at: Date | null }
): Promise<boolean> {
  const own = await tx
    .selectFrom('decision')
    .select('id')
    .where('contact_id', '=', contact.id)
    .where('step', '=', 'block')
    .where('state', '=', 'in_force')
    .where('until', '>', now())
    .limit(1)
    .executeTakeFirst()
  if (own) return true
  return (await activeBlock(tx, { confirmedEmail: contact.email_confirmed_at ? contact.email : null })) !== null
}
