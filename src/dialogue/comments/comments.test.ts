import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import type { CommentRules } from '#municipality/settings.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { checkProof, newChallenge, solve } from '#platform/proof/proof.ts'
import { Invalid, NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { answer } from '../answer.ts'
import { type CommentInput, submitComment } from '../comment.ts'
import { approveMessage } from '../moderate.ts'
import { correctOwnComment, deleteOwnComment, readOwnComment } from '../ownComment.ts'
import { openConversation } from '../timeline.ts'
import { hide, makeTown, type Town } from '../town.fixture.ts'
import { assess, commentChallenge } from './assess.ts'
import { readCommentFile, readFile } from './file.ts'
import { foundWords, holdReasons } from './holds.ts'
import { confirmAddress, endMails, forgetUnconfirmed, readMailLink } from './mail.ts'
import { releaseDue } from './release.ts'
import { reviewCommentsOf, settleComments } from './settle.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
beforeEach(() => resetClock())

const proven = { provenAfterMs: 30_000, same: 0 }
const submit = (given: Partial<CommentInput> & { text: string }) =>
  town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'Kim', address: '203.0.113.7', assessed: proven, ...given })
  )
const own = (token: string) => town.in((tx) => readOwnComment(tx, token))
const approve = (message: string) => town.in((tx) => approveMessage(tx, town.editor, { message }))
const settle = (part: Partial<CommentRules>) => town.in((tx) => settleComments(tx, town.editor, part))
const kindsOf = async (token: string) => (await own(token)).holds.map(({ kind }) => kind)
let said = 0
/** Somebody of whom three comments were good; answers the link of the last. */
async function knownPerson(email: string | null = null): Promise<string> {
  let known: string | null = null
  for (let index = 0; index < 3; index++) {
    const { token, message } = await submit({ text: `Guter Kommentar ${++said}`, known, email: known ? null : email })
    await approve(message)
    known = token
  }
  return known!
}

describe('a newcomer', () => {
  test('waits until somebody has looked, three times; then comments appear at once for whoever holds the link', async () => {
    let known: string | null = null
    for (let index = 0; index < 3; index++) {
      const { token, message } = await submit({ text: `Frage ${index}`, known })
      expect(await own(token)).toMatchObject({ state: 'held', holds: [{ kind: 'newcomer', count: index }] })
      await approve(message)
      known = known === null ? token : `https://stadt.example/k/${token}?neu=x`
    }
    expect(await own((await submit({ text: 'Gleich zu sehen', known })).token)).toMatchObject({ state: 'visible' })
    // The same name without the link is nobody.
    expect(await kindsOf((await submit({ text: 'Ich bin auch Kim' })).token)).toEqual(['newcomer'])
  })

  test('begins anew after a comment that was taken off', async () => {
    const known = await knownPerson()
    const { message, token } = await submit({ text: 'Ausfällig', known })
    expect((await own(token)).state).toBe('visible')
    await town.in((tx) => hide(tx, town.editor, message))
    expect(await kindsOf((await submit({ text: 'Noch einmal', known })).token)).toEqual(['newcomer'])
  })

  test('a link that leads to nobody any more makes nobody known', async () => {
    const known = await knownPerson()
    await town.in((tx) => deleteOwnComment(tx, { token: known }))
    expect(await kindsOf((await submit({ text: 'Mit altem Link', known })).token)).toEqual(['newcomer'])
    expect(await kindsOf((await submit({ text: 'Unsinn', known: "'; drop table message" })).token)).toEqual([
      'newcomer'
    ])
  })
})

