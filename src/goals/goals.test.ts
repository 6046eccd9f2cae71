import { beforeAll, describe, expect, it } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { createCampaign } from '#campaigns/create.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { createPost } from '#posts/create.ts'
import { readForDesk } from '#posts/desk-queries.ts'
import { useWorld } from '../../tests/world/world.ts'
import { addGoal } from './add.ts'
import { archiveGoal, restoreGoal } from './archive.ts'
import { changeGoal } from './change.ts'
import type { GoalInput } from './check.ts'
import { servedCounts } from './counts.ts'
import { goalsByName } from './find.ts'
import { historyOf } from './history.ts'
import { addIndicator, removeValue, setValue } from './indicators.ts'
import { addLink } from './link.ts'
import { mergeGoals } from './merge.ts'
import { moveGoal } from './move.ts'
import { readGoal } from './read.ts'
import { postsOf, servingNone, talksOf } from './served.ts'
import { readTree } from './tree.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const blank: GoalInput = {
  name: '',
  kind: 'leitziel',
  plan: '',
  description: '',
  unitId: null,
  beginsOn: null,
  endsOn: null,
  sdgs: []
}
const add = (name: string, more: Partial<GoalInput> & { parentId?: string | null } = {}) =>
  town.in(async (tx) => (await addGoal(tx, town.editor, { name, ...more })).id)
const read = (id: string) => town.in((tx) => readGoal(tx, town.editor, id))
const changes = async (id: string) => (await town.in((tx) => historyOf(tx, id))).changes.map(({ what }) => what)

