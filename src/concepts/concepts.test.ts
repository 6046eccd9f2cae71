import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openChannel } from '#channels/open.ts'
import { publicationsOfPost } from '#channels/queries.ts'
import { sendPublication } from '#channels/send.ts'
import { retryPublication } from '#channels/settle.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { type Person, system } from '#people/types.ts'
import { addDays, moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { installation } from '#platform/installation.ts'
import { createPost } from '#posts/create.ts'
import { correctPost } from '#posts/correct.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { publishScheduled, schedulePost } from '#posts/schedule.ts'
import { makeSmallTown, standIn, type SmallTown, type StandIn } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { adoptConcept, confirmConcept, mayAdopt, withdrawConcept } from './adopt.ts'
import { conceptInForce, conceptStandings, readConcept, readVersion } from './read.ts'
import { saveConcept } from './save.ts'
import { sectionKinds } from './shipped.ts'

const world = useWorld()
let town: SmallTown
let leader: Person
let away: StandIn
let channel: string

beforeEach(async () => {
  town = await makeSmallTown()
  away = standIn('away', { idempotent: true })
  leader = await town.act(async (tx) => {
    const roles = [{ role: 'leader' as const, unitId: town.rootUnitId }]
    const { personId } = await addPerson(tx, system, { name: 'Leitung', email: `leitung@${town.id}.example`, roles })
    return (await loadPerson(tx, personId))!
  })
  channel = await open()
})
afterEach(resetClock)

/** A channel that a person adds in the settings. */
const open = () =>
  town.act(
    async (tx) =>
      (await openChannel(tx, town.operator, { network: 'away', unitId: town.rootUnitId, name: 'Draußen' })).id
  )

/** Adopts the concept with words of our own in every section. */
async function adopt(of = channel, who = leader): Promise<number> {
  const sections = Object.fromEntries(sectionKinds().map(({ id }) => [id, `So machen wir es: ${id}.`]))
  return town.act(async (tx) => {
    const { revision } = await readConcept(tx, who, of)
    const saved = await saveConcept(tx, who, { channel: of, revision, sections })
    return (await adoptConcept(tx, who, { channel: of, revision: saved.revision })).number
  })
}
const withdraw = (of = channel) =>
  town.act((tx) => withdrawConcept(tx, leader, { channel: of, reason: 'Der Anbieter hat seine Regeln geändert.' }))

const write = (channelIds: string[] | null = null) =>
  town.act((tx) =>
    createPost(tx, town.editor, { unitId: town.rootUnitId, title: 'Bad offen', body: 'Ab Mai.', channelIds })
  )
const publish = (post: { id: string; revision: number }) =>
  town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision: post.revision }))
const stateOn = async (post: string, of = channel) => {
  const all = await town.act((tx) => publicationsOfPost(tx, post))
  const { id, state, problem } = all.find((one) => one.channelId === of && one.purpose === 'publish') ?? {}
  return { id: id!, state, problem }
}
const siteChannel = () =>
  town.act(
    async (tx) =>
      (await tx.selectFrom('channel').select('id').where('network', '=', 'site').executeTakeFirstOrThrow()).id
  )
const standing = (of = channel, network = 'away') =>
  town.act(async (tx) => (await conceptStandings(tx, [{ id: of, network }])).get(of)!)

