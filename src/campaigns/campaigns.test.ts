import { beforeAll, describe, expect, it } from 'vitest'
import { audienceChoices } from '#audiences/queries.ts'
import { goalsByName } from '#goals/find.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { planOf } from '#posts/plan.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { changeCampaign } from './change.ts'
import { campaignChoices } from './choices.ts'
import { createCampaign } from './create.ts'
import { noteHours, removeHours } from './hours.ts'
import { addMeasure, noteResult, removeMeasure, removeResult } from './measures.ts'
import { moveCampaign } from './move.ts'
import { listCampaigns, readCampaign } from './queries.ts'
import { reviewCampaign, tellOfReviews } from './review.ts'
import type { CampaignInput } from './types.ts'

useWorld()
let town: SmallTown
let goalIds: string[]
let audienceIds: string[]
beforeAll(async () => {
  town = await makeSmallTown()
  goalIds = (await town.act((tx) => goalsByName(tx, town.editor, ['Bewegte Stadt']))).map(({ id }) => id)
  audienceIds = (await town.act((tx) => audienceChoices(tx))).slice(0, 2).map(({ id }) => id)
})

const plan = (given: Partial<CampaignInput> = {}): CampaignInput => ({
  title: 'Stadtradeln',
  unitId: town.sportUnitId,
  problem: 'Wenige fahren im Alltag Rad.',
  messages: ['Kurze Wege gehen gut mit dem Rad.', ' ', 'Mitmachen kann jede und jeder.'],
  startsOn: '2026-05-01',
  endsOn: '2026-05-21',
  reviewOn: '2026-06-01',
  hoursBudget: 40,
  goalIds,
  audienceIds,
  instruments: [
    { instrument: 'microblog', reason: 'Dort fragen die Leute.' },
    { instrument: 'telepathy', reason: 'gibt es nicht' }
  ],
  personIds: [town.editor.id],
  ...given
})
const create = (given: Partial<CampaignInput> = {}) => town.act((tx) => createCampaign(tx, town.editor, plan(given)))
const read = (id: string) => town.act((tx) => readCampaign(tx, town.editor, id))

describe('a campaign', () => {
  it('holds its whole plan on one page', async () => {
    const page = await read(await create())
    expect(page).toMatchObject({
      title: 'Stadtradeln',
      state: 'planned',
      unitName: 'Amt für Sport',
      messages: ['Kurze Wege gehen gut mit dem Rad.', 'Mitmachen kann jede und jeder.'],
      goals: [{ name: 'Bewegte Stadt' }],
      instruments: [{ instrument: 'microblog', reason: 'Dort fragen die Leute.' }],
      people: [{ name: 'Erika Muster', left: false }],
      hoursBudget: 40
    })
    expect(page.audiences).toHaveLength(2)
  })

  it('says at each field what is wrong', async () => {
    await expect(
      create({
        title: ' ',
        startsOn: '2026-02-30',
        endsOn: 'bald',
        hoursBudget: Number.NaN,
        instruments: [{ instrument: 'blog', reason: ' ' }]
      })
    ).rejects.toMatchObject({
      fields: {
        title: 'campaign.titleMissing',
        startsOn: 'campaign.dayInvalid',
        endsOn: 'campaign.dayInvalid',
        hoursBudget: 'campaign.hoursInvalid',
        'reason-blog': 'campaign.reasonMissing'
      }
    })
    await expect(create({ startsOn: '2026-05-02', endsOn: '2026-05-01' })).rejects.toMatchObject({
      fields: { endsOn: 'campaign.endsBeforeStart' }
    })
  })

  it('is never overwritten by the second of two who change it', async () => {
    const campaign = await create()
    const change = (revision: number, title: string) =>
      town.act((tx) => changeCampaign(tx, town.editor, { campaign, revision, plan: plan({ title }) }))
    await change(1, 'Erste Änderung')
    await expect(change(1, 'Zweite Änderung')).rejects.toMatchObject({ status: 409, key: 'campaign.stale' })
    expect((await read(campaign)).title).toBe('Erste Änderung')
  })

  it('is planned by editors and leaders of its unit, and read by whoever writes', async () => {
    await expect(town.act((tx) => createCampaign(tx, town.expert, plan()))).rejects.toMatchObject({ status: 403 })
    const campaign = await create()
    expect((await town.act((tx) => readCampaign(tx, town.expert, campaign))).title).toBe('Stadtradeln')
    await expect(town.act((tx) => readCampaign(tx, town.operator, campaign))).rejects.toMatchObject({ status: 403 })
  })

  it('is put away and comes back, and cannot be changed meanwhile', async () => {
    const campaign = await create({ title: 'Weg damit' })
    const move = (state: string) => town.act((tx) => moveCampaign(tx, town.editor, { campaign, state }))
    await move('archived')
    const titles = async () => (await town.act((tx) => listCampaigns(tx, town.editor))).map(({ title }) => title)
    expect(await titles()).not.toContain('Weg damit')
    await expect(
      town.act((tx) => changeCampaign(tx, town.editor, { campaign, revision: 2, plan: plan() }))
    ).rejects.toMatchObject({ key: 'campaign.isArchived' })
    await move('running')
    expect(await titles()).toContain('Weg damit')
    await expect(move('berühmt')).rejects.toMatchObject({ fields: { state: 'choose' } })
  })
})

