import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { correctPost } from '#posts/correct.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import type { Json } from '../../tests/fediverse/peer.ts'
import { followTown, got, useStage, type Stage } from '../../tests/fediverse/stage.ts'

const stage = useStage()
let { town, peer, ben } = {} as Stage

beforeAll(async () => {
  ;({ town, peer, ben } = stage())
  await followTown(town, peer, ben)
})

beforeEach(() => (peer.received.length = 0))

const sentences = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Das ist der Satz mit der Nummer ${index + 1}, und er sagt etwas.`).join(
    ' '
  )

/** What the peer got of this type about posts, in the order of the numbers in the texts. */
async function objects(type: string, count: number): Promise<Json[]> {
  await vi.waitFor(() => {
    if (got(peer, type).length < count) throw new Error(`${got(peer, type).length} of ${count} have arrived`)
  }, 20_000)
  const all = got(peer, type).map(({ activity }) => activity.object as Json)
  return all.toSorted((a, b) => number(a) - number(b))
}
const number = (object: Json): number => Number(/\((\d+)\/\d+\)/.exec(String(object.content))?.[1] ?? 0)
const words = (html: unknown): string =>
  String(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

test('a long note becomes a thread that is answered, corrected, shortened and taken back as one', async () => {
  const { id, revision } = await town.in((tx) =>
    createPost(tx, town.editor, {
      unitId: town.root,
      title: 'Ein Faden',
      lead: 'Der Vorspann.',
      body: 'Der Text.',
      fediverseForm: 'note',
      variants: []
    })
  )
  const { channelId } = town.actor
  const variant = (text: string) => [{ channelId, detached: true, title: 'Ein Faden', text, warning: 'Lange' }]
  const draft = (text: string) => ({
    title: 'Ein Faden',
    lead: 'Der Vorspann.',
    body: 'Der Text.',
    unitId: town.root,
    variants: variant(text)
  })
  await town.in(async (tx) => {
    const saved = await saveDraft(tx, town.editor, { post: id, revision, draft: draft(sentences(22)) })
    await publishPost(tx, town.editor, { post: id, revision: saved.revision })
  })
  const parts = await objects('Create', 3)
  expect(parts).toHaveLength(3)
  parts.forEach((part, index) => {
    expect(part).toMatchObject({ type: 'Note', summary: 'Lange', sensitive: true, attributedTo: town.actor.address })
    expect(words(part.content).trim().length).toBeLessThanOrEqual(520)
    expect(part.inReplyTo).toBe(index === 0 ? undefined : parts[index - 1]!.id)
  })
  expect(words(parts[0]!.content)).toContain('Ein Faden')
  expect(words(parts[0]!.content)).toContain('/beitrag/ein-faden')
  expect(words(parts[2]!.content)).not.toContain('/beitrag/')
  for (const part of parts) expect(JSON.parse((await peer.get(String(part.id))).text)).toMatchObject({ id: part.id })

  // An answer to the third message is an answer to the post.
  await peer.send(ben, town.sharedInbox, {
    id: `${ben.id}/create`,
    type: 'Create',
    actor: ben.id,
    to: ['https://www.w3.org/ns/activitystreams#Public'],
    cc: [town.actor.address],
    object: {
      id: `${ben.id}/note`,
      type: 'Note',
      attributedTo: ben.id,
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      cc: [town.actor.address],
      inReplyTo: parts[2]!.id,
      content: '<p>Und dann?</p>'
    }
  })
  await vi.waitFor(async () => {
    const row = await town.in((tx) =>
      tx
        .selectFrom('conversation')
        .innerJoin('message', 'message.conversation_id', 'conversation.id')
        .select('conversation.post_id')
        .where('message.remote_id', '=', `${ben.id}/note`)
        .executeTakeFirst()
    )
    if (row?.post_id !== id) throw new Error('not at its post yet')
  }, 30_000)

  const correct = (text: string) =>
    town.in(async (tx) => {
      const row = await tx.selectFrom('post').select('draft_revision').where('id', '=', id).executeTakeFirstOrThrow()
      const saved = await saveDraft(tx, town.editor, { post: id, revision: row.draft_revision, draft: draft(text) })
      await correctPost(tx, town.editor, { post: id, revision: saved.revision, note: 'Kürzer gefasst.' })
    })
  peer.received.length = 0
  await correct(sentences(9))
  const updates = await objects('Update', 2)
  expect(updates.map((one) => one.id)).toEqual(parts.slice(0, 2).map((one) => one.id))
  expect(words(updates[0]!.content)).toContain('Kürzer gefasst.')
  expect((await objects('Delete', 1)).map((one) => one.id)).toEqual([parts[2]!.id])

  // Longer again: what was taken back comes under a new address.
  peer.received.length = 0
  await correct(sentences(21))
  await objects('Update', 2)
  const [added] = await objects('Create', 1)
  expect(added!.inReplyTo).toBe(parts[1]!.id)
  expect(added!.id).not.toBe(parts[2]!.id)

  peer.received.length = 0
  await town.in((tx) => withdrawPost(tx, town.editor, { post: id, reason: 'Alles anders.' }))
  const gone = (await objects('Delete', 3)).map((one) => one.id)
  expect(new Set(gone)).toEqual(new Set([parts[0]!.id, parts[1]!.id, added!.id]))
  for (const address of gone) expect((await peer.get(String(address))).status).toBe(410)
}, 120_000)
