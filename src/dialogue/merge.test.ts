import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { assign } from './assign.ts'
import { recount } from './counts.ts'
import { enter } from './enter.ts'
import { link, linkedWith, movesOf, ofSamePerson, talksById, unlink } from './link.ts'
import { merge, unmerge } from './merge.ts'
import { note } from './note.ts'
import { listConversations } from './queries.ts'
import { receive } from './receive.ts'
import { searchConversations } from './search.ts'
import { split } from './split.ts'
import { mergedInto } from './standing.ts'
import { close } from './state.ts'
import { openConversation } from './timeline.ts'
import { makeTown, said, type Town } from './town.fixture.ts'
import { watch } from './watch.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
const ask = async (given: Partial<ReturnType<typeof said>> & { text: string }) => {
  const incoming = said(town, given)
  const received = await town.in((tx) => receive(tx, incoming))
  return { conversation: received.conversationId!, message: received.messageId!, remoteId: incoming.remoteId }
}
const call = async (text: string) =>
  (await town.in((tx) => enter(tx, town.editor, { name: 'Frau K.', text }))).conversation
const opened = (id: string, who = town.editor) => town.in((tx) => openConversation(tx, who, id))
const texts = async (id: string) => (await opened(id)).messages.map(({ html }) => html.replace(/<[^>]+>/g, ''))
const join = (conversation: string, into: string, who = town.editor) =>
  town.in((tx) => merge(tx, who, { conversation, into }))
const counts = () =>
  town.in((tx) => tx.selectFrom('conversation_count').selectAll().where('count', '<>', 0).orderBy('view').execute())

