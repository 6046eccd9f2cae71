import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Moderated } from '#channels/contract.ts'
import { addNetwork, networkOf } from '#channels/networks.ts'
import { activeBlock } from '#moderation/blocks.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { lookAtEvidence } from '#moderation/look.ts'
import { exportEvidence, readPackage } from '#moderation/package/make.ts'
import { keyFingerprint, publicKeyPem } from '#moderation/package/sign.ts'
import { verifyPackage } from '#moderation/package/verify.ts'
import { readZip, writeZip } from '#moderation/package/zip.ts'
import { forgetEvidence, forgetReasons } from '#moderation/retain.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { commentsOf } from '#site/comments.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { submitComment } from '../comment.ts'
import { approveMessage } from '../moderate.ts'
import { correctOwnComment, deleteOwnComment, readOwnComment } from '../ownComment.ts'
import { receive } from '../receive.ts'
import { textMark } from '../stands.ts'
import { makeTown, said, type Town } from '../town.fixture.ts'
import { agree } from './agree.ts'
import { askReview } from './ask-review.ts'
import { carryJob } from './carry.ts'
import { decide, type DecideInput } from './decide.ts'
import { endDecisions } from './ends.ts'
import { pauseOf } from './pause.ts'
import { decisionsForAuthor, listDecisions, readDecision } from './queries.ts'
import { review } from './review.ts'

useWorld()
let town: Town
let second: Person
let third: Person
beforeAll(async () => {
  town = await makeTown(addNetwork)
  second = await colleague('Sina Zweite')
  third = await colleague('Dritte Person')
})
afterEach(resetClock)

async function colleague(name: string): Promise<Person> {
  return town.in(async (tx) => {
    const roles = [{ role: 'editor' as const, unitId: town.root }]
    const { personId } = await addPerson(tx, system, { name, email: `${newId()}@town.example`, roles })
    return (await loadPerson(tx, personId))!
  })
}

