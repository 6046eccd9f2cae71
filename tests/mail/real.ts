// The whole way against a real IMAP and SMTP server (Dovecot and Postfix, say): a letter sent to the box comes in once, its
// answer leaves, and the box itself is left as it was. Run by `npm run test:real -- mail`.
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testBox } from '#channels/mail/test-box.ts'
import { addBox, chooseFolders } from '#channels/mail/settle.ts'
import { boxOf } from '#channels/mail/settings.ts'
import { addNetwork } from '#channels/networks.ts'
import { sendJob } from '#channels/send.ts'
import { stopSender } from '#channels/sender.ts'
import { answer } from '#dialogue/answer.ts'
import { listenToChannels } from '#dialogue/listen.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { understandJob } from '#dialogue/understand.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdStorage } from '#platform/media/images.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const mark = `ortsgespraech-${Math.random().toString(36).slice(2)}`
const soon = { timeout: 120_000, interval: 500 }
let town: Town
let id: string
let stop = async (): Promise<void> => {}

/** `imaps://mail.example:993`, `imap://…:143` (STARTTLS), `imap+plain://…` (none). */
function server(variable: string) {
  const url = new URL(process.env[variable]!.replace('+plain:', '-plain:'))
  const security = url.protocol.endsWith('-plain:')
    ? 'none'
    : /^(imaps|smtps):$/.test(url.protocol)
      ? 'tls'
      : 'starttls'
  const port = Number(
    url.port || { imaps: 993, smtps: 465, imap: 143, smtp: 587 }[url.protocol.replace(/(-plain)?:$/, '')]
  )
  return { host: url.hostname, port, security, user: process.env.REAL_MAIL_USER! }
}

beforeAll(async () => {
  const imap = server('REAL_IMAP')
  const smtp = server('REAL_SMTP')
  // Whoever runs this names the servers: they may stand in the own network.
  configureFetch({ allow: [imap.host, smtp.host] })
  await holdStorage(`${world().directory}/media`)
  town = await makeTown(addNetwork)
  await startJobs([understandJob, sendJob])
  id = await town.in((tx) =>
    addBox(tx, town.editor, {
      name: 'Echt',
      unitId: town.root,
      address: process.env.REAL_MAIL_ADDRESS!,
      imap,
      smtp,
      authservId: process.env.REAL_MAIL_AUTHSERV_ID ?? '',
      plusAddressing: process.env.REAL_MAIL_PLUS === '1',
      passwords: { imap: process.env.REAL_MAIL_PASSWORD!, smtp: '' }
    })
  )
  stop = listenToChannels(world().programUrl)
}, 120_000)
afterAll(async () => {
  await stop()
  await stopSender()
})

const row = () => town.in((tx) => tx.selectFrom('channel').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const messages = () =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .selectAll()
      .where('channel_id', '=', id)
      .where('automatic', '=', false)
      .orderBy('received_at')
      .execute()
  )

test('signs in at both servers and finds the folders', async () => {
  const { settings, secret } = await row()
  const tested = await testBox(boxOf({ municipalityId: town.id, channelId: id, settings, secret }))
  expect(tested).toMatchObject({ imap: null, smtp: null })
  expect(tested.folders).toContain('INBOX')
}, 60_000)

test('a letter comes in once, its answer leaves and comes back into the same conversation', async () => {
  await town.in((tx) =>
    chooseFolders(tx, town.editor, id, {
      folders: [{ path: 'INBOX', unitId: town.root }],
      days: 0,
      afterwards: 'leave',
      movedTo: ''
    })
  )
  await vi.waitFor(async () => expect((await row()).health).toBe('good'), soon)
  const smtp = server('REAL_SMTP')
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    ignoreTLS: smtp.security === 'none',
    auth: { user: smtp.user, pass: process.env.REAL_MAIL_PASSWORD! }
  })
  const address = process.env.REAL_MAIL_ADDRESS!
  await transport.sendMail({ from: address, to: address, subject: mark, text: `Frage ${mark}` })
  transport.close()
  await vi.waitFor(
    async () => expect((await messages()).some(({ text }) => text.includes(`Frage ${mark}`))).toBe(true),
    soon
  )
  const question = (await messages()).find(({ text }) => text.includes(`Frage ${mark}`))!
  await town.in((tx) =>
    answer(tx, town.editor, { conversation: question.conversation_id, text: `Antwort ${mark}`, seen: null })
  )
  // The box wrote to itself: its own answer comes back under its own id, and is not a second message.
  await vi.waitFor(
    async () => expect((await messages()).find(({ text }) => text.includes(`Antwort ${mark}`))?.state).toBe('sent'),
    soon
  )
  await vi.waitFor(async () => {
    const raws = await town.in((tx) =>
      tx.selectFrom('incoming_raw').select('state').where('channel_id', '=', id).execute()
    )
    expect(raws.map(({ state }) => state)).toEqual(['understood', 'understood'])
  }, soon)
  expect((await messages()).filter(({ text }) => text.includes(mark))).toHaveLength(2)
}, 400_000)
