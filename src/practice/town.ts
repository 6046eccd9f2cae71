// The town a drill plays in, made by the same use cases as a real one.
import { addPerson } from '#people/add-person.ts'
import { hashPassword } from '#people/password.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import { createMunicipality } from '#municipality/create.ts'
import { addUnit } from '#municipality/units.ts'
import { changeSettings } from '#municipality/settle.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import type { Scenario, StepOf } from './scenario.ts'

export interface PlayedTown {
  municipalityId: string
  rootUnitId: string
  practiceChannelId: string
  /** Ids of the drill's units by key. */
  units: Map<string, string>
  people: Map<string, string>
  goals: Map<string, string>
  topics: Map<string, string>
}

export interface TownOptions {
  host: string
  /** Everybody of the drill signs in with it. */
  password: string
}

/** Creates municipality, practice channel and legal data. Units and people come with the drill's steps. */
export async function foundTown(scenario: Scenario, { host }: TownOptions): Promise<PlayedTown> {
  const given = scenario.municipality
  const created = await createMunicipality({
    name: given.name,
    kind: given.kind,
    land: given.land,
    ags: given.ags,
    ars: given.ars,
    siteHost: host,
    units: [],
    // The drill brings its own people; this account only founds the town and belongs to nobody.
    firstPerson: {
      name: 'Betrieb',
      email: `betrieb-${newToken(6).toLowerCase()}@${given.handle}.example`,
      password: newToken(24)
    }
  })
  const { municipalityId, rootUnitId } = created
  const practiceChannelId = newId()
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .insertInto('channel')
      .values({
        id: practiceChannelId,
        network: 'practice',
        unit_id: rootUnitId,
        name: 'Übungs-Fediverse',
        state: 'live',
        health: 'good',
        created_at: now()
      })
      .execute()
    record(tx, system, 'channel.added', practiceChannelId)
    const contact = { name: given.name, address: given.address, email: given.email, phone: given.phone }
    await changeSettings(tx, system, {
      motto: given.about.slice(0, 200),
      contact,
      privacyOfficer: contact,
      accessibilityContact: contact
    })
  })
  return {
    municipalityId,
    rootUnitId,
    practiceChannelId,
    units: new Map(),
    people: new Map(),
    goals: new Map(),
    topics: new Map()
  }
}

/** A unit of the drill; the one without a parent is the municipality's own. */
export async function addDrillUnit(town: PlayedTown, step: StepOf<'unit'>): Promise<void> {
  if (!step.parent) {
    town.units.set(step.key, town.rootUnitId)
    return
  }
  const parent = must(town.units, step.parent)
  const id = await inMunicipality(town.municipalityId, (tx) =>
    addUnit(tx, system, { name: step.name, shortName: step.shortName ?? step.name, parentId: parent })
  )
  town.units.set(step.key, id)
}

/** A person of the drill, who can sign in with the drill's password. */
export async function addDrillPerson(town: PlayedTown, step: StepOf<'person'>, passwordHash: string): Promise<void> {
  const added = await inMunicipality(town.municipalityId, (tx) =>
    addPerson(tx, system, {
      name: step.name,
      email: step.email,
      passwordHash,
      roles: step.roles.map(({ unit, role }) => ({ role, unitId: must(town.units, unit) }))
    })
  )
  town.people.set(step.key, added.personId)
}

/** The hash that all of a drill's people share; made once, because making it is slow on purpose. */
export function drillPassword(password: string): Promise<string> {
  return hashPassword(password)
}

/** The person behind a key, with roles. @throws when the drill names nobody */
export async function personOf(town: PlayedTown, key: string): Promise<Person> {
  const person = await inMunicipality(town.municipalityId, (tx) => loadPerson(tx, must(town.people, key)))
  if (!person) throw new Error(`the drill names a person who is not there: ${key}`)
  return person
}

/** @throws when a drill refers to what it has not brought */
export function must(map: Map<string, string>, key: string): string {
  const value = map.get(key)
  if (!value) throw new Error(`the drill refers to something that is not there: ${key}`)
  return value
}
