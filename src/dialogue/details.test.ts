import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { assign } from './assign.ts'
import { coordinatesOf, settleDetails } from './details.ts'
import { unseenNotices } from './notices.ts'
import { receive } from './receive.ts'
import { close } from './state.ts'
import { openConversation } from './timeline.ts'
import { makeTown, said, type Town } from './town.fixture.ts'
import { unwatch, watch } from './watch.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
const ask = async (given: Partial<ReturnType<typeof said>> & { text: string }) =>
  (await town.in((tx) => receive(tx, said(town, given)))).conversationId!
const opened = (id: string, who = town.editor) => town.in((tx) => openConversation(tx, who, id))
const topic = () =>
  town.in(async (tx) => {
    const id = newId()
    await tx
      .insertInto('topic')
      .values({ id, name: 'Straßen', slug: `strassen-${id}` })
      .execute()
    return id
  })

describe('details', () => {
  test('say how urgent, about what and where, and what changed in words', async () => {
    const conversation = await ask({ text: 'Schlagloch' })
    const about = await topic()
    await town.in((tx) =>
      settleDetails(tx, town.editor, {
        conversation,
        priority: 'urgent',
        topic: about,
        place: ' Hauptstraße,\n vor Haus 12\u0000 ',
        coordinates: '51,5149; 7,4660'
      })
    )
    const now = await opened(conversation)
    expect(now).toMatchObject({
      priority: 'urgent',
      topic: { id: about, name: 'Straßen' },
      place: 'Hauptstraße, vor Haus 12',
      coordinates: { latitude: 51.5149, longitude: 7.466 }
    })
    const change = now.changes.find(({ kind }) => kind === 'conversation.detailed')!
    expect(change).toMatchObject({ by: { name: 'Rita Redaktion' }, names: { [about]: 'Straßen' } })
    expect(JSON.stringify(change.data)).not.toContain('Hauptstraße')
    await town.in((tx) => settleDetails(tx, town.editor, { conversation, priority: 'urgent' }))
    expect((await opened(conversation)).changes).toHaveLength(now.changes.length)
  })

  test('refuse what cannot be, and lose nothing by it', async () => {
    const conversation = await ask({ text: 'Wo?' })
    const settle = (input: object) =>
      town.in((tx) => settleDetails(tx, town.editor, { conversation, place: 'Rathaus', ...input }))
    for (const wrong of [
      { priority: 'extrem' },
      { topic: newId() },
      { place: 'x'.repeat(301) },
      { coordinates: '91, 7' },
      { coordinates: '<script>alert(1)</script>' }
    ])
      await expect(settle(wrong)).rejects.toThrow(Invalid)
    expect((await opened(conversation)).place).toBe('')
    await town.in((tx) => assign(tx, town.editor, { conversation, unit: town.roads }))
    await expect(
      town.in((tx) => settleDetails(tx, town.sportExpert, { conversation, priority: 'low' }))
    ).rejects.toThrow(NotAllowed)
  })

  test('coordinates are read as people write them', () => {
    expect(coordinatesOf('51.5149, 7.4660')).toEqual({ latitude: 51.5149, longitude: 7.466 })
    expect(coordinatesOf('51,5149 7,466')).toEqual({ latitude: 51.5149, longitude: 7.466 })
    expect(coordinatesOf('-33;151')).toEqual({ latitude: -33, longitude: 151 })
    expect(coordinatesOf(' ')).toEqual({ latitude: null, longitude: null })
    for (const wrong of ['51', 'a, b', '51, 181', '1e3, 5', '51.5, 7.4, 3', '٥١, ٧'])
      expect(coordinatesOf(wrong)).toBeNull()
  })
})

describe('watching', () => {
  const notices = async (who = town.sportExpert) =>
    (await town.in((tx) => unseenNotices(tx, who))).filter(({ kind }) => kind === 'watched')

  test('tells of what happens, once until it was looked at, and never of what one did oneself', async () => {
    const conversation = await ask({ text: 'Wer liest mit?', unitId: town.sport })
    await town.in((tx) => watch(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await town.in((tx) => watch(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await town.in((tx) => watch(tx, town.editor, { conversation }))
    expect((await opened(conversation)).watchers.map(({ name }) => name)).toEqual(['Aylin Acar', 'Rita Redaktion'])
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Sie.', seen: 0 }))
    await town.in((tx) => close(tx, town.editor, { conversation }))
    expect(await notices()).toHaveLength(0)
    // Closed is no longer told of; open again it is.
    await town.in(async (tx) => {
      const { remote_id } = await tx
        .selectFrom('message')
        .select('remote_id')
        .where('conversation_id', '=', conversation)
        .where('direction', '=', 'in')
        .executeTakeFirstOrThrow()
      await receive(tx, said(town, { text: 'Und der Preis?', inReplyTo: remote_id }))
    })
    expect(await notices()).toMatchObject([{ conversation }])
    expect((await notices(town.editor)).map(({ conversation: id }) => id)).toEqual([conversation])
  })

  test('is for those who may read, and ends', async () => {
    const conversation = await ask({ text: 'Nur Sport', unitId: town.sport })
    await expect(town.in((tx) => watch(tx, town.roadsExpert, { conversation }))).rejects.toThrow(NotAllowed)
    await expect(
      town.in((tx) => watch(tx, town.editor, { conversation, person: town.roadsExpert.id }))
    ).rejects.toThrow(Invalid)
    await expect(town.in((tx) => watch(tx, town.editor, { conversation, person: newId() }))).rejects.toThrow(Invalid)
    await town.in((tx) => watch(tx, town.sportExpert, { conversation }))
    await town.in((tx) => unwatch(tx, town.sportExpert, { conversation }))
    await town.in((tx) => unwatch(tx, town.sportExpert, { conversation }))
    expect((await opened(conversation)).watchers).toEqual([])
  })
})
