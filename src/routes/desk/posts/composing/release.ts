// What the composer's button may do.
import { may } from '#people/rights.ts'
import type { ReleaseData, TypedRelease } from '#ui/posts/side/release.ts'
import type { Loading, ReadText } from './loading.ts'

export function readRelease(text: ReadText): TypedRelease {
  return { note: text('note') }
}

export function loadRelease({ who, units }: Loading): { typed: TypedRelease; data: ReleaseData } {
  return {
    typed: { note: '' },
    data: { mayPublish: Object.fromEntries(units.map((unit) => [unit.id, may(who, 'post.publish', unit.id)])) }
  }
}
