// What the panels beside an opened conversation show: one line per panel that reads something of its own.
import { casePanel } from '#cases/panel.ts'
import { clockPlan } from '#dialogue/clock/plan.ts'
import { questionsOf } from '#dialogue/ask.ts'
import { listAuthorities } from '#dialogue/authorities.ts'
import { checksOf } from '#dialogue/checklist.ts'
import { checklistsFor } from '#dialogue/checklist-templates.ts'
import { forwardedOf } from '#dialogue/forward.ts'
import { linkedWith, movesOf, ofSamePerson, type OtherTalk, talksById } from '#dialogue/link.ts'
import { excerptOf } from '#dialogue/row.ts'
import { familyOf } from '#dialogue/standing.ts'
import { searchConversations } from '#dialogue/search.ts'
import { pauseOf } from '#dialogue/moderation/pause.ts'
import { decisionsOfConversation } from '#dialogue/moderation/queries.ts'
import { reportsOfConversation } from '#dialogue/reports/queries.ts'
import type { Opened } from '#dialogue/timeline.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { textOf } from '#platform/html/sanitise.ts'
import { newId } from '#platform/id.ts'
import { listTopics } from '#posts/topics.ts'
import { suggestUnit } from '#routing/suggest.ts'

/** Reads what the panels need. A panel without data of its own takes what `opened` has. */
export async function readSide(tx: Tx, who: Person, opened: Opened, url: URL) {
  const family = await familyOf(tx, opened.id)
  const fits = { unit: opened.unit?.id ?? null, topic: opened.topic?.id ?? null }
  return {
    questions: await questionsOf(tx, family),
    checks: await checksOf(tx, family),
    checklists: opened.may.note ? await checklistsFor(tx, fits) : [],
    forwarded: await forwardedOf(tx, family),
    authorities: opened.may.answer ? await listAuthorities(tx) : null,
    /** Made with the page, so that a double click does each of these once. */
    keys: { ask: newId(), forward: newId() },
    view: url.searchParams.get('view') ?? 'all',
    suggestion:
      opened.may.assign && opened.state !== 'done'
        ? await suggestUnit(tx, opened.id, (await clockPlan(tx)).calendarOf(null))
        : null,
    topics: opened.may.assign ? await listTopics(tx) : [],
    excerpts: Object.fromEntries(opened.messages.map(({ id, html }) => [id, excerptOf(textOf(html), 90)])),
    join: opened.may.assign ? await readJoin(tx, who, opened, url) : null,
    decisions: await decisionsOfConversation(tx, who, opened.id),
    pause: opened.post && opened.may.moderate ? await pauseOf(tx, opened.post.id) : null,
    reports: await reportsOfConversation(tx, opened.id),
    case: await casePanel(tx, who, opened)
  }
}

export type SideData = Awaited<ReturnType<typeof readSide>>

async function readJoin(tx: Tx, who: Person, opened: Opened, url: URL) {
  const words = (url.searchParams.get('other') ?? '').trim().slice(0, 300)
  const linked = await linkedWith(tx, who, opened.id)
  const answer = opened.messages.findLast(({ direction, state }) => direction === 'out' && state !== 'returned')
  return {
    words,
    linked,
    /** A form's keys, so that a double click answers each of them once. */
    keys: Object.fromEntries(linked.talks.map(({ id }) => [id, newId()])),
    answerText: answer ? textOf(answer.html) : '',
    samePerson: await ofSamePerson(tx, who, opened.id),
    moves: await movesOf(tx, opened.id),
    found: words === '' ? [] : await findOthers(tx, who, opened.id, words)
  }
}

/** By words, or by the address of a conversation that somebody pasted. */
async function findOthers(tx: Tx, who: Person, own: string, words: string): Promise<OtherTalk[]> {
  const address = /conversation=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(words)?.[1]
  const ids = address ? [address] : (await searchConversations(tx, who, words)).hits.map(({ id }) => id)
  return talksById(tx, who, ids.filter((id) => id !== own).slice(0, 8))
}
