import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { now, moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { NotAllowed, Refusal } from '#platform/refusal.ts'
import { setLevel } from '#review/set-level.ts'
import { system } from '#people/types.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { answer } from '../answer.ts'
import { receive } from '../receive.ts'
import { makeTown, said, type Town } from '../town.fixture.ts'
import { answerGroup, atOnce, giveSome, recallGroupAnswer, releaseGroupAnswer } from './answer-group.ts'
import { endStorm, moveTalk, nameGroup } from './groups.ts'
import { listStorms, readStorm } from './queries.ts'
import { thresholdOf, usualOf } from './usual.ts'
import { watchStorms } from './watch.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
afterEach(resetClock)

const prices = [
  'Warum ist der Eintritt so teuer geworden?',
  'Eintritt 8 Euro, das ist viel zu teuer',
  'Der Eintritt ist für Familien zu teuer',
  'Eintritt verdoppelt, teuer wie nie',
  'So teuer! Wer soll den Eintritt zahlen?',
  'Teuer, teuer. Eintritt bitte senken',
  'Warum kostet der Eintritt jetzt so viel, viel zu teuer'
]
const parking = [
  'Wo soll man parken, der Parkplatz ist voll',
  'Kein Parkplatz frei, wo parken?',
  'Parkplatz am Bad zu klein zum Parken',
  'Bitte mehr Parkplätze, man kann nirgends parken',
  'Parken unmöglich, Parkplatz immer voll'
]

/** Somebody else each time, unless named. */
let voices = 0
const ask = async (text: string, post: string, by = `voice ${(voices += 1)}`) => {
  const { conversationId } = await town.in((tx) =>
    receive(
      tx,
      said(town, {
        text,
        postId: post,
        author: { network: 'away', remoteId: `https://away.example/${by}`, name: by, handle: `@${by}@away.example` }
      })
    )
  )
  return conversationId!
}
const makePost = () =>
  town.in(async (tx) => {
    const id = newId()
    const at = now()
    await tx
      .insertInto('post')
      .values({
        id,
        slug: `p-${id}`,
        unit_id: town.sport,
        state: 'published',
        version_number: 1,
        published_at: at,
        has_draft: false
      })
      .execute()
    await tx
      .insertInto('post_version')
      .values({ post_id: id, number: 1, title: 'Neue Preise im Freibad', lead: '', body: '', html: '', words: 4, at })
      .execute()
    return id
  })
const look = () => town.in(watchStorms)
const runningOn = async (post: string) => {
  const row = await town.in((tx) =>
    tx.selectFrom('storm').selectAll().where('post_id', '=', post).where('ended_at', 'is', null).executeTakeFirst()
  )
  return row ?? null
}
const makeStorm = async () => {
  const post = await makePost()
  for (const text of [...prices, ...parking]) await ask(text, post)
  await look()
  const storm = (await runningOn(post))!
  return { post, storm: storm.id, read: () => town.in((tx) => readStorm(tx, town.editor, storm.id)) }
}
const groupNamed = async (read: () => ReturnType<typeof readStorm>, word: string) =>
  (await read()).groups.find(({ name }) => name.toLowerCase().includes(word))!

describe('what is usual', () => {
  test('is a busy hour of the channel, and a quiet channel has a floor', () => {
    expect(usualOf([])).toBe(1)
    expect(usualOf([1, 1, 2, 1, 30])).toBe(30)
    expect(usualOf([...Array.from({ length: 99 }, () => 2), 40])).toBe(2)
    expect(thresholdOf(0)).toBe(10)
    expect(thresholdOf(1)).toBe(10)
    expect(thresholdOf(40)).toBe(120)
  })
})

describe('a storm', () => {
  test('is many messages of many people on one post within an hour, announced once', async () => {
    const post = await makePost()
    for (const text of prices) await ask(text, post)
    await look()
    expect(await runningOn(post)).toBeNull()
    for (const text of parking) await ask(text, post)
    await look()
    await look()
    expect(await runningOn(post)).toMatchObject({ peak: 12, threshold: 10, ended_at: null })
    const notices = await town.in((tx) =>
      tx
        .selectFrom('notice')
        .innerJoin('conversation as c', 'c.id', 'notice.conversation_id')
        .select('person_id')
        .where('kind', '=', 'storm')
        .where('c.post_id', '=', post)
        .execute()
    )
    expect(notices.map(({ person_id }) => person_id).toSorted()).toEqual(
      [town.sportExpert.id, town.editor.id].toSorted()
    )
    const titles = (await town.in((tx) => listStorms(tx, town.sportExpert, true))).map(({ title }) => title)
    expect(titles).toContain('Neue Preise im Freibad')
    expect(await town.in((tx) => listStorms(tx, town.roadsExpert, true))).toEqual([])
  })

  test('is not one person who writes again and again', async () => {
    const post = await makePost()
    for (let at = 0; at < 15; at += 1) await ask(`Noch etwas, Nummer ${at}`, post, 'the same')
    await look()
    expect(await runningOn(post)).toBeNull()
  })

  test('is none where the channel is used to more', async () => {
    const past = await makePost()
    // Three weeks ago an ordinary day brought twenty an hour.
    moveClock({ byMs: -21 * 86_400_000 })
    for (let at = 0; at < 20; at += 1) await ask(`Alltag ${at}`, past)
    resetClock()
    const rows = await town.in((tx) => tx.selectFrom('conversation').select('id').where('post_id', '=', past).execute())
    expect(rows).toHaveLength(20)
    const post = await makePost()
    for (const text of [...prices, ...parking]) await ask(text, post)
    await look()
    expect(await runningOn(post)).toBeNull()
    await town.in((tx) => tx.deleteFrom('conversation').where('post_id', '=', past).execute())
  })

  test('takes in what comes later, and is over after two calm hours', async () => {
    const { post, storm, read } = await makeStorm()
    await ask('Der Eintritt ist wirklich zu teuer', post)
    await look()
    expect((await groupNamed(read, 'eintritt')).talks).toHaveLength(prices.length + 1)
    moveClock({ byMs: 90 * 60_000 })
    await look()
    expect(await runningOn(post)).toMatchObject({ id: storm })
    moveClock({ byMs: 125 * 60_000 })
    await look()
    expect(await runningOn(post)).toBeNull()
  })
})

describe('grouping', () => {
  test('puts together what asks the same, named by its words, with live figures', async () => {
    const { read } = await makeStorm()
    const storm = await read()
    expect(storm).toMatchObject({ lastHour: 12, messages: 12, voices: 12, open: 12, answered: 0 })
    expect(storm.steps.reduce((sum, { count }) => sum + count, 0)).toBe(12)
    expect(storm.groups[0]!.name.toLowerCase()).toContain('eintritt')
    expect(storm.groups[0]!.talks).toHaveLength(prices.length)
    expect(storm.groups[1]!.talks).toHaveLength(parking.length)
  })

  test('is put right by people, and stays so', async () => {
    const { post, storm, read } = await makeStorm()
    const from = await groupNamed(read, 'eintritt')
    const conversation = from.talks[0]!.id
    await town.in((tx) => moveTalk(tx, town.sportExpert, { storm, conversation, group: null }))
    await ask('Eintritt: teuer!', post)
    await look()
    expect((await read()).alone.map(({ id }) => id)).toContain(conversation)
    await town.in((tx) => moveTalk(tx, town.sportExpert, { storm, conversation, group: 'new' }))
    const made = (await read()).groups.find(({ talks }) => talks.some(({ id }) => id === conversation))!
    await town.in((tx) => nameGroup(tx, town.sportExpert, { group: made.id, name: 'Presse' }))
    expect((await read()).groups.map(({ name }) => name)).toContain('Presse')
    await expect(town.in((tx) => moveTalk(tx, town.roadsExpert, { storm, conversation, group: null }))).rejects.toThrow(
      NotAllowed
    )
    await town.in((tx) => endStorm(tx, town.sportExpert, storm))
    expect(await runningOn(post)).toBeNull()
  })
})

describe('one answer to all of a group', () => {
  const repliesOf = (id: string) =>
    town.in((tx) => tx.selectFrom('group_reply').selectAll().where('answer_id', '=', id).execute())

  test('is a reply of its own in each conversation, a few at a time, and given once', async () => {
    const { read } = await makeStorm()
    const group = await groupNamed(read, 'eintritt')
    const key = newId()
    const input = { group: group.id, text: 'Der Eintritt bleibt für Kinder frei.', key }
    const [first, again] = [
      await town.in((tx) => answerGroup(tx, town.sportExpert, input)),
      await town.in((tx) => answerGroup(tx, town.sportExpert, input))
    ]
    expect(first).toEqual({ answer: key, replies: prices.length, isProposed: false })
    expect(again.replies).toBe(0)
    // Somebody answers one of them by hand meanwhile.
    const last = (await repliesOf(key))
      .map(({ conversation_id }) => conversation_id)
      .toSorted()
      .at(-1)!
    await town.in((tx) => answer(tx, town.editor, { conversation: last, text: 'Ich war schneller.', seen: null }))
    await giveSome(town.id, key)
    expect((await repliesOf(key)).filter(({ state }) => state === 'given')).toHaveLength(atOnce)
    await giveSome(town.id, key)
    expect((await groupNamed(read, 'eintritt')).answers[0]).toMatchObject({ state: 'sending' })
    moveClock({ byMs: 12_000 })
    await giveSome(town.id, key)
    const replies = await repliesOf(key)
    expect(replies.filter(({ state }) => state === 'given')).toHaveLength(prices.length - 1)
    expect(replies.find(({ conversation_id }) => conversation_id === last)!.state).toBe('answered')
    const messages = await town.in((tx) =>
      tx
        .selectFrom('message')
        .select(['conversation_id', 'text', 'person_id'])
        .where(
          'id',
          'in',
          replies.map(({ message_id }) => message_id)
        )
        .execute()
    )
    expect(new Set(messages.map(({ conversation_id }) => conversation_id)).size).toBe(prices.length - 1)
    expect(messages.every(({ text, person_id }) => text === input.text && person_id === town.sportExpert.id)).toBe(true)
    expect((await groupNamed(read, 'eintritt')).answers[0]).toMatchObject({ state: 'done' })
  })

  test('can be recalled: what waits is not given, what has not left is taken back', async () => {
    const { read } = await makeStorm()
    const group = await groupNamed(read, 'eintritt')
    const { answer: id } = await town.in((tx) =>
      answerGroup(tx, town.sportExpert, { group: group.id, text: 'Ein Irrtum.' })
    )
    await giveSome(town.id, id)
    expect(await town.in((tx) => recallGroupAnswer(tx, town.sportExpert, id))).toEqual({
      recalled: prices.length,
      out: 0
    })
    await giveSome(town.id, id)
    expect((await repliesOf(id)).every(({ state }) => state === 'recalled')).toBe(true)
    const left = await town.in((tx) =>
      tx
        .selectFrom('message')
        .select('id')
        .where('direction', '=', 'out')
        .where(
          'conversation_id',
          'in',
          group.talks.map(({ id: talk }) => talk)
        )
        .execute()
    )
    expect(left).toEqual([])
    expect((await groupNamed(read, 'eintritt')).open).toBe(prices.length)
  })

  test('waits for somebody else where its writer is not trusted yet', async () => {
    const { read } = await makeStorm()
    const group = await groupNamed(read, 'parkplatz')
    const trust = (level: 'before' | 'free') =>
      town.in((tx) => setLevel(tx, system, { person: town.sportExpert.id, unit: town.sport, level, reason: 'Probe' }))
    await trust('before')
    const { answer: id, isProposed } = await town.in((tx) =>
      answerGroup(tx, town.sportExpert, { group: group.id, text: 'Am Friedhof ist Platz.' })
    )
    expect(isProposed).toBe(true)
    await giveSome(town.id, id)
    expect((await repliesOf(id)).every(({ state }) => state === 'waiting')).toBe(true)
    await expect(town.in((tx) => releaseGroupAnswer(tx, town.sportExpert, id))).rejects.toThrow(Refusal)
    await trust('free')
    await expect(town.in((tx) => releaseGroupAnswer(tx, town.sportExpert, id))).rejects.toThrow(Refusal)
    await town.in((tx) => releaseGroupAnswer(tx, town.editor, id))
    await giveSome(town.id, id)
    expect((await repliesOf(id)).filter(({ state }) => state === 'given')).toHaveLength(parking.length)
  })
})
