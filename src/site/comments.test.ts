// What readers see below an article, and in which order.
import { expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { makeTown } from '#dialogue/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { commentsOf } from './comments.ts'

useWorld()

test('the answer of the administration stands first under the question, whatever others wrote before it', async () => {
  const town = await makeTown(addNetwork)
  const write = async (text: string, parent: string | null = null) => {
    const given = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'Kim', text, parent, address: null })
    )
    await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
    return given
  }
  const question = await write('Wann öffnet das Bad?')
  await write('Das frage ich mich auch.', question.message)
  await write('Und ich erst.', question.message)
  await town.in((tx) =>
    answer(tx, town.editor, { conversation: question.conversation, text: 'Am 1. Mai.', seen: 0, to: question.message })
  )
  const { threads } = await town.in((tx) => commentsOf(tx, town.post))
  expect(threads).toHaveLength(1)
  expect(threads[0]!.replies.map((one) => one.html.replace(/<[^>]*>/g, ''))).toEqual([
    'Am 1. Mai.',
    'Das frage ich mich auch.',
    'Und ich erst.'
  ])
})

test('names the person beside the unit where the municipality wants that, from then on', async () => {
  const town = await makeTown(addNetwork)
  const asked = async (text: string) => {
    const given = await town.in((tx) => submitComment(tx, { post: town.post, name: 'Kim', text, address: null }))
    await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
    await town.in((tx) => answer(tx, town.sportExpert, { conversation: given.conversation, text: 'Ja.', seen: 0 }))
  }
  await asked('Vorher?')
  await town.in((tx) =>
    tx
      .updateTable('municipality')
      .set({ settings: JSON.stringify({ signPerson: true }) })
      .execute()
  )
  await asked('Nachher?')
  const { threads } = await town.in((tx) => commentsOf(tx, town.post))
  expect(threads.map((one) => one.replies[0]!.author)).toEqual(['Sport', 'Aylin Acar, Sport'])
})