describe('rules only hold, and say why', () => {
  test.each([
    ['links', { text: 'https://a.example '.repeat(400) }],
    ['length', { text: 'ä'.repeat(3001) }],
    ['same', { text: 'Derselbe', assessed: { ...proven, same: 3 } }],
    ['fast', { text: 'Schnell', assessed: { provenAfterMs: 900, same: 0 } }]
  ] as const)('%s', async (kind, given) => {
    const known = await knownPerson()
    const { token, message, conversation } = await submit({ ...given, known })
    expect(await kindsOf(token)).toContain(kind)
    const opened = await town.in((tx) => openConversation(tx, town.editor, conversation))
    expect(opened.messages.find(({ id }) => id === message)).toMatchObject({
      state: 'held',
      holds: expect.arrayContaining([expect.objectContaining({ kind })])
    })
  })

  test('words of the list, in any spelling and with any ending', async () => {
    expect(foundWords(['Idiot*', 'doof'], 'Ihr I-D-I-O-T-E-N! idioten…')).toEqual(['Idiot*'])
    expect(foundWords(['doof', 'Straße'], 'doofer Tag in der STRASSE')).toEqual(['Straße'])
    await settle({ holdWords: ['  Idiot* ', '', 'Idiot*'] })
    const { token } = await submit({ text: 'So ein Idiot', known: await knownPerson() })
    expect((await own(token)).holds).toEqual([{ kind: 'words', words: ['Idiot*'] }])
    await settle({ holdWords: [] })
  })

  test('where the municipality reads all, or all on one post, nobody is spared', async () => {
    const known = await knownPerson()
    await town.in((tx) => reviewCommentsOf(tx, town.editor, { post: town.post, isReviewed: true }))
    expect(await kindsOf((await submit({ text: 'Hier liest jemand', known })).token)).toEqual(['post'])
    await town.in((tx) => reviewCommentsOf(tx, town.editor, { post: town.post, isReviewed: false }))
    await settle({ reviewAll: true })
    expect(await kindsOf((await submit({ text: 'Hier auch', known })).token)).toEqual(['all'])
    await settle({ reviewAll: false })
  })

  test('are settled by editors within bounds, not by experts', async () => {
    await expect(settle({ proofBits: 99 })).rejects.toThrow(Invalid)
    await expect(settle({ holdWords: ['x'.repeat(81)] })).rejects.toThrow(Invalid)
    await expect(town.in((tx) => settleComments(tx, town.roadsExpert, { reviewAll: true }))).rejects.toThrow(NotAllowed)
    await expect(
      town.in((tx) => reviewCommentsOf(tx, town.editor, { post: '/beitrag/gibt-es-nicht', isReviewed: true }))
    ).rejects.toThrow(NotFound)
  })
})

describe('proof of work', () => {
  test('of a browser is good once, for this municipality, for an hour', async () => {
    const proof = solve(newChallenge(town.id, 8))
    expect(await checkProof(newId(), proof)).toBeNull()
    expect(await checkProof(town.id, proof)).toMatchObject({ ageMs: expect.any(Number) })
    expect(await checkProof(town.id, proof)).toBeNull()
    const late = solve(newChallenge(town.id, 8))
    moveClock({ byMs: 3_700_000 })
    expect(await checkProof(town.id, late)).toBeNull()
    for (const wrong of ['', 'x', `${newChallenge(town.id, 20).challenge}:1`, proof.replace(/\.8\./, '.1.')])
      expect(await checkProof(town.id, wrong)).toBeNull()
  })

  test('becomes harder while very many comments come in', async () => {
    const calm = await commentChallenge(town.id, 14)
    for (let index = 0; index < 90; index++) await assess(town.id, { text: 'kurz', proof: '' })
    expect((await commentChallenge(town.id, 14)).bits).toBeGreaterThanOrEqual(calm.bits + 2)
    expect((await commentChallenge(town.id, 22)).bits).toBe(22)
  })

  test('tells the same long text from another', async () => {
    const text = `Kaufen Sie jetzt bei uns, es ist billig ${newId()}`
    expect(await assess(town.id, { text, proof: '' })).toEqual({ provenAfterMs: null, same: 1 })
    expect(await assess(town.id, { text: ` ${text.toUpperCase()} `, proof: '' })).toMatchObject({ same: 2 })
  })

  test('without it, a known person’s comment appears after a while by itself', async () => {
    const known = await knownPerson()
    const { token } = await submit({ text: 'Ohne JavaScript', known, assessed: { provenAfterMs: null, same: 0 } })
    expect(await own(token)).toMatchObject({ state: 'held', holds: [{ kind: 'unproven' }] })
    expect(await town.in(releaseDue)).toBe(0)
    moveClock({ byMs: 31 * 60_000 })
    expect(await town.in(releaseDue)).toBe(1)
    expect(await own(token)).toMatchObject({ state: 'visible', holds: [] })
    // What waits for a person goes on waiting.
    const fresh = await submit({ text: 'Neu und ohne', assessed: { provenAfterMs: null, same: 0 } })
    moveClock({ byMs: 999 * 60_000 })
    await town.in(releaseDue)
    expect((await own(fresh.token)).state).toBe('held')
  })

  test('every rule may be at work at once', () => {
    const rules = {
      newcomerGood: 1,
      reviewAll: true,
      holdLinks: 0,
      holdLength: 100,
      holdWords: ['a'],
      files: 'none',
      proofBits: 8,
      slowMinutes: 1
    } as const
    const facts = {
      text: 'a https://x.example '.repeat(9),
      good: null,
      isBlocked: true,
      postReviewed: true,
      hasFile: true,
      provenAfterMs: null,
      same: 2
    }
    expect(holdReasons({ ...rules, holdWords: ['a'] }, facts).map(({ kind }) => kind)).toEqual([
      'all',
      'post',
      'blocked',
      'newcomer',
      'links',
      'length',
      'words',
      'file',
      'same',
      'unproven'
    ])
  })
})

