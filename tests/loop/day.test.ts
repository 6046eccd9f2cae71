// One day in a town hall, in browsers: a question by comment, by Fediverse reply, by mail and by phone. They find their
// department, two departments answer, one has waited too long, one is hidden and reviewed, and one person is forgotten.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { addBox, chooseFolders } from '#channels/mail/settle.ts'
import { letter } from '#channels/mail/box.fixture.ts'
import { tellDue } from '#dialogue/clock/tell.ts'
import { actorAddress } from '#federation/addresses.ts'
import { createActor } from '#federation/createActor.ts'
import { createMunicipality } from '#municipality/create.ts'
import { addPerson } from '#people/add-person.ts'
import { hashPassword } from '#people/password.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person, type Role } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { setLevel } from '#review/set-level.ts'
import { keepRule, switchRule } from '#routing/settle-rule.ts'
import { makeAuthority } from '../fediverse/authority.ts'
import { publicAudience, startPeer, type Peer } from '../fediverse/peer.ts'
import { proxyTls } from '../fediverse/tls.ts'
import { startImap, type ImapServer } from '../mail/imap-server.ts'
import { startSmtp, type SmtpReceiver } from '../mail/smtp-receiver.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const password = 'korrekt Pferd Batterie Heftklammer'
const world = useWorld()
let municipality: string
let origin: string
let postPath: string
let townInbox: string
let townActor: string
let peer: Peer
let imap: ImapServer
let smtp: SmtpReceiver
let program: Program
let close: () => Promise<void>
let units: { sport: string; roads: string }

const act = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inMunicipality(municipality, work)

