import type { Tx } from '#platform/database/database.ts'

export interface ChannelLine {
  id: string
  network: string
  name: string
  unitName: string
  state: 'preparing' | 'live' | 'paused' | 'closed'
  health: 'unknown' | 'good' | 'warning' | 'broken'
  healthNote: string | null
  checkedAt: Date | null
}

/** The channels, those in trouble first, at most 500. */
export async function listChannels(tx: Tx): Promise<ChannelLine[]> {
  const rows = await tx
    .selectFrom('channel')
    .innerJoin('unit', 'unit.id', 'channel.unit_id')
    .select([
      'channel.id',
      'network',
      'channel.name',
      'unit.short_name',
      'state',
      'health',
      'health_note',
      'checked_at'
    ])
    .orderBy('channel.created_at')
    .limit(500)
    .execute()
  const rank = ['broken', 'warning', 'unknown', 'good']
  return rows
    .map((row) => ({
      id: row.id,
      network: row.network,
      name: row.name,
      unitName: row.short_name,
      state: row.state as ChannelLine['state'],
      health: row.health as ChannelLine['health'],
      healthNote: row.health_note,
      checkedAt: row.checked_at
    }))
    .sort((a, b) => rank.indexOf(a.health) - rank.indexOf(b.health))
}

/** The channel in the worst trouble, or null when all is well. */
export async function troubledChannel(tx: Tx): Promise<Pick<ChannelLine, 'name' | 'health'> | null> {
  const row = await tx
    .selectFrom('channel')
    .select(['name', 'health'])
    .where('health', 'in', ['warning', 'broken'])
    .where('state', '=', 'live')
    .orderBy('health')
    .limit(1)
    .executeTakeFirst()
  return row ? { name: row.name, health: row.health as ChannelLine['health'] } : null
}
