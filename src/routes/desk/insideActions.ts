// Forms of what goes on inside: questions, checklists, and passing on to another authority.
import { ask, withdrawQuestion } from '#dialogue/ask.ts'
import { addChecks, applyChecklist, dropCheck, tick } from '#dialogue/checklist.ts'
import { forward } from '#dialogue/forward.ts'
import { newId } from '#platform/id.ts'
import { field } from '#routes/failing.ts'
import { act, conversationOf, idOrNull } from './acting.ts'

const idOf = (form: FormData, name: string) => idOrNull(field(form, name)) ?? newId()
const keyOf = (form: FormData) => ({ key: idOrNull(field(form, 'key')) ?? undefined })
const shareOf = (form: FormData) => ({
  share: form
    .getAll('share')
    .map((one) => idOrNull(String(one)) ?? newId())
    .slice(0, 1000)
})

export const insideActions = {
  ask: act(
    'ask',
    (tx, who, form) =>
      ask(tx, who, {
        ...conversationOf(form),
        ...keyOf(form),
        ...shareOf(form),
        text: field(form, 'text'),
        unit: idOrNull(field(form, 'toUnit')),
        name: field(form, 'name'),
        email: field(form, 'email')
      }),
    ({ work }, form) => (field(form, 'toUnit') ? work.asked : work.askedByMail)
  ),
  withdraw: act(
    'withdraw',
    (tx, who, form) => withdrawQuestion(tx, who, { question: idOf(form, 'question') }),
    ({ work }) => work.withdrawn
  ),
  forward: act(
    'forward',
    (tx, who, form) =>
      forward(tx, who, {
        ...conversationOf(form),
        ...keyOf(form),
        ...shareOf(form),
        authority: idOf(form, 'authority'),
        text: field(form, 'text'),
        withContact: field(form, 'withContact') === '1',
        ground: field(form, 'ground'),
        groundText: field(form, 'groundText'),
        notice: field(form, 'notice')
      }),
    ({ work }) => work.forwarded
  ),
  check: act(
    'check',
    (tx, who, form) => addChecks(tx, who, { ...conversationOf(form), text: field(form, 'text') }),
    ({ work }) => work.checkAdded
  ),
  checklist: act(
    'checklist',
    (tx, who, form) => applyChecklist(tx, who, { ...conversationOf(form), template: idOf(form, 'template') }),
    ({ work }) => work.checkAdded
  ),
  tick: act(
    'tick',
    (tx, who, form) => tick(tx, who, { check: idOf(form, 'check'), done: field(form, 'done') === '1' }),
    ({ work }, form) => (field(form, 'done') === '1' ? work.ticked : work.unticked)
  ),
  uncheck: act(
    'uncheck',
    (tx, who, form) => dropCheck(tx, who, { check: idOf(form, 'check') }),
    ({ work }) => work.checkDropped
  )
}
