// What the composer's button may do, and everything that its words depend on.
import { loadMunicipality } from '#municipality/hosts.ts'
import { endOfWorkingDay } from '#municipality/working-time.ts'
import { may } from '#people/rights.ts'
import { levelIn, setLevels } from '#people/trust.ts'
import { now } from '#platform/clock/clock.ts'
import { authorsOf } from '#posts/authors.ts'
import { approvalHolds } from '#posts/go-public.ts'
import { crisisMode } from '#review/crisis.ts'
import { electionRestraint } from '#elections/restraint.ts'
import { outsideFor, reviewersByUnit } from '#review/reviewers.ts'
import { trustSettings } from '#review/settings.ts'
import { fourEyesTopics } from '#review/topics.ts'
import type { ReleaseData, TypedRelease } from '#ui/posts/side/release.ts'
import type { Loading, ReadText } from './loading.ts'

export function readRelease(form: FormData, text: ReadText): TypedRelease {
  return {
    note: text('note'),
    fourEyes: form.getAll('fourEyes').map(String).slice(0, 100),
    reviewer: text('reviewer')
  }
}

export async function loadRelease({
  tx,
  who,
  units,
  post,
  locals
}: Loading): Promise<{ typed: TypedRelease; data: ReleaseData }> {
  const authors = [...new Set([who.id, ...(post ? await authorsOf(tx, { id: post.id, author_id: null }) : [])])]
  const set = (await setLevels(tx, [who.id])).get(who.id) ?? []
  const { people, reviewers } = await reviewersByUnit(tx, units, authors)
  const { timeZone } = locals.municipality
  const settings = await trustSettings(tx)
  const due = endOfWorkingDay(await loadMunicipality(tx), now(), settings.lookDays)
  const until = new Intl.DateTimeFormat(locals.language === 'de' ? 'de' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    timeZone
  }).format(due)
  return {
    typed: { note: '', fourEyes: post?.fourEyes ?? [], reviewer: '' },
    data: {
      mayPublish: Object.fromEntries(units.map((unit) => [unit.id, may(who, 'post.publish', unit.id)])),
      release: {
        levels: Object.fromEntries(units.map((unit) => [unit.id, levelIn(who, set, unit.id, unit.above).level])),
        reviewers,
        people,
        outside: (await outsideFor(tx, authors))[0]?.name ?? null,
        topics: await fourEyesTopics(tx, locals.language),
        crisis: await crisisMode(tx),
        election: (await electionRestraint(tx, now())) !== null,
        sampleShare: settings.sampleShare,
        approved: post?.approvalId ? await approvalHolds(tx, post.id) : false,
        until
      }
    }
  }
}
