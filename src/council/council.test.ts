import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { closeFetch, configureFetch } from '#platform/fetch/fetch.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { startCouncil, type StandIn, type Version } from '../../tests/council/stand-in.ts'
import { useWorld } from '../../tests/world/world.ts'
import { agendaOfMeetings, listSources, meetingsBetween, searchPapers } from './queries.ts'
import { readSource, sendDue } from './read.ts'
import { addSource, changeSource, chooseBodies, readNow, removeSource } from './settle.ts'

useWorld()
let town: SmallTown
let council: StandIn
let source: string

beforeAll(async () => {
  town = await makeSmallTown()
})
afterEach(async () => {
  resetClock()
  await town.act((tx) => tx.deleteFrom('council_source').execute())
  await closeFetch()
  await council.close()
})

async function open(version: Version = '1.1'): Promise<void> {
  council = await startCouncil(version)
  configureFetch({ allow: [council.host] })
  source = await town.act((tx) => addSource(tx, town.editor, { url: council.url, everyHours: 6 }))
}
/** Reads, and answers how the source is afterwards. */
async function read() {
  await readSource(town.id, source)
  return state()
}
const state = async () => (await town.act((tx) => listSources(tx, town.editor))).find(({ id }) => id === source)!
const papers = async (words = '') => (await town.act((tx) => searchPapers(tx, words))).map(({ name }) => name).sort()
const list = async (kind: string) => (await state()).bodies[0]!.lists.find((one) => one.kind === kind)!
const faults = async () => (await state()).bodies[0]!.faults.map(({ reason }) => reason).sort()

describe.each(['1.0', '1.1'] as const)('a council information system of OParl %s', (version) => {
  beforeEach(() => open(version))

  it('is read with its groups, meetings, agendas and papers, page by page', async () => {
    const committee = council.object('Organization', '34', { name: 'Ausschuss für Sport' })
    council.organizations.push(committee)
    council.meetings.push(
      council.object('Meeting', '281', {
        name: '4. Sitzung des Sportausschusses',
        start: '2026-12-04T17:00:00+01:00',
        end: '2026-12-04T19:30:00+01:00',
        location: {
          id: `${council.origin}/oparl/location/1`,
          type: `https://schema.oparl.org/${version}/Location`,
          description: 'Rathaus, Saal 2'
        },
        organization: [committee.id],
        agendaItem: [
          { id: `${council.origin}/oparl/agendaitem/1`, number: '1', name: 'Stadtbad', public: true },
          { id: `${council.origin}/oparl/agendaitem/2`, number: '2', name: 'Personal', public: false }
        ]
      })
    )
    for (let number = 1; number <= 7; number++)
      council.papers.push(
        council.object('Paper', String(number), {
          name: `Vorlage ${number}`,
          reference: `${number}/2026`,
          date: '2026-10-04',
          paperType: 'Beschlussvorlage',
          web: `https://ris.example/vorlage/${number}`
        })
      )
    expect(await read()).toMatchObject({ version, problem: null, name: 'Ratsinformation Musterstadt' })
    expect((await state()).succeededAt).not.toBeNull()
    expect(await papers()).toHaveLength(7)
    expect(await town.act((tx) => searchPapers(tx, '7/2026'))).toMatchObject([
      { reference: '7/2026', day: '2026-10-04', url: 'https://ris.example/vorlage/7' }
    ])
    expect(await papers('vorlage 3')).toEqual(['Vorlage 3'])
    const [meeting, ...rest] = await town.act((tx) =>
      meetingsBetween(tx, new Date('2026-12-04T00:00:00Z'), new Date('2026-12-05T00:00:00Z'))
    )
    expect(rest).toEqual([])
    expect(meeting).toMatchObject({
      name: '4. Sitzung des Sportausschusses',
      startsAt: new Date('2026-12-04T16:00:00Z'),
      place: 'Rathaus, Saal 2',
      organizations: ['Ausschuss für Sport']
    })
    // What is not public is not kept, though it was told.
    const agenda = await town.act((tx) => agendaOfMeetings(tx, [meeting!.id]))
    expect(agenda.get(meeting!.id)?.map(({ name }) => name)).toEqual(['Stadtbad'])
    expect(council.asked.some((address) => address.includes('/people'))).toBe(false)
  })

  it('is asked only for what changed since, and what was deleted there is hidden here', async () => {
    council.papers.push(council.object('Paper', '1'), council.object('Paper', '2'))
    await read()
    expect(council.asked.some((address) => address.includes('modified_since'))).toBe(false)
    council.asked.length = 0
    const soon = new Date(now().getTime() + 3_600_000).toISOString()
    council.papers[0] = { ...council.papers[0], deleted: true, modified: soon }
    council.papers.push(council.object('Paper', '3', { modified: soon }))
    moveClock({ byMs: 7 * 3_600_000 })
    await read()
    expect(await papers()).toEqual(['Paper 2', 'Paper 3'])
    const asked = council.asked.find((address) => address.includes('/papers'))!
    expect(asked).toMatch(/modified_since=20\d\d-\d\d-\d\dT\d\d%3A\d\d%3A\d\d%2B00%3A00/)
    expect(asked.includes('omit_internal=true')).toBe(version === '1.1')
  })
})

