// Reading: which boxes there are, and how they are.
import { may, must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { MailSettings } from './settings.ts'

export interface BoxLine {
  id: string
  name: string
  address: string
  unitId: string
  unitName: string
  state: 'preparing' | 'live' | 'paused' | 'closed'
  health: 'unknown' | 'good' | 'warning' | 'broken'
  healthNote: string | null
  checkedAt: Date | null
  folders: {
    path: string
    unitId: string | null
    unitName: string | null
    syncedAt: Date | null
    problem: string | null
  }[]
}

export interface OpenedBox extends BoxLine {
  settings: MailSettings
  secret: string | null
}

/** The boxes that this person may settle, those that are closed left out, at most 50. */
export async function listBoxes(tx: Tx, who: Who): Promise<BoxLine[]> {
  must(who, 'channel.settle')
  const rows = await select(tx).orderBy('channel.name').execute()
  const folders = await foldersOf(
    tx,
    rows.map(({ id }) => id)
  )
  return rows
    .filter((row) => may(who, 'channel.settle', row.unit_id))
    .map((row) => lineOf(row, folders.get(row.id) ?? []))
}

/** One box, with its settings; the secret still sealed. @throws NotAllowed, NotFound */
export async function readBox(tx: Tx, who: Who, id: string): Promise<OpenedBox> {
  const row = await select(tx).where('channel.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'channel.settle', row.unit_id)
  const folders = await foldersOf(tx, [id])
  return {
    ...lineOf(row, folders.get(id) ?? []),
    settings: row.settings as unknown as MailSettings,
    secret: row.secret
  }
}

function select(tx: Tx) {
  return tx
    .selectFrom('channel')
    .innerJoin('unit', 'unit.id', 'channel.unit_id')
    .selectAll('channel')
    .select('unit.name as unit_name')
    .where('channel.network', '=', 'mail')
    .where('channel.state', '<>', 'closed')
    .limit(50)
}

function lineOf(
  row: Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number],
  folders: BoxLine['folders']
): BoxLine {
  return {
    id: row.id,
    name: row.name,
    address: (row.settings as unknown as MailSettings).address,
    unitId: row.unit_id,
    unitName: row.unit_name,
    state: row.state as BoxLine['state'],
    health: row.health as BoxLine['health'],
    healthNote: row.health_note,
    checkedAt: row.checked_at,
    folders
  }
}

async function foldersOf(tx: Tx, channels: string[]): Promise<Map<string, BoxLine['folders']>> {
  if (channels.length === 0) return new Map()
  const rows = await tx
    .selectFrom('mail_folder')
    .leftJoin('unit', 'unit.id', 'mail_folder.unit_id')
    .select(['channel_id', 'path', 'unit_id', 'unit.name', 'synced_at', 'problem'])
    .where('channel_id', 'in', channels)
    .orderBy('path')
    .limit(1000)
    .execute()
  const lines = rows.map((row) => ({
    channel: row.channel_id,
    path: row.path,
    unitId: row.unit_id,
    unitName: row.name,
    syncedAt: row.synced_at,
    problem: row.problem
  }))
  return Map.groupBy(lines, ({ channel }) => channel)
}
