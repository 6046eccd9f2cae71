// Files of the library as pages show them.
import { mediaMarkdown } from '#media/markdown.ts'
import { endsSoonDays } from '#media/queries.ts'
import type { MediaItem } from '#media/types.ts'
import { addDays } from '#platform/clock/clock.ts'
import { pictureUrl } from '#platform/media/images.ts'
import type { MediaCard } from '#ui/media/shared.ts'

/** A file as lists and the composer show it. */
export function showMedia(item: MediaItem, today?: string): MediaCard {
  const ends = [item.consentUntil, item.consentRevokedOn].filter((day) => day !== null).toSorted()[0] ?? null
  const hasPicture = item.variants.length > 0
  return {
    id: item.id,
    kind: item.kind,
    name: item.name,
    bytes: item.bytes,
    width: item.width,
    height: item.height,
    unitName: item.unitName,
    createdAt: item.createdAt,
    url: hasPicture && !item.withdrawnAt ? pictureUrl(item, 480) : null,
    alt: item.alt,
    showsText: item.showsText,
    author: item.author,
    licence: item.licence,
    focus: `${Math.round(item.focalX * 100)}% ${Math.round(item.focalY * 100)}%`,
    markdown: mediaMarkdown(item),
    isWithdrawn: item.withdrawnAt !== null,
    isRetired: item.retiredAt !== null,
    withoutAlt: item.kind === 'image' && !item.alt.trim() && !item.altException,
    withoutCaptions: item.kind === 'video' && item.captions.length === 0 && !item.captionsException,
    consentOpen: item.consent === 'asked',
    consentEnds: ends && today && ends <= addDays(today, endsSoonDays) && !item.withdrawnAt ? ends : null
  }
}
