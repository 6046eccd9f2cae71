import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lookAtEvidence } from '#moderation/look.ts'
import { exportEvidence, readPackage } from '#moderation/package/make.ts'
import { keyFingerprint, publicKeyPem } from '#moderation/package/sign.ts'
import { verifyPackage } from '#moderation/package/verify.ts'
import { readZip, writeZip } from '#moderation/package/zip.ts'
import { forgetEvidence, forgetReasons } from '#moderation/retain.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { correctOwnComment, deleteOwnComment } from '../ownComment.ts'
import { askReview } from './ask-review.ts'
import { readDecision } from './queries.ts'
import { review } from './review.ts'
import { insult, makeModeratedTown, type ModeratedTown } from './town.fixture.ts'

useWorld()
let { town, second, read, does, messageOf, decisionOf, shown, reply } = {} as ModeratedTown
beforeAll(async () => {
  ;({ town, second, read, does, messageOf, decisionOf, shown, reply } = await makeModeratedTown())
})
afterEach(resetClock)

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
  expect(['\u0000', '\u202e'].some((sign) => kept.facts.includes(sign))).toBe(false)
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
