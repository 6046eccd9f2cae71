// Two towns of one installation over real HTTP: the interface as other programs see it, and a case given from one to the other.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { XMLValidator } from 'fast-xml-parser'
import { connectEndpoint, mapServices, removeEndpoint, saveEndpoint } from '#cases/forward/endpoints.ts'
import { followCases } from '#cases/forward/follow.ts'
import { forwardCase, retryForward, settleForward } from '#cases/forward/forward.ts'
import { sendForward } from '#cases/forward/send.ts'
import { issueKey, revokeKey } from '#cases/keys.ts'
import { readCase } from '#cases/public.ts'
import { settleCase } from '#cases/settle.ts'
import type { CaseTown } from '#cases/town.fixture.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { payloads } from '#platform/html/payloads.fixture.ts'
import { ask, type Answer } from '../world/ask.ts'
import { type OddSystem, startOddSystem } from './odd-system.ts'
import { useTwoTowns } from './two-towns.ts'

const towns = useTwoTowns()
let there: CaseTown
let here: CaseTown
let at: string
let key: string
beforeAll(() => {
  ;({ there, here, at, key } = towns())
})

const api = '/api/open311/v2'
const get = (path: string, headers: Record<string, string> = {}) => ask(at + api + path, { headers })
const post = (fields: Record<string, string>, format = 'json', headers: Record<string, string> = {}) =>
  ask(`${at}${api}/requests.${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString()
  })
const json = (answer: Answer) => JSON.parse(answer.text) as Record<string, unknown>[]
const hole = (given: Record<string, string> = {}) => ({
  api_key: key,
  service_code: there.hole,
  lat: '51.9607',
  long: '7.6261',
  description: 'Tiefes Loch',
  'attribute[GROESSE]': 'g',
  ...given
})
const messageOf = (town: CaseTown, code: unknown) =>
  town.in((tx) =>
    tx.selectFrom('case_report').select(['id', 'message_id']).where('code', '=', String(code)).executeTakeFirstOrThrow()
  )
const publish = async (town: CaseTown, code: unknown) => {
  const { message_id: message, id } = await messageOf(town, code)
  await town.in((tx) => approveMessage(tx, town.editor, { message }))
  return id
}

describe('the interface', () => {
  test('says what it is and which categories there are, in XML and JSON', async () => {
    const discovery = await get('/discovery.json')
    expect(discovery.headers).toMatchObject({
      'content-type': expect.stringContaining('json'),
      'access-control-allow-origin': '*'
    })
    expect(JSON.parse(discovery.text)).toMatchObject({ endpoints: [{ formats: ['text/xml', 'application/json'] }] })
    expect(json(await get('/services.json'))).toContainEqual({
      service_code: 'schlagloch',
      service_name: 'Schlagloch',
      description: 'Löcher in der Fahrbahn',
      metadata: true,
      type: 'realtime',
      keywords: 'Loch,Straße',
      group: 'Straßen und Wege'
    })
    const services = await get('/services.xml?jurisdiction_id=dort.example')
    expect(services.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(services.text).toContain('<service><service_code>schlagloch</service_code>')
    const definition = await get('/services/schlagloch.xml')
    expect(definition.text).toContain('<values><value><key>k</key><name>klein</name></value>')
    for (const { text } of [services, definition, await get('/discovery.xml')])
      expect(XMLValidator.validate(text)).toBe(true)
  })

  test('takes a report with a key, and shows it without the person once somebody looked', async () => {
    const answer = await post(
      hole({ first_name: 'Ute', last_name: 'Geheim', email: 'ute.geheim@example.org', phone: '0251 4711' })
    )
    expect(answer.status).toBe(200)
    const [{ service_request_id: id } = {}] = json(answer)
    expect(json(await get(`/requests/${String(id)}.json`))).toMatchObject([
      { status: 'open', description: null, lat: null }
    ])
    expect(json(await get(`/tokens/${String(id)}.json`))).toEqual([{ service_request_id: id, token: id }])
    await publish(there, id)
    const shown = await get(`/requests/${String(id)}.json`)
    expect(json(shown)).toMatchObject([
      {
        service_request_id: id,
        status: 'open',
        service_code: 'schlagloch',
        description: 'Tiefes Loch',
        agency_responsible: 'Tiefbau',
        lat: 51.9607,
        long: 7.6261,
        requested_datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      }
    ])
    const list = await get(`/requests.xml?service_code=schlagloch&status=open`)
    expect(list.text).toContain(`<service_request_id>${String(id)}</service_request_id>`)
    expect(XMLValidator.validate(list.text)).toBe(true)
    for (const path of [`/requests/${String(id)}.xml`, '/requests.json', '/requests.xml'])
      expect((await get(path)).text).not.toMatch(/geheim|4711|Ute/i)
    expect((await ask(`${at}/maengel/${String(id)}`)).text).not.toMatch(/geheim|4711/i)
  })

  test('knows the same report again', async () => {
    const once = await post(hole({ description: 'Zweimal' }), 'json', { 'idempotency-key': 'abc' })
    const again = await post(hole({ description: 'Zweimal, anders' }), 'json', { 'idempotency-key': 'abc' })
    expect(json(again)).toEqual(json(once))
    const twice = await Promise.all([1, 2, 3].map(() => post(hole({ description: 'Gleichzeitig' }))))
    expect(new Set(twice.map((one) => one.text)).size).toBe(1)
  })

  test('answers what is wrong in the codes of the standard', async () => {
    const code = async (answer: Promise<Answer>) => {
      const { status, text } = await answer
      const [{ code: said } = {}] = JSON.parse(text) as { code?: number }[]
      expect(said).toBe(status)
      return status
    }
    expect(await code(post(hole({ api_key: '' })))).toBe(403)
    expect(await code(post(hole({ api_key: 'falsch' })))).toBe(403)
    expect(await code(post(hole({ service_code: '' })))).toBe(400)
    expect(await code(post(hole({ service_code: 'gibt-es-nicht' })))).toBe(404)
    expect(await code(post(hole({ jurisdiction_id: 'anderswo.example' })))).toBe(404)
    expect(await code(post(hole({ lat: '91' })))).toBe(400)
    expect(await code(post(hole({ lat: '', long: '' })))).toBe(400)
    expect(await code(post(hole({ 'attribute[GROESSE]': 'riesig' })))).toBe(400)
    expect(await code(post(hole({ email: 'keine' })))).toBe(400)
    expect(await code(post(hole({ description: 'x'.repeat(2_000_000) })))).toBe(400)
    expect(await code(get('/requests.json?jurisdiction_id=anderswo'))).toBe(404)
    expect(await code(get('/requests.json?start_date=gestern'))).toBe(400)
    expect(await code(get('/requests.json?start_date=2026-13-45T00:00:00Z'))).toBe(400)
    expect(await code(get('/requests.json?start_date=2025-01-01T00:00:00Z&end_date=2025-12-31T00:00:00Z'))).toBe(400)
    expect(await code(get('/requests.json?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z'))).toBe(400)
    expect(await code(get('/requests.json?status=halb'))).toBe(400)
    expect(await code(get('/requests/GIBTESNI.json'))).toBe(404)
    expect(await code(get("/requests/'; drop table message.json"))).toBe(404)
    expect(await code(get('/services/gibt-es-nicht.json'))).toBe(404)
    expect(await code(get('/tokens/x.json'))).toBe(404)
    expect(await code(get('/etwas.json'))).toBe(404)
    const xml = await post(hole({ api_key: 'falsch' }), 'xml')
    expect(xml.text).toContain('<errors><error><code>403</code><description>')
    expect(
      (
        await ask(`${at}${api}/requests.json`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}'
        })
      ).status
    ).toBe(400)
    expect((await ask(`${at}${api}/requests.json`, { method: 'DELETE' })).status).toBe(405)
  })

  test('a period of 90 days is fine, an empty one too, and a plus sign that became a space', async () => {
    expect((await get('/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z')).status).toBe(200)
    expect((await get('/requests.json?start_date=2026-01-01T00:00:00+01:00')).status).toBe(200)
    expect(json(await get('/requests.json?end_date=2001-01-01'))).toEqual([])
  })

  test('keeps a key to its limit, and a revoked one out', async () => {
    const slow = await there.in((tx) => issueKey(tx, there.editor, { name: 'Langsam', perHour: '2' }))
    const send = (description: string) => post(hole({ api_key: slow.key, description }))
    expect((await send('eins')).status).toBe(200)
    expect((await send('zwei')).status).toBe(200)
    const third = await send('drei')
    expect(third.status).toBe(429)
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
    const stored = await there.in((tx) => tx.selectFrom('case_key').selectAll().execute())
    expect(JSON.stringify(stored)).not.toContain(slow.key)
    await there.in((tx) => revokeKey(tx, there.editor, stored.find(({ name }) => name === 'Langsam')!.id))
    expect((await send('vier')).status).toBe(403)
  })

  test('holds any words in every field without a sign of them coming alive', async () => {
    for (const payload of payloads.slice(0, 12)) {
      const answer = await post(
        hole({
          description: payload.padEnd(3, '.'),
          address_string: payload.slice(0, 250),
          first_name: payload,
          device_id: payload,
          account_id: payload
        })
      )
      if (answer.status !== 200) continue
      const [{ service_request_id: id } = {}] = json(answer)
      await publish(there, id)
      const page = await ask(`${at}/maengel/${String(id)}`)
      expect(page.status).toBe(200)
      expect(page.text).not.toMatch(/<script>alert|<img[^>]*onerror|<svg on|<iframe/i)
      expect(XMLValidator.validate((await get(`/requests/${String(id)}.xml`)).text)).toBe(true)
    }
  })

  test('fetches a picture only from where it may', async () => {
    const png = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#345' } })
      .png()
      .toBuffer()
    const server = createServer((_req, res) => res.setHeader('content-type', 'image/png').end(png)).listen(
      0,
      '127.0.0.1'
    )
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const [inside] = json(
      await post(hole({ description: 'Bild von innen', media_url: `http://127.0.0.1:${port}/x.png` }))
    )
    expect(inside).toMatchObject({ service_notice: expect.stringContaining('picture') })
    server.close()
    const row = await messageOf(there, inside?.service_request_id)
    expect(row.id).toBeTruthy()
  })

  test('is read by pages of others, and written by none', async () => {
    const options = await ask(`${at}${api}/requests.json`, {
      method: 'OPTIONS',
      headers: { origin: 'https://anderswo.example' }
    })
    expect(options.headers['access-control-allow-methods']).toBe('GET, OPTIONS')
    const posted = await post(hole({ description: 'Von einer Seite' }), 'json', { origin: 'https://anderswo.example' })
    expect(posted.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('giving a case on', () => {
  let endpoint: string
  beforeAll(async () => {
    endpoint = (
      await here.in((tx) =>
        saveEndpoint(tx, here.editor, {
          name: 'Straßen.Land',
          url: `${at}${api}/services.json`,
          jurisdiction: 'dort.example',
          key
        })
      )
    ).id
    expect(await connectEndpoint(here.id, endpoint)).toBeNull()
    const service = await here.in((tx) =>
      tx.selectFrom('case_service').select('id').where('code', '=', here.hole).executeTakeFirstOrThrow()
    )
    await here.in((tx) => mapServices(tx, here.editor, { endpoint, mapping: { [service.id]: 'schlagloch' } }))
  })

  const forwardOf = (id: string) =>
    here.in((tx) => tx.selectFrom('case_forward').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
  const give = async (text: string, to = endpoint) => {
    const report = await here.report({ text: `${text} ${newId()}`, name: 'Ute Geheim', email: 'ute@example.org' })
    const forward = await here.in((tx) => forwardCase(tx, here.editor, { case: report.id, endpoint: to }))
    return { report, id: forward.id }
  }

  test('reaches another town once, and its state comes back', async () => {
    const { report, id } = await give('Loch an der Kreisstraße')
    await Promise.all([sendForward(here.id, id), sendForward(here.id, id)])
    const sent = await forwardOf(id)
    expect(sent).toMatchObject({ state: 'sent', attempts: 1, problem: null })
    const arrived = await publish(there, sent.remote_id)
    const rows = await there.in((tx) =>
      tx.selectFrom('message').select(['text', 'author_name']).where('text', 'like', `%[${report.code}]%`).execute()
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toMatch(/Geheim/)
    await here.in((tx) => approveMessage(tx, here.editor, { message: report.message }))
    const shown = () => here.in((tx) => readCase(tx, report.code))
    expect(await shown()).toMatchObject({ state: 'in_progress', note: 'Weitergegeben an: Straßen.Land' })
    await there.in((tx) => settleCase(tx, there.editor, { case: arrived, state: 'closed', note: 'Asphaltiert.' }))
    moveClock({ byMs: 20 * 60_000 })
    expect(await followCases(here.id)).toBeGreaterThan(0)
    expect(await shown()).toMatchObject({ state: 'closed', note: 'Asphaltiert.' })
    resetClock()
    await expect(here.in((tx) => forwardCase(tx, here.editor, { case: report.id, endpoint }))).rejects.toMatchObject({
      key: 'caseForwarded'
    })
  })

  test('after a crash in between is found again and is one', async () => {
    const { id } = await give('Absturz mittendrin')
    await sendForward(here.id, id)
    const { remote_id } = await forwardOf(id)
    // As if the process had died before it wrote the answer down.
    await here.in((tx) =>
      tx
        .updateTable('case_forward')
        .set({ state: 'sending', remote_id: null, sending_at: new Date(Date.now() - 600_000), next_at: null })
        .where('id', '=', id)
        .execute()
    )
    await followCases(here.id)
    expect(await forwardOf(id)).toMatchObject({ state: 'sent', remote_id })
  })

  test('what is refused says why and can be tried again', async () => {
    const wrong = await here.in((tx) =>
      saveEndpoint(tx, here.editor, { name: 'Falscher Schlüssel', url: at + api, jurisdiction: '', key: 'falsch' })
    )
    await connectEndpoint(here.id, wrong.id)
    const service = await here.in((tx) =>
      tx.selectFrom('case_service').select('id').where('code', '=', here.hole).executeTakeFirstOrThrow()
    )
    await here.in((tx) => mapServices(tx, here.editor, { endpoint: wrong.id, mapping: { [service.id]: 'schlagloch' } }))
    const { id } = await give('Mit falschem Schlüssel', wrong.id)
    await sendForward(here.id, id)
    expect(await forwardOf(id)).toMatchObject({ state: 'refused', problem: expect.stringContaining('api_key') })
    await here.in((tx) =>
      saveEndpoint(tx, here.editor, { id: wrong.id, name: 'Richtiger', url: at + api, jurisdiction: '', key })
    )
    await here.in((tx) => retryForward(tx, here.editor, id))
    await sendForward(here.id, id)
    expect(await forwardOf(id)).toMatchObject({ state: 'sent' })
    const stored = await here.in((tx) => tx.selectFrom('case_endpoint').selectAll().execute())
    expect(JSON.stringify(stored)).not.toContain(key)
    await here.in((tx) => removeEndpoint(tx, here.editor, wrong.id))
  })

  describe('to a system with ways of its own', () => {
    let system: OddSystem
    let odd: string
    beforeAll(async () => {
      system = await startOddSystem()
      configureFetch({ allow: [new URL(system.url).host, new URL(at).host] })
      odd = (
        await here.in((tx) =>
          saveEndpoint(tx, here.editor, { name: 'Kreis', url: system.url, jurisdiction: '', key: '' })
        )
      ).id
      expect(await connectEndpoint(here.id, odd)).toBeNull()
      const service = await here.in((tx) =>
        tx.selectFrom('case_service').select('id').where('code', '=', here.hole).executeTakeFirstOrThrow()
      )
      await here.in((tx) => mapServices(tx, here.editor, { endpoint: odd, mapping: { [service.id]: '17' } }))
    })
    afterAll(() => system.close())

    const later = async (minutes = 20) => {
      moveClock({ byMs: minutes * 60_000 })
      await followCases(here.id)
    }

    test('waits for the number behind a token, then follows', async () => {
      system.mood = 'token'
      const { id } = await give('Mit Token', odd)
      await sendForward(here.id, id)
      expect(await forwardOf(id)).toMatchObject({ state: 'token', token: 't' })
      await later()
      expect(await forwardOf(id)).toMatchObject({ state: 'sent', remote_id: system.taken.at(-1)!.id })
      await later()
      expect(await forwardOf(id)).toMatchObject({ remote_state: 'closed', remote_note: 'Done & dusted' })
      resetClock()
    })

    test('looks for what may have arrived and never sends it twice', async () => {
      system.mood = 'drop'
      const { id } = await give('Verbindung bricht ab', odd)
      const before = system.taken.length
      await sendForward(here.id, id)
      expect(await forwardOf(id)).toMatchObject({ state: 'unknown' })
      await later()
      expect(await forwardOf(id)).toMatchObject({ state: 'sent', remote_id: system.taken.at(-1)!.id })
      expect(system.taken.length).toBe(before + 1)
      resetClock()
    })

    test('leaves to a person what cannot be found', async () => {
      system.mood = 'nonsense'
      const { id } = await give('Antwort ohne Sinn', odd)
      await sendForward(here.id, id)
      system.taken.pop()
      const before = system.taken.length
      await later()
      await later()
      expect(await forwardOf(id)).toMatchObject({ state: 'unknown' })
      expect(system.taken.length).toBe(before)
      await expect(
        here.in((tx) => settleForward(tx, here.editor, { forward: id, found: 'arrived', number: ' ' }))
      ).rejects.toMatchObject({ fields: { number: 'caseForwardNumber' } })
      await here.in((tx) => settleForward(tx, here.editor, { forward: id, found: 'missing', number: '' }))
      system.mood = 'token'
      await sendForward(here.id, id)
      expect(await forwardOf(id)).toMatchObject({ state: 'token' })
      resetClock()
    })

    test('comes back later where it is told to', async () => {
      system.mood = 'busy'
      const { id } = await give('Zu viel los', odd)
      await sendForward(here.id, id)
      expect(await forwardOf(id)).toMatchObject({ state: 'due', problem: 'slow down' })
    })
  })
})
