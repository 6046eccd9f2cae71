import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planDuty } from '#duty/duty.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { endAccess } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { moveClock, now } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { schedulePost } from '#posts/schedule.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { messages } from '#ui/messages/messages.ts'
import { useWorld } from '../../tests/world/world.ts'
import { listFeeds, makeFeed, openFeed, revokeFeed } from './feeds.ts'
import { writeFeed } from './icalendar.ts'

useWorld()
let town: SmallTown
beforeEach(() => moveClock({ to: new Date('2027-03-01T07:00:00Z') }))
beforeAll(async () => {
  moveClock({ to: new Date('2027-03-01T07:00:00Z') })
  town = await makeSmallTown()
  await town.act(async (tx) => {
    const post = async (title: string, at: string) => {
      const { id } = await createPost(tx, town.editor, { unitId: town.sportUnitId, title, body: 'Text.' })
      await schedulePost(tx, town.editor, { post: id, revision: 1, at })
    }
    await post('Vor der Umstellung', '2027-03-27T10:00')
    await post('Nach der Umstellung; mit, Zeichen', '2027-03-29T10:00')
    await createPost(tx, town.expert, { unitId: town.sportUnitId, title: 'Entwurf', plannedAt: '2027-04-05T09:00' })
    const person = { unitId: town.sportUnitId, note: 'geheimer Hinweis' }
    await planDuty(tx, town.editor, {
      ...person,
      personId: town.editor.id,
      from: '2027-03-28T01:00',
      to: '2027-03-28T05:00'
    })
    await planDuty(tx, town.editor, {
      ...person,
      personId: town.expert.id,
      from: '2027-03-29T08:00',
      to: '2027-03-29T12:00'
    })
  })
})

const read = (token: string) =>
  town.act(async (tx) => {
    const feed = await openFeed(tx, token)
    if (!feed) return null
    const { feed: words, state, untitled } = messages('de').calendar
    return writeFeed(tx, await loadMunicipality(tx), feed, { ...words, state, untitled })
  })
const make = (unitId: string | null, withNames = false) =>
  town.act(async (tx) => (await makeFeed(tx, town.editor, { unitId, withNames })).token)

describe('a subscribed calendar', () => {
  test('of a person holds own posts and duties, at the right moments on both sides of the change of clocks', async () => {
    const text = (await read(await make(null)))!
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(text).toContain('SUMMARY:Beitrag (geplant): Vor der Umstellung')
    expect(text).toContain('DTSTART:20270327T090000Z')
    expect(text).toContain('SUMMARY:Beitrag (geplant): Nach der Umstellung\\; mit\\, Zeichen')
    expect(text).toContain('DTSTART:20270329T080000Z')
    // From one to five at night, over the hour that is left out: three hours.
    expect(text).toContain('DTSTART:20270328T000000Z\r\nDTEND:20270328T030000Z')
    expect(text).toContain('DTSTART;VALUE=DATE:20270326')
    expect(text).not.toContain('Entwurf')
    expect(text).not.toContain('geheimer Hinweis')
    expect(text.match(/SUMMARY:Dienst: Amt für Sport/g)).toHaveLength(1)
  })

  test('of a unit holds its posts and duties, with names only where that was wanted', async () => {
    const text = (await read(await make(town.sportUnitId)))!
    expect(text).toContain('Beitrag (Entwurf): Entwurf')
    expect(text.match(/SUMMARY:Dienst: Amt für Sport\r\n/g)).toHaveLength(2)
    expect(text).not.toContain('Erika')
    expect(await read(await make(town.sportUnitId, true))).toContain('SUMMARY:Dienst: Amt für Sport (Erika Muster)')
    expect(await read(await make(town.trafficUnitId))).not.toContain('BEGIN:VEVENT')
  })

  test('only the hash of its secret is kept, and what was revoked is worth nothing', async () => {
    moveClock({ to: new Date('2027-03-02T07:00:00Z') })
    const token = await make(null)
    const rows = await town.act((tx) => tx.selectFrom('calendar_feed').selectAll().execute())
    expect(JSON.stringify(rows)).not.toContain(token)
    const [newest] = await town.act((tx) => listFeeds(tx, town.editor))
    await expect(town.act((tx) => revokeFeed(tx, town.expert, newest!.id))).rejects.toMatchObject({ status: 404 })
    await town.act((tx) => revokeFeed(tx, town.editor, newest!.id))
    const open = await Promise.all([token, 'x'.repeat(32), ''].map((one) => read(one)))
    expect(open).toEqual([null, null, null])
  })

  test('ends with the work of its owner', async () => {
    const token = await town.act(
      async (tx) => (await makeFeed(tx, town.expert, { unitId: null, withNames: false })).token
    )
    expect(await read(token)).toContain('BEGIN:VCALENDAR')
    const disable = (disabled_at: Date | null) =>
      town.act((tx) => tx.updateTable('account').set({ disabled_at }).where('id', '=', town.expert.accountId).execute())
    await disable(now())
    expect(await read(token)).toBeNull()
    await disable(null)
    await town.act((tx) => endAccess(tx, system, town.expert.id))
    expect(await read(token)).toBeNull()
  })
})
