// A box from the form to the answer, in a browser; and the program killed while it fetches letters.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { letter } from '../../src/channels/mail/box.fixture.ts'
import { type ImapServer, startImap } from '../mail/imap-server.ts'
import { type SmtpReceiver, startSmtp } from '../mail/smtp-receiver.ts'
import { ask } from '../world/ask.ts'
import { openPage } from '../world/browser.ts'
import { type Program, startProgram } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const env = { ORTSGESPRAECH_ALLOW_HOSTS: '127.0.0.1' }
let town: Town
let program: Program
let imap: ImapServer
let smtp: SmtpReceiver
beforeAll(async () => {
  town = await makeTown(addNetwork)
  imap = await startImap()
  imap.folders.set('Beschwerden', { validity: 1, next: 1, letters: [] })
  smtp = await startSmtp()
  program = await startProgram(world(), { timeoutMs: 120_000, env })
}, 180_000)
afterAll(async () => {
  await program.stop()
  await imap.close()
  await smtp.close()
})

const messages = () =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .innerJoin('channel', 'channel.id', 'message.channel_id')
      .select(['message.id', 'message.text', 'message.conversation_id'])
      .where('channel.network', '=', 'mail')
      .where('message.direction', '=', 'in')
      .execute()
  )

test('a box is connected, mended, read and answered from the desk', async () => {
  await using opened = await openPage({ viewport: { width: 1400, height: 900 } })
  const { page, complaints } = opened
  const desk = `http://${town.host}:${program.port}/desk`
  await page.goto(desk)
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })

  await page.goto(`${desk}/settings/mailboxes`)
  await page.getByRole('link', { name: 'Postfach verbinden' }).click()
  await page.fill('[name=name]', 'Bürgerbüro')
  await page.fill('[name=address]', 'buergerbuero@musterstadt.example')
  for (const [name, port] of [
    ['imap', imap.port],
    ['smtp', smtp.port]
  ] as const) {
    await page.fill(`[name=${name}Host]`, '127.0.0.1')
    await page.fill(`[name=${name}Port]`, String(port))
    await page.selectOption(`[name=${name}Security]`, 'none')
    await page.fill(`[name=${name}User]`, 'box')
  }
  await page.fill('[name=imapPassword]', 'falsch')
  await page.getByRole('button', { name: 'Speichern und Verbindung prüfen' }).click()
  await page.getByText('nimmt Benutzername oder Passwort nicht an').first().waitFor()
  expect(await page.inputValue('[name=imapHost]')).toBe('127.0.0.1')
  await page.fill('[name=imapPassword]', 'geheim')
  await page.getByRole('button', { name: '„Zugang“ speichern' }).click()
  await page.getByText('Eingang und Ausgang funktionieren').waitFor()
  await page.selectOption('[name=unit-INBOX]', { label: 'Sport' })
  await page.getByRole('button', { name: 'Ordner speichern und lesen' }).click()
  await page.getByText('Posteingang → Sport').waitFor()

  imap.deliver(
    letter({
      subject: 'Frühschwimmen',
      text: 'Gibt es wieder Frühschwimmen?\n\nAm 1. November 2026 um 10:00 schrieb Amt <amt@musterstadt.example>:\n> Hallo'
    })
  )
  const [message] = await vi.waitFor(
    async () => {
      const found = await messages()
      expect(found).toHaveLength(1)
      return found
    },
    { timeout: 20_000 }
  )
  await page.goto(`${desk}?view=all&conversation=${message!.conversation_id}`)
  await page.getByText('Gibt es wieder Frühschwimmen?').last().waitFor()
  await page.getByText('Absender nicht geprüft').waitFor()
  expect(await page.getByText('> Hallo').isVisible()).toBe(false)
  await page.getByText('Zitierter Text und Signatur').click()
  expect(await page.getByText('> Hallo').isVisible()).toBe(true)
  await page.fill('#answer-text', 'Ja, ab dem 1. Mai um 6:30 Uhr.')
  await page.press('#answer-text', 'Control+Enter')
  await vi.waitFor(() => expect(smtp.letters.some(({ source }) => source.includes('ab dem 1. Mai'))).toBe(true), {
    timeout: 30_000
  })
  // The test on the wrong password is an answer with a state of its own, not a complaint.
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])

  for (const path of ['/', '/suche?q=Fr%C3%BChschwimmen']) {
    const seen = await ask(`${program.origin}${path}`, { headers: { host: town.host } })
    expect(seen.status).toBe(200)
    expect(seen.text).not.toContain('Gibt es wieder')
  }
}, 120_000)

test('a program that is killed while it fetches letters loses none and takes none twice', async () => {
  const before = (await messages()).length
  let fetched = 0
  let killed: Promise<void> | null = null
  imap.cut = (command) => {
    if (!command.startsWith('UID FETCH') || !command.includes('BODY.PEEK[]')) return false
    fetched += 1
    if (fetched === 7) killed = program.kill()
    return fetched === 7
  }
  for (let number = 1; number <= 20; number += 1)
    imap.deliver(letter({ subject: 'Viele', text: `Brief Nummer ${number}.` }))
  await vi.waitFor(() => expect(killed).not.toBeNull(), { timeout: 20_000 })
  await killed
  imap.cut = () => false
  program = await startProgram(world(), { timeoutMs: 120_000, env })
  await vi.waitFor(async () => expect(await messages()).toHaveLength(before + 20), { timeout: 60_000, interval: 200 })
  const texts = (await messages()).map(({ text }) => text).filter((text) => text.includes('Brief Nummer'))
  expect(new Set(texts).size).toBe(20)
}, 180_000)
