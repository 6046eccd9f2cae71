// Files that came with a message: kept apart from the library, for the staff alone, and gone with their message.
import type { Insertable } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { storage } from '#platform/media/images.ts'
import { checkReceived } from '#platform/media/received.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { scan } from '#platform/scan/clamd.ts'

export interface MessageFile {
  id: string
  name: string
  mime: string
  bytes: number
  state: 'clean' | 'unscanned' | 'infected' | 'refused'
  reason: string | null
}

/** A file that no message took within this time came with nothing. */
const leftMs = 86_400_000

/**
 * Checks and keeps files that came with a raw copy; what an earlier attempt kept of it is replaced. Outside of any
 * transaction. Answers their ids in their order.
 */
export async function keepFiles(
  municipalityId: string,
  rawId: string,
  files: { name: string; bytes: Buffer }[]
): Promise<string[]> {
  const rows: Insertable<DB['message_file']>[] = []
  for (const { name, bytes } of files) {
    const checked = await checkReceived(bytes, name)
    const isKept = 'bytes' in checked
    rows.push({
      id: newId(),
      raw_id: rawId,
      name: name || `Datei${isKept ? `.${checked.extension}` : ''}`,
      mime: checked.mime,
      bytes: bytes.length,
      key: isKept ? await storage().put(municipalityId, checked.bytes, checked.extension || 'bin') : null,
      state: checked.state,
      reason: isKept ? null : checked.reason,
      created_at: now()
    })
  }
  await inMunicipality(municipalityId, async (tx) => {
    // They are found as left behind, and their contents go where nothing else holds them.
    await tx
      .updateTable('message_file')
      .set({ raw_id: null })
      .where('raw_id', '=', rawId)
      .where('message_id', 'is', null)
      .execute()
    if (rows.length > 0) await tx.insertInto('message_file').values(rows).execute()
  })
  return rows.map(({ id }) => id)
}

/** Gives kept files to the message they came with. */
export async function giveFiles(tx: Tx, messageId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('message_file')
    .set({ message_id: messageId })
    .where('id', 'in', ids)
    .where('message_id', 'is', null)
    .execute()
}

/** The files of these messages, by message. */
export async function enclosedFiles(tx: Tx, messageIds: string[]): Promise<Map<string, MessageFile[]>> {
  if (messageIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('message_file')
    .selectAll()
    .where('message_id', 'in', messageIds)
    .orderBy('id')
    .limit(5000)
    .execute()
  const files = rows.map((row) => ({
    message: row.message_id!,
    id: row.id,
    name: row.name,
    mime: row.mime,
    bytes: row.bytes,
    state: row.state as MessageFile['state'],
    reason: row.reason
  }))
  return Map.groupBy(files, ({ message }) => message)
}

export interface OpenedFile {
  name: string
  mime: string
  bytes: Buffer
}

/**
 * A file for whoever may read its message. What could not be scanned when it came is scanned now. Opens transactions of its
 * own. @throws NotFound, NotAllowed, Refusal `file.infected`, `file.notScanned`
 */
export async function openFile(municipalityId: string, who: Person, id: string): Promise<OpenedFile> {
  const row = await inMunicipality(municipalityId, async (tx) => {
    const found = await tx
      .selectFrom('message_file as f')
      .innerJoin('message as m', 'm.id', 'f.message_id')
      .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
      .select(['f.name', 'f.mime', 'f.key', 'f.state', 'c.unit_id', 'c.assignee_id'])
      .where('f.id', '=', id)
      .where('m.state', '<>', 'deleted')
      .executeTakeFirst()
    if (!found) throw new NotFound()
    if (found.assignee_id !== who.id) must(who, 'conversation.read', found.unit_id)
    return found
  })
  if (row.state === 'infected') throw new Refusal('file.infected', {}, 403)
  const bytes = row.key && (await storage().get(row.key))
  if (!bytes) throw new NotFound()
  if (row.state === 'unscanned') {
    const found = await scan(bytes)
    if (found.state === 'away') throw new Refusal('file.notScanned', {}, 503)
    const state = found.state === 'infected' ? 'infected' : 'clean'
    const reason = found.state === 'infected' ? found.name : null
    await inMunicipality(municipalityId, (tx) =>
      tx.updateTable('message_file').set({ state, reason }).where('id', '=', id).execute()
    )
    if (state === 'infected') throw new Refusal('file.infected', {}, 403)
  }
  return { name: row.name, mime: row.mime, bytes }
}

/** Every hour: files whose message is gone, or never came to be. */
export const filesSweepJob = defineJob({
  name: 'message-files-sweep',
  everySeconds: 3600,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await sweepFiles(id)
  }
})

/** The content first: the row forgets where it lies only when it is gone. Answers how many rows went. */
export async function sweepFiles(municipalityId: string): Promise<number> {
  const left = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('message_file')
      .select(['id', 'key'])
      .where('message_id', 'is', null)
      // Those of a delivery that still waits stay for a day; those of a message that is gone go at once.
      .where((where) =>
        where.or([where('raw_id', 'is', null), where('created_at', '<', new Date(now().getTime() - leftMs))])
      )
      .limit(1000)
      .execute()
  )
  for (const { id, key } of left) {
    const isShared = key !== null && (await inMunicipality(municipalityId, (tx) => isNeeded(tx, key, id)))
    if (key !== null && !isShared) await storage().delete(key)
    await inMunicipality(municipalityId, (tx) => tx.deleteFrom('message_file').where('id', '=', id).execute())
  }
  return left.length
}

/** The same content may belong to another message, or stand in the library. */
async function isNeeded(tx: Tx, key: string, id: string): Promise<boolean> {
  const other = await tx
    .selectFrom('message_file')
    .select('id')
    .where('key', '=', key)
    .where('id', '<>', id)
    .limit(1)
    .executeTakeFirst()
  if (other) return true
  const inLibrary = await tx
    .selectFrom('media')
    .select('id')
    .where('original_key', '=', key)
    .limit(1)
    .executeTakeFirst()
  return inLibrary !== undefined
}

/** Lets go of the files of a message that is wiped; the sweep takes them. */
export async function dropFiles(tx: Tx, messageId: string): Promise<void> {
  await tx
    .updateTable('message_file')
    .set({ message_id: null, raw_id: null, name: '' })
    .where('message_id', '=', messageId)
    .execute()
}
