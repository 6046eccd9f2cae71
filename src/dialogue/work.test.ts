import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { assign } from './assign.ts'
import { enter } from './enter.ts'
import { approveMessage } from './moderate.ts'
import { decide } from './moderation/decide.ts'
import { textMark } from './stands.ts'
import { note } from './note.ts'
import { countsFor, listConversations, seesConversation } from './queries.ts'
import { markRead } from './read.ts'
import { receive } from './receive.ts'
import { searchConversations } from './search.ts'
import { close, reopen, wait } from './state.ts'
import { personChoices } from './choices.ts'
import { openConversation } from './timeline.ts'
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
const messageOf = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

describe('looking', () => {
  test('is told of only to who may read the conversation', async () => {
    const { conversation } = await ask({ text: 'Wer sieht das?' })
    await town.in((tx) => assign(tx, town.sportExpert, { conversation, unit: town.roads }))
    const sees = (who: typeof town.editor) => town.in((tx) => seesConversation(tx, who, conversation))
    expect(await sees(town.roadsExpert)).toBe(true)
    expect(await sees(town.sportExpert)).toBe(false)
    expect(await town.in((tx) => seesConversation(tx, town.editor, newId()))).toBe(false)
  })
})

describe('assigning', () => {
  test('gives to a unit and a person who may answer there', async () => {
    const { conversation } = await ask({ text: 'Schlagloch in der Hauptstraße' })
    await town.in((tx) => assign(tx, town.sportExpert, { conversation, unit: town.roads, person: town.roadsExpert.id }))
    expect(await conversationOf(conversation)).toMatchObject({
      unit_id: town.roads,
      assignee_id: town.roadsExpert.id,
      state: 'open'
    })
    const [event] = await town.in((tx) =>
      tx
        .selectFrom('event')
        .selectAll()
        .where('subject_id', '=', conversation)
        .where('kind', '=', 'conversation.assigned')
        .execute()
    )
    expect(event!.data).toMatchObject({ unit: town.roads, person: town.roadsExpert.id })
  })

  test('refuses people who may not see the unit, and lets go of them when the unit changes', async () => {
    const { conversation } = await ask({ text: 'Wohin?', unitId: town.sport })
    await expect(
      town.in((tx) => assign(tx, town.editor, { conversation, person: town.roadsExpert.id }))
    ).rejects.toThrow(Invalid)
    await expect(town.in((tx) => assign(tx, town.editor, { conversation, unit: newId() }))).rejects.toThrow(Invalid)
    await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await town.in((tx) => assign(tx, town.editor, { conversation, unit: town.roads }))
    expect(await conversationOf(conversation)).toMatchObject({ unit_id: town.roads, assignee_id: null })
    await expect(town.in((tx) => assign(tx, town.sportExpert, { conversation, unit: town.sport }))).rejects.toThrow(
      NotAllowed
    )
  })

  test('the people offered are those who may answer', async () => {
    const names = async (unit: string | null) =>
      (await town.in((tx) => personChoices(tx, unit))).map(({ name }) => name)
    expect(await names(town.sport)).toEqual(['Aylin Acar', 'Rita Redaktion'])
    expect(await names(null)).toEqual(['Aylin Acar', 'Bernd Bauer', 'Rita Redaktion'])
  })
})

describe('notes', () => {
  test('stay inside and mention colleagues by full or first name, once', async () => {
    const { conversation } = await ask({ text: 'Frage', unitId: town.sport })
    const key = newId()
    const input = { conversation, text: 'Weißt du das, @Aylin? @Aylin Acar @Bernd @Niemand x@aylin.example', key }
    const first = await town.in((tx) => note(tx, town.editor, input))
    await town.in((tx) => note(tx, town.editor, input))
    expect(first.mentions).toEqual([town.sportExpert.id])
    const opened = await town.in((tx) => openConversation(tx, town.editor, conversation))
    expect(opened.messages.filter((one) => one.direction === 'note')).toHaveLength(1)
    expect(await conversationOf(conversation)).toMatchObject({ message_count: 1, last_excerpt: 'Frage' })
  })
})

