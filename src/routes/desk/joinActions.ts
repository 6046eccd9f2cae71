// Forms that bring conversations together, apart, or side by side.
import { error } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { answer } from '#dialogue/answer.ts'
import { link, unlink } from '#dialogue/link.ts'
import { merge, unmerge } from '#dialogue/merge.ts'
import { split } from '#dialogue/split.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { Refusal } from '#platform/refusal.ts'
import { field, trying } from '#routes/failing.ts'
import { messages, refusalText } from '#ui/messages/messages.ts'
import { act, conversationOf, idOrNull } from './acting.ts'

const otherOf = (form: FormData) => idOrNull(field(form, 'other')) ?? newId()
const mostAtOnce = 50

export const joinActions = {
  // What was found becomes part of what is open.
  merge: act(
    'merge',
    (tx, who, form) => merge(tx, who, { conversation: otherOf(form), into: conversationOf(form).conversation }),
    ({ work }) => work.merged
  ),
  unmerge: act(
    'unmerge',
    (tx, who, form) => unmerge(tx, who, { move: idOrNull(field(form, 'move')) ?? newId() }),
    ({ work }) => work.unmerged
  ),
  split: act(
    'split',
    (tx, who, form) =>
      split(tx, who, {
        ...conversationOf(form),
        messages: form
          .getAll('messages')
          .map((one) => idOrNull(String(one)) ?? newId())
          .slice(0, 1000)
      }),
    ({ work }) => work.splitDone
  ),
  link: act(
    'link',
    (tx, who, form) => link(tx, who, { ...conversationOf(form), other: otherOf(form) }),
    ({ work }) => work.linked
  ),
  unlink: act(
    'unlink',
    (tx, who, form) => unlink(tx, who, { ...conversationOf(form), other: otherOf(form) }),
    ({ work }) => work.unlinked
  ),
  likewise
}

/** The same answer to others who asked the same: each a reply of its own, and one that cannot go does not hold up the rest. */
async function likewise({ request, locals }: RequestEvent) {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const form = await request.formData()
  const text = field(form, 'text')
  const others = form
    .getAll('others')
    .map((one) => idOrNull(String(one)))
    .filter((one) => one !== null)
    .slice(0, mostAtOnce)
  const t = messages(language).work
  return trying(language, 'likewise', { text }, async () => {
    if (others.length === 0) throw new Refusal('likewiseNone')
    const problems: string[] = []
    for (const conversation of others) {
      const key = idOrNull(field(form, `key-${conversation}`)) ?? undefined
      try {
        await inMunicipality(municipality.id, (tx) => answer(tx, who, { conversation, text, seen: null, key }))
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem
        const fault = 'fields' in problem ? Object.values(problem.fields as Record<string, string>)[0] : undefined
        problems.push(refusalText(language, fault ?? problem.key, problem.data))
      }
    }
    if (problems.length === others.length) throw new Refusal('likewiseFailed', { problem: problems[0] })
    return { action: 'likewise', said: t.likewiseDone(others.length - problems.length, problems[0] ?? null) }
  })
}
