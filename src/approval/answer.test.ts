// Levels of trust hold for answers as for posts: an answer that needs an approval waits where everybody inside sees it.
import { beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { assign } from '#dialogue/assign.ts'
import { returnedText } from '#dialogue/approved.ts'
import { countsFor, listConversations } from '#dialogue/queries.ts'
import { receive } from '#dialogue/receive.ts'
import { submitComment } from '#dialogue/comment.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { makeTown, said, type Town } from '#dialogue/town.fixture.ts'
import { system } from '#people/types.ts'
import { listReviews, openReviewFor } from '#review/queries.ts'
import { setLevel } from '#review/set-level.ts'
import { commentsOf } from '#site/comments.ts'
import { useWorld } from '../../tests/world/world.ts'
import { approve } from './approve.ts'
import { finishReview } from './finish.ts'
import { requestChanges } from './send-back.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
  await set(town.sportExpert.id, town.sport, 'before')
})

const set = (person: string, unit: string, level: 'before' | 'after' | 'free') =>
  town.in((tx) => setLevel(tx, system, { person, unit, level, reason: 'Für die Prüfung' }))

/** A question of the sport unit from the other network. */
async function ask(text: string): Promise<string> {
  const { conversationId } = await town.in((tx) => receive(tx, said(town, { text })))
  await town.in((tx) => assign(tx, town.editor, { conversation: conversationId!, unit: town.sport }))
  return conversationId!
}

const give = (conversation: string, text: string, who = town.sportExpert, fourEyes: string[] = []) =>
  town.in((tx) => answer(tx, who, { conversation, text, seen: null, fourEyes }))
const stateOf = async (message: string) =>
  (await town.in((tx) => tx.selectFrom('message').select('state').where('id', '=', message).executeTakeFirstOrThrow()))
    .state
const rowOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const sentOf = (message: string) =>
  town.in((tx) => tx.selectFrom('publication').select('id').where('message_id', '=', message).execute())
const reviewOf = async (message: string) =>
  (
    await town.in((tx) =>
      tx.selectFrom('review').selectAll().where('message_id', '=', message).executeTakeFirstOrThrow()
    )
  ).id

test('an answer of who is at “before” is not sent, waits in the view “Zur Freigabe”, and goes out when approved', async () => {
  const conversation = await ask('Wann öffnet das Bad?')
  const before = await town.in((tx) => countsFor(tx, town.editor))
  const { message, waits } = await give(conversation, 'Am 1. Mai.')
  expect(waits).toBe(true)
  expect(await stateOf(message)).toBe('review')
  expect(await sentOf(message)).toEqual([])
  expect(await rowOf(conversation)).toMatchObject({
    state: 'waiting_inside',
    held_count: 1,
    answer_count: 0,
    answered_at: null
  })
  expect((await town.in((tx) => countsFor(tx, town.editor))).held).toBe(before.held + 1)
  const held = await town.in((tx) => listConversations(tx, town.editor, { view: 'held' }))
  expect(held.rows.map(({ id }) => id)).toContain(conversation)
  const { messages } = await town.in((tx) => openConversation(tx, town.editor, conversation))
  const review = await reviewOf(message)
  expect(messages.find(({ id }) => id === message)).toMatchObject({ state: 'review', reviewId: review })
  expect((await town.in((tx) => listReviews(tx, town.editor))).approve.map(({ id }) => id)).toContain(review)
  const opened = await town.in((tx) => openReviewFor(tx, town.editor, review))
  expect(opened.review).toMatchObject({ subject: 'message', text: { body: 'Am 1. Mai.' }, conversation })

  await expect(
    town.in((tx) => approve(tx, { who: town.sportExpert, review }, { revision: null }))
  ).rejects.toMatchObject({ status: 403 })
  await town.in((tx) => approve(tx, { who: town.editor, review }, { revision: null }))
  expect(await stateOf(message)).toBe('sending')
  expect(await sentOf(message)).toHaveLength(1)
  expect(await rowOf(conversation)).toMatchObject({ state: 'waiting', held_count: 0, answer_count: 1 })
})

test('what comes back is told why, was never seen outside, and can be worked on', async () => {
  const conversation = await ask('Und im Winter?')
  const { message } = await give(conversation, 'Weiß ich nicht.')
  const review = await reviewOf(message)
  await town.in((tx) => requestChanges(tx, { who: town.editor, review }, { note: 'Bitte freundlicher.' }))
  expect(await stateOf(message)).toBe('returned')
  expect(await sentOf(message)).toEqual([])
  expect(await rowOf(conversation)).toMatchObject({ state: 'open', held_count: 0, answer_count: 0, unread: true })
  expect(await town.in((tx) => returnedText(tx, town.sportExpert, message))).toBe('Weiß ich nicht.')
  expect(await town.in((tx) => returnedText(tx, town.editor, message))).toBe('')
  const second = await give(conversation, 'Im Winter ist das Bad zu.')
  expect(second.waits).toBe(true)
})

test('below a post nobody outside sees an answer that waits; a held comment is approved with it', async () => {
  const given = await town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'Schwimmerin', text: 'Gibt es Frühschwimmen?', address: '203.0.113.7' })
  )
  const asked = await town.in((tx) =>
    tx.selectFrom('message').select('conversation_id').where('id', '=', given.message).executeTakeFirstOrThrow()
  )
  await town.in((tx) => assign(tx, town.editor, { conversation: asked.conversation_id, unit: town.sport }))
  const { message } = await give(asked.conversation_id, 'Ja, ab 6:30 Uhr.')
  expect(await stateOf(given.message)).toBe('held')
  expect(await rowOf(asked.conversation_id)).toMatchObject({ held_count: 2 })
  expect((await town.in((tx) => commentsOf(tx, town.post))).threads).toEqual([])
  const review = await reviewOf(message)
  await town.in((tx) => approve(tx, { who: town.editor, review }, { revision: null }))
  expect(await stateOf(given.message)).toBe('visible')
  const { threads } = await town.in((tx) => commentsOf(tx, town.post))
  expect(threads[0]!.replies.map(({ html }) => html)).toEqual(['<p>Ja, ab 6:30 Uhr.</p>'])
})

test('at “after” it is sent at once and looked at; a topic with four eyes always waits', async () => {
  await set(town.sportExpert.id, town.sport, 'after')
  const first = await give(await ask('Kosten?'), 'Zwei Euro.')
  expect(first.waits).toBe(false)
  expect(await stateOf(first.message)).toBe('sending')
  const review = await reviewOf(first.message)
  await town.in((tx) => finishReview(tx, { who: town.editor, review }, { outcome: 'talked', note: 'Gern mit Link.' }))
  const second = await give(await ask('Und die Wahl?'), 'Im Bad wird gewählt.', town.sportExpert, ['wahlen'])
  expect(second.waits).toBe(true)
  await set(town.sportExpert.id, town.sport, 'before')
})
