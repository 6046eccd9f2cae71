import { afterEach, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { commentsOf } from '#site/comments.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { NotAllowed, Refusal, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { readAnswerDraft, saveAnswerDraft } from './answer-draft.ts'
import { answer } from './answer.ts'
import { submitComment } from './comment.ts'
import { leaveSweepJob, letLeave, takeBack, takeBackMs } from './leave.ts'
import { receive } from './receive.ts'
import { assign } from './assign.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
afterEach(resetClock)

const ask = async (text: string) => {
  const received = await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport })))
  return received.conversationId!
}
const give = (conversation: string, given: Partial<Parameters<typeof answer>[2]> = {}) =>
  town.in((tx) =>
    answer(tx, town.sportExpert, { conversation, text: 'Am 1. Mai.', seen: 0, canBeTakenBack: true, ...given })
  )
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const stateOf = async (id: string) =>
  (await town.in((tx) => tx.selectFrom('message').select('state').where('id', '=', id).executeTakeFirst()))?.state
const publications = (message: string) =>
  town.in((tx) => tx.selectFrom('publication').select('state').where('message_id', '=', message).execute())
const counts = () =>
  town.in((tx) => tx.selectFrom('conversation_count').select(['view', 'count']).orderBy('view').execute())

test('an answer goes out after its seconds, not before, and once', async () => {
  const conversation = await ask('Wann öffnet das Bad?')
  const { message, leavesAt } = await give(conversation)
  expect(await stateOf(message)).toBe('leaving')
  expect(await conversationOf(conversation)).toMatchObject({ state: 'waiting', answer_count: 1, waiting_since: null })
  await town.in((tx) => letLeave(tx, message))
  expect(await publications(message)).toEqual([])
  moveClock({ byMs: takeBackMs })
  expect(leavesAt).not.toBeNull()
  await Promise.all([1, 2].map(() => town.in((tx) => letLeave(tx, message))))
  expect(await stateOf(message)).toBe('sending')
  expect(await publications(message)).toEqual([{ state: 'due' }])
  await expect(town.in((tx) => takeBack(tx, town.sportExpert, { message }))).rejects.toThrow(Refusal)
})

test('taken back, everything stands as before and the text is in the draft', async () => {
  const conversation = await ask('Wie teuer ist das Bad?')
  const before = await conversationOf(conversation)
  const countsBefore = await counts()
  const { message } = await give(conversation, { after: 'close' })
  expect((await conversationOf(conversation)).state).toBe('done')
  const back = await town.in((tx) => takeBack(tx, town.sportExpert, { message }))
  expect(back.text).toBe('Am 1. Mai.')
  expect(await stateOf(message)).toBeUndefined()
  const { version, ...after } = await conversationOf(conversation)
  expect({ ...after, version: before.version }).toEqual(before)
  expect(version).toBeGreaterThan(before.version)
  expect((await counts()).filter(({ count }) => count !== 0)).toEqual(countsBefore.filter(({ count }) => count !== 0))
  expect(await town.in((tx) => readAnswerDraft(tx, conversation))).toMatchObject({
    text: 'Am 1. Mai.',
    by: { id: town.sportExpert.id }
  })
  moveClock({ byMs: takeBackMs })
  await town.in((tx) => letLeave(tx, message))
  expect(await publications(message)).toEqual([])
})

test('of taking back and going out at the same moment exactly one happens', async () => {
  const conversation = await ask('Zugleich?')
  const { message } = await give(conversation)
  moveClock({ byMs: takeBackMs })
  const [back] = await Promise.allSettled([
    town.in((tx) => takeBack(tx, town.sportExpert, { message })),
    town.in((tx) => letLeave(tx, message))
  ])
  expect(await publications(message)).toHaveLength(back.status === 'fulfilled' ? 0 : 1)
})

test('what was moved meanwhile stays where somebody moved it, and strangers take nothing back', async () => {
  const conversation = await ask('Verschoben?')
  const { message } = await give(conversation)
  await expect(town.in((tx) => takeBack(tx, town.roadsExpert, { message }))).rejects.toThrow(NotAllowed)
  await town.in((tx) => assign(tx, town.sportExpert, { conversation, person: town.sportExpert.id }))
  await town.in((tx) => takeBack(tx, town.sportExpert, { message }))
  expect(await conversationOf(conversation)).toMatchObject({ state: 'waiting', assignee_id: town.sportExpert.id })
})

test('an answer on the own site stands there only when it has left, and brings a held comment with it', async () => {
  const comment = await town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'Cem', text: 'Gibt es Kurse?', address: '192.0.2.7' })
  )
  const shown = async () => (await town.in((tx) => commentsOf(tx, town.post))).count
  const { message } = await town.in((tx) =>
    answer(tx, town.editor, { conversation: comment.conversation, text: 'Ja.', seen: 0, canBeTakenBack: true })
  )
  expect([await shown(), await stateOf(comment.message)]).toEqual([0, 'held'])
  moveClock({ byMs: takeBackMs })
  // The job was lost: the sweep finds it.
  await leaveSweepJob.handle({})
  expect([await shown(), await stateOf(comment.message), await stateOf(message)]).toEqual([1, 'visible', 'sending'])
  expect(await conversationOf(comment.conversation)).toMatchObject({ state: 'waiting', held_count: 0 })
})

test('a double click leaves once, and a colleague is told while it is leaving', async () => {
  const conversation = await ask('Doppelt?')
  const key = newId()
  const both = await Promise.all([give(conversation, { key }), give(conversation, { key })])
  expect(new Set(both.map(({ message }) => message)).size).toBe(1)
  expect(both.every(({ leavesAt }) => leavesAt !== null)).toBe(true)
  await expect(give(conversation, { text: 'Noch eine.' })).rejects.toThrow(Stale)
})

test('a draft is shared, and nobody overwrites what a colleague wrote meanwhile', async () => {
  const conversation = await ask('Wer schreibt?')
  const save = (who: typeof town.editor, text: string, revision: number) =>
    town.in((tx) => saveAnswerDraft(tx, who, { conversation, text, revision }))
  expect(await save(town.sportExpert, 'Liebe', 0)).toEqual({ kept: true, revision: 1 })
  expect(await save(town.sportExpert, 'Liebe Frau', 1)).toEqual({ kept: true, revision: 2 })
  expect(await save(town.editor, 'Guten Tag', 1)).toMatchObject({ kept: false, draft: { text: 'Liebe Frau' } })
  expect(await save(town.editor, 'Guten Tag', 2)).toEqual({ kept: true, revision: 3 })
  await expect(save(town.roadsExpert, 'Nein', 3)).rejects.toThrow(NotAllowed)
  await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Guten Tag!', seen: 0 }))
  expect(await town.in((tx) => readAnswerDraft(tx, conversation))).toMatchObject({ text: '' })
})
