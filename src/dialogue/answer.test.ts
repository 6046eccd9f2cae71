import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, Refusal, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { receive } from './receive.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const ask = async (given: Partial<ReturnType<typeof said>> & { text: string }) => {
  const received = await town.in((tx) => receive(tx, said(town, given)))
  return { conversation: received.conversationId!, message: received.messageId! }
}
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const answersOf = (id: string) =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .selectAll()
      .where('conversation_id', '=', id)
      .where('direction', '=', 'out')
      .where('automatic', '=', false)
      .execute()
  )

describe('answering', () => {
  test('goes out on the channel that was asked, and the conversation waits for the citizen', async () => {
    const { conversation, message } = await ask({ text: 'Wann öffnet das Bad?', unitId: town.sport })
    const answered = await town.in((tx) =>
      answer(tx, town.sportExpert, { conversation, text: 'Am 1. Mai.\n\nUm 6:30 Uhr.', seen: 0 })
    )
    expect(answered).toMatchObject({ visibility: 'public', isNew: true })
    const [row] = await answersOf(conversation)
    expect(row).toMatchObject({
      state: 'sending',
      in_reply_to: message,
      person_id: town.sportExpert.id,
      unit_id: town.sport,
      html: '<p>Am 1. Mai.</p>\n<p>Um 6:30 Uhr.</p>'
    })
    expect(await conversationOf(conversation)).toMatchObject({
      state: 'waiting',
      answer_count: 1,
      unread: false,
      waiting_since: null,
      last_direction: 'out'
    })
    const publication = await town.in((tx) =>
      tx.selectFrom('publication').selectAll().where('message_id', '=', answered.message).executeTakeFirstOrThrow()
    )
    expect(publication).toMatchObject({ purpose: 'answer', channel_id: town.away, state: 'due' })
  })

  test('takes the visibility of what is answered', async () => {
    const { conversation } = await ask({ text: 'Vertraulich', visibility: 'direct' })
    const { visibility } = await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Gern.', seen: 0 }))
    expect(visibility).toBe('direct')
    const events = await town.in((tx) =>
      tx
        .selectFrom('event')
        .selectAll()
        .where('subject_id', '=', conversation)
        .where('kind', '=', 'conversation.answered')
        .execute()
    )
    expect(events).toHaveLength(1)
    expect(JSON.stringify(events)).not.toContain('Gern')
  })

  test('a double click answers once', async () => {
    const { conversation } = await ask({ text: 'Doppelt?' })
    const input = { conversation, text: 'Einmal.', seen: 0, key: newId() }
    const answers = await Promise.all([1, 2, 3].map(() => town.in((tx) => answer(tx, town.editor, input))))
    expect(new Set(answers.map((one) => one.message)).size).toBe(1)
    expect(answers.filter((one) => one.isNew)).toHaveLength(1)
    expect(await answersOf(conversation)).toHaveLength(1)
    const publications = await town.in((tx) =>
      tx.selectFrom('publication').select('id').where('message_id', '=', input.key).execute()
    )
    expect(publications).toHaveLength(1)
  })

  test('nobody can take over a key of somebody else', async () => {
    const { conversation } = await ask({ text: 'Schlüssel' })
    const key = newId()
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Meins.', seen: 0, key }))
    await expect(
      town.in((tx) => answer(tx, town.sportExpert, { conversation, text: 'Auch.', seen: 1, key }))
    ).rejects.toThrow(Refusal)
  })

  test('of two people who answer at once, the second is shown what the first wrote', async () => {
    const { conversation } = await ask({ text: 'Wer antwortet?' })
    const outcomes = await Promise.allSettled(
      [town.editor, town.sportExpert].map((who) =>
        town.in((tx) => answer(tx, who, { conversation, text: `von ${who.name}`, seen: 0, key: newId() }))
      )
    )
    const refused = outcomes.find((one) => one.status === 'rejected')
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(refused?.reason).toBeInstanceOf(Stale)
    const [first] = await answersOf(conversation)
    expect((refused!.reason as Stale).data).toMatchObject({ text: first!.text, by: first!.author_name })
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Ergänzung.', seen: 1 }))
    expect(await answersOf(conversation)).toHaveLength(2)
  })

  test('can close at once', async () => {
    const { conversation } = await ask({ text: 'Kurz' })
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Ja.', seen: 0, after: 'close' }))
    expect(await conversationOf(conversation)).toMatchObject({ state: 'done' })
  })

  test('refuses what is empty or longer than the channel takes, and what is not one’s own unit', async () => {
    const { conversation } = await ask({ text: 'Grenzen', unitId: town.sport })
    await expect(town.in((tx) => answer(tx, town.editor, { conversation, text: '  ', seen: 0 }))).rejects.toThrow(
      Invalid
    )
    await expect(
      town.in((tx) => answer(tx, town.editor, { conversation, text: 'ä'.repeat(501), seen: 0 }))
    ).rejects.toThrow(Invalid)
    await expect(
      town.in((tx) => answer(tx, town.roadsExpert, { conversation, text: 'Nein', seen: 0 }))
    ).rejects.toThrow(NotAllowed)
    await expect(town.in((tx) => answer(tx, town.officer, { conversation, text: 'Nein', seen: 0 }))).rejects.toThrow(
      NotAllowed
    )
    await town.in((tx) => answer(tx, town.editor, { conversation, text: '😀'.repeat(500), seen: 0 }))
  })

  test('a held comment is approved with its answer, by those who may approve', async () => {
    const { conversation, message } = await ask({ text: 'Gehalten', held: true, unitId: town.sport })
    await expect(town.in((tx) => answer(tx, town.sportExpert, { conversation, text: 'Ja', seen: 0 }))).rejects.toThrow(
      NotAllowed
    )
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Ja', seen: 0 }))
    const row = await town.in((tx) =>
      tx.selectFrom('message').select('state').where('id', '=', message).executeTakeFirstOrThrow()
    )
    expect(row.state).toBe('visible')
    expect(await conversationOf(conversation)).toMatchObject({ held_count: 0, state: 'waiting' })
  })

  test('where everything was taken back there is nothing to answer', async () => {
    const message = said(town, { text: 'weg' })
    const { conversationId } = await town.in((tx) => receive(tx, message))
    await town.in((tx) =>
      receive(tx, { kind: 'deletion', channelId: town.away, remoteId: message.remoteId, by: 'author', at: message.at })
    )
    await expect(
      town.in((tx) => answer(tx, town.editor, { conversation: conversationId!, text: 'Hm', seen: 0 }))
    ).rejects.toThrow('nothingToAnswer')
  })
})