describe('states', () => {
  test('close, reopen, wait', async () => {
    const { conversation } = await ask({ text: 'Zustände' })
    expect((await town.in((tx) => close(tx, town.editor, { conversation }))).state).toBe('done')
    expect((await town.in((tx) => reopen(tx, town.editor, { conversation }))).state).toBe('reopened')
    expect((await town.in((tx) => wait(tx, town.editor, { conversation, for: 'inside' }))).state).toBe('waiting_inside')
    expect((await town.in((tx) => reopen(tx, town.editor, { conversation }))).state).toBe('open')
  })

  test('nothing is closed over a comment that nobody decided', async () => {
    const { conversation } = await ask({ text: 'Noch nicht', held: true })
    await expect(town.in((tx) => close(tx, town.editor, { conversation }))).rejects.toThrow('closeHeld')
  })

  test('reading takes the mark of the new away, once', async () => {
    const { conversation } = await ask({ text: 'Neu' })
    await town.in((tx) => markRead(tx, town.editor, { conversation }))
    await town.in((tx) => markRead(tx, town.editor, { conversation }))
    expect(await conversationOf(conversation)).toMatchObject({ unread: false })
  })
})

describe('moderation', () => {
  test('approving shows and counts for the contact', async () => {
    const { conversation, message } = await ask({
      text: 'Darf ich?',
      held: true,
      author: { network: 'away', remoteId: 'neu', name: 'Neu' }
    })
    await Promise.all([1, 2].map(() => town.in((tx) => approveMessage(tx, town.editor, { message }))))
    expect(await messageOf(message)).toMatchObject({ state: 'visible' })
    expect(await conversationOf(conversation)).toMatchObject({ held_count: 0, state: 'open' })
    const contact = await town.in((tx) =>
      tx.selectFrom('contact').selectAll().where('remote_id', '=', 'neu').executeTakeFirstOrThrow()
    )
    expect(contact.approved_count).toBe(1)
  })

  const hiding = {
    step: 'hide' as const,
    facts: 'Beschimpft eine Person.',
    ground: 'law:StGB-185',
    milder: 'Eine Erinnerung reicht nicht.'
  }

  test('rejecting wants a reason and finishes a conversation in which nothing else stands', async () => {
    const { conversation, message } = await ask({ text: 'Unfug', held: true })
    await expect(town.in((tx) => decide(tx, town.editor, { ...hiding, message, facts: ' ' }))).rejects.toThrow(Invalid)
    await town.in((tx) => decide(tx, town.editor, { ...hiding, message }))
    expect(await messageOf(message)).toMatchObject({ state: 'rejected', decision_reason: '§ 185 StGB: Beleidigung' })
    expect(await conversationOf(conversation)).toMatchObject({ held_count: 0, state: 'done' })
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    expect(await conversationOf(conversation)).toMatchObject({ state: 'reopened' })
  })

  test('what was shown can be hidden; deciding against a decision is refused; experts do not decide', async () => {
    const { message } = await ask({ text: 'Steht', unitId: town.sport })
    await expect(town.in((tx) => decide(tx, town.sportExpert, { ...hiding, message }))).rejects.toThrow(NotAllowed)
    await town.in((tx) => decide(tx, town.editor, { ...hiding, message }))
    await expect(town.in((tx) => decide(tx, town.editor, { ...hiding, message }))).rejects.toThrow(Refusal)
    expect((await messageOf(message)).state).toBe('hidden')
  })

  test('nobody approves words that changed under their hands', async () => {
    const asked = said(town, { text: 'harmlos', held: true })
    const { messageId } = await town.in((tx) => receive(tx, asked))
    const seen = textMark(await messageOf(messageId!))
    await town.in((tx) =>
      receive(tx, {
        kind: 'edit',
        channelId: town.away,
        remoteId: asked.remoteId,
        html: 'böse',
        text: 'böse',
        contentWarning: null,
        attachments: [],
        at: asked.at
      })
    )
    await expect(town.in((tx) => approveMessage(tx, town.editor, { message: messageId!, seen }))).rejects.toThrow(Stale)
  })
})

