// The living town that the sweep visits: the demo's story, and what it does not tell (a draft, an invitation, an odd
// delivery), played into the test's world, with the built program on top.
import { join } from 'node:path'
import { audienceChoices } from '#audiences/queries.ts'
import { createCampaign } from '#campaigns/create.ts'
import { noteHours } from '#campaigns/hours.ts'
import { addMeasure, noteResult } from '#campaigns/measures.ts'
import { reviewCampaign } from '#campaigns/review.ts'
import { saveConcept } from '#concepts/save.ts'
import { readSource } from '#council/read.ts'
import { addSource } from '#council/settle.ts'
import { keepImport } from '#goals/import.ts'
import { invite } from '#people/invite.ts'
import { resetByCommand } from '#people/recover.ts'
import { now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { closeFetch, configureFetch } from '#platform/fetch/fetch.ts'
import { newId } from '#platform/id.ts'
import { installation } from '#platform/installation.ts'
import { holdStorage } from '#platform/media/images.ts'
import { createPost } from '#posts/create.ts'
import { saveSeries } from '#posts/series/series.ts'
import { postPath } from '#posts/slug.ts'
import { play } from '#practice/play.ts'
import { readScenario } from '#practice/scenario.ts'
import { must, personOf, type PlayedTown } from '#practice/town.ts'
import { startCouncil } from '../council/stand-in.ts'
import { ask } from '../world/ask.ts'
import { bringCrisis, type LivingCrisis } from './crises.ts'
import { bringBox } from './boxes.ts'
import { findDefect, type CasePages } from './cases.ts'
import { bringPrivacy, type PrivacyPages } from './privacy.ts'
import { bringQuestions, type Questions } from './questions.ts'
import { bringReport, type ReportPages } from './reports.ts'
import { bringReview, type Waiting } from './reviews.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import type { World } from '../world/world.ts'

export const password = 'Musterstadt-2026'

/** Who signs in for which role. */
export const staff = {
  editor: 'aylin.demir@musterstadt.example',
  expert: 'jonas.petersen@musterstadt.example',
  leader: 'katrin.vogel@musterstadt.example',
  privacy: 'ralf.ostermann@musterstadt.example',
  operator: 'miriam.engel@musterstadt.example'
}

export type Role = keyof typeof staff

export interface LivingTown extends Questions, Waiting, PrivacyPages, ReportPages, CasePages {
  origin: string
  program: Program
  /** Where the article of this key of the story stands. */
  article(key: string): string
  /** The post of this key at the desk. */
  post(key: string): string
  /** The hours and times of the unit of this name. */
  hours(name: string): string
  /** The goal of this name at the desk. */
  goal(name: string): string
  /** The conversation that holds the message of this key. */
  conversation(key: string): string
  /** The private page of the comment of this key. */
  ownPage(key: string): string
  /** The second page of the start page's list. */
  older: string
  practiceChannel: string
  /** The page of a mail box. */
  box: string
  draft: string
  series: string
  campaign: string
  invitation: string
  recovery: string
  /** The preview of a file with goals. */
  goalImport: string
  /** The concept of the site. */
  concept: string
  /** A picture of the library. */
  media: string
  /** Starts a crisis, which ends again before other things are looked at. */
  startCrisis(): Promise<LivingCrisis>
}

/** Plays the story into the world and starts the program on it. */
export async function bringToLife(world: World): Promise<LivingTown> {
  const port = await freePort()
  await holdStorage(join(world.directory, 'media'))
  const scenario = await readScenario(join(installation(), 'content/drills/musterstadt.json'))
  const { town, posts, messages, links } = await play(scenario, { host: `localhost:${port}`, password })
  const untold = await tellMore(town)
  await bringCouncil(town)
  const { slugs, goals, units, conversations } = await inMunicipality(town.municipalityId, async (tx) => ({
    slugs: new Map(
      (await tx.selectFrom('post').select(['id', 'slug']).execute()).map(({ id, slug }) => [id, slug] as const)
    ),
    goals: new Map(
      (await tx.selectFrom('goal').select(['id', 'name']).execute()).map(({ id, name }) => [name, id] as const)
    ),
    units: new Map(
      (await tx.selectFrom('unit').select(['id', 'short_name']).execute()).map(
        ({ id, short_name }) => [short_name, id] as const
      )
    ),
    conversations: new Map(
      (await tx.selectFrom('message').select(['id', 'conversation_id']).execute()).map(
        (row) => [row.id, row.conversation_id] as const
      )
    )
  }))
  const program = await startProgram(world, { port, timeoutMs: 90_000 })
  const { text: start } = await ask(`http://localhost:${port}/`, { headers: { accept: 'text/html' } })
  return {
    origin: `http://localhost:${port}`,
    program,
    article: (key) => postPath({ slug: must(slugs, must(posts, key)) }),
    post: (key) => `/desk/posts/${must(posts, key)}`,
    hours: (name) => `/desk/settings/hours/${must(units, name)}`,
    goal: (name) => `/desk/goals/${must(goals, name)}`,
    conversation: (key) => must(conversations, must(messages, key)),
    ownPage: (key) => `/k/${must(links, key)}`,
    older: /href="(\/\?before=[^"]+)"/.exec(start)![1]!,
    practiceChannel: town.practiceChannelId,
    ...untold,
    ...(await bringReview(town)),
    ...(await bringBox(town)),
    ...(await bringQuestions(town)),
    ...(await findDefect(town)),
    ...(await bringPrivacy(town, must(posts, 'parken'))),
    ...(await bringReport(town, must(messages, 'bad-monatskarte'))),
    goalImport: await bringGoals(town),
    campaign: await bringCampaign(town),
    startCrisis: () => bringCrisis(town)
  }
}

