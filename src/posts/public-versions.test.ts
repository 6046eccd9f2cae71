import { beforeAll, expect, test } from 'vitest'
import { useWorld } from '../../tests/world/world.ts'
import { correctPost } from './correct.ts'
import { createPost } from './create.ts'
import { compareVersion, hideVersion, publicVersions } from './public-versions.ts'
import { publishPost } from './publish.ts'
import { saveDraft } from './save-draft.ts'
import { makeSmallTown, type SmallTown } from './town.fixture.ts'
import { withdrawPost } from './withdraw.ts'

useWorld()
let town: SmallTown
beforeAll(async () => void (town = await makeSmallTown()))

async function corrected(): Promise<{ id: string; slug: string }> {
  const { id, slug } = await town.act(async (tx) => {
    const post = await createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Bad', body: 'Am 1. Mai.' })
    return publishPost(tx, town.editor, { post: post.id, revision: 1 })
  })
  await town.act(async (tx) => {
    const draft = { title: 'Bad', lead: '', body: 'Am 8. Mai.', unitId: town.sportUnitId }
    const { revision } = await saveDraft(tx, town.editor, { post: id, revision: 1, draft })
    await correctPost(tx, town.editor, { post: id, revision, note: 'Der Tag war falsch.' })
  })
  return { id, slug }
}

test('readers see what was corrected, when, and what changed', async () => {
  const { slug } = await corrected()
  const { found, comparison } = await town.act(async (tx) => {
    const all = (await publicVersions(tx, slug))!
    return { found: all, comparison: await compareVersion(tx, all.id, all.versions, 2) }
  })
  expect(found.versions.map(({ number, note }) => [number, note])).toEqual([
    [2, 'Der Tag war falsch.'],
    [1, null]
  ])
  expect(comparison?.changes?.body[0]?.stretches.filter((one) => one.kind !== 'same')).toEqual([
    { kind: 'out', text: '1' },
    { kind: 'in', text: '8' }
  ])
  expect(await town.act((tx) => compareVersion(tx, found.id, found.versions, 1))).toBeNull()
})

test('a version that should not have been public is hidden with a reason, and shown again', async () => {
  const { id, slug } = await corrected()
  const look = () =>
    town.act(async (tx) => {
      const all = (await publicVersions(tx, slug))!
      return compareVersion(tx, all.id, all.versions, 2)
    })
  const hide = (reason: string | null, who = town.editor) =>
    town.act((tx) => hideVersion(tx, who, { post: id, number: 1, reason }))
  await expect(hide(' ')).rejects.toMatchObject({ fields: { reason: 'posts.hideReasonMissing' } })
  await expect(hide('Name genannt', town.expert)).rejects.toMatchObject({ status: 403 })
  await hide('Ein Name stand darin.')
  expect(await look()).toMatchObject({ changes: null, before: { hiddenReason: 'Ein Name stand darin.' } })
  await hide(null)
  expect((await look())?.changes).not.toBeNull()
})

test('of a withdrawn post no version can be read', async () => {
  const { id, slug } = await corrected()
  await town.act((tx) => withdrawPost(tx, town.editor, { post: id, reason: 'Überholt' }))
  expect(await town.act((tx) => publicVersions(tx, slug))).toBeNull()
})