describe('an e-mail address', () => {
  const mailsTo = (recipient: string) =>
    town.in((tx) =>
      tx.selectFrom('outgoing_mail').selectAll().where('recipient', '=', recipient).orderBy('created_at').execute()
    )
  const linkIn = (body: string, path = 'm') => new RegExp(`/${path}/([\\w-]{44})`).exec(body)![1]!
  const answerTo = (conversation: string, seen: number) =>
    town.in((tx) => answer(tx, town.editor, { conversation, text: 'Ja, gern.', seen }))

  test('gets one mail that asks, and none of answers before it is confirmed', async () => {
    const email = 'eins@post.example'
    const { message, conversation, token } = await submit({ text: 'Wann?', email, name: 'Pille Billig' })
    const [asked] = await mailsTo(email)
    expect(asked).toMatchObject({ purpose: 'comment-confirm', expires_at: expect.any(Date) })
    // Somebody else may read it: nothing of what the commenter wrote stands in it.
    expect(asked!.body).not.toMatch(/Wann|Pille/)
    expect((await own(token)).emailConfirmed).toBe(false)
    await approve(message)
    await answerTo(conversation, 0)
    expect(await mailsTo(email)).toHaveLength(1)

    const link = linkIn(asked!.body)
    expect(await town.in((tx) => readMailLink(tx, link))).toEqual({ purpose: 'confirm', isDone: false })
    await town.in((tx) => confirmAddress(tx, link))
    await town.in((tx) => confirmAddress(tx, link))
    expect((await own(token)).emailConfirmed).toBe(true)
    await answerTo(conversation, 1)
    const told = (await mailsTo(email)).at(-1)!
    expect(told.purpose).toBe('answer')

    await town.in((tx) => endMails(tx, linkIn(told.body)))
    expect(await mailsTo(email)).toEqual([])
    expect((await own(token)).email).toBeNull()
    await expect(town.in((tx) => confirmAddress(tx, link))).rejects.toThrow(NotFound)
    await answerTo(conversation, 2)
    expect(await mailsTo(email)).toEqual([])
  })

  test('a link that is forged, of another purpose or too late does nothing', async () => {
    const email = 'zwei@post.example'
    await submit({ text: 'Und wann?', email })
    const link = linkIn((await mailsTo(email))[0]!.body)
    for (const wrong of ['', 'x'.repeat(44), link.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')), `${link}A`])
      await expect(town.in((tx) => confirmAddress(tx, wrong))).rejects.toThrow(NotFound)
    await expect(town.in((tx) => endMails(tx, link))).rejects.toThrow(NotFound)
    moveClock({ byMs: 3.1 * 86_400_000 })
    await expect(town.in((tx) => confirmAddress(tx, link))).rejects.toThrow(Refusal)
    expect(await town.in(forgetUnconfirmed)).toBeGreaterThan(0)
    expect(await mailsTo(email)).toEqual([])
    const left = await town.in((tx) => tx.selectFrom('contact').select('id').where('email', '=', email).execute())
    expect(left).toEqual([])
  })

  test('that is confirmed makes its owner known: what waited appears, but not what somebody wrote in their name', async () => {
    const email = 'vier@post.example'
    await knownPerson(email)
    const confirm = async () => {
      const link = linkIn((await mailsTo(email)).at(-1)!.body)
      await town.in((tx) => confirmAddress(tx, link))
    }
    await confirm()
    const { token } = await submit({ text: 'Ich bin es, ohne Link', email })
    expect(await kindsOf(token)).toEqual(['newcomer'])
    await confirm()
    expect(await own(token)).toMatchObject({ state: 'visible', emailConfirmed: true })
    const linked = await submit({ text: 'Mit Links https://a.example https://b.example https://c.example', email })
    expect(await kindsOf(linked.token)).toEqual(['newcomer', 'links'])
    await confirm()
    expect(await kindsOf(linked.token)).toEqual(['links'])
  })

  test('nobody’s mailbox is filled by what others write', async () => {
    const email = 'fuenf@post.example'
    for (let index = 0; index < 6; index++) await submit({ text: `Flut ${index}`, email })
    expect(await mailsTo(email)).toHaveLength(3)
  })
})

describe('a file', () => {
  const picture = async (exif = {}) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: '#0a7' } })
      .jpeg()
      .withExif(exif)
      .toBuffer()

  test('is told by its content, loses its metadata, and shows only with its comment', async () => {
    const bytes = await picture({ IFD0: { Artist: 'Vera Verborgen', Make: 'Kamera' } })
    expect(bytes.includes('Vera Verborgen')).toBe(true)
    expect(await readFile('none', bytes, '')).toBeNull()
    const file = (await readFile('pictures', bytes, ' Das Tor '))!
    expect(file).toMatchObject({ mime: 'image/webp', alt: 'Das Tor', width: 60 })
    expect(file.bytes.includes('Vera')).toBe(false)
    await settle({ files: 'pictures' })
    const { token, message } = await submit({ text: 'Mit Bild', file, known: await knownPerson() })
    expect(await own(token)).toMatchObject({ holds: [{ kind: 'file' }], file: { isPicture: true, alt: 'Das Tor' } })
    const read = (who: Town['editor'] | null) => town.in((tx) => readCommentFile(tx, who, message))
    expect(await read(null)).toBeNull()
    expect(await read(town.roadsExpert)).toBeNull()
    expect(await read(town.editor)).toMatchObject({ isPublic: false })
    await approve(message)
    expect(await read(null)).toMatchObject({ isPublic: true, mime: 'image/webp' })
    await town.in((tx) => deleteOwnComment(tx, { token }))
    expect(await read(town.editor)).toBeNull()
    expect(await town.in((tx) => tx.selectFrom('comment_file').select('mime').execute())).toEqual([])
    await settle({ files: 'none' })
  })

  test.each([
    ['a page', '<html><script>alert(1)</script>', 'pictures', 'image.unknownKind'],
    [
      'a drawing with a script',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'pictures',
      'image.unknownKind'
    ],
    ['a PDF where only pictures are allowed', '%PDF-1.4 %%EOF', 'pictures', 'commentFileKind'],
    [
      'a PDF that does something',
      '%PDF-1.4\n1 0 obj << /S /JavaScript /JS (x) >> endobj\n%%EOF',
      'documents',
      'pdf.active'
    ],
    ['half a picture', '\xff\xd8\xff\xe0\x00\x10JFIF', 'pictures', 'image.broken']
  ] as const)('%s is refused', async (_name, content, allowed, key) => {
    const read = readFile(allowed, Buffer.from(content, 'latin1'), '')
    await expect(read).rejects.toMatchObject({ fields: { file: key } })
  })

  test('more than five megabytes are refused', async () => {
    await expect(readFile('pictures', Buffer.alloc(5 * 1024 * 1024 + 1), '')).rejects.toThrow(Invalid)
  })
})

