// Who is known without an account: only somebody who holds a private link of an earlier comment, or who answered the mail
// that asked whether the address is theirs.
import { sql } from 'kysely'
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
    .select(['id', 'email', 'blocked_until'])
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
    isBlocked: contact.blocked_until !== null && contact.blocked_until > now()
  }
}
