// A small town for the tests of the dialogue: two departments, four people, a published post, and a network that tests
// speak for.
import { networkOf } from '#channels/networks.ts'
import type { IncomingMessage, Network } from '#channels/contract.ts'
import { createMunicipality } from '#municipality/create.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person, type Role } from '#people/types.ts'
import { decide } from './moderation/decide.ts'
import { setLevel } from '#review/set-level.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'

export interface Town {
  id: string
  /** Where site and desk answer, without the port. */
  host: string
  root: string
  sport: string
  roads: string
  /** An editor of the whole town, a leader too. */
  editor: Person
  editorEmail: string
  /** Experts of one department each. */
  sportExpert: Person
  roadsExpert: Person
  /** Privacy officer only. */
  officer: Person
  post: string
  site: string
  /** A channel of a network that can carry answers of 500 signs. */
  away: string
  in<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** The editor signs in with `editorEmail` and this. */
export const editorPassword = 'korrekt Pferd Batterie Heftklammer'

let towns = 0

/** Makes a town of its own; several may live in one world. */
export async function makeTown(
  addNetwork: (network: Network<any, any>) => void,
  zone = 'Europe/Berlin'
): Promise<Town> {
  const number = ++towns
  addNetwork(awayNetwork)
  const created = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: `town${number}.localhost`,
    units: ['Sport', 'Tiefbau'],
    firstPerson: {
      name: 'Rita Redaktion',
      email: `rita${number}@town.example`,
      password: editorPassword
    }
  })
  const [sport = '', roads = ''] = created.unitIds
  return inMunicipality(created.municipalityId, async (tx) => {
    await tx.updateTable('municipality').set({ time_zone: zone }).execute()
    // Experts whose answers need no approval: how one waits is told elsewhere.
    const person = async (name: string, role: Role, unitId: string): Promise<Person> => {
      const { personId } = await addPerson(tx, system, {
        name,
        email: `${newId()}@town.example`,
        roles: [{ role, unitId }]
      })
      if (role === 'expert')
        await setLevel(tx, system, { person: personId, unit: unitId, level: 'free', reason: 'Geübt' })
      return (await loadPerson(tx, personId))!
    }
    const away = newId()
    await tx
      .insertInto('channel')
      .values({ id: away, network: 'away', unit_id: created.rootUnitId, name: 'Draußen' })
      .execute()
    const { id: site } = await tx
      .selectFrom('channel')
      .select('id')
      .where('network', '=', 'site')
      .executeTakeFirstOrThrow()
    return {
      id: created.municipalityId,
      host: `town${number}.localhost`,
      editorEmail: `rita${number}@town.example`,
      root: created.rootUnitId,
      sport,
      roads,
      editor: (await loadPerson(tx, created.firstPerson.personId))!,
      sportExpert: await person('Aylin Acar', 'expert', sport),
      roadsExpert: await person('Bernd Bauer', 'expert', roads),
      officer: await person('Doris Datenschutz', 'privacy', created.rootUnitId),
      post: await makePost(tx, sport),
      site,
      away,
      in: (work) => inMunicipality(created.municipalityId, work)
    }
  })
}

async function makePost(tx: Tx, unitId: string): Promise<string> {
  const id = newId()
  await tx
    .insertInto('post')
    .values({
      id,
      slug: `freibad-${id.slice(-6)}`,
      unit_id: unitId,
      state: 'published',
      version_number: 1,
      published_at: now(),
      has_draft: false
    })
    .execute()
  await tx
    .insertInto('post_version')
    .values({
      post_id: id,
      number: 1,
      title: 'Freibad öffnet am 1. Mai',
      lead: '',
      body: '',
      html: '',
      words: 5,
      at: now()
    })
    .execute()
  return id
}

/** Something somebody said on the test's network. */
export function said(town: Pick<Town, 'away'>, given: Partial<IncomingMessage> & { text: string }): IncomingMessage {
  return {
    kind: 'message',
    channelId: town.away,
    network: 'away',
    remoteId: `https://away.example/${newId()}`,
    remoteUrl: null,
    author: { network: 'away', remoteId: 'https://away.example/ben', name: 'Ben', handle: '@ben@away.example' },
    inReplyTo: null,
    thread: null,
    html: plainToHtml(given.text),
    language: 'de',
    contentWarning: null,
    visibility: 'public',
    emojis: [],
    attachments: [],
    at: now(),
    held: false,
    rawId: null,
    ...given
  }
}

/** What the network was asked to send, by message id. */
export const sentAnswers: string[] = []

/** A network without a wire. What it is given raw it understands as `Incoming` itself. */
export const awayNetwork: Network<any, any> = {
  ...networkOf('note'),
  id: 'away',
  instrument: 'social-network',
  limits: () => ({ textLength: 500, media: 0, canCorrect: false, canWithdraw: false, canAnswer: true }),
  answer: async (_context, outgoing) => {
    sentAnswers.push(outgoing.messageId!)
    return { id: `https://town.example/answers/${outgoing.messageId}`, url: null }
  }
}

/** Hides a message as an insult; what was held is not shown then. */
export async function hide(tx: Tx, who: Person, message: string): Promise<void> {
  const reasons = { facts: 'Beleidigt eine Person.', ground: 'law:StGB-185', milder: 'Eine Erinnerung reicht nicht.' }
  await decide(tx, who, { step: 'hide', message, ...reasons })
}