describe('a channel added in the settings', () => {
  test('publishes nothing before its concept is adopted, says so, and can be sent to afterwards', async () => {
    expect(await standing()).toMatchObject({ state: 'concept-missing' })
    const post = await write([channel])
    await publish(post)
    const refused = await stateOn(post.id)
    expect(refused).toMatchObject({ state: 'refused', problem: 'concept-missing' })
    await expect(town.act((tx) => retryPublication(tx, town.editor, refused.id))).rejects.toMatchObject({
      key: 'concepts.channelStopped'
    })

    expect(await adopt()).toBe(1)
    await town.act((tx) => retryPublication(tx, town.editor, refused.id))
    await sendPublication(town.id, refused.id)
    expect(await stateOn(post.id)).toMatchObject({ state: 'sent' })
    expect(away.calls).toHaveLength(1)
  })

  test('is not chosen by itself', async () => {
    const post = await write()
    await publish(post)
    expect(await stateOn(post.id)).toMatchObject({ state: undefined })
  })

  test('shows a text filled with what is known, and names what is missing', async () => {
    const { sections, number } = await town.act((tx) => readConcept(tx, town.editor, channel))
    expect(number).toBeNull()
    expect(sections).toHaveLength(sectionKinds().length)
    expect(sections.every(({ text, origin }) => text.length > 40 && origin === 'shipped')).toBe(true)
    expect(sections.find(({ id }) => id === 'rights')).toMatchObject({ hasGap: true })
    expect(sections.find(({ id }) => id === 'purpose')!.text).toContain('Musterstadt')
    expect(JSON.stringify(sections)).not.toMatch(/\{\{|undefined/)
    await expect(town.act((tx) => adoptConcept(tx, leader, { channel, revision: 1 }))).rejects.toMatchObject({
      fields: { rights: 'concepts.sectionGap' }
    })
  })
})

describe('what set-up makes', () => {
  test('speaks from the first day under the shipped concept, marked as not adapted', async () => {
    const site = await siteChannel()
    expect(await standing(site, 'site')).toMatchObject({ state: 'shipped', isOverdue: false })
    const inForce = await town.act((tx) => conceptInForce(tx, site))
    expect(inForce).toMatchObject({ number: 0, channel: { unitName: 'Musterstadt' } })
    await expect(town.act((tx) => confirmConcept(tx, leader, { channel: site }))).rejects.toMatchObject({
      key: 'concepts.notAdapted'
    })
  })

  test('needs no concept for notes and practice', async () => {
    const note = await town.act(
      async (tx) =>
        (await tx.selectFrom('channel').select('id').where('network', '=', 'note').executeTakeFirstOrThrow()).id
    )
    expect(await standing(note, 'note')).toMatchObject({ state: null })
    await expect(town.act((tx) => readConcept(tx, leader, note))).rejects.toMatchObject({ status: 404 })
  })
})

describe('a withdrawn concept', () => {
  test('stops what is published, scheduled and on its way, with its name', async () => {
    await adopt()
    const [onItsWay, later] = [await write(), await write([channel])]
    await publish(onItsWay)
    const at = new Date(now().getTime() + 3 * 86_400_000).toISOString().slice(0, 16)
    await town.act((tx) => schedulePost(tx, town.editor, { post: later.id, revision: later.revision, at }))
    const byDefault = await write()
    await town.act((tx) => schedulePost(tx, town.editor, { post: byDefault.id, revision: byDefault.revision, at }))
    await withdraw()

    await sendPublication(town.id, (await stateOn(onItsWay.id)).id)
    moveClock({ byMs: 4 * 86_400_000 })
    for (const post of [later, byDefault]) await publishScheduled(town.id, post.id)
    const direct = await write([channel])
    await publish(direct)
    for (const post of [onItsWay, later, byDefault, direct])
      expect(await stateOn(post.id)).toMatchObject({ state: 'refused', problem: 'concept-withdrawn' })
    expect(away.calls).toEqual([])
    expect(await standing()).toMatchObject({
      state: 'concept-withdrawn',
      withdrawalReason: 'Der Anbieter hat seine Regeln geändert.'
    })
    // Nothing is wrong with the channel itself.
    const { health } = await town.act((tx) =>
      tx.selectFrom('channel').select('health').where('id', '=', channel).executeTakeFirstOrThrow()
    )
    expect(health).toBe('unknown')
  })

  test('lets what stands there be corrected', async () => {
    await adopt()
    const post = await write()
    await publish(post)
    await sendPublication(town.id, (await stateOn(post.id)).id)
    await withdraw()
    const draft = { unitId: town.rootUnitId, title: 'Bad offen', lead: '', body: 'Ab Juni.' }
    await town.act(async (tx) => {
      const { draft_revision: revision } = await tx
        .selectFrom('post')
        .select('draft_revision')
        .where('id', '=', post.id)
        .executeTakeFirstOrThrow()
      const saved = await saveDraft(tx, town.editor, { post: post.id, revision, draft })
      await correctPost(tx, town.editor, { post: post.id, revision: saved.revision, note: 'Monat' })
    })
    const all = await town.act((tx) => publicationsOfPost(tx, post.id))
    const correction = all.find((one) => one.channelId === channel && one.purpose === 'correct')!
    await sendPublication(town.id, correction.id)
    expect(away.calls.map(({ what }) => what)).toEqual(['publish', 'correct'])
  })

  test('of the site stops everything, and says so at the scheduled post', async () => {
    const site = await siteChannel()
    const later = await write()
    const at = new Date(now().getTime() + 86_400_000).toISOString().slice(0, 16)
    await town.act((tx) => schedulePost(tx, town.editor, { post: later.id, revision: later.revision, at }))
    await withdraw(site)
    await expect(publish(await write())).rejects.toMatchObject({ key: 'concepts.siteStopped' })
    moveClock({ byMs: 2 * 86_400_000 })
    await publishScheduled(town.id, later.id)
    const post = await town.act((tx) =>
      tx.selectFrom('post').select(['state', 'schedule_problem']).where('id', '=', later.id).executeTakeFirstOrThrow()
    )
    expect(post).toEqual({ state: 'draft', schedule_problem: 'concepts.siteStopped' })
  })

  test('is adopted again as a new version, and the old one stays word for word', async () => {
    await adopt()
    await withdraw()
    expect(await adopt()).toBe(2)
    expect(await standing()).toMatchObject({ state: 'in-force' })
    const { steps, versions } = await town.act((tx) => readConcept(tx, leader, channel))
    expect(steps.map(({ kind, number }) => [kind, number])).toEqual([
      ['adopted', 2],
      ['withdrawn', 1],
      ['adopted', 1]
    ])
    expect(steps[1]).toMatchObject({ by: 'Leitung', reason: 'Der Anbieter hat seine Regeln geändert.' })
    expect(versions.map(({ number }) => number)).toEqual([2, 1])
    const first = await town.act((tx) => readVersion(tx, channel, 1))
    expect(first.sections[0]).toMatchObject({ id: 'purpose', text: 'So machen wir es: purpose.' })
    await expect(
      town.act((tx) => tx.updateTable('concept_version').set({ number: 9 }).where('number', '=', 1).execute())
    ).rejects.toThrow('immutable')
  })
})

test('an overdue review is said, and stops nothing', async () => {
  await adopt()
  moveClock({ byMs: 500 * 86_400_000 })
  expect(await standing()).toMatchObject({ state: 'in-force', isOverdue: true })
  const post = await write()
  await publish(post)
  await sendPublication(town.id, (await stateOn(post.id)).id)
  expect(await stateOn(post.id)).toMatchObject({ state: 'sent' })
  await town.act((tx) => confirmConcept(tx, leader, { channel }))
  expect(await standing()).toMatchObject({ isOverdue: false })
})

describe('rights and collisions', () => {
  test('editors write, leaders adopt; without a leader whoever runs the municipality does', async () => {
    await expect(adopt(channel, town.editor)).rejects.toMatchObject({ status: 403 })
    await expect(adopt(channel, town.operator)).rejects.toMatchObject({ status: 403 })
    await expect(town.act((tx) => readConcept(tx, town.expert, channel))).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => tx.deleteFrom('role').where('role', '=', 'leader').execute())
    expect(await town.act((tx) => mayAdopt(tx, town.operator, town.rootUnitId))).toBe(true)
    expect(await adopt(channel, town.operator)).toBe(1)
  })

  test('two people never overwrite each other unknowingly', async () => {
    const mine = { purpose: 'Für alle.' }
    await town.act((tx) => saveConcept(tx, town.editor, { channel, revision: 1, sections: mine }))
    await expect(
      town.act((tx) => saveConcept(tx, leader, { channel, revision: 1, sections: { purpose: 'Für wenige.' } }))
    ).rejects.toMatchObject({ key: 'concepts.stale', data: { revision: 2, sections: mine } })
  })

  test('what reads as before is no draft, and too much is refused by section', async () => {
    const { sections } = await town.act((tx) => readConcept(tx, town.editor, channel))
    const same = Object.fromEntries(sections.map(({ id, text }) => [id, text.replace(/\n/g, '\r\n')]))
    const saved = await town.act((tx) => saveConcept(tx, town.editor, { channel, revision: 1, sections: same }))
    expect(saved.revision).toBe(1)
    await expect(
      town.act((tx) => saveConcept(tx, town.editor, { channel, revision: 1, sections: { need: 'x'.repeat(10_001) } }))
    ).rejects.toMatchObject({ fields: { need: 'concepts.sectionLong' } })
  })

  test.each(['', '2026-02-30', '2020-01-01', 'bald', addDays('2026-11-22', 4000)])(
    'the review is on a day of the coming year, not %j',
    async (reviewOn) => {
      await adopt()
      const confirmed = town.act((tx) => confirmConcept(tx, leader, { channel, reviewOn }))
      if (reviewOn) await expect(confirmed).rejects.toMatchObject({ fields: { reviewOn: 'concepts.reviewDay' } })
      else await confirmed
    }
  )

  test('a withdrawal needs a reason', async () => {
    await adopt()
    await expect(town.act((tx) => withdrawConcept(tx, leader, { channel, reason: ' ' }))).rejects.toMatchObject({
      fields: { reason: 'concepts.reasonMissing' }
    })
  })
})

test('channels that were there before the rule keep speaking', async () => {
  const owner = new pg.Client({ connectionString: world().ownerUrl })
  await owner.connect()
  try {
    await owner.query('alter table concept no force row level security')
    await owner.query('alter table concept_version disable trigger user; alter table concept_step disable trigger user')
    await owner.query('delete from concept')
    const file = readFileSync(join(installation(), 'migrations/0120_concepts.sql'), 'utf8')
    await owner.query(file.slice(file.indexOf('-- Channels that were there before')))
    const { rows } = await owner.query<{ forced: boolean }>(
      `select relforcerowsecurity as forced from pg_class where relname in ('concept', 'channel')`
    )
    expect(rows).toEqual([{ forced: true }, { forced: true }])
  } finally {
    await owner.end()
  }
  expect(await standing()).toMatchObject({ state: 'shipped' })
  expect(await standing(await siteChannel(), 'site')).toMatchObject({ state: 'shipped' })
  const post = await write()
  await publish(post)
  expect(await stateOn(post.id)).toMatchObject({ state: 'due' })
})

describe('the texts that ship', () => {
  const folder = join(installation(), 'content/concepts')
  test('have every section in the base, and know no other', () => {
    const ids = sectionKinds().map(({ id }) => id)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')) {
      const found = [...readFileSync(join(folder, file), 'utf8').matchAll(/^## (.*)$/gm)].map(([, id]) => id!)
      expect(new Set(found).size).toBe(found.length)
      expect(found.filter((id) => !ids.includes(id))).toEqual([])
      if (file === 'base.md') expect(found).toEqual(ids)
    }
  })
})