describe('OParl answers that lie', () => {
  beforeEach(() => open())

  it('one broken object is counted and named, and stops none of the others', async () => {
    const good = council.object('Paper', 'gut', { name: 'Gut' })
    const lies = [
      null,
      'kein Objekt',
      { ...good, id: undefined },
      { ...good, id: 'javascript:alert(1)' },
      { ...good, id: 'https://anderswo.example/oparl/paper/1' },
      council.object('Meeting', '9'),
      council.object('Paper', 'ohne', { name: '  ' }),
      council.object('Paper', 'null', { name: 'Mit \u0000 Zeichen', web: 'javascript:alert(1)', date: '31.12.2026' }),
      council.object('Paper', 'zahl', { name: 'Zahl', reference: 17, paperType: ['x'], date: '9999-12-31' }),
      good,
      good
    ]
    council.change = (path, said) => (path.includes('/papers') ? { data: lies, links: {} } : said)
    expect(await read()).toMatchObject({ problem: null })
    expect(await papers()).toEqual(['Gut', 'Mit Zeichen', 'Zahl'])
    expect(await list('paper')).toMatchObject({ saved: 3, broken: 7, problem: null })
    expect(await faults()).toEqual([
      'bad-date',
      'bad-web',
      'far-future',
      'foreign-id',
      'foreign-id',
      'no-id',
      'no-name',
      'not-object',
      'not-object',
      'wrong-type'
    ])
    const [odd] = await town.act((tx) => searchPapers(tx, 'Zeichen'))
    expect(odd!.url).toContain(council.host)
  })

  it('times that cannot be are left out, the meeting stays', async () => {
    const meeting = (id: string, more: object) => council.object('Meeting', id, { ...more })
    council.meetings.push(
      meeting('a', { start: '2026-12-01T18:00:00', end: '2026-12-01T16:00:00' }),
      meeting('b', { start: 'nächste Woche' }),
      meeting('c', { start: '2926-12-01T18:00:00+01:00' }),
      meeting('d', { start: 1764608400, location: 'https://anderswo.example/', agendaItem: 'keine', organization: 7 })
    )
    await read()
    expect(await list('meeting')).toMatchObject({ saved: 4, broken: 0 })
    expect(await faults()).toEqual(['bad-start', 'bad-start', 'ends-before-start', 'far-future'])
    // Without a zone the municipality's is meant.
    expect(
      await town.act((tx) => meetingsBetween(tx, new Date('2026-12-01T00:00:00Z'), new Date('2026-12-02T00:00:00Z')))
    ).toMatchObject([{ startsAt: new Date('2026-12-01T17:00:00Z'), endsAt: null }])
  })

  it.each([
    ['a next page that is the same page', 'circle', (page: URL) => page.href],
    ['a next page on another host', 'elsewhere', () => 'https://anderswo.example/papers?page=2'],
    ['a next page on this machine', 'elsewhere', () => 'http://127.0.0.1:1/papers?page=2'],
    ['a next page that is no address', 'bad-next', () => 'http://'],
    ['a next page that is no text', 'bad-next', () => ({ href: 'x' })],
    ['a next page for ever', 'circle', () => `?egal=${Math.random()}`]
  ])('%s ends the list, what was read of it stays', async (_name, problem, next) => {
    council.papers.push(council.object('Paper', '1'))
    council.meetings.push(council.object('Meeting', '1', { start: '2026-12-01T18:00:00+01:00' }))
    council.change = (path, said) =>
      path.includes('/papers')
        ? { ...said, data: council.papers, links: { next: next(new URL(path, council.origin)) } }
        : said
    expect(await read()).toMatchObject({ problem: 'lists' })
    expect(await list('paper')).toMatchObject({ problem })
    expect(await list('meeting')).toMatchObject({ problem: null, saved: 1 })
    expect(await papers()).toEqual(['Paper 1'])
    expect((await state()).succeededAt).toBeNull()
    expect(council.asked.filter((address) => address.includes('/papers')).length).toBeLessThan(4)
  })

  it.each([
    ['a page that is no JSON', 'not-json', 'application/json', '<html>Wartung</html>'],
    ['a page of another type', 'wrong-type', 'text/html', '{"data":[]}'],
    ['a page that is a list', 'not-oparl', 'application/json', '[]'],
    ['a page without data', 'shape', 'application/json', '{"data":{"0":{}}}'],
    ['a page of ten megabytes', 'too-big', 'application/json', `{"data":[],"x":"${'x'.repeat(10_000_000)}"}`]
  ])('%s is named at its list', async (_name, problem, type, text) => {
    council.papers.push(council.object('Paper', '1'))
    council.answer = (path, _request, response) => {
      if (!path.includes('/meetings')) return false
      response.writeHead(200, { 'content-type': type }).end(text)
      return true
    }
    expect(await read()).toMatchObject({ problem: 'lists' })
    expect(await list('meeting')).toMatchObject({ problem })
    expect(await papers()).toEqual(['Paper 1'])
  })

  it('a page of five thousand objects is read in part, and says so', async () => {
    council.change = (path, said) =>
      path.includes('/papers')
        ? { data: Array.from({ length: 5000 }, (_, index) => council.object('Paper', String(index))), links: {} }
        : said
    await read()
    expect(await list('paper')).toMatchObject({ saved: 2000, problem: null })
    expect(await faults()).toEqual(['too-many'])
  })

  it('lists that stand in the body are read, too, as objects or by their addresses', async () => {
    council.papers.push(council.object('Paper', '1'), council.object('Paper', '2'))
    council.change = (path, said) =>
      path === '/oparl/bodies'
        ? {
            data: (said.data as object[]).map((body) => ({
              ...body,
              meeting: [council.object('Meeting', '5')],
              paper: [council.papers[0]!.id, `${council.origin}/oparl/paper/weg`, 'https://anderswo.example/paper/1']
            })),
            links: {}
          }
        : said
    expect(await read()).toMatchObject({ problem: null })
    expect(await papers()).toEqual(['Paper 1'])
    expect(await list('meeting')).toMatchObject({ saved: 1 })
    expect(await faults()).toEqual(['foreign-id', 'unreachable'])
  })

  it.each([
    ['a system that is a person', 'version', { type: 'https://schema.oparl.org/1.1/Person' }],
    ['a system of a version nobody knows', 'version', { type: 'https://schema.oparl.org/2.0/System' }],
    ['something else altogether', 'not-oparl', { type: 'WebSite' }],
    ['bodies on another host', 'elsewhere', { body: 'https://anderswo.example/bodies' }],
    ['no bodies', 'no-body', { body: 7 }]
  ])('%s is named at the source', async (_name, problem, change) => {
    council.change = (path, said) => (path === '/oparl/system' ? { ...said, ...change } : said)
    expect(await read()).toMatchObject({ problem })
  })
})