describe('calls and visits', () => {
  test('become internal conversations, once', async () => {
    const input = { name: 'Frau K.', text: 'Die Laterne ist aus.', unit: town.roads, key: newId() }
    const one = await town.in((tx) => enter(tx, town.roadsExpert, input))
    const two = await town.in((tx) => enter(tx, town.roadsExpert, input))
    expect(two).toEqual(one)
    expect(await conversationOf(one.conversation)).toMatchObject({
      network: 'note',
      visibility: 'internal',
      unit_id: town.roads
    })
    await expect(town.in((tx) => enter(tx, town.roadsExpert, { name: '', text: '' }))).rejects.toMatchObject({
      fields: { name: 'enterNameMissing', text: 'enterTextMissing' }
    })
  })
})

describe('reading', () => {
  test('an expert sees the own unit and what has none, and nothing else, in lists, counts, search and by address', async () => {
    const mine = await ask({ text: 'Sporthalle Zebrafink', unitId: town.sport })
    const others = await ask({ text: 'Brücke Zebrafink', unitId: town.roads })
    const nobodys = await ask({ text: 'Irgendwas Zebrafink' })
    const list = await town.in((tx) => listConversations(tx, town.sportExpert, { view: 'all', limit: 200 }))
    const ids = list.rows.map(({ id }) => id)
    expect(ids).toContain(mine.conversation)
    expect(ids).toContain(nobodys.conversation)
    expect(ids).not.toContain(others.conversation)
    const { hits } = await town.in((tx) => searchConversations(tx, town.sportExpert, 'Zebrafinken'))
    expect(hits.map(({ id }) => id).toSorted()).toEqual([mine.conversation, nobodys.conversation].toSorted())
    expect(hits[0]!.snippet).toContain('\u0002Zebrafink\u0003')
    await expect(town.in((tx) => openConversation(tx, town.sportExpert, others.conversation))).rejects.toThrow(NotFound)
    await expect(town.in((tx) => listConversations(tx, town.officer, { view: 'all' }))).rejects.toThrow(NotAllowed)
    const counts = await town.in((tx) => countsFor(tx, town.sportExpert))
    expect(counts.unit).toBe(list.rows.filter((row) => row.unit).length)
    expect(counts.none).toBe(list.rows.filter((row) => !row.unit).length)
  })

  test('names are found by their parts', async () => {
    const { conversation } = await ask({
      text: 'Hallo',
      author: { network: 'away', remoteId: 'wilhelmine', name: 'Wilhelmine Wunderlich' }
    })
    expect((await town.in((tx) => searchConversations(tx, town.editor, 'wunderl'))).hits.map(({ id }) => id)).toEqual([
      conversation
    ])
    expect(
      (await town.in((tx) => searchConversations(tx, town.editor, 'Wilhelmina Wunderlich'))).hits.map(({ id }) => id)
    ).toContain(conversation)
  })

  test('pages follow each other without gap or repetition while new ones come in', async () => {
    for (let index = 0; index < 12; index++) await ask({ text: `Seite ${index}`, unitId: town.roads })
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listConversations>> = await town.in((tx) =>
        listConversations(tx, town.roadsExpert, { view: 'unit', after, limit: 5 })
      )
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next
      await ask({ text: 'dazwischen', unitId: town.roads })
    } while (after)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(12)
  })

  test('every view answers', async () => {
    for (const view of ['mine', 'unit', 'none', 'held', 'waiting', 'done', 'channel', 'all'] as const)
      expect(
        (await town.in((tx) => listConversations(tx, town.editor, { view, channel: town.away }))).rows
      ).toBeInstanceOf(Array)
  })

  test('an opened conversation says who will see an answer', async () => {
    const { conversation } = await ask({ text: 'nur für Sie', visibility: 'direct' })
    const opened = await town.in((tx) => openConversation(tx, town.editor, conversation))
    expect(opened.answer).toEqual({ visibility: 'direct', isPublic: false, max: 500, approves: false })
  })
})