describe('a correction', () => {
  test('of a known person stays shown and is marked, and the desk can read what stood there', async () => {
    let known = await knownPerson()
    const { token, conversation } = await submit({ text: 'Mit Tipfehler', known })
    known = token
    await town.in((tx) => correctOwnComment(tx, { token, text: 'Mit Tippfehler' }))
    expect(await own(token)).toMatchObject({ state: 'visible', editedAt: expect.any(Date) })
    const { messages } = await town.in((tx) => openConversation(tx, town.editor, conversation))
    expect(messages[0]!.before).toMatchObject([{ text: 'Mit Tipfehler' }])
    await town.in((tx) => correctOwnComment(tx, { token: known, text: 'https://a.example '.repeat(5) }))
    expect(await kindsOf(token)).toEqual(['links'])
  })

  test('of an answered comment tells the desk, whoever wrote it', async () => {
    const { token, conversation } = await submit({ text: 'Wann öffnet das Bad?', known: await knownPerson() })
    await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Am 1. Mai.', seen: 0, close: true } as never))
    await town.in((tx) => correctOwnComment(tx, { token, text: 'Warum ist der Bürgermeister so faul?' }))
    expect(await kindsOf(token)).toEqual(['answered'])
    const row = await town.in((tx) =>
      tx
        .selectFrom('conversation')
        .select(['unread', 'held_count'])
        .where('id', '=', conversation)
        .executeTakeFirstOrThrow()
    )
    expect(row).toEqual({ unread: true, held_count: 1 })
  })
})
