import { beforeAll, describe, expect, it } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { audienceChoices, readReach } from './queries.ts'
import { setReach } from './reach.ts'
import { addAudience, changeAudience } from './save.ts'

useWorld()
let town: SmallTown
beforeAll(async () => {
  town = await makeSmallTown()
})

const reach = () => town.act((tx) => readReach(tx, town.editor))

describe('the catalogue of audiences', () => {
  it('is there from the start, and is taken over once only', async () => {
    const first = await town.act((tx) => audienceChoices(tx))
    expect(first.length).toBeGreaterThan(10)
    expect(first.map(({ name }) => name)).toContain('Jugendliche')
    const youth = first.find(({ name }) => name === 'Jugendliche')!
    await town.act((tx) =>
      changeAudience(tx, town.editor, { audience: youth.id, name: 'Junge Leute', description: '12 bis 20' })
    )
    const second = await town.act((tx) => audienceChoices(tx))
    expect(second).toHaveLength(first.length)
    expect(second.map(({ name }) => name)).not.toContain('Jugendliche')
  })

  it('takes an entry of the house, each name once', async () => {
    await town.act((tx) => addAudience(tx, town.editor, { name: 'Kleingärten', description: '' }))
    await expect(
      town.act((tx) => addAudience(tx, town.editor, { name: ' kleinGÄRTEN ', description: '' }))
    ).rejects.toMatchObject({ fields: { name: 'audience.nameTaken' } })
    await expect(
      town.act((tx) => addAudience(tx, town.editor, { name: ' ', description: 'x'.repeat(601) }))
    ).rejects.toMatchObject({ fields: { name: 'audience.nameMissing', description: 'audience.descriptionLong' } })
  })

  it('no longer offers what was switched off, except where it is chosen already', async () => {
    const id = await town.act((tx) => addAudience(tx, town.editor, { name: 'Rollschuhclub', description: '' }))
    await town.act((tx) =>
      changeAudience(tx, town.editor, { audience: id, name: 'Rollschuhclub', description: '', active: false })
    )
    const ids = async (chosen?: string[]) => (await town.act((tx) => audienceChoices(tx, chosen))).map((one) => one.id)
    expect(await ids()).not.toContain(id)
    expect(await ids([id])).toContain(id)
  })

  it('is changed by the editors, and read by whoever writes', async () => {
    await expect(
      town.act((tx) => addAudience(tx, town.expert, { name: 'Turner', description: '' }))
    ).rejects.toMatchObject({ status: 403 })
    await expect(town.act((tx) => readReach(tx, town.operator))).rejects.toMatchObject({ status: 403 })
    expect((await town.act((tx) => readReach(tx, town.expert))).audiences.length).toBeGreaterThan(10)
  })
})

describe('the table of audiences and channels', () => {
  it('names audiences without a channel and channels without an audience', async () => {
    const before = await reach()
    const [audience] = before.gaps.audiencesWithoutChannel
    const site = before.channels.find(({ network }) => network === 'site')!
    expect(before.gaps.channelsWithoutAudience).toContainEqual({ id: site.id, name: site.name })
    await town.act((tx) =>
      setReach(tx, town.editor, {
        audience: audience!.id,
        channels: [
          { id: site.id, note: ' laut Umfrage 2025 ' },
          { id: town.rootUnitId, note: 'das ist kein Kanal' }
        ]
      })
    )
    const after = await reach()
    expect(after.gaps.audiencesWithoutChannel).not.toContainEqual(audience)
    expect(after.gaps.channelsWithoutAudience.map(({ id }) => id)).not.toContain(site.id)
    expect(after.audiences.find(({ id }) => id === audience!.id)!.reach).toEqual([
      { channelId: site.id, note: 'laut Umfrage 2025' }
    ])
  })

  it('names whom no post of the last 90 days was for', async () => {
    const audience = await town.act((tx) => addAudience(tx, town.editor, { name: 'Hundehalter', description: '' }))
    expect((await reach()).gaps.quiet.map(({ id }) => id)).toContain(audience)
    await town.act(async (tx) => {
      const draft = { unitId: town.sportUnitId, title: 'Leinen los', body: 'Satz.', audienceIds: [audience] }
      const post = await createPost(tx, town.editor, draft)
      await publishPost(tx, town.editor, { post: post.id, revision: post.revision })
    })
    expect((await reach()).gaps.quiet.map(({ id }) => id)).not.toContain(audience)
    moveClock({ byMs: 91 * 86_400_000 })
    try {
      expect((await reach()).gaps.quiet.map(({ id }) => id)).toContain(audience)
    } finally {
      resetClock()
    }
  })
})