describe('merging', () => {
  test('makes one of two, leads the old address on, and is taken back with what was answered since', async () => {
    const question = await ask({ text: 'Wann öffnet das Bad?' })
    const later = await call('Ruft wegen des Bades noch einmal an')
    await town.in((tx) => watch(tx, town.sportExpert, { conversation: later }))
    const { move } = await join(later, question.conversation)
    expect(await texts(question.conversation)).toEqual(['Wann öffnet das Bad?', 'Ruft wegen des Bades noch einmal an'])
    expect(await town.in((tx) => mergedInto(tx, later))).toBe(question.conversation)
    const standing = await opened(question.conversation)
    expect(standing.watchers.map(({ name }) => name)).toEqual(['Aylin Acar'])
    expect(standing.changes.map(({ kind }) => kind)).toContain('conversation.merged')
    // Whoever has the old address open works on what stands.
    await town.in((tx) => note(tx, town.editor, { conversation: later, text: 'Hier weiter' }))
    expect(await texts(question.conversation)).toContain('Hier weiter')
    await town.in((tx) => answer(tx, town.editor, { conversation: question.conversation, text: 'Im Mai.', seen: 0 }))
    expect(await town.in((tx) => movesOf(tx, question.conversation))).toMatchObject([{ id: move, messages: 1 }])

    await town.in((tx) => unmerge(tx, town.editor, { move }))
    expect(await texts(later)).toEqual(['Ruft wegen des Bades noch einmal an', 'Im Mai.'])
    expect(await texts(question.conversation)).toEqual(['Wann öffnet das Bad?', 'Hier weiter'])
    expect((await opened(later)).state).toBe('new')
    await expect(town.in((tx) => unmerge(tx, town.editor, { move }))).rejects.toThrow('moveUndone')
  })

  test('keeps the figures true and hides what became part of another', async () => {
    const one = await ask({ text: 'Seltenes Wort Quittenbaum' })
    const other = await ask({ text: 'Noch ein Quittenbaum' })
    const { move } = await join(other.conversation, one.conversation)
    const listed = await town.in((tx) => listConversations(tx, town.editor, { view: 'done' }))
    expect(listed.rows.map(({ id }) => id)).not.toContain(other.conversation)
    const found = await town.in((tx) => searchConversations(tx, town.editor, 'Quittenbaum'))
    expect(found.hits.map(({ id }) => id)).toEqual([one.conversation])
    const kept = await counts()
    await town.in(recount)
    expect(await counts()).toEqual(kept)
    await town.in((tx) => unmerge(tx, town.editor, { move }))
    const after = await counts()
    await town.in(recount)
    expect(await counts()).toEqual(after)
  })

  test('two at once: one merges, the other is told; crosswise nobody waits for ever', async () => {
    const one = await ask({ text: 'Eins' })
    const other = await ask({ text: 'Zwei' })
    const done = await Promise.allSettled([
      join(one.conversation, other.conversation),
      join(other.conversation, one.conversation),
      join(one.conversation, other.conversation)
    ])
    const failed = done.filter((result) => result.status === 'rejected')
    expect(failed).toHaveLength(2)
    for (const { reason } of failed) expect(reason).toBeInstanceOf(Stale)
    const standing = await Promise.all([one, other].map(({ conversation }) => opened(conversation)))
    expect(standing.map(({ messages }) => messages.length).toSorted()).toEqual([0, 2])
  })

  test('taken back by two at once it goes back once', async () => {
    const one = await ask({ text: 'Hin' })
    const other = await ask({ text: 'Her' })
    const { move } = await join(one.conversation, other.conversation)
    const back = () => town.in((tx) => unmerge(tx, town.editor, { move }))
    const done = await Promise.allSettled([back(), back()])
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await texts(one.conversation)).toEqual(['Hin'])
  })

  test('a chain is followed to its end and taken back from there', async () => {
    const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((text) => ask({ text: `Kette ${text}` })))
    const first = await join(a!.conversation, b!.conversation)
    const second = await join(b!.conversation, c!.conversation)
    expect(await town.in((tx) => mergedInto(tx, a!.conversation))).toBe(c!.conversation)
    await expect(town.in((tx) => unmerge(tx, town.editor, { move: first.move }))).rejects.toThrow('unmergeLater')
    await town.in((tx) => unmerge(tx, town.editor, { move: second.move }))
    expect(await town.in((tx) => mergedInto(tx, a!.conversation))).toBe(b!.conversation)
    await town.in((tx) => unmerge(tx, town.editor, { move: first.move }))
    for (const one of [a, b, c]) expect((await opened(one!.conversation)).messages).toHaveLength(1)
  })

  test('what the other side says next comes to the conversation that stands', async () => {
    const one = await ask({ text: 'Frage', thread: 'faden-1', visibility: 'direct' })
    const other = await ask({ text: 'Dieselbe Person', visibility: 'direct' })
    await join(one.conversation, other.conversation)
    await town.in((tx) => close(tx, town.editor, { conversation: other.conversation }))
    const reply = await ask({ text: 'Nachtrag', inReplyTo: one.remoteId, visibility: 'direct' })
    const inThread = await ask({ text: 'Im Faden', thread: 'faden-1', visibility: 'direct' })
    const stranger = { network: 'away', remoteId: 'https://away.example/eve', name: 'Eve' }
    const guessed = await ask({ text: 'Geraten', thread: 'faden-1', visibility: 'direct', author: stranger })
    expect([reply.conversation, inThread.conversation]).toEqual([other.conversation, other.conversation])
    expect(guessed.conversation).not.toBe(other.conversation)
    expect((await opened(other.conversation)).state).toBe('reopened')
  })

  test('never lets a comment leave its post, nor somebody read what was said to another', async () => {
    const comment = await ask({ text: 'Unter dem Beitrag', postId: town.post })
    const elsewhere = await ask({ text: 'Ohne Beitrag' })
    await expect(join(comment.conversation, elsewhere.conversation)).rejects.toThrow('mergePosts')
    await expect(join(elsewhere.conversation, comment.conversation)).rejects.toThrow('mergePosts')
    const anna = { network: 'away', remoteId: 'https://away.example/anna', name: 'Anna' }
    const confidential = await ask({ text: 'Vertraulich', visibility: 'direct', author: anna })
    await expect(join(confidential.conversation, elsewhere.conversation)).rejects.toThrow('mergePrivate')
    await expect(join(elsewhere.conversation, confidential.conversation)).rejects.toThrow('mergePrivate')
    // What nobody outside sees goes with anything.
    const phone = await call('Ruft dazu an')
    await join(phone, confidential.conversation)
    expect(await texts(confidential.conversation)).toEqual(['Vertraulich', 'Ruft dazu an'])
  })

  test('is for those who see both', async () => {
    const sport = await ask({ text: 'Sport', unitId: town.sport })
    const roads = await ask({ text: 'Straße', unitId: town.roads })
    await expect(join(sport.conversation, roads.conversation, town.sportExpert)).rejects.toThrow(NotFound)
    await expect(join(sport.conversation, sport.conversation)).rejects.toThrow(Invalid)
    await expect(join(sport.conversation, newId())).rejects.toThrow(NotFound)
    await expect(town.in((tx) => unmerge(tx, town.editor, { move: newId() }))).rejects.toThrow(NotFound)
  })
})