describe('the tree', () => {
  it('lists parents before their children, and numbers as numbers', async () => {
    const top = await add('2 Klima')
    await add('10 Wohnen')
    await add('Bäume pflanzen', { parentId: top })
    const names = (await town.in((tx) => readTree(tx))).map(({ name, depth }) => `${depth} ${name}`)
    expect(names.slice(0, 3)).toEqual(['0 2 Klima', '1 Bäume pflanzen', '0 10 Wohnen'])
  })

  it('moves a goal with everything below it, and never below itself', async () => {
    const [a, b] = [await add('A'), await add('B')]
    const c = await add('C', { parentId: b })
    await town.in((tx) => moveGoal(tx, town.editor, { goal: b, parent: a }))
    for (const parent of [b, c])
      await expect(town.in((tx) => moveGoal(tx, town.editor, { goal: b, parent }))).rejects.toMatchObject({
        fields: { parent: 'goals.circle' }
      })
    await expect(town.in((tx) => moveGoal(tx, town.editor, { goal: a, parent: c }))).rejects.toMatchObject({
      fields: { parent: 'goals.circle' }
    })
    expect((await read(b)).parentId).toBe(a)
    expect(await changes(b)).toEqual(['moved', 'added'])
  })

  it('bears two moves at once that together would make a circle', async () => {
    const [one, two] = [await add('Kreis eins'), await add('Kreis zwei')]
    const moves = await Promise.allSettled([
      town.in((tx) => moveGoal(tx, town.editor, { goal: one, parent: two })),
      town.in((tx) => moveGoal(tx, town.editor, { goal: two, parent: one }))
    ])
    expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('archives only what has nothing in use below it, and brings it back', async () => {
    const parent = await add('Vorbei')
    const child = await add('Auch vorbei', { parentId: parent })
    await expect(town.in((tx) => archiveGoal(tx, town.editor, { goal: parent }))).rejects.toMatchObject({
      key: 'goals.hasChildren'
    })
    await town.in((tx) => archiveGoal(tx, town.editor, { goal: child }))
    await town.in((tx) => archiveGoal(tx, town.editor, { goal: parent }))
    await town.in((tx) => restoreGoal(tx, town.editor, { goal: child }))
    expect(await read(child)).toMatchObject({ archivedAt: null, parentId: null })
  })
})

describe('a goal', () => {
  it('is changed with its history in the journal, and never over what somebody else saved', async () => {
    const id = await add('Radstadt', { sdgs: [11, 3, 11] })
    expect((await read(id)).sdgs).toEqual([3, 11])
    const input = { ...blank, name: 'Fahrradstadt', unitId: town.roads, beginsOn: '2026-01-01', endsOn: '2030-12-31' }
    await town.in((tx) => changeGoal(tx, town.editor, { ...input, goal: id, revision: 1 }))
    await expect(
      town.in((tx) => changeGoal(tx, town.editor, { ...input, name: 'Anders', goal: id, revision: 1 }))
    ).rejects.toMatchObject({ key: 'goals.stale', data: { revision: 2 } })
    const { changes: said, names } = await town.in((tx) => historyOf(tx, id))
    expect(said[0]).toMatchObject({ what: 'changed', data: { name: 'Fahrradstadt', nameBefore: 'Radstadt' } })
    expect(names[town.roads]).toBe('Tiefbau')
    expect((await read(id)).slug).toBe('radstadt')
  })

  it('says what is wrong with each field', async () => {
    await expect(add(' ', { beginsOn: '2026-02-30', endsOn: '2025-01-01', sdgs: [18] })).rejects.toMatchObject({
      fields: {
        name: 'goals.nameMissing',
        beginsOn: 'goals.dayShape',
        endsOn: 'goals.periodTurned',
        sdgs: 'goals.sdgShape'
      }
    })
    await add('Einmalig')
    await expect(add('EINMALIG')).rejects.toMatchObject({ fields: { name: 'goals.nameTaken' } })
  })

  it('is written by editors and leaders of its unit only', async () => {
    await expect(
      town.in((tx) => addGoal(tx, town.sportExpert, { name: 'Nicht erlaubt', unitId: town.sport }))
    ).rejects.toMatchObject({ status: 403 })
    const id = await add('Lesbar')
    expect((await town.in((tx) => readGoal(tx, town.sportExpert, id))).name).toBe('Lesbar')
    await expect(town.in((tx) => readGoal(tx, town.officer, id))).rejects.toMatchObject({ status: 403 })
  })

  it('has indicators with dated values, of which a day has one', async () => {
    const goal = await add('Messbar')
    const base = { name: 'Wege mit dem Rad', figure: '%', direction: 'up' as const, baseline: 18, target: 30 }
    const indicator = await town.in((tx) => addIndicator(tx, town.editor, { goal, ...base }))
    const set = (day: string, value: number) =>
      town.in((tx) => setValue(tx, town.editor, { goal, indicator, day, value }))
    await set('2026-01-31', 21.5)
    await set('2025-01-31', 20)
    await set('2026-01-31', 22)
    await expect(set('2026-13-01', 1)).rejects.toMatchObject({ fields: { day: 'goals.dayShape' } })
    expect((await read(goal)).indicators[0]?.values).toEqual([
      { day: '2025-01-31', value: 20, source: 'hand' },
      { day: '2026-01-31', value: 22, source: 'hand' }
    ])
    await town.in((tx) => removeValue(tx, town.editor, { goal, indicator, day: '2025-01-31' }))
    expect(await changes(goal)).toEqual([
      'value-removed',
      'value-set',
      'value-set',
      'value-set',
      'indicator-added',
      'added'
    ])
  })
})

describe('what serves a goal', () => {
  it('is counted: planned, said, asked, answered; what serves none stands apart', async () => {
    const name = 'Was dient'
    const goal = await add(name)
    await town.in(async (tx) => {
      const [found] = await goalsByName(tx, town.editor, [name])
      await tx.insertInto('post_goal').values({ post_id: town.post, goal_id: found!.id }).execute()
      await createPost(tx, town.editor, { unitId: town.sport, title: 'Im Entwurf', goals: [name] })
      await createPost(tx, town.editor, { unitId: town.sport, title: 'Ohne Ziel' })
    })
    for (const text of ['Erste Frage?', 'Zweite Frage?']) {
      const given = await town.in((tx) =>
        submitComment(tx, { post: town.post, name: 'Anna', text, address: '203.0.113.9' })
      )
      if (text.startsWith('Zweite')) continue
      await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
      await town.in((tx) => answer(tx, town.editor, { conversation: given.conversation, text: 'Ja.', seen: 0 }))
    }
    expect((await town.in((tx) => servedCounts(tx, goal))).get(goal)).toEqual({
      planned: 1,
      said: 1,
      asked: 2,
      answered: 1
    })
    expect((await town.in((tx) => servedCounts(tx))).get(goal)).toEqual({ planned: 1, said: 1, asked: 2, answered: 1 })
    expect(await town.in((tx) => talksOf(tx, town.editor, goal))).toHaveLength(2)
    expect(await town.in((tx) => talksOf(tx, town.roadsExpert, goal))).toHaveLength(0)
    const none = await town.in((tx) => servingNone(tx, town.editor))
    expect(none.posts.map(({ title }) => title)).toContain('Ohne Ziel')
  })

  it('counts what waits for an approval as planned, and shows campaigns without a goal', async () => {
    const name = 'Wartet auf Freigabe'
    const goal = await add(name)
    const plan = { unitId: town.sport, problem: '', messages: [], startsOn: null, endsOn: null, reviewOn: null }
    const rest = { hoursBudget: null, audienceIds: [], instruments: [], personIds: [] }
    await town.in(async (tx) => {
      for (const [title, goals] of [['Wartet', [name]] as const, ['Wartet ohne', []] as const]) {
        const { id } = await createPost(tx, town.editor, { unitId: town.sport, title, goals: [...goals] })
        await tx.updateTable('post').set({ state: 'in_review' }).where('id', '=', id).execute()
      }
      await createCampaign(tx, town.editor, { ...plan, ...rest, title: 'Kampagne mit Ziel', goalIds: [goal] })
      await createCampaign(tx, town.editor, { ...plan, ...rest, title: 'Kampagne ohne Ziel', goalIds: [] })
    })
    expect((await town.in((tx) => servedCounts(tx, goal))).get(goal)).toMatchObject({ planned: 1, said: 0 })
    expect(await town.in((tx) => postsOf(tx, goal, 'planned'))).toMatchObject([{ title: 'Wartet', state: 'in_review' }])
    const none = await town.in((tx) => servingNone(tx, town.editor))
    expect(none.posts.map(({ title }) => title)).toContain('Wartet ohne')
    expect(none).toMatchObject({ campaigns: [{ title: 'Kampagne ohne Ziel', state: 'planned' }], campaignCount: 1 })
  })

  it('goes along when goals are merged, with names, links and sub-goals', async () => {
    const [from, into] = [await add('Wird aufgelöst'), await add('Bleibt')]
    const child = await add('Kind davon', { parentId: from })
    const post = await town.in(async (tx) => {
      await addLink(tx, town.editor, { goal: from, kind: 'paper', title: 'Vorlage', url: 'https://rat.example/1' })
      await addLink(tx, town.editor, { goal: into, kind: 'paper', title: 'Vorlage', url: 'https://rat.example/1' })
      const goals = ['Wird aufgelöst', 'Bleibt']
      return createPost(tx, town.editor, { unitId: town.sport, title: 'Dient beiden', goals })
    })
    await expect(town.in((tx) => mergeGoals(tx, town.editor, { goal: from, into: child }))).rejects.toMatchObject({
      fields: { into: 'goals.mergeBelow' }
    })
    await town.in((tx) => mergeGoals(tx, town.editor, { goal: from, into }))
    expect((await town.in((tx) => readForDesk(tx, town.editor, post.id))).goals).toEqual(['Bleibt'])
    expect((await read(child)).parentId).toBe(into)
    expect((await read(into)).links).toHaveLength(1)
    expect((await read(from)).mergedInto).toMatchObject({ id: into })
    expect((await town.in((tx) => goalsByName(tx, town.editor, ['wird aufgelöst']))).map(({ id }) => id)).toEqual([
      into
    ])
    expect(await changes(into)).toContain('took-in')
    await expect(town.in((tx) => restoreGoal(tx, town.editor, { goal: from }))).rejects.toMatchObject({
      key: 'goals.isMerged'
    })
  })

  it('keeps its archived goals when a post is saved again', async () => {
    const goal = await add('Abgelaufen')
    await town.in((tx) => archiveGoal(tx, town.editor, { goal }))
    expect((await town.in((tx) => goalsByName(tx, town.editor, ['Abgelaufen']))).map(({ id }) => id)).toEqual([goal])
  })
})
