import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { askForWarnings } from './ask.ts'
import { draftFromWarning, putAside, takeCapFile } from './draft.ts'
import { listWarnings, warningSource } from './queries.ts'
import { readCap } from './read.ts'
import { regionOf, settleWarnings } from './settle.ts'

useWorld()
let town: SmallTown
let server: Server
let origin: string
/** What the stand-in answers, by path; an Error ends the connection. */
const answers = new Map<string, unknown>()

beforeAll(async () => {
  town = await makeSmallTown()
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '')
    if (answer instanceof Error) return void request.socket.destroy()
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  configureFetch({ allow: [{ host: '127.0.0.1', port }] })
})
afterAll(() => void server.close())

const region = '051110000000'
/** As the interface answers: a list, and each warning by its id. */
function show(warnings: { id: string; [key: string]: unknown }[]): void {
  answers.clear()
  answers.set(
    `/dashboard/${region}.json`,
    warnings.map(({ id }) => ({ id, payload: { version: 1, type: 'ALERT', id, data: { headline: 'x' } }, sent: '' }))
  )
  for (const { id, ...rest } of warnings) answers.set(`/warnings/${id}.json`, alert(id, rest))
}

function alert(identifier: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    identifier,
    sender: 'DE-NW-BN-SE030',
    sent: '2026-11-22T10:15:00+01:00',
    status: 'Actual',
    msgType: 'Alert',
    scope: 'Public',
    info: [
      {
        language: 'DE',
        category: ['CBRNE'],
        event: 'Gefahrenmitteilung',
        urgency: 'Immediate',
        severity: 'Severe',
        certainty: 'Observed',
        headline: 'Rauch über dem Hafen',
        description: 'Es brennt eine Lagerhalle.<br/>Rauch zieht nach Osten.',
        instruction: 'Schließen Sie Fenster und Türen.',
        web: 'https://www.musterstadt.example/feuerwehr',
        area: [{ areaDesc: 'Stadt: Musterstadt', geocode: [{ valueName: 'Feuerwehr', value: region }] }]
      }
    ],
    ...more
  }
}

const settle = (more: object = {}) =>
  town.act((tx) => settleWarnings(tx, town.editor, { isOn: true, address: origin, region, ...more }))
const listed = async () =>
  (await town.act((tx) => listWarnings(tx, town.editor))).map((one) => [one.headline, one.state])

describe('the warning interface', () => {
  test('is not asked until somebody switches it on', async () => {
    show([{ id: 'mow.DE-NW-1' }])
    expect(await askForWarnings(town.id)).toBe(0)
    expect(await listed()).toEqual([])
    await expect(settle({ region: '05111' })).rejects.toMatchObject({ fields: { region: 'warnings.regionShape' } })
    await expect(settle({ address: 'warnung' })).rejects.toMatchObject({ fields: { address: 'warnings.addressShape' } })
    expect(regionOf('053140000123')).toBe('053140000000')
  })

  test('is read by region, each warning once; updates and cancellations end what they replace', async () => {
    await settle()
    show([{ id: 'mow.DE-NW-1' }])
    expect(await askForWarnings(town.id)).toBe(1)
    expect(await askForWarnings(town.id)).toBe(0)
    expect(await listed()).toEqual([['Rauch über dem Hafen', 'new']])
    const [first] = await town.act((tx) => listWarnings(tx, town.editor))
    expect(first).toMatchObject({ severity: 'Severe', area: 'Stadt: Musterstadt' })
    expect(first!.description).not.toContain('<')
    show([
      { id: 'mow.DE-NW-1' },
      { id: 'mow.DE-NW-2', msgType: 'Cancel', references: 'DE-NW-BN-SE030,mow.DE-NW-1,2026-11-22T10:15:00+01:00' }
    ])
    await askForWarnings(town.id)
    expect(await listed()).toEqual([['Rauch über dem Hafen', 'ended']])
    expect((await town.act(warningSource))!.problem).toBeNull()
  })

  test('a file does not lift what came from the interface', async () => {
    show([{ id: 'mow.DE-NW-9' }])
    await askForWarnings(town.id)
    const cancel = cap({ identifier: 'forged', type: 'Cancel', references: 'x,mow.DE-NW-9,2026-11-22T10:15:00+01:00' })
    await town.act((tx) => takeCapFile(tx, town.editor, cancel))
    expect((await listed()).filter(([, state]) => state === 'new')).toHaveLength(1)
    const { id } = (await town.act((tx) => listWarnings(tx, town.editor))).find((one) => one.state === 'new')!
    await town.act((tx) => putAside(tx, town.editor, id))
  })

  test('a broken warning does not keep the others back, and what went wrong is shown', async () => {
    show([{ id: 'broken' }, { id: 'exercise', status: 'Exercise' }, { id: 'mow.DE-NW-3' }])
    answers.set('/warnings/broken.json', '{"identifier": 7')
    answers.set('/warnings/mow.DE-NW-3.json', alert('mow.DE-NW-3', { sender: 'DE-NW-BN-\0SE030' }))
    expect(await askForWarnings(town.id)).toBe(1)
    expect((await town.act(warningSource))!.problem).toBe('warnings.unreadable')
    answers.set(`/dashboard/${region}.json`, { error: 'none' })
    await askForWarnings(town.id)
    expect((await town.act(warningSource))!.problem).toBe('warnings.unreadable')
    answers.set(`/dashboard/${region}.json`, new Error('gone'))
    await askForWarnings(town.id)
    expect((await town.act(warningSource))!.problem).toBe('warnings.unreachable')
    await settle({ address: 'http://10.1.2.3' })
    await askForWarnings(town.id)
    expect((await town.act(warningSource))!.problem).toBe('warnings.refused')
  })

  test('becomes a draft that names who warned, once; or is put aside', async () => {
    const warning = (await town.act((tx) => listWarnings(tx, town.editor))).find((one) => one.state === 'new')!
    const post = await town.act((tx) => draftFromWarning(tx, town.editor, warning.id))
    expect(await town.act((tx) => draftFromWarning(tx, town.editor, warning.id))).toBe(post)
    const draft = await town.act((tx) =>
      tx.selectFrom('post').selectAll().where('id', '=', post).executeTakeFirstOrThrow()
    )
    expect(draft).toMatchObject({ state: 'draft', draft_title: 'Rauch über dem Hafen' })
    for (const words of ['Es brennt eine Lagerhalle.', 'Schließen Sie Fenster', 'Amtliche Warnung von DE-NW-BN-SE030'])
      expect(draft.draft_body).toContain(words)
    const other = await town.act((tx) => takeCapFile(tx, town.editor, cap({ identifier: 'file-1' })))
    await town.act((tx) => putAside(tx, town.editor, other))
    expect((await listed()).map(([, state]) => state)).toContain('put-aside')
  })
})