describe('measures and hours', () => {
  it('keep dated results beside the target, and let a mistake be taken back', async () => {
    const campaign = await create()
    const measure = await town.act((tx) =>
      addMeasure(tx, town.editor, {
        campaign,
        name: 'Anmeldungen',
        figure: 'Personen',
        target: 300,
        dueOn: '2026-05-21'
      })
    )
    const note = (day: string, value: number | null) =>
      town.act((tx) => noteResult(tx, town.expert, { measure, day, value, note: '' }))
    await note('2026-05-10', 120)
    const wrong = await note('2026-05-03', 9999)
    await note('2026-05-02', 40)
    await expect(note('2026-13-01', null)).rejects.toMatchObject({
      fields: { day: 'campaign.dayInvalid', value: 'campaign.figureInvalid' }
    })
    await town.act((tx) => removeResult(tx, town.editor, { result: wrong }))
    expect((await read(campaign)).measures).toMatchObject([
      { name: 'Anmeldungen', target: 300, results: [{ value: 40 }, { value: 120 }] }
    ])
    await town.act((tx) => removeMeasure(tx, town.editor, { measure }))
    expect((await read(campaign)).measures).toEqual([])
  })

  it('add up to what the campaign cost, and never say whose hours they were', async () => {
    const campaign = await create()
    const note = (hours: number) =>
      town.act((tx) => noteHours(tx, town.expert, { campaign, day: '2026-05-02', hours, note: 'Texte' }))
    await note(1.5)
    const second = await note(2)
    await town.act((tx) => removeHours(tx, town.expert, { hours: second }))
    await note(3)
    expect((await read(campaign)).hoursSum).toBe(4.5)
    await expect(note(0)).rejects.toMatchObject({ fields: { hours: 'campaign.hoursInvalid' } })
    const events = await town.act((tx) =>
      tx.selectFrom('event').select('actor_id').where('kind', 'like', 'campaign.hours%').execute()
    )
    expect(events.every((event) => event.actor_id === null)).toBe(true)
  })
})

describe('the look back', () => {
  it('is announced once to the campaign’s people when its day has come, within service hours', async () => {
    const campaign = await create({ title: 'Rückblick', reviewOn: '2027-03-01' })
    const mails = () =>
      town.act(async (tx) => {
        await tellOfReviews(tx)
        const rows = await tx
          .selectFrom('outgoing_mail')
          .select(['recipient', 'subject'])
          .where('purpose', '=', 'campaign-review')
          .where('subject', 'like', '%Rückblick: Rückblick')
          .execute()
        return rows.map(({ recipient }) => recipient)
      })
    try {
      moveClock({ to: new Date('2027-02-26T10:00:00Z') })
      expect(await mails()).toEqual([])
      moveClock({ to: new Date('2027-03-01T03:00:00Z') })
      expect(await mails()).toEqual([])
      moveClock({ to: new Date('2027-03-01T10:00:00Z') })
      expect(await mails()).toEqual([town.editorEmail])
      expect(await mails()).toEqual([town.editorEmail])
      expect((await read(campaign)).reviewIsDue).toBe(true)
      await town.act((tx) =>
        reviewCampaign(tx, town.editor, { campaign, finding: 'Mehr Fragen als gedacht.', nextReviewOn: '2027-03-02' })
      )
      expect(await read(campaign)).toMatchObject({ reviewIsDue: false, reviews: [{ by: 'Erika Muster' }] })
      moveClock({ to: new Date('2027-03-02T10:00:00Z') })
      expect(await mails()).toHaveLength(2)
    } finally {
      resetClock()
    }
  })
})

describe('a post', () => {
  it('belongs to a campaign and is for audiences; the campaign suggests both its goals and its audiences', async () => {
    const campaign = await create({ title: 'Vorschläge' })
    const choice = (await town.act((tx) => campaignChoices(tx))).find(({ id }) => id === campaign)
    expect(choice).toMatchObject({ goals: ['Bewegte Stadt'] })
    expect(choice!.audienceIds.toSorted()).toEqual(audienceIds.toSorted())
    const draft = { title: 'Aufs Rad', lead: '', body: 'Satz.', unitId: town.sportUnitId }
    const post = await town.act((tx) =>
      createPost(tx, town.editor, { ...draft, campaignId: campaign, audienceIds: [audienceIds[0]!, town.id] })
    )
    expect(await town.act((tx) => planOf(tx, post.id))).toEqual({ campaignId: campaign, audienceIds: [audienceIds[0]] })
    expect((await read(campaign)).posts).toMatchObject([{ title: 'Aufs Rad', state: 'draft' }])
    // What a form does not speak of stays.
    const kept = await town.act((tx) => saveDraft(tx, town.editor, { post: post.id, revision: 1, draft }))
    expect(await town.act((tx) => planOf(tx, post.id))).toMatchObject({ campaignId: campaign })
    await town.act((tx) =>
      saveDraft(tx, town.editor, {
        post: post.id,
        revision: kept.revision,
        draft: { ...draft, campaignId: null, audienceIds: [] }
      })
    )
    expect(await town.act((tx) => planOf(tx, post.id))).toEqual({ campaignId: null, audienceIds: [] })
    await town.act((tx) => moveCampaign(tx, town.editor, { campaign, state: 'archived' }))
    await expect(
      town.act((tx) => createPost(tx, town.editor, { ...draft, campaignId: campaign }))
    ).rejects.toMatchObject({ fields: { campaign: 'campaign.isArchived' } })
  })
})
