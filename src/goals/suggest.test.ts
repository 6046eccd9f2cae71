import { beforeAll, describe, expect, it } from 'vitest'
import { createCampaign } from '#campaigns/create.ts'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { serveGoals } from '#dialogue/serve-goals.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { addGoal } from './add.ts'
import { archiveGoal } from './archive.ts'
import { servedCounts } from './counts.ts'
import { suggestGoals, type SuggestInput } from './suggest.ts'

useWorld()
let town: Town
const goals: Record<string, string> = {}
beforeAll(async () => {
  town = await makeTown(addNetwork)
  const given: [string, string, string | null][] = [
    ['Sichere Radwege', 'Wer mit dem Rad fährt, kommt sicher an.', town.roads],
    ['Bewegte Stadt', 'Mehr Menschen treiben Sport, im Schwimmbad und im Park.', town.sport],
    ['Klimaneutrale Stadt', 'Wir sparen Strom und Wärme.', null]
  ]
  for (const [name, description, unitId] of given)
    goals[name] = (await town.in((tx) => addGoal(tx, town.editor, { name, description, unitId }))).id
})

const suggest = (input: Partial<SuggestInput>) =>
  town.in((tx) => suggestGoals(tx, { unitId: null, text: '', ...input }))

describe('goals are suggested', () => {
  it('by words, in whatever form German gives them, and say by which', async () => {
    const [first] = await suggest({ text: 'Der neue Radweg an der Lindenstraße macht das Radfahren sicherer.' })
    expect(first).toMatchObject({ name: 'Sichere Radwege', reason: { kind: 'words' } })
    expect((first!.reason as { words: string[] }).words).toContain('Radweg')
  })

  it('by words inside of longer ones', async () => {
    expect((await suggest({ text: 'Fahrradwege werden gekehrt.' }))[0]).toMatchObject({ name: 'Sichere Radwege' })
  })

  it('by the unit, where nothing else speaks', async () => {
    expect(await suggest({ unitId: town.sport, text: 'Hallo.' })).toEqual([
      { id: goals['Bewegte Stadt'], name: 'Bewegte Stadt', reason: { kind: 'unit' } }
    ])
  })

  it('by the campaign, before everything else', async () => {
    const campaign = await town.in((tx) =>
      createCampaign(tx, town.editor, {
        title: 'Licht aus',
        unitId: town.root,
        problem: 'Zu viel Strom.',
        messages: [],
        startsOn: null,
        endsOn: null,
        reviewOn: null,
        hoursBudget: null,
        goalIds: [goals['Klimaneutrale Stadt']!],
        audienceIds: [],
        instruments: [],
        personIds: []
      })
    )
    const found = await suggest({ campaignId: campaign, unitId: town.sport, text: 'Radweg und Schwimmbad' })
    expect(found[0]).toMatchObject({ name: 'Klimaneutrale Stadt', reason: { kind: 'campaign' } })
  })

  it('never for nothing, never twice, never when archived, and whatever the text holds', async () => {
    for (const text of ['Rathaus geschlossen', 'Neues aus der Stadt für alle Menschen'])
      expect(await suggest({ text })).toEqual([])
    expect(await suggest({ text: 'Radweg', without: [goals['Sichere Radwege']!] })).toEqual([])
    const { id } = await town.in((tx) => addGoal(tx, town.editor, { name: 'Blumenwiesen anlegen' }))
    await town.in((tx) => archiveGoal(tx, town.editor, { goal: id }))
    expect(await suggest({ text: 'Blumenwiesen' })).toEqual([])
    for (const text of [`' | \\ & ! :* <-> "`, '🚲'.repeat(500), 'x'.repeat(100_000), "O'Brien'sche Straße'"])
      expect(Array.isArray(await suggest({ text }))).toBe(true)
  })
})

describe('a conversation', () => {
  it('is offered goals, serves those chosen, and is counted once', async () => {
    const { conversation } = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'Rosa', text: 'Wann kommt der Radweg?', address: '203.0.113.7' })
    )
    const open = () => town.in((tx) => openConversation(tx, town.editor, conversation))
    expect((await open()).suggestedGoals[0]).toMatchObject({ name: 'Sichere Radwege' })
    const goal = goals['Sichere Radwege']!
    const serve = (chosen: string[]) => town.in((tx) => serveGoals(tx, town.editor, { conversation, goals: chosen }))
    await serve([goal])
    expect(await open()).toMatchObject({
      goals: [{ id: goal, name: 'Sichere Radwege', isOwn: true }],
      suggestedGoals: []
    })
    expect((await town.in((tx) => servedCounts(tx, goal))).get(goal)).toMatchObject({ asked: 1, answered: 0 })
    await town.in((tx) => tx.insertInto('post_goal').values({ post_id: town.post, goal_id: goal }).execute())
    expect((await town.in((tx) => servedCounts(tx, goal))).get(goal)).toMatchObject({ asked: 1 })
    await serve([])
    expect((await open()).goals).toEqual([{ id: goal, name: 'Sichere Radwege', isOwn: false }])
    await expect(
      town.in((tx) => serveGoals(tx, town.roadsExpert, { conversation, goals: [goal] }))
    ).rejects.toMatchObject({ status: 403 })
  })
})
