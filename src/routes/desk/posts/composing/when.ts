// When a post goes out.
import { formatLocal } from '#platform/clock/clock.ts'
import type { TypedWhen } from '#ui/posts/side/when.ts'
import type { Loading, ReadText } from './loading.ts'

export function readWhen(text: ReadText): TypedWhen {
  return { when: text('when') === 'later' ? 'later' : 'now', at: text('at') }
}

/** The time stands in the calendar already while the text is a draft. */
export function draftWhen({ when, at }: TypedWhen): { plannedAt: string } {
  return { plannedAt: when === 'later' ? at : '' }
}

export function loadWhen({ locals, post }: Loading): { typed: TypedWhen } {
  const at = post?.scheduledAt ?? post?.plannedAt
  return { typed: { when: at ? 'later' : 'now', at: at ? formatLocal(at, locals.municipality.timeZone) : '' } }
}
