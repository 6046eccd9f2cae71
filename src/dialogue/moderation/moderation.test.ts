import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Moderated } from '#channels/contract.ts'
import { addNetwork, networkOf } from '#channels/networks.ts'
import { activeBlock } from '#moderation/blocks.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { commentsOf } from '#site/comments.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { submitComment } from '../comment.ts'
import { correctOwnComment, deleteOwnComment, readOwnComment } from '../ownComment.ts'
import { receive } from '../receive.ts'
import { textMark } from '../stands.ts'
import { said } from '../town.fixture.ts'
import { agree } from './agree.ts'
import { askReview } from './ask-review.ts'
import { carryJob } from './carry.ts'
import { endDecisions } from './ends.ts'
import { pauseOf } from './pause.ts'
import { decisionsForAuthor, listDecisions, readDecision } from './queries.ts'
import { review } from './review.ts'
import { insult, makeModeratedTown, type ModeratedTown } from './town.fixture.ts'

useWorld()
let { town, second, third, read, does, messageOf, decisionOf, shown, reply, colleague } = {} as ModeratedTown
beforeAll(async () => {
  ;({ town, second, third, read, does, messageOf, decisionOf, shown, reply, colleague } = await makeModeratedTown())
})
afterEach(resetClock)

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
    const left = () =>
      read((tx) => tx.selectFrom('outgoing_mail').select('id').where('recipient', '=', 'vera@mail.example').execute())
    await read((tx) => tx.updateTable('outgoing_mail').set({ state: 'sent' }).where('id', '=', mail.id).execute())
    await read((tx) => deleteOwnComment(tx, { token }))
    expect(await left()).toEqual([])
  })

  test('sent twice at once is one decision', async () => {
    const { message } = await shown()
    const key = newId()
    const click = () => does(town.editor, { step: 'hide', message, ...insult, key })
    const [one, two] = await Promise.all([click(), click()])
    expect([one.decision, two.decision]).toEqual([key, key])
    expect([one.isNew, two.isNew].toSorted()).toEqual([false, true])
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

  test('does not bring back what its author wanted gone meanwhile', async () => {
    const { message, token } = await shown('Lieber doch nicht')
    const { decision } = await does(town.editor, { step: 'delete', message, ...insult })
    const asked = await read((tx) => askReview(tx, { kind: 'author', token }, { decision, reason: 'Zu hart.' }))
    await read((tx) => deleteOwnComment(tx, { token }))
    await read((tx) => review(tx, second, { review: asked.review, outcome: 'undone', note: 'War zu hart.' }))
    expect(await messageOf(message)).toMatchObject({ state: 'deleted', text: '', author_name: '' })
    expect(await decisionOf(decision)).toMatchObject({ state: 'undone' })
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

  test('what one author was told alone is not for whoever commented below', async () => {
    const theirs = await reply('Grob und laut', 'laut')
    const comment = { post: town.post, parent: theirs, name: 'Vera', text: 'Muss das sein?', address: null }
    const { token } = await read((tx) => submitComment(tx, comment))
    const { told } = await does(town.editor, { step: 'remind', message: theirs, text: 'Nur für Sie.' })
    expect(told).toEqual(['direct'])
    expect((await read((tx) => readOwnComment(tx, token))).answers).toEqual([])
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
