// Answering: sending, keeping a draft, taking a sent answer back.
import { readAnswerDraft, saveAnswerDraft } from '#dialogue/answer-draft.ts'
import { answer } from '#dialogue/answer.ts'
import { cardFromAnswer, countCards } from '#dialogue/cards.ts'
import { takeBack } from '#dialogue/leave.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { field } from '#routes/failing.ts'
import { act, conversationOf, idOrNull, messageOf } from './acting.ts'

export const answerActions = {
  answer: act(
    'answer',
    async (tx, who, form) => {
      const text = field(form, 'text')
      if (field(form, 'after') === 'draft') return keepOnly(tx, who, form)
      const answered = await answer(tx, who, {
        ...conversationOf(form),
        text,
        seen: Number.parseInt(field(form, 'seen'), 10) || 0,
        key: idOrNull(field(form, 'key')) ?? undefined,
        fourEyes: form.getAll('fourEyes').map(String).slice(0, 100),
        after: field(form, 'after') === 'close' ? 'close' : 'wait',
        // A program that posts the form may say that it will not want it back.
        canBeTakenBack: field(form, 'recall') !== 'no'
      })
      if (answered.isNew) await countCards(tx, form.getAll('card').map(String).filter(idOrNull))
      return { ...answered, isDraft: false }
    },
    ({ dialogue, finding, reviews }, _form, { waits, leavesAt, isDraft }) =>
      isDraft ? finding.draft.saved : waits ? reviews.answerWaits : leavesAt ? finding.leaving.sent : dialogue.sent
  ),
  keepCard: act(
    'keepCard',
    (tx, who, form) => cardFromAnswer(tx, who, messageOf(form)),
    ({ finding }) => finding.cards.made
  ),
  takeBack: act(
    'takeBack',
    (tx, who, form) => takeBack(tx, who, messageOf(form)),
    ({ finding }) => finding.leaving.takenBack
  )
}

/** Keeps what was typed without sending it; where no script does that all the time. */
async function keepOnly(tx: Tx, who: Person, form: FormData) {
  const { conversation } = conversationOf(form)
  const revision = (await readAnswerDraft(tx, conversation))?.revision ?? 0
  await saveAnswerDraft(tx, who, { conversation, text: field(form, 'text'), revision })
  return { isDraft: true, waits: false, leavesAt: null }
}