function cap(
  more: {
    identifier?: string
    status?: string
    scope?: string
    type?: string
    references?: string
    inner?: string
  } = {}
): string {
  const { identifier = 'cap-1', status = 'Actual', scope = 'Public', type = 'Alert', references = '', inner } = more
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${identifier}</identifier><sender>leitstelle@kreis.example</sender>
  <sent>2026-11-22T09:00:00+01:00</sent><status>${status}</status><msgType>${type}</msgType><scope>${scope}</scope>
  <references>${references}</references>
  ${
    inner ??
    `<info><language>en</language><event>Flood</event><headline>Flood</headline></info>
  <info><language>de-DE</language><category>Met</category><event>Hochwasser</event><urgency>Expected</urgency>
    <severity>Moderate</severity><certainty>Likely</certainty><senderName>Kreis Muster &amp; Land</senderName>
    <headline>Hochwasser an der Muster</headline><description>Der Pegel steigt &lt; 4 m.</description>
    <expires>2026-11-23T09:00:00+01:00</expires>
    <area><areaDesc>Uferstraße</areaDesc></area><area><areaDesc>Hafen</areaDesc></area></info>`
  }
</alert>`
}

describe('a CAP 1.2 file', () => {
  test('is read in German where it has German', async () => {
    expect(await readCap(cap())).toMatchObject({
      identifier: 'cap-1',
      sender: 'Kreis Muster & Land',
      headline: 'Hochwasser an der Muster',
      description: 'Der Pegel steigt < 4 m.',
      area: 'Uferstraße; Hafen',
      severity: 'Moderate',
      expiresAt: new Date('2026-11-23T08:00:00Z')
    })
  })

  test.each([
    ['no XML', 'Hallo', 'unreadable'],
    ['another XML', '<rss><channel/></rss>', 'unreadable'],
    ['half a file', cap().slice(0, 400), 'unreadable'],
    ['entities', `<!DOCTYPE a [<!ENTITY b "c">]>${cap()}`, 'unreadable'],
    ['an exercise', cap({ status: 'Exercise' }), 'exercise'],
    ['one that is not for everybody', cap({ scope: 'Restricted' }), 'notPublic'],
    ['one without content', cap({ inner: '' }), 'incomplete'],
    ['two megabytes', ' '.repeat(2_000_000), 'unreadable']
  ])('%s is refused in words', async (_name, xml, reason) => {
    await expect(town.act((tx) => takeCapFile(tx, town.editor, xml))).rejects.toMatchObject({
      key: `warnings.${reason}`
    })
  })
})
