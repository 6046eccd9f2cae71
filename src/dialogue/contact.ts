import { sql } from 'kysely'
import type { IncomingAuthor } from '#channels/contract.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { findContacts, foreseenContact, type KnownContact, nowMet } from './foresight.ts'

/**
 * Keeps the person on the other side: one row for each account elsewhere, with what the network shows of it now; a row of
 * its own for each comment without an account, since nothing says that two of one name are the same.
 */
export async function keepContact(tx: Tx, author: IncomingAuthor): Promise<string> {
  if (author.contactId) return author.contactId
  const shown = {
    name: author.name.slice(0, 200),
    handle: author.handle ?? null,
    profile_url: author.profileUrl ?? null,
    avatar_url: author.avatarUrl ?? null
  }
  // Nothing is written for somebody who is known as they are: deliveries of one author would wait for each other.
  const known = author.remoteId ? await knownAs(tx, author.network, author.remoteId) : null
  if (known && (Object.keys(shown) as (keyof typeof shown)[]).every((key) => known[key] === shown[key])) return known.id
  const { id } = await tx
    .insertInto('contact')
    .values({
      id: newId(),
      network: author.network,
      remote_id: author.remoteId,
      email: author.email ?? null,
      created_at: now(),
      ...shown
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'network', 'remote_id']).doUpdateSet(shown))
    .returning('id')
    .executeTakeFirstOrThrow()
  if (author.remoteId) nowMet(tx, author.network, author.remoteId, { id, ...shown })
  return id
}

async function knownAs(tx: Tx, network: string, remoteId: string): Promise<KnownContact | null> {
  const known = foreseenContact(tx, network, remoteId)
  return known === undefined ? (await findContacts(tx, network, [remoteId])).get(remoteId)! : known
}

/** Lets a contact go of whom no message with content is left. */
export async function dropContactIfUnused(tx: Tx, contactId: string | null): Promise<void> {
  if (!contactId) return
  await sql`
    delete from contact where id = ${contactId}
      and not exists (select 1 from message where contact_id = ${contactId} and state <> 'deleted')`.execute(tx)
}
