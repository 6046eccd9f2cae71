// Where a post goes.
import { channelsForPost } from '#channels/announce.ts'
import { noteLength } from '#channels/fediverse/objects.ts'
import type { Tx } from '#platform/database/database.ts'
import type { DraftInput } from '#posts/types.ts'
import { defaultChannels, type TypedWhere, type WhereData } from '#ui/posts/side/where.ts'
import type { Loading, ReadText } from './loading.ts'

export function readWhere(form: FormData, text: ReadText): TypedWhere {
  return {
    channels: form.getAll('channels').map(String),
    fediverseForm: text('fediverseForm') === 'note' ? 'note' : 'article'
  }
}

export async function draftWhere(
  tx: Tx,
  unitId: string,
  typed: TypedWhere
): Promise<Pick<DraftInput, 'channelIds' | 'fediverseForm'>> {
  const options = await channelsForPost(tx, unitId)
  const byDefault = options.filter((one) => one.byDefault).map((one) => one.id)
  const chosen = options.filter((one) => one.network === 'site' || typed.channels.includes(one.id)).map((one) => one.id)
  const isDefault = chosen.length === byDefault.length && chosen.every((one) => byDefault.includes(one))
  return {
    fediverseForm: typed.fediverseForm === 'note' ? 'note' : 'article',
    channelIds: isDefault ? null : chosen
  }
}

export async function loadWhere({ tx, post, unitId, units }: Loading): Promise<{ typed: TypedWhere; data: WhereData }> {
  const channels = (await channelsForPost(tx, unitId)).map(({ id, name, network, unitId: owner, stopped }) => ({
    id,
    name,
    network,
    unitId: owner,
    stopped
  }))
  const above = units.find((unit) => unit.id === unitId)?.above ?? [unitId]
  return {
    typed: {
      channels: post?.channelIds ?? defaultChannels(channels, above),
      fediverseForm: post?.fediverseForm ?? 'article'
    },
    data: { channels, noteRoom: noteLength - 27 }
  }
}
