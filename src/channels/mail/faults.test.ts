// What goes wrong on the way in: servers that die, renumber or do not call, letters twice, letters too large.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { listenToChannels } from '#dialogue/listen.ts'
import { takeRaws } from '#dialogue/take.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { understandJob } from '#dialogue/understand.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdStorage } from '#platform/media/images.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { connectTestBox, letter, type TestBox } from './box.fixture.ts'
import { readFolder } from './folder.ts'
import { openImap } from './imap.ts'
import { boxOf } from './settings.ts'
import { askBox } from './settle.ts'
import { pauses } from './watch.ts'

const world = useWorld()
const soon = { timeout: 20_000, interval: 50 }
let town: Town
let stop: () => Promise<void>
let box: TestBox
const boxes: TestBox[] = []
beforeAll(async () => {
  Object.assign(pauses, { pollMs: 200, firstMs: 50, passwordMs: 60_000 })
  await holdStorage(`${world().directory}/media`)
  town = await makeTown(addNetwork)
  await startJobs([understandJob])
  stop = listenToChannels(world().programUrl)
})
afterAll(async () => {
  await stop()
  for (const one of boxes) {
    await one.imap.close()
    await one.smtp.close()
  }
})
const connect = async (...given: Parameters<typeof connectTestBox> extends [Town, ...infer Rest] ? Rest : never) => {
  const one = await connectTestBox(town, ...given)
  boxes.push(one)
  await vi.waitFor(async () => expect((await stateOf(one)).health).toBe('good'), soon)
  return one
}
const stateOf = (one: TestBox) =>
  town.in((tx) =>
    tx.selectFrom('channel').select(['health', 'health_note']).where('id', '=', one.id).executeTakeFirstOrThrow()
  )
const texts = async (one = box) => (await one.messages()).map(({ text }) => text.split('\n').at(-1))
const arrives = (count: number, one = box) =>
  vi.waitFor(async () => expect(await one.messages()).toHaveLength(count), soon)

describe('a box', () => {
  beforeEach(async () => {
    box = await connect()
  })

  test('whose server dies in the middle of a letter is read on, nothing is lost and nothing comes twice', async () => {
    box.imap.cutInLetter = true
    for (let number = 1; number <= 5; number += 1) box.imap.deliver(letter({ text: `Brief ${number}` }))
    await arrives(5)
    box.imap.dropAll()
    box.imap.deliver(letter({ text: 'Brief 6' }))
    await arrives(6)
    expect(new Set(await texts()).size).toBe(6)
  })

  test('whose letters get new numbers is read anew, and what was here stays one', async () => {
    for (let number = 1; number <= 3; number += 1) box.imap.deliver(letter({ text: `Brief ${number}` }))
    await arrives(3)
    box.imap.renumber()
    box.imap.deliver(letter({ text: 'Brief 4' }))
    box.imap.dropAll()
    await arrives(4)
    await vi.waitFor(async () => {
      const folder = await town.in((tx) =>
        tx.selectFrom('mail_folder').selectAll().where('channel_id', '=', box.id).executeTakeFirstOrThrow()
      )
      expect(folder).toMatchObject({ uid_validity: 2, last_uid: 4 })
    }, soon)
    expect(await texts()).toEqual(['Brief 1', 'Brief 2', 'Brief 3', 'Brief 4'])
  })

  test('takes a letter that lies there twice once, and two letters of one id as two', async () => {
    const twice = letter({ id: 'same@scanner.example', subject: 'Eins', text: 'Eins' })
    box.imap.deliver(twice)
    box.imap.deliver(twice)
    box.imap.deliver(letter({ id: 'same@scanner.example', subject: 'Zwei', text: 'Zwei' }))
    await arrives(2)
    box.imap.deliver(letter({ text: 'Drei' }))
    await arrives(3)
    expect(await texts()).toEqual(['Eins', 'Zwei', 'Drei'])
  })

  test('of a letter of fifty megabytes takes the words, and says that its files lie in the box', async () => {
    const head = letter({
      text: '--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSiehe Film.\r\n--c\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      headers: { 'Content-Type': 'multipart/mixed; boundary=c' }
    })
    box.imap.deliver(
      Buffer.concat([Buffer.from(head), Buffer.alloc(50 * 1024 * 1024, 'QUJD\r\n'), Buffer.from('\r\n--c--\r\n')])
    )
    await arrives(1)
    const [message] = await town.in((tx) =>
      tx.selectFrom('message').select(['text', 'envelope']).where('channel_id', '=', box.id).execute()
    )
    expect(message).toMatchObject({ text: 'Frage\n\nSiehe Film.', envelope: { remarks: ['cut'] } })
  })

  test('keeps a letter that cannot be read in quarantine with its reason, and reads on', async () => {
    box.imap.deliver(letter({ headers: { 'X-Long': 'x'.repeat(3_000_000) } }))
    box.imap.deliver(letter({ text: 'Danach' }))
    await arrives(1)
    await vi.waitFor(async () => {
      const raws = await town.in((tx) =>
        tx
          .selectFrom('incoming_raw')
          .select(['state', 'reason'])
          .where('channel_id', '=', box.id)
          .orderBy('id')
          .execute()
      )
      expect(raws).toEqual([
        { state: 'quarantined', reason: expect.stringContaining('cannot be read') },
        { state: 'understood', reason: null }
      ])
    }, soon)
  })

  test('changes nothing on the server by default, and forgets the whole once its parts are kept', async () => {
    box.imap.deliver(letter({}))
    await arrives(1)
    expect(box.imap.heard.filter((one) => /^(SELECT|UID STORE|UID MOVE|STORE|EXPUNGE)/.test(one))).toEqual([])
    expect(box.imap.folders.get('INBOX')!.letters[0]!.flags.size).toBe(0)
    const left = await town.in((tx) =>
      tx
        .selectFrom('mail_raw')
        .innerJoin('incoming_raw', 'incoming_raw.id', 'mail_raw.raw_id')
        .select('raw_id')
        .where('channel_id', '=', box.id)
        .execute()
    )
    expect(left).toEqual([])
  })
})