/** A file of goals between its preview and the decision. */
async function bringGoals(town: PlayedTown): Promise<string> {
  const editor = await personOf(town, 'aylin')
  const file = 'Titel;Beschreibung;Beginn\nSichere Wege;Neu.;2026\nGrüne Höfe;;2027\nFalsch;;gestern\n'
  const kept = await inMunicipality(town.municipalityId, (tx) =>
    keepImport(tx, editor, { kind: 'goals', name: 'ziele.csv', bytes: Buffer.from(file) })
  )
  return `/desk/goals/import/${kept}`
}

/** What a council's information system said, with a fault in it. */
async function bringCouncil(town: PlayedTown): Promise<void> {
  const council = await startCouncil()
  council.papers.push(
    council.object('Paper', '1', { name: 'Radwege 2027', reference: '12/2026', date: '2026-09-01' }),
    council.object('Paper', '2', { name: 'Stadtbad', date: 'im Herbst' })
  )
  const start = new Date(now().getTime() + 5 * 86_400_000).toISOString()
  const item = { number: '1', name: 'Radwege 2027' }
  council.meetings.push(council.object('Meeting', '1', { name: 'Rat der Stadt', start, agendaItem: [item] }))
  configureFetch({ allow: [council.host] })
  const operator = await personOf(town, 'miriam')
  const source = await inMunicipality(town.municipalityId, (tx) =>
    addSource(tx, operator, { url: council.url, everyHours: 168 })
  )
  await readSource(town.municipalityId, source)
  await closeFetch()
  await council.close()
}

/** A campaign with everything a plan can have. */
async function bringCampaign(town: PlayedTown): Promise<string> {
  const editor = await personOf(town, 'aylin')
  return inMunicipality(town.municipalityId, async (tx) => {
    const audiences = await audienceChoices(tx)
    const campaign = await createCampaign(tx, editor, {
      title: 'Weihnachtsmarkt 2026',
      unitId: town.rootUnitId,
      problem: 'Es fehlen noch zwölf Stände.',
      messages: ['Mitmachen ist einfach.'],
      startsOn: '2026-10-01',
      endsOn: '2026-12-23',
      reviewOn: '2026-01-10',
      hoursBudget: 30,
      goalIds: [],
      audienceIds: audiences.slice(0, 2).map(({ id }) => id),
      instruments: [{ instrument: 'microblog', reason: 'Dort fragen die Vereine.' }],
      personIds: [editor.id]
    })
    const measure = await addMeasure(tx, editor, {
      campaign,
      name: 'Zusagen',
      figure: 'Stände',
      target: 12,
      dueOn: '2026-11-30'
    })
    await noteResult(tx, editor, { measure, day: '2026-11-15', value: 7, note: 'nach dem Aufruf' })
    await noteHours(tx, editor, { campaign, day: '2026-11-15', hours: 2, note: 'Aufruf' })
    await reviewCampaign(tx, editor, { campaign, finding: 'Der Aufruf wirkt.', nextReviewOn: '2026-01-20' })
    return `/desk/campaigns/${campaign}`
  })
}

async function tellMore(
  town: PlayedTown
): Promise<Pick<LivingTown, 'draft' | 'series' | 'invitation' | 'recovery' | 'concept' | 'media'>> {
  const [editor, operator] = [await personOf(town, 'aylin'), await personOf(town, 'miriam')]
  const { draft, series, link, concept, media } = await inMunicipality(town.municipalityId, async (tx) => {
    const post = await createPost(tx, editor, {
      unitId: town.rootUnitId,
      title: 'Weihnachtsmarkt: Wer macht mit?',
      lead: 'Noch sind zwölf Hütten frei.',
      body: 'Vereine melden sich **bis Freitag**.\n\n## So geht es\n\n- anrufen\n- Hütte aussuchen',
      topics: ['Bildung und Kultur'],
      goals: []
    })
    const invited = await invite(tx, operator, {
      email: 'neu@musterstadt.example',
      name: 'Noemi Neumann',
      roles: [{ role: 'expert', unitId: town.rootUnitId }]
    })
    await tx
      .insertInto('incoming_raw')
      .values({
        id: newId(),
        channel_id: town.practiceChannelId,
        remote_id: newId(),
        kind: 'Arrive',
        sender: 'https://sozial.example/users/mika',
        body: JSON.stringify({ type: 'Arrive', actor: 'https://sozial.example/users/mika', location: 'Marktplatz' }),
        state: 'quarantined',
        reason: 'odd',
        received_at: now()
      })
      .execute()
    const site = await tx.selectFrom('channel').select('id').where('network', '=', 'site').executeTakeFirstOrThrow()
    await saveConcept(tx, operator, { channel: site.id, revision: 1, sections: { purpose: 'Alles an **einem** Ort.' } })
    const concept = `/desk/settings/channels/${site.id}/concept`
    const series = await saveSeries(tx, editor, {
      id: null,
      revision: 0,
      name: 'Bürgersprechstunde',
      unitId: town.rootUnitId,
      title: 'Bürgersprechstunde am {{Datum}}',
      lead: '',
      body: 'Kommen Sie vorbei.',
      rule: { kind: 'monthly-weekday', every: 1, nth: 1, day: 'MO' },
      startsOn: zoned(now(), 'Europe/Berlin').day,
      atTime: '09:00',
      endsOn: null,
      times: null,
      aheadDays: 14,
      schedules: false
    })
    const picture = await tx.selectFrom('media').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    return {
      series: `/desk/posts/series/${series}`,
      draft: `/desk/posts/${post.id}`,
      link: invited.link,
      concept,
      media: `/desk/media/${picture.id}`
    }
  })
  const recovery = await resetByCommand(staff.leader)
  return { draft, series, concept, media, invitation: new URL(link).pathname, recovery: new URL(recovery).pathname }
}