describe('a source', () => {
  beforeEach(() => open())

  it('goes on where a run was broken off, once the other side is back', async () => {
    for (let number = 1; number <= 8; number++) council.papers.push(council.object('Paper', String(number)))
    council.answer = (_path, request, response) => {
      if (!/papers.*page=3/.test(request.url!)) return false
      response.writeHead(503).end()
      return true
    }
    await read()
    expect(await list('paper')).toMatchObject({ problem: 'status-503', saved: 6, goesOn: true })
    council.answer = () => false
    council.asked.length = 0
    moveClock({ byMs: 3_600_000 })
    expect(await read()).toMatchObject({ problem: null })
    expect(council.asked.filter((address) => address.includes('/papers'))).toEqual([expect.stringContaining('page=3')])
    expect(await papers()).toHaveLength(8)
  })

  it('is read when its time has come, after a failure sooner, and never twice at once', async () => {
    const due = () =>
      town.act(async (tx) => {
        await sendDue(tx)
        const { rows } = await tx.executeQuery<{ n: number }>({
          sql: `select count(*)::int as n from pgboss.job where name = 'council-read' and data->>'source' = $1 and created_on > now() - interval '1 minute'`,
          parameters: [source],
          query: {} as never,
          queryId: {} as never
        })
        return rows[0]!.n
      })
    const before = await due()
    await read()
    expect(await due()).toBe(before)
    moveClock({ byMs: 2 * 3_600_000 })
    expect(await due()).toBe(before)
    council.answer = (_path, _request, response) => (response.destroy(), true)
    expect(await read()).toMatchObject({ problem: 'broken' })
    council.asked.length = 0
    let release = () => {}
    council.answer = (_path, _request, response) => {
      release = () => response.writeHead(404).end()
      return true
    }
    const first = readSource(town.id, source)
    await vi.waitFor(() => expect(council.asked).toHaveLength(1))
    await readSource(town.id, source)
    release()
    await first
    expect(council.asked).toHaveLength(1)
    expect(await state()).toMatchObject({ problem: 'status-404' })
  })

  it('of several bodies reads the municipality’s own, or those that were chosen', async () => {
    const other = { ags: '05315999', rgs: '053159999999' }
    council.change = (path, said) => {
      if (path !== '/oparl/bodies') return said
      const [body] = said.data as object[]
      return {
        data: [
          { ...body, ...other },
          { ...body, ...other, id: `${council.origin}/oparl/body/2`, name: 'Nachbarstadt' }
        ],
        links: {}
      }
    }
    council.papers.push(council.object('Paper', '1'))
    expect(await read()).toMatchObject({ problem: 'choose' })
    expect(await papers()).toEqual([])
    const { bodies } = await state()
    const neighbour = bodies.find(({ name }) => name === 'Nachbarstadt')!
    await town.act((tx) => chooseBodies(tx, town.editor, { source, bodies: [neighbour.id] }))
    moveClock({ byMs: 3_600_000 })
    expect(await read()).toMatchObject({ problem: null })
    expect(await papers()).toEqual(['Paper 1'])
  })

  it('is settled by who may, with an address that is one', async () => {
    const add = (url: string, everyHours = 6) => town.act((tx) => addSource(tx, town.editor, { url, everyHours }))
    await expect(add('ftp://ris.example/')).rejects.toMatchObject({ fields: { url: 'council.urlShape' } })
    await expect(add('https://user:secret@ris.example/')).rejects.toMatchObject({ fields: { url: 'council.urlShape' } })
    await expect(add(council.url, 0)).rejects.toMatchObject({
      fields: { url: 'council.urlThere', everyHours: 'council.hoursShape' }
    })
    await expect(
      town.act((tx) => addSource(tx, town.expert, { url: 'https://ris.example/', everyHours: 6 }))
    ).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => changeSource(tx, town.editor, { source, everyHours: 24, paused: true }))
    expect(await state()).toMatchObject({ everyHours: 24, paused: true })
    await town.act((tx) => readNow(tx, town.editor, { source }))
    await town.act((tx) => removeSource(tx, town.editor, { source }))
    expect(await town.act((tx) => listSources(tx, town.editor))).toEqual([])
  })

  it('on a private address is refused like any other', async () => {
    configureFetch({})
    expect(await read()).toMatchObject({ problem: 'not-allowed' })
    expect(council.asked).toEqual([])
  })
})