beforeAll(async () => {
  const authority = await makeAuthority()
  const ca = join(world().directory, 'authority.pem')
  await writeFile(ca, authority.ca)
  const port = await freePort()
  const proxy = await proxyTls(authority, 'musterstadt.test', () => port)
  peer = await startPeer(authority, 'norden.test')
  imap = await startImap()
  smtp = await startSmtp()
  origin = proxy.origin
  close = async () => {
    await peer.close()
    await proxy.close()
    await imap.close()
    await smtp.close()
  }
  const made = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: proxy.host,
    units: ['Amt für Sport', 'Tiefbauamt'],
    firstPerson: { name: 'Rita Redaktion', email: 'rita@musterstadt.test', password }
  })
  municipality = made.municipalityId
  units = { sport: made.unitIds[0]!, roads: made.unitIds[1]! }
  const passwordHash = await hashPassword(password)
  configureFetch({ allow: ['127.0.0.1'] })
  await act(async (tx) => {
    const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
    await tx.updateTable('municipality').set({ settings }).execute()
    const rita = (await loadPerson(tx, made.firstPerson.personId))!
    const staff: [name: string, role: Role, unit: string][] = [
      ['Aylin Acar', 'expert', units.sport],
      ['Bernd Bauer', 'expert', units.roads],
      ['Lena Leitung', 'leader', made.rootUnitId],
      ['Doris Datenschutz', 'privacy', made.rootUnitId]
    ]
    for (const [name, role, unitId] of staff) {
      const email = `${name.split(' ')[0]!.toLowerCase()}@musterstadt.test`
      const { personId } = await addPerson(tx, system, { name, email, passwordHash, roles: [{ role, unitId }] })
      if (role === 'expert')
        await setLevel(tx, system, { person: personId, unit: unitId, level: 'free', reason: 'Geübt' })
    }
    const actor = await createActor(tx, system, {
      unitId: made.rootUnitId,
      username: 'musterstadt',
      name: 'Stadt Musterstadt'
    })
    townActor = actorAddress(origin, actor.id)
    townInbox = `${townActor}/inbox`
    await ruleTo(tx, rita, units.roads, 'Straßen', ['Schlagloch', 'Gehweg'])
    await ruleTo(tx, rita, units.sport, 'Bäder', ['Freibad', 'Rutsche'])
    const box = await addBox(tx, rita, {
      name: 'Rathaus',
      unitId: made.rootUnitId,
      address: 'rathaus@musterstadt.test',
      imap: { host: '127.0.0.1', port: imap.port, security: 'none', user: 'box' },
      smtp: { host: '127.0.0.1', port: smtp.port, security: 'none', user: 'box' },
      authservId: 'mx.musterstadt.test',
      plusAddressing: true,
      passwords: { imap: 'geheim', smtp: '' }
    })
    const folders = [{ path: 'INBOX', unitId: null }]
    await chooseFolders(tx, rita, box, { folders, days: 0, afterwards: 'leave', movedTo: '' })
    const draft = { unitId: units.sport, title: 'Das Freibad öffnet', lead: 'Am 1. Mai.', body: 'Von 8 bis 20 Uhr.' }
    const { id, revision } = await createPost(tx, rita, draft)
    await publishPost(tx, rita, { post: id, revision })
    const { slug } = await tx.selectFrom('post').select('slug').where('id', '=', id).executeTakeFirstOrThrow()
    postPath = `/beitrag/${slug}`
  })
  const env = {
    TRUSTED_PROXIES: 'loopback',
    ORTSGESPRAECH_ALLOW_HOSTS: [proxy.host, peer.host, '127.0.0.1'].join(','),
    NODE_EXTRA_CA_CERTS: ca,
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '../world/names.mjs')).href}`
  }
  program = await startProgram(world(), { port, env, timeoutMs: 90_000 })
}, 180_000)
afterAll(async () => {
  await program?.stop()
  await close?.()
})

async function ruleTo(tx: Tx, who: Person, unit: string, name: string, words: string[]): Promise<void> {
  const none = { allWords: [], notWords: [], places: [], channels: [], topics: [], languages: [] }
  const rule = { name, words, ...none, hours: 'any' as const, overPost: false, unit, priority: null, topic: null }
  const { id } = await keepRule(tx, who, rule, null)
  await switchRule(tx, who, { rule: id, active: true })
}

async function signedIn(name: string): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 900 }, ignoreHTTPSErrors: true })
  const { page } = opened
  page.setDefaultTimeout(20_000)
  await page.goto(`${origin}/desk`)
  await page.fill('[name=email]', `${name}@musterstadt.test`)
  await page.fill('[name=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  return opened
}

/** The conversation that began with these words, once it is there. */
const conversationWith = (words: string) =>
  vi.waitFor(
    async () => {
      const found = await act((tx) =>
        tx
          .selectFrom('message')
          .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
          .select(['conversation.id', 'conversation.unit_id', 'conversation.state', 'message.id as message'])
          .where('message.text', 'like', `%${words}%`)
          .where('message.direction', '=', 'in')
          .executeTakeFirst()
      )
      if (!found) throw new Error(`nothing with "${words}" yet`)
      return found
    },
    { timeout: 60_000, interval: 100 }
  )

const openTalk = async (page: Page, words: string) => {
  const { id } = await conversationWith(words)
  await page.goto(`${origin}/desk?view=all&conversation=${id}`)
  await page.locator('#conversation-title').waitFor()
  return id
}

const sendAnswer = async (page: Page, words: string, text: string) => {
  await openTalk(page, words)
  await page.locator('#answer-text').fill(text)
  await page.locator('form:has(#answer-text) button[name=after][value=wait]').click()
  await page.locator('.out').getByText(text).first().waitFor()
}

let ownPage = ''

test('questions come by comment, from the Fediverse, by mail and by phone, each to its department', async () => {
  await using citizen = await openPage({ ignoreHTTPSErrors: true })
  await citizen.page.goto(origin + postPath)
  await citizen.page.fill('form#schreiben [name=name]', 'Schwimmerin')
  await citizen.page.fill('form#schreiben [name=text]', 'Ist die Rutsche im Freibad wieder heil?')
  await citizen.page.getByRole('button', { name: 'Kommentar abschicken' }).click()
  await citizen.page.waitForURL(/\/k\/[\w-]{32}/)

  await citizen.page.goto(origin + postPath)
  await citizen.page.fill('form#schreiben [name=name]', 'Anonym')
  await citizen.page.fill('form#schreiben [name=text]', 'Der Bademeister ist ein Idiot.')
  await citizen.page.getByRole('button', { name: 'Kommentar abschicken' }).click()
  await citizen.page.waitForURL(/\/k\/[\w-]{32}/)
  ownPage = new URL(citizen.page.url()).pathname

  const ben = peer.actor('ben', { name: 'Ben' })
  const note = {
    id: `${peer.origin}/notes/1`,
    type: 'Note',
    attributedTo: ben.id,
    to: [publicAudience],
    cc: [townActor],
    content: '<p>Wann wird das Schlagloch in der Hauptstraße repariert?</p>',
    published: new Date().toISOString(),
    tag: [{ type: 'Mention', href: townActor, name: '@musterstadt' }]
  }
  peer.serve('/notes/1', note)
  const sent = await peer.send(ben, townInbox, {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `${peer.origin}/activities/1`,
    type: 'Create',
    actor: ben.id,
    object: note,
    to: [publicAudience],
    cc: [townActor]
  })
  expect(sent.status).toBeLessThan(300)

  imap.deliver(
    letter({
      id: 'gehweg@post.example',
      from: 'Erika Muster <erika@post.example>',
      to: 'rathaus@musterstadt.test',
      subject: 'Gehweg vor dem Haus 12',
      text: 'Guten Tag, der Gehweg vor Haus 12 ist gebrochen. Meine Nummer: 0151 2345678.'
    })
  )

  await using desk = await signedIn('rita')
  const { page } = desk
  await page.goto(`${origin}/desk/conversations/new`)
  await page.fill('[name=name]', 'Herr Kurz')
  await page.fill('[name=text]', 'Er fragt, ob das Freibad eine Rampe bekommt.')
  await page.getByRole('button', { name: 'Gespräch anlegen' }).click()
  expect((await conversationWith('eine Rampe')).unit_id).toBe(units.sport)
  expect((await conversationWith('Rutsche im Freibad')).unit_id).toBe(units.sport)
  expect((await conversationWith('Schlagloch in der')).unit_id).toBe(units.roads)
  expect((await conversationWith('Gehweg vor Haus 12')).unit_id).toBe(units.roads)

  await openTalk(page, 'Rutsche im Freibad')
  await page.getByRole('button', { name: 'Freigeben', exact: true }).click()
  await vi.waitFor(async () => expect((await ofMessage('Rutsche im Freibad')).state).toBe('visible'), 20_000)
})

const ofMessage = (words: string) =>
  act((tx) =>
    tx
      .selectFrom('message')
      .selectAll()
      .where('text', 'like', `%${words}%`)
      .orderBy('received_at')
      .executeTakeFirstOrThrow()
  )

test('two departments answer, each where it was asked', async () => {
  await using sport = await signedIn('aylin')
  await sendAnswer(sport.page, 'Rutsche im Freibad', 'Ja, die Rutsche ist seit gestern wieder offen.')
  await using roads = await signedIn('bernd')
  await sendAnswer(roads.page, 'Schlagloch in der', 'Am Dienstag wird die Hauptstraße ausgebessert.')
  await sendAnswer(roads.page, 'Gehweg vor Haus 12', 'Wir schauen uns den Gehweg morgen an.')

  await using citizen = await openPage({ ignoreHTTPSErrors: true, javaScriptEnabled: false })
  await expect
    .poll(
      async () => {
        await citizen.page.goto(origin + postPath)
        return citizen.page
          .locator('article.official')
          .innerText({ timeout: 1000 })
          .catch(() => '')
      },
      { timeout: 60_000 }
    )
    .toContain('wieder offen')
  expect(await citizen.page.locator('article.official').innerText()).toContain('Amt für Sport')
  await vi.waitFor(
    () => expect(JSON.stringify(peer.received.map(({ activity }) => activity))).toContain('ausgebessert'),
    60_000
  )
  await vi.waitFor(() => expect(smtp.letters.map(({ to }) => to[0])).toContain('erika@post.example'), 60_000)
  expect(smtp.letters.find(({ to }) => to[0] === 'erika@post.example')!.source).toContain('gehweg@post.example')
})

test('what waited too long goes up, and everybody sees why', async () => {
  const { id } = await conversationWith('eine Rampe')
  const lastWeek = new Date(now().getTime() - 12 * 24 * 3600_000)
  await act((tx) =>
    tx
      .updateTable('conversation')
      .set({ waiting_since: lastWeek, answer_since: lastWeek, resolve_since: lastWeek, tell_at: lastWeek })
      .where('id', '=', id)
      .execute()
  )
  await tellDue(municipality)
  await using leader = await signedIn('lena')
  const { page } = leader
  await page.goto(`${origin}/desk?view=due`)
  await page.getByText('eine Rampe').first().click()
  await page.locator('#conversation-title').waitFor()
  const told = await act((tx) =>
    tx.selectFrom('notice').select('kind').where('conversation_id', '=', id).where('kind', '=', 'escalated').execute()
  )
  expect(told.length).toBeGreaterThan(0)
})

test('an insult is hidden with its reasons, its author asks again, and somebody else looks', async () => {
  await using desk = await signedIn('rita')
  const { page } = desk
  const { message } = await conversationWith('ein Idiot')
  await page.goto(`${origin}/desk/decisions/new?message=${message}`)
  await page.locator('input[name=step][value=hide]').check()
  await page.locator('select[name=ground]').selectOption('law:StGB-185')
  await page.locator('[name=facts]').fill('Der Bademeister wird beschimpft.')
  await page.locator('[name=milder]').fill('Eine Erinnerung ändert an der Beschimpfung nichts.')
  await page.getByRole('button', { name: 'Entscheidung festhalten' }).click()
  await page.waitForURL(/decisions\/[0-9a-f-]{36}/)
  const decision = new URL(page.url()).pathname

  await using author = await openPage({ ignoreHTTPSErrors: true, javaScriptEnabled: false })
  await author.page.goto(origin + ownPage)
  await author.page.getByText('Der Bademeister wird beschimpft.').waitFor()
  await author.page.getByText('Überprüf').first().click()
  await author.page.locator('[name=reason]').fill('Das war nicht so gemeint.')
  await author.page.locator('form[action="?/review"] button').click()
  await author.page.locator('#entscheidungen').waitFor()

  await page.goto(origin + decision)
  expect(await page.locator('form[action="?/review"]').count()).toBe(0)
  await using leader = await signedIn('lena')
  await leader.page.goto(origin + decision)
  await leader.page.locator('input[name=outcome][value=upheld]').check()
  await leader.page.locator('#review-note').fill('Die Worte beleidigen, wie sie auch gemeint waren.')
  await leader.page
    .locator('form[action="?/review"] button[type=submit], form[action="?/review"] button')
    .last()
    .click()
  await leader.page.getByText('wie sie auch gemeint waren').first().waitFor()
  await author.page.goto(origin + ownPage)
  await author.page.getByText('wie sie auch gemeint waren').waitFor()
})

test('who asks to be forgotten is forgotten, and the answer stays', async () => {
  await using officer = await signedIn('doris')
  const { page } = officer
  await page.goto(`${origin}/desk/privacy/requests/new`)
  await page.locator('[name=kind]').selectOption('erasure')
  await page.locator('[name=terms]').fill('erika@post.example')
  await page.locator('[name=proof]').fill('Mail von derselben Adresse.')
  await page.getByRole('button', { name: 'Eintragen und suchen' }).click()
  await page.getByText('0151 2345678').first().waitFor()
  await page.getByRole('button', { name: 'Prüfung speichern' }).click()
  await page.getByText('Geprüft:').waitFor()
  await page.getByRole('button', { name: 'Endgültig löschen' }).click()
  await page.getByText('Gelöscht:').waitFor()
  const rows = await act((tx) => tx.selectFrom('message').select(['text', 'author_name', 'direction']).execute())
  expect(JSON.stringify(rows)).not.toContain('0151 2345678')
  expect(JSON.stringify(rows)).not.toContain('Erika Muster')
  expect(JSON.stringify(rows)).toContain('Wir schauen uns den Gehweg morgen an.')
  const contacts = await act((tx) => tx.selectFrom('contact').selectAll().execute())
  expect(JSON.stringify(contacts)).not.toContain('erika@post.example')
})
