/** Keeps the page cache true to the journal, whichever process wrote it. */
import { onGap, onJournal } from '#platform/live/live.ts'
import { clear, invalidate } from './cache.ts'

/** Changes that show on more pages than the object's own: lists, menus, the head of every page. */
const everywhere = /^(municipality|unit|goal|topic|channel|post|crisis)\./

/** Forgets pages as their objects change; answers the function that ends it. */
export function followChanges(): () => void {
  const ends = [
    onJournal(({ municipalityId, subjects, kinds }) => {
      const site = subjects === null || kinds.some((kind) => everywhere.test(kind)) ? [`site:${municipalityId}`] : []
      const cases = subjects === null || kinds.some((kind) => /^(case|message)\./.test(kind))
      invalidate([
        ...(subjects ?? []).flatMap((id) => [`post:${id}`, `unit:${id}`, `topic:${id}`, `media:${id}`]),
        ...site,
        ...(cases ? [`cases:${municipalityId}`] : [])
      ])
    }),
    onGap(clear)
  ]
  return () => ends.forEach((end) => void end())
}
