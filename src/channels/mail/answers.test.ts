// What leaves, what comes back, and what must not go round in circles.
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { sendJob } from '#channels/send.ts'
import { stopSender } from '#channels/sender.ts'
import { retryPublication } from '#channels/settle.ts'
import { answer } from '#dialogue/answer.ts'
import { ask } from '#dialogue/ask.ts'
import { openFile, sweepFiles } from '#dialogue/files.ts'
import { listenToChannels } from '#dialogue/listen.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { understandJob } from '#dialogue/understand.ts'
import { wipeMessage } from '#dialogue/wipe.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdStorage, storage } from '#platform/media/images.ts'
import { NotAllowed, NotFound } from '#platform/refusal.ts'
import sharp from 'sharp'
import { useWorld } from '../../../tests/world/world.ts'
import { connectTestBox, letter, type TestBox } from './box.fixture.ts'

const world = useWorld()
const soon = { timeout: 20_000, interval: 50 }
let town: Town
let box: TestBox
let stop: () => Promise<void>
beforeAll(async () => {
  await holdStorage(`${world().directory}/media`)
  town = await makeTown(addNetwork)
  await startJobs([understandJob, sendJob])
  stop = listenToChannels(world().programUrl)
  box = await connectTestBox(town)
})
afterAll(async () => {
  await stop()
  await stopSender()
  await box.imap.close()
  await box.smtp.close()
})

let number = 0
const all = () =>
  town.in((tx) =>
    tx.selectFrom('message').selectAll().where('channel_id', '=', box.id).orderBy('received_at').orderBy('id').execute()
  )
const find = (text: string) =>
  vi.waitFor(
    async () => (await all()).find((one) => one.text.includes(text)) ?? expect.fail(`no message: ${text}`),
    soon
  )
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
/** Somebody asks; answers the message. */
async function asked(given: Parameters<typeof letter>[0] = {}) {
  const text = `Frage Nummer ${++number}`
  box.imap.deliver(letter({ from: `Person ${number} <p${number}@post.example>`, ...given, text: given.text ?? text }))
  return find(given.text ?? text)
}
async function answered(conversation: string, text: string) {
  const { message } = await town.in((tx) => answer(tx, town.editor, { conversation, text, seen: null }))
  const sent = await vi.waitFor(
    () => box.smtp.letters.find(({ source }) => source.includes(text)) ?? expect.fail('not sent'),
    soon
  )
  return { message, ...sent, read: await simpleParser(sent.source) }
}

