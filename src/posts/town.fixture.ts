// A small town for the tests of posts and channels: two units, people of each role, and a stand-in network.
import * as v from 'valibot'
import type { Network, Outgoing, Remote } from '#channels/contract.ts'
import { addNetwork } from '#channels/networks.ts'
import { createMunicipality } from '#municipality/create.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { type Person, type Role, system } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'

export interface SmallTown {
  id: string
  rootUnitId: string
  sportUnitId: string
  trafficUnitId: string
  editor: Person
  /** With which the editor signs in. */
  editorEmail: string
  /** An expert of the sport unit only. */
  expert: Person
  operator: Person
  act<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** The editor's. */
export const password = 'ein langer Satz als Kennwort'

/** Makes a town at a host of its own. */
export async function makeSmallTown(host = `${newId()}.example`): Promise<SmallTown> {
  const mail = `${newId()}.example`
  const made = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: host,
    units: ['Amt für Sport', 'Amt für Verkehr'],
    firstPerson: {
      name: 'Erika Muster',
      email: `erika@${mail}`,
      password: password,
      roles: ['editor']
    }
  })
  const act = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inMunicipality(made.municipalityId, work)
  const [sportUnitId, trafficUnitId] = made.unitIds as [string, string]
  const person = async (name: string, role: Role, unitId: string): Promise<Person> =>
    act(async (tx) => {
      const { personId } = await addPerson(tx, system, { name, email: `${name}@${mail}`, roles: [{ role, unitId }] })
      return (await loadPerson(tx, personId))!
    })
  const editor = (await act((tx) => loadPerson(tx, made.firstPerson.personId)))!
  return {
    id: made.municipalityId,
    rootUnitId: made.rootUnitId,
    sportUnitId,
    trafficUnitId,
    editor,
    editorEmail: `erika@${mail}`,
    expert: await person('expert', 'expert', sportUnitId),
    operator: await person('operator', 'operator', made.rootUnitId),
    act
  }
}

export interface Call {
  what: 'publish' | 'correct' | 'withdraw' | 'answer'
  key: string
  outgoing: Outgoing
}

export interface StandIn {
  network: Network<any, any>
  calls: Call[]
  /** What stands over there, by key. */
  there: Map<string, Remote>
  /** Throws, or hangs, instead of answering; before or after the other side took it. */
  before: (() => Promise<void> | void) | null
  after: (() => Promise<void> | void) | null
}

/** A network that keeps in memory what it is told. */
export function standIn(id: string, can: { find?: boolean; idempotent?: boolean; correct?: boolean } = {}): StandIn {
  const self: StandIn = { network: undefined as never, calls: [], there: new Map(), before: null, after: null }
  const take = async (what: Call['what'], outgoing: Outgoing, key: string): Promise<Remote> => {
    self.calls.push({ what, key, outgoing })
    await self.before?.()
    const remote = { id: `${id}:${key}`, url: `https://elsewhere.example/${self.there.size + 1}` }
    self.there.set(key, remote)
    await self.after?.()
    return remote
  }
  self.network = {
    id,
    instrument: 'microblog',
    settings: v.object({}),
    takesPosts: true,
    idempotent: can.idempotent ?? false,
    limits: () => ({ textLength: 500, media: 4, canCorrect: true, canWithdraw: true, canAnswer: true }),
    check: async () => ({ state: 'good' }),
    publish: (_context, outgoing, key) => take('publish', outgoing, key),
    ...(can.find && { find: async (_context, _outgoing, key) => self.there.get(key) ?? null }),
    ...(can.correct !== false && {
      correct: async (_context, remote, outgoing, key) => {
        await take('correct', outgoing, key)
        return remote
      }
    }),
    withdraw: async (_context, _remote, outgoing, key) => void (await take('withdraw', outgoing, key)),
    answer: (_context, outgoing, key) => take('answer', outgoing, key)
  }
  addNetwork(self.network)
  return self
}