const insult = {
  facts: 'Nennt eine Mitarbeiterin „dumme Kuh“.',
  ground: 'law:StGB-185',
  milder: 'Eine Erinnerung reicht nicht, solange der Text zu lesen ist.'
}
const does = (who: Person, input: DecideInput) => town.in((tx) => decide(tx, who, input))
const messageOf = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const decisionOf = (id: string) =>
  town.in((tx) => tx.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const read = <T>(work: (tx: Tx) => Promise<T>) => town.in(work)

/** A comment of the site that stands. */
async function shown(text = 'Du dumme Kuh', email: string | null = null) {
  const given = await read((tx) =>
    submitComment(tx, { post: town.post, name: 'Vera', email, text: `${text} ${newId()}`, address: null })
  )
  await read((tx) => approveMessage(tx, town.editor, { message: given.message }))
  return given
}

/** A public reply below the post, on the network of the tests. */
async function reply(text: string, author = 'ben', more: object = {}) {
  const address = `https://away.example/${author}`
  const received = await read((tx) =>
    receive(
      tx,
      said(town, {
        text,
        postId: town.post,
        author: { network: 'away', remoteId: address, name: author, handle: `@${author}@away.example` },
        ...more
      })
    )
  )
  return received.messageId!
}

const marks = async () => {
  const { threads } = await read((tx) => commentsOf(tx, town.post))
  return threads
    .filter(({ ground }) => ground)
    .map(({ id, gone, ground, html, author }) => ({ id, gone, ground, html, author }))
}

describe('a decision', () => {
  test('above a reminder states facts, ground and what milder was considered', async () => {
    const { message } = await shown()
    for (const lacking of ['facts', 'ground', 'milder'] as const)
      await expect(does(town.editor, { step: 'hide', message, ...insult, [lacking]: '  ' })).rejects.toMatchObject({
        fields: { [lacking]: expect.stringContaining('Missing') }
      })
    await expect(does(town.editor, { step: 'hide', message, ...insult, ground: 'law:StGB-999' })).rejects.toThrow(
      Invalid
    )
    await expect(does(town.editor, { step: 'hide', message, ...insult, facts: 'x'.repeat(4001) })).rejects.toThrow(
      Invalid
    )
    await expect(does(town.sportExpert, { step: 'hide', message, ...insult })).rejects.toThrow(NotAllowed)
    await expect(does(town.editor, { step: 'remind', message })).rejects.toThrow(Invalid)
    expect((await messageOf(message)).state).toBe('visible')
  })

  test('may rest on a paragraph of the rules, whose version is kept as it read', async () => {
    const { message } = await shown()
    const { rules } = await read((tx) => groundChoices(tx, 'de'))
    const paragraph = rules.find(({ text }) => text.includes('Beleidigungen'))!
    const { decision } = await does(town.editor, { step: 'hide', message, ...insult, ground: paragraph.code })
    const row = await decisionOf(decision)
    expect(row.ground_text).toBe(paragraph.text)
    const kept = await read((tx) =>
      tx
        .selectFrom('netiquette_version')
        .selectAll()
        .where('version', '=', row.netiquette_version)
        .executeTakeFirstOrThrow()
    )
    expect(kept.body).toContain('Beleidigungen, Drohungen')
    await expect(read((tx) => tx.updateTable('netiquette_version').set({ body: '' }).execute())).rejects.toThrow(
      'immutable'
    )
  })

  test('leaves a mark with its ground where something stood, and none where nothing had', async () => {
    const { message } = await shown()
    const unseen = await read((tx) =>
      submitComment(tx, { post: town.post, name: 'Neu', text: 'Werbung!', address: null })
    )
    await does(town.editor, { step: 'hide', message, ...insult })
    await does(town.editor, { step: 'hide', message: unseen.message, ...insult })
    const found = await marks()
    expect(found.find(({ id }) => id === message)).toEqual({
      id: message,
      gone: 'hidden',
      ground: '§ 185 StGB: Beleidigung',
      html: '',
      author: ''
    })
    expect(found.find(({ id }) => id === unseen.message)).toBeUndefined()
    expect((await messageOf(unseen.message)).state).toBe('rejected')
  })

  test('of the second of two who decide at once is refused and told what the first did', async () => {
    const { message } = await shown()
    const outcomes = await Promise.allSettled([
      does(town.editor, { step: 'hide', message, ...insult }),
      does(second, { step: 'hide', message, ...insult })
    ])
    const lost = outcomes.find((one) => one.status === 'rejected')!
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(lost.reason).toBeInstanceOf(Refusal)
    expect(lost.reason).toMatchObject({
      key: 'moderation.decidedMeanwhile',
      data: { step: 'hide', ground: '§ 185 StGB: Beleidigung' }
    })
    expect(lost.reason.data.by).toMatch(/Rita|Sina/)
  })

  test('sent twice is one, and words changed under one’s hands are read again first', async () => {
    const { message, token } = await shown()
    const key = newId()
    const seen = textMark(await messageOf(message))
    const [one, two] = [
      await does(town.editor, { step: 'hide', message, key, seen, ...insult }),
      await does(town.editor, { step: 'hide', message, key, seen, ...insult })
    ]
    expect(two).toEqual({ ...one, isNew: false })
    const other = await shown('Noch ein Wort')
    const before = textMark(await messageOf(other.message))
    await read((tx) => correctOwnComment(tx, { token: other.token, text: 'Ganz anders' }))
    await expect(does(town.editor, { step: 'hide', message: other.message, seen: before, ...insult })).rejects.toThrow(
      Stale
    )
    expect((await read((tx) => readOwnComment(tx, token))).state).toBe('hidden')
  })

  test('is told on the private page with its reasons, by mail only where the address is confirmed', async () => {
    const { message, token } = await shown('Hallo', 'vera@mail.example')
    const without = await does(town.editor, { step: 'hide', message, ...insult, text: 'Schreiben Sie es gern anders.' })
    expect(without.told).toEqual(['page'])
    await does(town.editor, { step: 'stand', message })
    await read((tx) =>
      tx.updateTable('contact').set({ email_confirmed_at: now() }).where('email', '=', 'vera@mail.example').execute()
    )
    const told = await does(town.editor, { step: 'delete', message, ...insult })
    expect(told.told).toEqual(['page', 'mail'])
    const mail = await read((tx) =>
      tx.selectFrom('outgoing_mail').selectAll().where('purpose', '=', 'moderation').executeTakeFirstOrThrow()
    )
    expect(mail).toMatchObject({ recipient: 'vera@mail.example' })
    for (const part of [insult.facts, insult.milder, '§ 185 StGB', 'Überprüfung', 'M-'])
      expect(mail.body).toContain(part)
    const [last, first] = await read((tx) => decisionsForAuthor(tx, token))
    expect(last).toMatchObject({ step: 'delete', state: 'in_force', facts: insult.facts, mayAskReview: true })
    expect(last!.plain).toContain('Scharfe Kritik ist erlaubt')
    expect(first).toMatchObject({ step: 'hide', state: 'undone', mayAskReview: false })
  })

  test('against the police’s interest is not told, and says why', async () => {
    const { message, token } = await shown()
    const { decision, told } = await does(town.editor, {
      step: 'police',
      message,
      ...insult,
      withheld: 'Die Polizei bittet darum.'
    })
    expect(told).toEqual([])
    expect(await read((tx) => decisionsForAuthor(tx, token))).toEqual([])
    expect((await read((tx) => readDecision(tx, town.editor, decision))).withheld).toBe('Die Polizei bittet darum.')
  })
})

describe('a review', () => {
  test('asked by the author is decided by somebody else; what was deleted comes back as it was', async () => {
    const { message, token } = await shown('Ich bin anderer Meinung')
    const before = await messageOf(message)
    const { decision } = await does(town.editor, { step: 'delete', message, ...insult })
    expect(await messageOf(message)).toMatchObject({ state: 'deleted', text: '', html: '', author_name: '' })
    expect((await marks()).find(({ id }) => id === message)).toMatchObject({ gone: 'deleted' })
    const ask = () =>
      read((tx) => askReview(tx, { kind: 'author', token }, { decision, reason: 'Das war keine Beleidigung.' }))
    const asked = await ask()
    expect((await ask()).review).toBe(asked.review)
    const undone = { review: asked.review, outcome: 'undone' as const, note: 'Scharf, aber zur Sache.' }
    await expect(read((tx) => review(tx, town.editor, undone))).rejects.toThrow(NotAllowed)
    await expect(read((tx) => review(tx, second, { ...undone, note: ' ' }))).rejects.toThrow(Invalid)
    await read((tx) => review(tx, second, undone))
    await expect(read((tx) => review(tx, third, undone))).rejects.toMatchObject({ key: 'moderation.reviewedMeanwhile' })
    expect(await messageOf(message)).toMatchObject({
      state: 'visible',
      text: before.text,
      html: before.html,
      author_name: 'Vera',
      decision_id: null
    })
    const [line] = await read((tx) => decisionsForAuthor(tx, token))
    expect(line).toMatchObject({
      state: 'undone',
      mayAskReview: false,
      reviews: [{ outcome: 'undone', note: 'Scharf, aber zur Sache.' }]
    })
    await expect(ask()).rejects.toThrow(Refusal)
  })

  test('may put a milder decision in the place of the first', async () => {
    const { message, token } = await shown('Zu hart?')
    const { decision } = await does(town.editor, { step: 'delete', message, ...insult })
    const asked = await read((tx) => askReview(tx, { kind: 'author', token }, { decision, reason: '' }))
    const changed = { review: asked.review, outcome: 'changed' as const, note: 'Verbergen reicht.' }
    await expect(read((tx) => review(tx, second, changed))).rejects.toThrow(Invalid)
    const { decision: next } = await read((tx) =>
      review(tx, second, { ...changed, instead: { step: 'hide', ...insult } })
    )
    expect(await messageOf(message)).toMatchObject({ state: 'hidden', decision_id: next })
    expect(await decisionOf(decision)).toMatchObject({ state: 'changed' })
    expect(await decisionOf(next!)).toMatchObject({ step: 'hide', origin: 'review', state: 'in_force' })
  })

  test('is nobody’s to ask for who does not hold the link', async () => {
    const { message } = await shown()
    const other = await shown()
    const { decision } = await does(town.editor, { step: 'hide', message, ...insult })
    await expect(
      read((tx) => askReview(tx, { kind: 'author', token: other.token }, { decision, reason: '' }))
    ).rejects.toThrow(NotFound)
    await expect(
      read((tx) => askReview(tx, { kind: 'notifier', notice: newId() }, { decision, reason: '' }))
    ).rejects.toThrow(NotFound)
    const asked = await read((tx) =>
      askReview(tx, { kind: 'colleague', who: third }, { decision, reason: 'Zu streng?' })
    )
    await expect(
      read((tx) => review(tx, third, { review: asked.review, outcome: 'upheld', note: 'x' }))
    ).rejects.toThrow(NotAllowed)
    expect((await read((tx) => listDecisions(tx, second, 'reviews'))).rows.map(({ id }) => id)).toContain(decision)
    await read((tx) => review(tx, second, { review: asked.review, outcome: 'upheld', note: 'Bleibt.' }))
    expect((await messageOf(message)).state).toBe('hidden')
  })
})

describe('a block', () => {
  test('holds once a second person agrees, on the account, in public only, and ends by itself', async () => {
    const message = await reply('Ihr seid alle …', 'troll')
    const proposed = await does(town.editor, { step: 'block', message, ...insult, days: 7 })
    expect(proposed.state).toBe('waiting')
    expect((await messageOf(await reply('Noch geht es', 'troll'))).state).toBe('visible')
    const yes = { decision: proposed.decision, agrees: true }
    await expect(read((tx) => agree(tx, town.editor, yes))).rejects.toThrow(NotAllowed)
    await read((tx) => agree(tx, second, yes))
    await expect(read((tx) => agree(tx, third, yes))).rejects.toMatchObject({ key: 'moderation.waitsNoMore' })
    expect(await messageOf(await reply('Ätsch', 'troll'))).toMatchObject({
      state: 'rejected',
      decision_id: proposed.decision
    })
    expect((await messageOf(await reply('Warum?', 'troll', { visibility: 'direct', postId: null }))).state).toBe(
      'visible'
    )
    expect((await messageOf(await reply('Ich bin jemand anderes', 'nachbarin'))).state).toBe('visible')
    const { until } = await decisionOf(proposed.decision)
    moveClock({ to: new Date(until!.getTime() + 1000) })
    expect(await read(endDecisions)).toBeGreaterThan(0)
    expect((await decisionOf(proposed.decision)).state).toBe('ended')
    expect(
      await read((tx) => tx.selectFrom('block_mark').selectAll().where('decision_id', '=', proposed.decision).execute())
    ).toEqual([])
    expect((await messageOf(await reply('Wieder da', 'troll'))).state).toBe('visible')
  })

  test('has a set length, is refused by the second person, and undone by a review', async () => {
    const message = await reply('Unfug', 'streit')
    await expect(does(town.editor, { step: 'block', message, ...insult, days: 9999 })).rejects.toThrow(Invalid)
    const one = await does(town.editor, { step: 'block', message, ...insult, days: 1 })
    await expect(does(second, { step: 'block', message, ...insult, days: 1 })).rejects.toMatchObject({
      key: 'moderation.decidedMeanwhile'
    })
    await read((tx) => agree(tx, second, { decision: one.decision, agrees: false, note: 'Zu viel.' }))
    const two = await does(town.editor, { step: 'block', message, ...insult, days: 1 })
    await read((tx) => agree(tx, second, { decision: two.decision, agrees: true }))
    const account = { network: 'away', remoteId: 'https://away.example/streit' }
    expect((await read((tx) => activeBlock(tx, { account })))?.decision).toBe(two.decision)
    expect(await read((tx) => activeBlock(tx, { confirmedEmail: 'x@y.example', linkHash: 'nichts' }))).toBeNull()
    const asked = await read((tx) =>
      askReview(
        tx,
        { kind: 'colleague', who: third, inTheNameOf: 'author' },
        { decision: two.decision, reason: 'Bat per Telefon.' }
      )
    )
    await expect(
      read((tx) => review(tx, second, { review: asked.review, outcome: 'undone', note: 'x' }))
    ).rejects.toThrow(NotAllowed)
    const fourth = await colleague('Vierte')
    await read((tx) => review(tx, fourth, { review: asked.review, outcome: 'undone', note: 'Aufgehoben.' }))
    expect(await read((tx) => activeBlock(tx, { account }))).toBeNull()
  })

  test('of nobody who can be recognised is refused', async () => {
    const { messageId } = await read((tx) =>
      receive(tx, said(town, { text: 'Wer bin ich?', author: { network: 'away', remoteId: null, name: 'Niemand' } }))
    )
    await expect(does(town.editor, { step: 'block', message: messageId!, ...insult, days: 1 })).rejects.toMatchObject({
      key: 'moderation.nobodyToBlock'
    })
    const told = await does(town.editor, { step: 'hide', message: messageId!, ...insult })
    expect(told.told).toEqual([])
  })
})

test('comments on a post rest for a while: refused with reason and time, held from elsewhere, and go on by themselves', async () => {
  await expect(does(town.editor, { step: 'pause', post: town.post, ...insult, hours: 5 })).rejects.toThrow(Invalid)
  const { decision } = await does(town.editor, { step: 'pause', post: town.post, ...insult, hours: 24 })
  await expect(does(second, { step: 'pause', post: town.post, ...insult, hours: 24 })).rejects.toMatchObject({
    key: 'moderation.pausedAlready'
  })
  await expect(
    read((tx) => submitComment(tx, { post: town.post, name: 'Vera', text: 'Und jetzt?', address: null }))
  ).rejects.toMatchObject({ key: 'moderation.commentsPaused', data: { reason: '§ 185 StGB: Beleidigung' } })
  expect((await messageOf(await reply('Von draußen', 'draussen'))).state).toBe('held')
  const pause = await read((tx) => pauseOf(tx, town.post))
  expect(pause?.decision).toBe(decision)
  moveClock({ to: new Date(pause!.until.getTime() + 1000) })
  expect(await read((tx) => pauseOf(tx, town.post))).toBeNull()
  await read(endDecisions)
  expect(await decisionOf(decision)).toMatchObject({ state: 'ended' })
  expect((await messageOf(await reply('Wieder', 'draussen'))).state).toBe('visible')
})

describe('on a network that carries decisions', () => {
  const carried: { subject: Moderated; key: string }[] = []
  let own: string
  beforeAll(async () => {
    addNetwork({
      ...networkOf('away'),
      moderation: { acts: ['report', 'block', 'unblock'], tells: 'direct' },
      moderate: async (_context, subject, key) => void carried.push({ subject, key })
    })
    own = await reply('Grob', 'grob')
  })

  test('the author is told alone, the server reported to, each once', async () => {
    await expect(
      does(town.editor, { step: 'hide', message: own, ...insult, carried: ['report'] })
    ).rejects.toMatchObject({
      fields: { carriedText: 'moderation.reportMissing' }
    })
    const { decision, told } = await does(town.editor, {
      step: 'hide',
      message: own,
      ...insult,
      carried: ['report'],
      carriedText: 'Beleidigung'
    })
    expect(told).toEqual(['direct'])
    const note = await read((tx) =>
      tx
        .selectFrom('message')
        .selectAll()
        .where('decision_id', '=', decision)
        .where('direction', '=', 'out')
        .executeTakeFirstOrThrow()
    )
    expect(note).toMatchObject({ visibility: 'direct', state: 'sending', in_reply_to: own })
    expect([...note.text].length).toBeLessThanOrEqual(500)
    expect(note.text).toContain('Überprüfung')
    await carryJob.handle({ m: town.id, decision, act: 'report' })
    await carryJob.handle({ m: town.id, decision, act: 'report' })
    expect(carried.map(({ subject }) => subject)).toMatchObject([
      { act: 'report', messageId: own, text: 'Beleidigung' },
      { act: 'report', messageId: own }
    ])
    expect(new Set(carried.map(({ key }) => key)).size).toBe(1)
  })

  test('a reminder is an answer or a message, and changes nothing', async () => {
    const message = await reply('Na ja', 'forsch')
    const { told } = await does(town.editor, {
      step: 'remind',
      message,
      text: 'Bitte bleiben Sie bei der Sache.',
      ways: ['reply']
    })
    expect(told).toEqual(['reply'])
    expect((await messageOf(message)).state).toBe('visible')
  })
})

describe('evidence', () => {
  test('is kept before anything goes, cannot be changed, and hangs in a chain', async () => {
    const { message } = await shown('Beweis')
    const { text } = await messageOf(message)
    const { decision } = await does(town.editor, { step: 'delete', message, ...insult })
    const { evidence_id: id } = await decisionOf(decision)
    const seen = await read((tx) => lookAtEvidence(tx, town.officer, decision))
    expect(seen).toMatchObject({ isChainGood: true, copies: [{ id, text, author: 'Vera' }] })
    const looks = await read((tx) =>
      tx.selectFrom('sensitive_read').selectAll().where('subject_id', '=', decision).execute()
    )
    expect(looks).toMatchObject([{ kind: 'evidence', person_id: town.officer.id }])
    await expect(read((tx) => lookAtEvidence(tx, second, decision))).rejects.toThrow(NotAllowed)
    for (const table of ['evidence', 'evidence_link'] as const) {
      await expect(read((tx) => tx.updateTable(table).set({ hash: 'x' }).execute())).rejects.toThrow('immutable')
      await expect(read((tx) => tx.deleteFrom(table).execute())).rejects.toThrow('immutable')
    }
  })

  test('of what its author deletes is kept only while something is open', async () => {
    const copiesOf = (message: string) =>
      read((tx) => tx.selectFrom('evidence').select('why').where('message_id', '=', message).execute())
    const free = await shown('Nichts offen')
    await read((tx) => deleteOwnComment(tx, { token: free.token }))
    expect(await copiesOf(free.message)).toEqual([])
    const open = await shown('Offen')
    await does(town.editor, { step: 'police', message: open.message, ...insult })
    await read((tx) => correctOwnComment(tx, { token: open.token, text: 'Schnell geändert' }))
    await read((tx) => deleteOwnComment(tx, { token: open.token }))
    expect(await copiesOf(open.message)).toEqual([{ why: 'decision' }, { why: 'author' }])
    expect((await messageOf(open.message)).text).toBe('')
  })

  test('goes out as a signed package, which shows every change', async () => {
    const { message } = await shown('<script>alert(1)</script> Ich bringe euch um')
    const { decision } = await does(town.editor, { step: 'police', message, ...insult, ground: 'law:StGB-241' })
    const wish = { decision, authority: 'Polizei Musterstadt', reason: 'Strafanzeige', reference: 'AZ 1/26' }
    await expect(read((tx) => exportEvidence(tx, second, wish))).rejects.toThrow(NotAllowed)
    await expect(read((tx) => exportEvidence(tx, town.officer, { ...wish, authority: ' ' }))).rejects.toThrow(Invalid)
    const id = await read((tx) => exportEvidence(tx, town.officer, wish))
    const { bytes, name } = await read((tx) => readPackage(tx, town.officer, id))
    expect(name).toMatch(/^M-[0-9A-F]{8}\.zip$/)
    expect((await read((tx) => readPackage(tx, town.officer, id))).bytes.equals(bytes)).toBe(true)
    const fingerprint = keyFingerprint(publicKeyPem())
    expect(verifyPackage(bytes, fingerprint)).toMatchObject({
      isGood: true,
      isExpectedKey: true,
      about: { authority: 'Polizei Musterstadt', reference: 'AZ 1/26' }
    })
    expect(verifyPackage(bytes, 'abcd').faults).toEqual(['signed with another key than expected'])
    const parts = readZip(bytes)
    const page = parts.find(({ path }) => path === 'bericht.html')!.bytes.toString()
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script>')
    const changed = (path: string, work: (text: string) => string) =>
      writeZip(
        parts.map((part) => (part.path === path ? { path, bytes: Buffer.from(work(part.bytes.toString())) } : part)),
        now()
      )
    expect(verifyPackage(changed('kopie-01.json', (text) => text.replace('bringe', 'lobe'))).faults).toEqual([
      'changed: kopie-01.json'
    ])
    expect(verifyPackage(changed('manifest.json', (text) => text.replace('AZ 1/26', 'AZ 2/26'))).faults).toContain(
      'the signature does not fit'
    )
    expect(verifyPackage(writeZip([...parts, { path: 'neu.txt', bytes: Buffer.from('x') }], now())).faults).toEqual([
      'not of this package: neu.txt'
    ])
    expect(
      verifyPackage(
        writeZip(
          parts.filter(({ path }) => path !== 'bericht.html'),
          now()
        )
      ).isGood
    ).toBe(false)
    for (const junk of [
      Buffer.alloc(0),
      Buffer.from('PK'),
      bytes.subarray(0, 500),
      Buffer.concat([bytes.subarray(500)])
    ])
      expect(verifyPackage(junk).isGood).toBe(false)
    const looks = await read((tx) =>
      tx
        .selectFrom('sensitive_read')
        .selectAll()
        .where('kind', '=', 'police')
        .where('subject_id', '=', decision)
        .execute()
    )
    expect(looks.length).toBe(3)
  })

  test('and reasons go when nobody can ask any more; the chain says that they were', async () => {
    const { message } = await shown('Alt')
    const { decision } = await does(town.editor, { step: 'delete', message, ...insult })
    const { evidence_id: id } = await decisionOf(decision)
    const waits = await reply('Alt und offen', 'offen')
    const open = await does(town.editor, { step: 'block', message: waits, ...insult, days: 1 })
    const later = new Date(now().getTime() + 400 * 86_400_000)
    moveClock({ to: later })
    await read((tx) => forgetEvidence(tx, new Date(later.getTime() - 180 * 86_400_000)))
    await read((tx) => forgetReasons(tx, new Date(later.getTime() - 180 * 86_400_000)))
    const left = await read((tx) => tx.selectFrom('evidence').select('message_id').execute())
    expect(left.map((row) => row.message_id)).not.toContain(message)
    expect(left.map((row) => row.message_id)).toContain(waits)
    expect(await decisionOf(decision)).toMatchObject({ facts: '', milder: '', ground_text: '§ 185 StGB: Beleidigung' })
    expect((await decisionOf(open.decision)).facts).toBe(insult.facts)
    const links = await read((tx) =>
      tx.selectFrom('evidence_link').select('kind').where('evidence_id', '=', id!).orderBy('position').execute()
    )
    expect(links.map(({ kind }) => kind)).toEqual(['copy', 'gone'])
  })
})

test('hostile words in every field stay words', async () => {
  const { message, token } = await shown('Böse')
  const evil = '<img src=x onerror=alert(1)>\u0000\u202e{{7*7}}\'"; drop table decision; --'
  const { decision } = await does(town.editor, {
    step: 'police',
    message,
    ...insult,
    facts: evil,
    milder: evil,
    text: evil,
    withheld: '',
    carriedText: evil
  })
  const kept = await read((tx) => readDecision(tx, town.editor, decision))
  expect(kept.facts).not.toMatch(/[\u0000\u202e]/)
  expect(kept.facts).toContain('<img src=x')
  const asked = await read((tx) => askReview(tx, { kind: 'author', token }, { decision, reason: evil }))
  await read((tx) => review(tx, second, { review: asked.review, outcome: 'upheld', note: evil }))
  const id = await read((tx) =>
    exportEvidence(tx, town.officer, { decision, reason: evil, authority: evil, reference: evil })
  )
  const { bytes } = await read((tx) => readPackage(tx, town.officer, id))
  expect(verifyPackage(bytes).isGood).toBe(true)
  expect(
    readZip(bytes)
      .find(({ path }) => path === 'bericht.html')!
      .bytes.toString()
  ).not.toContain('<img')
  await expect(does(town.editor, { step: 'hide', message: 'nothing' as string, ...insult })).rejects.toThrow()
})
