import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { ask, questionsFor, questionsOf, withdrawQuestion } from './ask.ts'
import { merge } from './merge.ts'
import { note } from './note.ts'
import { unseenNotices } from './notices.ts'
import { receive } from './receive.ts'
import { openColleagueQuestion, readQuestion, receiveColleagueAnswer, reply } from './reply.ts'
import { openConversation } from './timeline.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
const begin = async (text: string) => {
  const received = await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport })))
  return { conversation: received.conversationId!, message: received.messageId! }
}
const opened = (id: string) => town.in((tx) => openConversation(tx, town.editor, id))
const words = (html: string) => html.replace(/<[^>]+>/g, '')
const mails = () =>
  town.in((tx) => tx.selectFrom('outgoing_mail').selectAll().where('purpose', '=', 'question').orderBy('id').execute())
const colleague = { name: 'Uwe Außen', email: 'uwe@stadtwerke.example' }

/** Asks by mail and answers the token that was mailed. */
async function askByMail(conversation: string, share: string[] = []): Promise<{ question: string; token: string }> {
  const asked = await town.in((tx) =>
    ask(tx, town.sportExpert, { conversation, text: 'Wissen Sie das?', share, ...colleague })
  )
  const mail = (await mails()).at(-1)!
  return { ...asked, token: /\/rueckfrage\/(\S+)/.exec(mail.body)![1]! }
}

describe('asking another unit', () => {
  test('shows them the question and what was shared only; the answer comes back as a note', async () => {
    const { conversation, message } = await begin('Ist die Zufahrt gesperrt?')
    await town.in((tx) => note(tx, town.sportExpert, { conversation, text: 'Geheim im Sport' }))
    const { question } = await town.in((tx) =>
      ask(tx, town.sportExpert, {
        conversation,
        unit: town.roads,
        text: 'Bis wann ist dort Baustelle?',
        share: [message]
      })
    )
    expect((await opened(conversation)).state).toBe('waiting_inside')
    const told = await town.in((tx) => unseenNotices(tx, town.roadsExpert))
    expect(told).toMatchObject([{ kind: 'asked', question, subject: 'Bis wann ist dort Baustelle?' }])
    await expect(town.in((tx) => openConversation(tx, town.roadsExpert, conversation))).rejects.toThrow(NotFound)
    const read = await town.in((tx) => readQuestion(tx, town.roadsExpert, question))
    expect(read.shared.map(({ html }) => words(html))).toEqual(['Ist die Zufahrt gesperrt?'])
    expect(await town.in((tx) => unseenNotices(tx, town.roadsExpert))).toEqual([])
    await expect(town.in((tx) => readQuestion(tx, town.officer, question))).rejects.toThrow(NotFound)
    expect((await town.in((tx) => questionsFor(tx, town.roadsExpert))).map(({ id }) => id)).toEqual([question])

    const both = await Promise.allSettled(
      ['Bis Freitag.', 'Bis Freitag!'].map((text) => town.in((tx) => reply(tx, town.roadsExpert, { question, text })))
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const after = await opened(conversation)
    expect(after).toMatchObject({ state: 'open', unread: true })
    expect(after.messages.at(-1)).toMatchObject({ direction: 'note', author: 'Bernd Bauer' })
    expect(await town.in((tx) => unseenNotices(tx, town.sportExpert))).toMatchObject([
      { kind: 'replied', conversation }
    ])
    expect(after.changes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['conversation.asked', 'conversation.replied'])
    )
    expect(await town.in((tx) => questionsFor(tx, town.roadsExpert))).toEqual([])
  })

  test('several questions wait for the last; the same form sent twice asks once', async () => {
    const { conversation } = await begin('Zwei Rückfragen')
    const key = newId()
    const put = (given: object) =>
      town.in((tx) => ask(tx, town.sportExpert, { conversation, text: 'Was?', unit: town.roads, ...given }))
    await Promise.allSettled([put({ key }), put({ key })])
    const other = await put({ unit: town.root })
    expect(await town.in((tx) => questionsOf(tx, [conversation]))).toHaveLength(2)
    await town.in((tx) => reply(tx, town.roadsExpert, { question: key, text: 'Das.' }))
    expect((await opened(conversation)).state).toBe('waiting_inside')
    await town.in((tx) => withdrawQuestion(tx, town.sportExpert, other))
    expect((await opened(conversation)).state).toBe('open')
    await expect(town.in((tx) => reply(tx, town.editor, { ...other, text: 'Zu spät' }))).rejects.toThrow(Stale)
    await expect(town.in((tx) => withdrawQuestion(tx, town.editor, { question: key }))).rejects.toThrow(Stale)
  })

  test('refuses what cannot be, and never shares words of another conversation', async () => {
    const { conversation } = await begin('Grenzen')
    const foreign = await begin('Fremd')
    const put = (given: object, who = town.sportExpert) =>
      expect(town.in((tx) => ask(tx, who, { conversation, text: 'Was?', unit: town.roads, ...given }))).rejects
    await put({ text: ' \u0000 ' }).toThrow(Invalid)
    await put({ text: 'x'.repeat(4001) }).toThrow(Invalid)
    await put({ unit: newId() }).toThrow(Invalid)
    await put({ unit: null }).toThrow(Invalid)
    for (const email of ['kein', 'a@b', 'a b@c.de', 'a@c.de\nBcc: x@y.de', '"x"@c.de'])
      await put({ unit: null, email }).toThrow(Invalid)
    await put({ share: [foreign.message] }).toThrow(Stale)
    await put({}, town.roadsExpert).toThrow(NotAllowed)
    expect(await town.in((tx) => questionsOf(tx, [conversation]))).toEqual([])
  })
})