test('a server that does not call is asked again and again', async () => {
  const polled = await connect({ idle: false })
  polled.imap.deliver(letter({ text: 'Gefragt' }))
  await arrives(1, polled)
  expect(polled.imap.heard).not.toContain('IDLE')
})

test('each folder goes to its unit, and a letter in two of them is one', async () => {
  const two = await connect({ folders: ['Sport'], unit: null })
  await town.in((tx) =>
    tx
      .updateTable('mail_folder')
      .set({ unit_id: town.sport })
      .where('channel_id', '=', two.id)
      .where('path', '=', 'Sport')
      .execute()
  )
  two.imap.deliver(letter({ text: 'Freibad' }), 'Sport')
  await arrives(1, two)
  const again = letter({ id: 'both@post.example', text: 'An beide' })
  two.imap.deliver(again)
  two.imap.deliver(again, 'Sport')
  await arrives(2, two)
  const units = await town.in((tx) =>
    tx.selectFrom('conversation').select('unit_id').where('channel_id', '=', two.id).orderBy('id').execute()
  )
  expect(units[0]).toEqual({ unit_id: town.sport })
})

test('letters are marked or moved on the server only when they are safe here', async () => {
  const moving = await connect({ folders: ['Erledigt'], afterwards: 'move', movedTo: 'Erledigt' })
  moving.imap.deliver(letter({ text: 'Wandert' }))
  await arrives(1, moving)
  await vi.waitFor(() => expect(moving.imap.folders.get('Erledigt')!.letters).toHaveLength(1), soon)

  const failing = await connectTestBox(town, { afterwards: 'seen' })
  boxes.push(failing)
  await town.in((tx) => tx.updateTable('channel').set({ state: 'paused' }).where('id', '=', failing.id).execute())
  const row = await town.in((tx) =>
    tx.selectFrom('channel').selectAll().where('id', '=', failing.id).executeTakeFirstOrThrow()
  )
  const opened = boxOf({ municipalityId: town.id, channelId: failing.id, settings: row.settings, secret: row.secret })
  failing.imap.deliver(letter({ text: 'Volle Platte' }))
  const client = await openImap(opened)
  const { signal } = new AbortController()
  const reading = { client, box: opened, path: 'INBOX', tries: new Map<number, number>() }
  const full = Object.assign(new Error('could not extend file'), { code: '53100' })
  await expect(readFolder({ ...reading, port: { signal, keep: () => Promise.reject(full) } })).rejects.toThrow('extend')
  expect(failing.imap.heard.filter((one) => one.startsWith('UID STORE'))).toEqual([])
  await readFolder({
    ...reading,
    port: {
      signal,
      keep: (tx, raws) =>
        takeRaws(
          tx,
          raws.map((raw) => ({ ...raw, channelId: failing.id }))
        )
    }
  })
  expect([...failing.imap.folders.get('INBOX')!.letters[0]!.flags]).toEqual(['\\Seen'])
  client.close()
})

test('a wrong password is a state that people can mend, not a storm of attempts', async () => {
  const one = await connect()
  one.imap.password = 'anders'
  one.imap.dropAll()
  await vi.waitFor(
    async () => expect(await stateOf(one)).toEqual({ health: 'broken', health_note: 'check.mail.password' }),
    soon
  )
  expect(one.imap.heard.filter((command) => command.startsWith('LOGIN')).length).toBeLessThanOrEqual(2)
  one.imap.password = 'geheim'
  await town.in((tx) => askBox(tx, town.editor, one.id))
  await vi.waitFor(async () => expect(await stateOf(one)).toEqual({ health: 'good', health_note: null }), soon)
})
