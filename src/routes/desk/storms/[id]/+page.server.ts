import { error } from '@sveltejs/kit'
import { answerGroup, recallGroupAnswer, releaseGroupAnswer } from '#dialogue/storm/answer-group.ts'
import { endStorm, moveTalk, nameGroup } from '#dialogue/storm/groups.ts'
import { readStorm } from '#dialogue/storm/queries.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { lastPosition } from '#platform/journal/journal.ts'
import { field } from '#routes/failing.ts'
import { act, idOrNull } from '../../acting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('desk:dialogue')
  const { who, municipality } = locals
  if (!who) error(401)
  const id = idOrNull(params.id)
  if (!id) error(404, 'notFound')
  return inMunicipality(municipality.id, async (tx) => ({
    // Read first: what comes later than this position arrives by the live connection.
    position: await lastPosition(tx),
    storm: await readStorm(tx, who, id),
    zone: municipality.timeZone,
    now: now(),
    key: newId()
  }))
}

const idIn = (form: FormData, name: string) => idOrNull(field(form, name)) ?? newId()

export const actions: Actions = {
  answer: act(
    'answer',
    (tx, who, form) =>
      answerGroup(tx, who, {
        group: idIn(form, 'group'),
        text: field(form, 'text'),
        key: idOrNull(field(form, 'key')) ?? undefined
      }),
    ({ storms }, _form, { replies, isProposed }) => (isProposed ? storms.proposed : storms.sent(replies))
  ),
  release: act(
    'release',
    (tx, who, form) => releaseGroupAnswer(tx, who, idIn(form, 'answer')),
    ({ storms }) => storms.released
  ),
  recall: act(
    'recall',
    (tx, who, form) => recallGroupAnswer(tx, who, idIn(form, 'answer')),
    ({ storms }, _form, { recalled, out }) => storms.recalled(recalled, out)
  ),
  move: act(
    'move',
    (tx, who, form) =>
      moveTalk(tx, who, {
        storm: idIn(form, 'storm'),
        conversation: idIn(form, 'conversation'),
        group: field(form, 'group') === 'new' ? 'new' : idOrNull(field(form, 'group'))
      }),
    ({ storms }) => storms.moved
  ),
  name: act(
    'name',
    (tx, who, form) => nameGroup(tx, who, { group: idIn(form, 'group'), name: field(form, 'name') }),
    ({ storms }) => storms.named
  ),
  end: act(
    'end',
    (tx, who, form) => endStorm(tx, who, idIn(form, 'storm')),
    ({ storms }) => storms.ended
  )
}
