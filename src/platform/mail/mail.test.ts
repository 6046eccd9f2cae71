import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLog } from '#platform/log/log.ts'
import { checkMail, closeMail, configureMail, mailConfigured, sendMail } from './mail.ts'

const mail = { to: 'erika@example.org', subject: 'Grüße', text: 'Guten Tag' }
const received: { from: string; to: string[]; text: string }[] = []
let lines: string[]
let server: SMTPServer | undefined

beforeEach(() => {
  lines = []
  startLog({ level: 'debug', pretty: false, write: (line) => lines.push(line) })
})

afterEach(async () => {
  configureMail({})
  closeMail()
  received.length = 0
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()))
  server = undefined
})

function problem(code: number): Error {
  return Object.assign(new Error('no <erika@example.org> here'), { responseCode: code })
}

async function startServer(answer: { recipient?: number; data?: number; signIn?: boolean } = {}): Promise<string> {
  const made = new SMTPServer({
    disabledCommands: answer.signIn ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    authOptional: !answer.signIn,
    logger: false,
    onAuth: (_auth, _session, done) => done(problem(535)),
    onRcptTo: (_to, _session, done) => done(answer.recipient ? problem(answer.recipient) : undefined),
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk) => (text += chunk))
      stream.on('end', () => {
        if (answer.data) return done(problem(answer.data))
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((entry) => entry.address), text })
        done()
      })
    }
  })
  server = made
  made.on('error', () => {})
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', () => done()))
  return `127.0.0.1:${(made.server.address() as AddressInfo).port}`
}

describe('a mail', () => {
  test('is sent with text, HTML, headers, reply address and attachments', async () => {
    configureMail({ url: `smtp://${await startServer()}`, from: 'Musterstadt <stadt@example.org>' })
    const sent = await sendMail({
      ...mail,
      html: '<p>Guten Tag</p>',
      replyTo: 'amt@example.org',
      headers: { 'List-Id': 'inbox' },
      messageId: '<one@example.org>',
      attachments: [{ filename: 'a.txt', content: 'attached' }]
    })
    expect(sent).toEqual({ state: 'sent', messageId: '<one@example.org>' })
    expect(received[0]).toMatchObject({ from: 'stadt@example.org', to: ['erika@example.org'] })
    for (const part of [
      /Reply-To: amt@example.org/,
      /List-ID: inbox/i,
      /Auto-Submitted: auto-generated/,
      /a\.txt/,
      /text\/html/
    ])
      expect(received[0].text).toMatch(part)
    expect(await checkMail()).toBe(true)
  })

  test('cannot smuggle headers or recipients in its subject', async () => {
    configureMail({ url: `smtp://${await startServer()}`, from: 'stadt@example.org' })
    await sendMail({ ...mail, subject: 'Hi\r\nBcc: other@example.org\r\n\r\nbody' })
    expect(received[0].to).toEqual(['erika@example.org'])
    expect(received[0].text).not.toMatch(/^Bcc:/m)
  })

  test('is not configured without a server or a sender', async () => {
    expect(mailConfigured()).toBe(false)
    expect(await sendMail(mail)).toEqual({ state: 'notConfigured' })
    configureMail({ url: 'smtp://127.0.0.1:1' })
    expect(await sendMail(mail)).toEqual({ state: 'notConfigured' })
    expect(await sendMail({ ...mail, from: 'stadt@example.org' })).toMatchObject({ state: 'failed' })
  })

  test.each([
    [{ recipient: 550 }, { state: 'refused', code: 550 }],
    [{ data: 554 }, { state: 'refused', code: 554 }],
    [{ recipient: 451 }, { state: 'failed', code: 451 }],
    [{ data: 421 }, { state: 'failed', code: 421 }]
  ])('%j makes it %j', async (answer, outcome) => {
    configureMail({ url: `smtp://${await startServer(answer)}`, from: 'stadt@example.org' })
    expect(await sendMail(mail)).toEqual(outcome)
  })

  test('fails for now when the sign-in is wrong, or nobody listens', async () => {
    configureMail({ url: `smtp://me:wrong@${await startServer({ signIn: true })}`, from: 'stadt@example.org' })
    expect(await sendMail(mail)).toEqual({ state: 'failed', code: 535 })
    expect(await checkMail()).toEqual({ code: 535 })
    configureMail({ url: 'smtp://127.0.0.1:1', from: 'stadt@example.org' })
    expect(await sendMail(mail)).toMatchObject({ state: 'failed' })
  })

  test('leaves no address, text or password in the log', async () => {
    configureMail({ url: `smtp://me:geheim@${await startServer({ recipient: 550 })}`, from: 'stadt@example.org' })
    await sendMail(mail)
    expect(lines.join('')).toContain('a mail was not sent: refused 550')
    expect(lines.join('')).not.toMatch(/erika|example\.org|geheim|Guten/)
  })
})