describe('asking a colleague without an account', () => {
  test('by a link that shows what was shared, works once and is logged', async () => {
    const { conversation, message } = await begin('Wer mäht den Rasen?')
    const { token, question } = await askByMail(conversation, [message])
    const [mail] = (await mails()).slice(-1)
    expect(mail).toMatchObject({ recipient: colleague.email })
    expect(mail!.body).not.toContain('Rasen')
    // Who looks after the mails sees subjects, and must not come by the link.
    expect(mail!.subject).not.toContain(token)
    expect(JSON.stringify(await town.in((tx) => questionsOf(tx, [conversation])))).not.toContain(token)
    const read = await town.in((tx) => openColleagueQuestion(tx, token))
    expect(read).toMatchObject({ text: 'Wissen Sie das?', by: 'Aylin Acar', to: 'Uwe Außen' })
    expect(read.shared.map(({ html }) => words(html))).toEqual(['Wer mäht den Rasen?'])
    await expect(town.in((tx) => receiveColleagueAnswer(tx, token, '\u0007 '))).rejects.toThrow(Invalid)
    await expect(town.in((tx) => receiveColleagueAnswer(tx, token, 'x'.repeat(10_001)))).rejects.toThrow(Invalid)

    const answers = ['<script>alert(1)</script> Die Stadtwerke.', 'Doppelt'].map((text) =>
      town.in((tx) => receiveColleagueAnswer(tx, token, text))
    )
    const done = await Promise.allSettled(answers)
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(town.in((tx) => openColleagueQuestion(tx, token))).rejects.toThrow('colleague.used')
    const after = await opened(conversation)
    const last = after.messages.at(-1)!
    expect(last).toMatchObject({ direction: 'note', author: 'Uwe Außen', visibility: 'internal' })
    expect(last.html).not.toContain('<script')
    expect(after.state).toBe('open')
    expect(after.changes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['conversation.asked', 'conversation.question-opened', 'conversation.replied'])
    )
    expect(after.changes.find(({ kind }) => kind === 'conversation.asked')!.names[question]).toBe('Uwe Außen')
  })

  test('a link that is over, taken back or made up says which', async () => {
    const { conversation } = await begin('Frist')
    const withdrawn = await askByMail(conversation)
    const stays = await askByMail(conversation)
    await town.in((tx) => withdrawQuestion(tx, town.sportExpert, withdrawn))
    const left = (await mails()).map(({ body }) => body).join()
    expect(left).toContain(stays.token)
    expect(left).not.toContain(withdrawn.token)
    await expect(town.in((tx) => openColleagueQuestion(tx, withdrawn.token))).rejects.toThrow('colleague.withdrawn')
    await expect(town.in((tx) => receiveColleagueAnswer(tx, 'erfunden', 'x'))).rejects.toThrow('colleague.unknown')
    const late = await askByMail(conversation)
    moveClock({ byMs: 8 * 86_400_000 })
    try {
      await expect(town.in((tx) => openColleagueQuestion(tx, late.token))).rejects.toThrow('colleague.over')
      await expect(town.in((tx) => receiveColleagueAnswer(tx, late.token, 'Spät'))).rejects.toThrow('colleague.over')
      expect((await town.in((tx) => questionsOf(tx, [conversation]))).at(-1)!.state).toBe('over')
    } finally {
      resetClock()
    }
  })

  test('an answer by mail is a note; one that comes too late is a message like any other', async () => {
    const { conversation } = await begin('Per Mail')
    const { token } = await askByMail(conversation)
    const otherwise = said(town, { text: 'Auch per Mail' })
    const mailed = { kind: 'reply' as const, token, text: 'Per Mail beantwortet', otherwise }
    const first = await town.in((tx) => receive(tx, mailed))
    expect(first.conversationId).toBe(conversation)
    expect((await opened(conversation)).messages.at(-1)).toMatchObject({ direction: 'note', author: 'Uwe Außen' })
    const late = await town.in((tx) => receive(tx, mailed))
    expect(late).toMatchObject({ outcome: 'new' })
    expect(late.conversationId).not.toBe(conversation)
  })

  test('an answer finds the conversation also where it became part of another', async () => {
    const { conversation } = await begin('Alt')
    const { token } = await askByMail(conversation)
    const { conversation: into } = await begin('Neu')
    await town.in((tx) => merge(tx, town.editor, { conversation, into }))
    expect(await town.in((tx) => receiveColleagueAnswer(tx, token, 'Hier'))).toEqual({ conversation: into })
    expect(words((await opened(into)).messages.at(-1)!.html)).toBe('Hier')
  })
})