describe('splitting', () => {
  test('moves messages to a conversation of their own, and merging brings them back', async () => {
    const first = await ask({ text: 'Bad?', unitId: town.sport })
    const second = await ask({ text: 'Und der Radweg?', inReplyTo: first.remoteId })
    const before = await counts()
    const made = await town.in((tx) =>
      split(tx, town.editor, { conversation: first.conversation, messages: [second.message, second.message] })
    )
    expect(await texts(made.conversation)).toEqual(['Und der Radweg?'])
    expect(await opened(made.conversation)).toMatchObject({ subject: 'Und der Radweg?', unit: { id: town.sport } })
    const reply = await ask({ text: 'Zum Radweg noch', inReplyTo: second.remoteId })
    expect(reply.conversation).toBe(made.conversation)
    const kept = await counts()
    await town.in(recount)
    expect(await counts()).toEqual(kept)
    await join(made.conversation, first.conversation)
    expect(await texts(first.conversation)).toEqual(['Bad?', 'Und der Radweg?', 'Zum Radweg noch'])
    expect(await counts()).toEqual(before)
  })

  test('refuses to leave nothing behind, to take nothing along, or what lies elsewhere', async () => {
    const first = await ask({ text: 'Eins' })
    const second = await ask({ text: 'Zwei', inReplyTo: first.remoteId })
    const foreign = await ask({ text: 'Fremd' })
    const { message: answered } = await town.in((tx) =>
      answer(tx, town.editor, { conversation: first.conversation, text: 'Ja.', seen: 0 })
    )
    const refused = (messages: string[], who = town.editor) =>
      expect(town.in((tx) => split(tx, who, { conversation: first.conversation, messages }))).rejects
    await refused([]).toThrow(Invalid)
    await refused([first.message, second.message]).toThrow(Invalid)
    await refused([answered]).toThrow(Invalid)
    await refused([foreign.message]).toThrow(Stale)
    await refused([newId()]).toThrow(Stale)
    await town.in((tx) => assign(tx, town.editor, { conversation: first.conversation, unit: town.roads }))
    await refused([second.message], town.sportExpert).toThrow(NotAllowed)
    expect(await texts(first.conversation)).toEqual(['Eins', 'Zwei', 'Ja.'])
  })
})

describe('linking', () => {
  test('says that two ask the same, once, for those who see both', async () => {
    const one = await ask({ text: 'Gleiche Frage', unitId: town.sport })
    const other = await ask({ text: 'Gleiche Frage noch einmal', unitId: town.roads })
    const pair = { conversation: one.conversation, other: other.conversation }
    await town.in((tx) => link(tx, town.editor, pair))
    await town.in((tx) => link(tx, town.editor, { conversation: pair.other, other: pair.conversation }))
    expect(await town.in((tx) => linkedWith(tx, town.editor, pair.other))).toMatchObject({
      talks: [{ id: pair.conversation, waits: true, mayAnswer: true }],
      hidden: 0
    })
    expect(await town.in((tx) => linkedWith(tx, town.sportExpert, pair.conversation))).toEqual({ talks: [], hidden: 1 })
    await expect(town.in((tx) => link(tx, town.sportExpert, pair))).rejects.toThrow(Refusal)
    await expect(town.in((tx) => link(tx, town.editor, { ...pair, other: pair.conversation }))).rejects.toThrow(Invalid)
    await town.in((tx) => unlink(tx, town.editor, pair))
    await town.in((tx) => unlink(tx, town.editor, pair))
    expect((await town.in((tx) => linkedWith(tx, town.editor, pair.other))).talks).toEqual([])
  })

  test('others of the same person and of an address are found', async () => {
    const anna = { network: 'away', remoteId: `https://away.example/${newId()}`, name: 'Anna' }
    const one = await ask({ text: 'Erstens', author: anna })
    const two = await ask({ text: 'Zweitens', author: anna })
    const same = await town.in((tx) => ofSamePerson(tx, town.editor, one.conversation))
    expect(same.map(({ id }) => id)).toEqual([two.conversation])
    const byId = await town.in((tx) => talksById(tx, town.editor, [newId(), two.conversation]))
    expect(byId.map(({ subject }) => subject)).toEqual(['Zweitens'])
  })
})
