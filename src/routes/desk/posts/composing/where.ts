// Where a post goes, and what each channel says of it.
import { type ChannelRef, channelsForPost, outOfReach } from '#channels/announce.ts'
import { speakersOf } from '#federation/speakers.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Tx } from '#platform/database/database.ts'
import { postPath } from '#posts/slug.ts'
import { limits, type DraftInput, type VariantInput } from '#posts/types.ts'
import { meantOutOfReach, variantsOf } from '#posts/variants.ts'
import {
  type ChannelView,
  defaultChannels,
  type TypedVariant,
  type TypedWhere,
  type WhereData
} from '#ui/posts/side/where.ts'
import type { Loading, ReadText } from './loading.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function readWhere(form: FormData, text: ReadText): TypedWhere {
  const variants: Record<string, TypedVariant> = {}
  for (const id of form.getAll('variants').map(String)) {
    if (!uuid.test(id)) continue
    variants[id] = {
      detached: text(`variant-${id}-detached`) === '1',
      title: text(`variant-${id}-title`).slice(0, limits.title + 1),
      text: text(`variant-${id}-text`).slice(0, limits.variant + 1),
      warning: text(`variant-${id}-warning`).slice(0, limits.warning + 1)
    }
  }
  return {
    channels: form.getAll('channels').map(String),
    fediverseForm: text('fediverseForm') === 'note' ? 'note' : 'article',
    variants
  }
}

/** Channels out of reach that somebody chose stay chosen until somebody says otherwise: nothing leaves silently. */
export async function draftWhere(
  tx: Tx,
  unitId: string,
  typed: TypedWhere,
  postId: string | null
): Promise<Pick<DraftInput, 'channelIds' | 'fediverseForm' | 'variants'>> {
  const options = await channelsForPost(tx, unitId)
  const byDefault = options.filter((one) => one.byDefault).map((one) => one.id)
  const chosen = options.filter((one) => one.network === 'site' || typed.channels.includes(one.id)).map((one) => one.id)
  const missing = postId ? await meantOutOfReach(tx, postId, unitId) : []
  const stillWanted = missing.filter((one) => typed.channels.includes(one.id)).map((one) => one.id)
  const isDefault =
    stillWanted.length === 0 && chosen.length === byDefault.length && chosen.every((one) => byDefault.includes(one))
  const variants: VariantInput[] = Object.entries(typed.variants).map(([channelId, variant]) => ({
    channelId,
    ...variant
  }))
  return {
    fediverseForm: typed.fediverseForm === 'note' ? 'note' : 'article',
    channelIds: isDefault ? null : [...chosen, ...stillWanted],
    variants
  }
}

export async function loadWhere({
  tx,
  locals,
  post,
  unitId,
  units
}: Loading): Promise<{ typed: TypedWhere; data: WhereData }> {
  const options = await channelsForPost(tx, unitId)
  const missing = post ? await outOfReach(tx, { id: post.id, unitId, channelIds: post.channelIds }) : []
  const speakers = await speakersOf(tx)
  const view =
    (isOutOfReach: boolean) =>
    (one: ChannelRef & { stopped?: ChannelView['stopped'] }): ChannelView => ({
      id: one.id,
      name: one.name,
      network: one.network,
      unitId: one.unitId,
      stopped: one.stopped ?? null,
      isOutOfReach,
      speaker: speakers.get(one.id) ?? null
    })
  const channels = [...options.map(view(false)), ...missing.map(view(true))]
  const above = units.find((unit) => unit.id === unitId)?.above ?? [unitId]
  const stored = post ? await variantsOf(tx, post) : []
  return {
    typed: {
      channels: post?.channelIds ?? [...defaultChannels(channels, above), ...missing.map((one) => one.id)],
      fediverseForm: post?.fediverseForm ?? 'article',
      variants: Object.fromEntries(
        stored.map(({ channelId, detached, title, text, warning }) => [channelId, { detached, title, text, warning }])
      )
    },
    data: {
      channels,
      behind: stored.filter((one) => one.isBehind).map((one) => one.channelId),
      pageUrl: siteOrigin(locals.municipality) + (post && post.version > 0 ? postPath(post) : '/beitrag/…')
    }
  }
}
