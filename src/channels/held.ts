// After a restore everything outgoing stands still: what went out since the backup is not in it, and sending it again
// would tell everybody twice. A person releases it, per municipality.
import type { InstallationTx, Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { now } from '#platform/clock/clock.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

const setting = 'outgoing_held'

interface Held {
  since: string
  reason: string
  /** Municipalities that were released since. */
  released?: string[]
}

/** Since when and why nothing goes out of this municipality; null when everything flows. Every sender asks this first. */
export async function outgoingHeld(tx: Tx): Promise<{ since: Date; reason: string } | null> {
  const held = await read(tx)
  if (!held || held.released?.includes(tx.municipalityId)) return null
  return { since: new Date(held.since), reason: held.reason }
}

/** Stops everything outgoing of the whole installation. */
export async function holdOutgoing(tx: InstallationTx, reason: string): Promise<void> {
  const value = JSON.stringify({ since: now().toISOString(), reason, released: [] } satisfies Held)
  await tx
    .insertInto('installation_setting')
    .values({ name: setting, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at: now() }))
    .execute()
}

/** Lets this municipality speak again. @throws NotAllowed */
export async function releaseOutgoing(tx: Tx, who: Who): Promise<void> {
  must(who, 'channel.release')
  const held = await tx
    .selectFrom('installation_setting')
    .select('value')
    .where('name', '=', setting)
    .forUpdate()
    .executeTakeFirst()
  if (!held) return
  const value = held.value as Held
  if (value.released?.includes(tx.municipalityId)) return
  await tx
    .updateTable('installation_setting')
    .set({
      value: JSON.stringify({ ...value, released: [...(value.released ?? []), tx.municipalityId] }),
      changed_at: now()
    })
    .where('name', '=', setting)
    .execute()
  record(tx, who, 'municipality.outgoing-released', tx.municipalityId)
}

export interface HeldLine {
  id: string
  channelName: string
  purpose: string
  /** The post it is about; empty for an answer. */
  title: string
  state: 'unknown' | 'due'
  dueAt: Date
}

/**
 * What stands still: publications whose outcome is not known (they may have gone out after the backup) and those that are
 * simply due. After the release the first are looked up where the network allows it, else a person settles each.
 * At most 200, the unknown ones first.
 * @throws NotAllowed
 */
export async function listHeld(tx: Tx, who: Who): Promise<HeldLine[]> {
  must(who, 'channel.release')
  const rows = await tx
    .selectFrom('publication')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .leftJoin('post', 'post.id', 'publication.post_id')
    .select([
      'publication.id',
      'publication.purpose',
      'publication.state',
      'publication.due_at',
      'channel.name',
      'post.draft_title'
    ])
    .where('publication.state', 'in', ['unknown', 'due', 'waiting'])
    .orderBy((order) => order('publication.state', '=', 'unknown'), 'desc')
    .orderBy('publication.due_at')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channelName: row.name,
    purpose: row.purpose,
    title: row.draft_title ?? '',
    state: row.state === 'unknown' ? 'unknown' : 'due',
    dueAt: row.due_at
  }))
}

async function read(tx: Tx): Promise<Held | null> {
  const row = await tx.selectFrom('installation_setting').select('value').where('name', '=', setting).executeTakeFirst()
  return row ? (row.value as Held) : null
}
