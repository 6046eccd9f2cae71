// The whole way: a letter in a box becomes a conversation, the answer leaves by SMTP, and what comes back finds it.
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { sendJob } from '#channels/send.ts'
import { answer } from '#dialogue/answer.ts'
import { listenToChannels } from '#dialogue/listen.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { understandJob } from '#dialogue/understand.ts'
import { holdStorage } from '#platform/media/images.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { stopSender } from '#channels/sender.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { connectTestBox, letter, type TestBox } from './box.fixture.ts'

const world = useWorld()
let town: Town
let box: TestBox
let stop: () => Promise<void>
const soon = { timeout: 15_000, interval: 50 }

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

describe('a letter', () => {
  test('becomes a conversation at once, its answer leaves by SMTP, and the answer to that finds back', async () => {
    await vi.waitFor(() => expect(box.imap.heard).toContain('IDLE'), soon)
    box.imap.deliver(letter({ id: 'first@post.example', subject: 'Öffnungszeiten' }))
    await vi.waitFor(async () => expect(await box.messages()).toHaveLength(1), soon)
    const [message] = await box.messages()
    expect(message).toMatchObject({
      remote_id: 'first@post.example',
      text: expect.stringContaining('Öffnungszeiten\n\nGuten Tag')
    })
    const conversation = message!.conversation_id

    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Montags um acht.', seen: 0 }))
    await vi.waitFor(async () => expect((await box.messages())[1]?.state).toBe('sent'), soon)
    const sent = box.smtp.letters.find(({ source }) => source.includes('Montags um acht.'))!
    expect(sent.to).toEqual(['erika@post.example'])
    const read = await simpleParser(sent.source)
    expect(read).toMatchObject({ inReplyTo: '<first@post.example>', subject: 'Re: Öffnungszeiten' })

    box.imap.deliver(
      letter({ subject: 'Re: Öffnungszeiten', text: 'Danke!', headers: { 'In-Reply-To': read.messageId! } })
    )
    await vi.waitFor(async () => expect(await box.messages()).toHaveLength(3), soon)
    expect((await box.messages()).map((one) => one.conversation_id)).toEqual([conversation, conversation, conversation])
  })
})