describe('an answer', () => {
  test('is signed by the unit, comes from the box, and names the thread', async () => {
    const question = await asked({ id: 'q@post.example', headers: { References: '<a@post.example>' } })
    await town.in((tx) =>
      tx.updateTable('conversation').set({ unit_id: town.sport }).where('id', '=', question.conversation_id).execute()
    )
    const sent = await answered(question.conversation_id, 'Antwort vom Sport.')
    expect(sent.read.from?.value[0]).toMatchObject({ name: 'Sport, Musterstadt', address: box.input.address })
    expect(sent.read.text).toContain('Antwort vom Sport.\n\n-- \nSport\nMusterstadt')
    expect([sent.read.references].flat()).toContain('<q@post.example>')
    expect(sent.read.headers.get('auto-submitted')).toBeUndefined()
    expect(sent.read.replyTo?.value[0]?.address).toMatch(/\+[a-z2-7]{38}@/)
  })

  test('finds back by its signed address alone, and by nothing that is forged', async () => {
    const question = await asked()
    const { read } = await answered(question.conversation_id, 'Schreiben Sie gern wieder.')
    const address = read.replyTo!.value[0]!.address!
    const forged = address.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'))
    const back = await asked({ to: address, from: 'andere@post.example', text: 'Ohne Faden zurück' })
    expect(back.conversation_id).toBe(question.conversation_id)
    const stranger = await asked({ to: forged, text: 'Mit falscher Adresse' })
    expect(stranger.conversation_id).not.toBe(question.conversation_id)
  })

  test('finds back by the token in its subject where the server knows no such addresses', async () => {
    const plain = await connectTestBox(town, { settings: { plusAddressing: false } })
    plain.imap.deliver(letter({ text: 'Ohne Zusatz', from: 'x@post.example' }))
    const question = await vi.waitFor(async () => (await plain.messages())[0] ?? expect.fail('not yet'), soon)
    await town.in((tx) =>
      answer(tx, town.editor, { conversation: question.conversation_id, text: 'Mit Kennzeichen.', seen: null })
    )
    const sent = await vi.waitFor(
      () => plain.smtp.letters.find(({ source }) => source.includes('Mit Kennzeichen.')) ?? expect.fail('not yet'),
      soon
    )
    const { subject, replyTo } = await simpleParser(sent.source)
    expect(subject).toMatch(/^Re: Frage \[#[a-z2-7]{12}\]$/)
    expect(replyTo).toBeUndefined()
    plain.imap.deliver(letter({ subject: `AW: ${subject}`, text: 'Zurück', from: 'y@post.example' }))
    await vi.waitFor(
      async () =>
        expect((await plain.messages()).map((one) => one.conversation_id)).toEqual(
          Array(3).fill(question.conversation_id)
        ),
      soon
    )
    await plain.imap.close()
    await plain.smtp.close()
  })

  test('does not let a stranger in who names a letter that is not ours', async () => {
    const question = await asked({ id: 'guessed@post.example' })
    const stranger = await asked({ from: 'fremd@post.example', headers: { 'In-Reply-To': '<guessed@post.example>' } })
    expect(stranger.conversation_id).not.toBe(question.conversation_id)
    const same = await asked({
      from: `p${number - 1}@post.example`,
      headers: { 'In-Reply-To': '<guessed@post.example>' }
    })
    expect(same.conversation_id).toBe(question.conversation_id)
  })

  test('that is refused is seen, and one whose end nobody knows is not sent again', async () => {
    const question = await asked()
    box.smtp.refuse = (recipient) => (recipient === `p${number}@post.example` ? 550 : null)
    const { message } = await town.in((tx) =>
      answer(tx, town.editor, { conversation: question.conversation_id, text: 'An niemanden', seen: null })
    )
    const stateOf = async (id: string) => (await all()).find((one) => one.id === id)?.state
    await vi.waitFor(async () => expect(await stateOf(message)).toBe('failed'), soon)
    box.smtp.refuse = () => null

    const other = await asked()
    box.smtp.dieAfterData = true
    const lost = await answered(other.conversation_id, 'Angekommen oder nicht?')
    const publication = () =>
      town.in((tx) =>
        tx.selectFrom('publication').selectAll().where('message_id', '=', lost.message).executeTakeFirstOrThrow()
      )
    await vi.waitFor(async () => expect((await publication()).state).toBe('unknown'), soon)
    box.smtp.dieAfterData = false
    expect(box.smtp.letters.filter(({ source }) => source.includes('Angekommen oder nicht?'))).toHaveLength(1)
  })
})

describe('what comes back', () => {
  const bounce = (id: string, action = 'failed', status = '5.1.1') =>
    letter({
      from: 'MAILER-DAEMON@post.example',
      headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=r', 'Return-Path': '<>' },
      text: `--r\r\nContent-Type: text/plain\r\n\r\nDas ging nicht.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; p@post.example\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} no such user\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${id}\r\n--r--`
    })

  test('as undeliverable shows at the answer, brings the conversation back, and can be tried again', async () => {
    const question = await asked()
    const sent = await answered(question.conversation_id, 'Kommt nicht an.')
    box.imap.deliver(bounce(sent.read.messageId!))
    await vi.waitFor(
      async () => expect((await all()).find(({ id }) => id === sent.message)?.state).toBe('failed'),
      soon
    )
    const opened = await town.in((tx) => openConversation(tx, town.editor, question.conversation_id))
    expect(opened).toMatchObject({ state: 'open', unread: true })
    const shown = opened.messages.find(({ id }) => id === sent.message)!
    expect(shown).toMatchObject({ problem: '5.1.1 550 5.1.1 no such user', sending: { state: 'refused' } })
    expect((await all()).some(({ text }) => text.includes('Das ging nicht.'))).toBe(false)
    await town.in((tx) => retryPublication(tx, town.editor, shown.sending!.id))
    await vi.waitFor(async () => expect((await all()).find(({ id }) => id === sent.message)?.state).toBe('sent'), soon)
  })

  test('as delayed changes nothing yet, and what was never ours is nobody’s message', async () => {
    const question = await asked()
    const sent = await answered(question.conversation_id, 'Dauert noch.')
    box.imap.deliver(bounce(sent.read.messageId!, 'delayed', '4.4.1'))
    box.imap.deliver(bounce('<somebody@else.example>'))
    await asked()
    expect((await all()).find(({ id }) => id === sent.message)?.state).toBe('sent')
    expect((await all()).some(({ text }) => text.includes('Das ging nicht.'))).toBe(false)
  })

  test('as an absence note stands in the conversation, wakes nobody, and is answered by nobody', async () => {
    const question = await asked()
    const sent = await answered(question.conversation_id, 'Bitte sehr.')
    const before = await conversationOf(question.conversation_id)
    const letters = box.smtp.letters.length
    const note = await asked({
      from: `p${number}@post.example`,
      subject: 'Abwesend',
      text: 'Ich bin im Urlaub.',
      headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': sent.read.messageId! }
    })
    expect(note).toMatchObject({ conversation_id: question.conversation_id, automatic: true })
    expect(await conversationOf(question.conversation_id)).toMatchObject({
      state: before.state,
      unread: false,
      waiting_since: null
    })
    await asked({ headers: { 'List-Id': '<news.example>' } })
    await asked({ from: `Wir selbst <${box.input.address}>` })
    const mail = box.smtp.letters.slice(letters)
    expect(mail).toEqual([])
  })

  test('a first notice says that a program wrote it, and has no way back', async () => {
    for (const { source, from } of box.smtp.letters.filter(({ source }) => /^Auto-Submitted:/im.test(source))) {
      expect(from).toBe('')
      expect((await simpleParser(source)).headers.get('auto-submitted')).toBe('auto-replied')
    }
  })
})

test('a colleague without an account answers by mail, once, and not by an absence note', async () => {
  const question = await asked()
  await town.in((tx) =>
    ask(tx, town.editor, {
      conversation: question.conversation_id,
      text: 'Wissen Sie das?',
      unit: null,
      email: 'kollege@hof.example'
    })
  )
  const { subject, body } = await town.in((tx) =>
    tx
      .selectFrom('outgoing_mail')
      .select(['subject', 'body'])
      .where('recipient', '=', 'kollege@hof.example')
      .executeTakeFirstOrThrow()
  )
  const back = { from: 'kollege@hof.example', subject: `AW: ${subject}` }
  const quoting = (text: string) =>
    `${text}\n\nAm 2.11.2026 um 10:00 schrieb Stadt <stadt@hof.example>:\n> ${body.replaceAll('\n', '\n> ')}`
  box.imap.deliver(letter({ ...back, text: quoting('Bin nicht da.'), headers: { 'Auto-Submitted': 'auto-replied' } }))
  await find('Bin nicht da.')
  box.imap.deliver(letter({ ...back, text: quoting('Bis Freitag ist es gerichtet.') }))
  const note = await find('Bis Freitag ist es gerichtet.')
  expect(note).toMatchObject({ direction: 'note', visibility: 'internal', conversation_id: question.conversation_id })
  const again = await asked({ ...back, text: 'Noch etwas.' })
  expect(again).toMatchObject({ direction: 'in' })
})

describe('files', () => {
  test('lose the place where they were made, are for the staff of the unit alone, and go with their message', async () => {
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Artist: 'Erika' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    const part = (name: string, type: string, bytes: Buffer) =>
      `--f\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`
    box.imap.deliver(
      letter({
        headers: { 'Content-Type': 'multipart/mixed; boundary=f' },
        text: `--f\r\nContent-Type: text/plain\r\n\r\nSchlagloch mit Foto\r\n${part('loch.jpg', 'image/jpeg', photo)}${part('rechnung.pdf.exe', 'application/pdf', Buffer.from('MZ\0\0'))}${part('bilder.zip', 'image/png', Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))}--f--`
      })
    )
    const message = await find('Schlagloch mit Foto')
    await town.in((tx) =>
      tx.updateTable('conversation').set({ unit_id: town.roads }).where('id', '=', message.conversation_id).execute()
    )
    const { messages } = await town.in((tx) => openConversation(tx, town.editor, message.conversation_id))
    const { enclosures } = messages.find(({ id }) => id === message.id)!
    expect(enclosures.map(({ name, state, reason }) => ({ name, state, reason }))).toEqual([
      { name: 'loch.jpg', state: 'clean', reason: null },
      { name: 'rechnung.pdf.exe', state: 'refused', reason: 'dangerous' },
      { name: 'bilder.zip', state: 'refused', reason: 'archive' }
    ])
    const id = enclosures[0]!.id
    const opened = await openFile(town.id, town.roadsExpert, id)
    expect((await sharp(opened.bytes).metadata()).exif).toBeUndefined()
    await expect(openFile(town.id, town.sportExpert, id)).rejects.toThrow(NotAllowed)
    await expect(openFile(town.id, town.editor, enclosures[1]!.id)).rejects.toThrow(NotFound)

    const { key } = await town.in((tx) =>
      tx.selectFrom('message_file').select('key').where('id', '=', id).executeTakeFirstOrThrow()
    )
    expect(await storage().has(key!)).toBe(true)
    await town.in((tx) => wipeMessage(tx, message, 'author'))
    await expect(openFile(town.id, town.editor, id)).rejects.toThrow(NotFound)
    await sweepFiles(town.id)
    expect(await storage().has(key!)).toBe(false)
  })
})

test('letters are private: nobody outside the desk ever sees them', async () => {
  const messages = (await all()).filter(({ direction }) => direction !== 'note')
  expect(new Set(messages.map(({ visibility }) => visibility))).toEqual(new Set(['direct']))
  const { rows } = await town.in(async (tx) => ({
    rows: await tx
      .selectFrom('conversation')
      .select(['visibility', 'post_id'])
      .where('channel_id', '=', box.id)
      .execute()
  }))
  expect(rows.every(({ visibility, post_id }) => visibility === 'direct' && post_id === null)).toBe(true)
})
