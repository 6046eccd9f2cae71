// The town a drill plays in, made by the same use cases as a real one.
import { readFile } from 'node:fs/promises'
import { addPerson } from '#people/add-person.ts'
import { hashPassword } from '#people/password.ts'
import { loadPerson } from '#people/person.ts'
import { grantRole, takeRole } from '#people/roles.ts'
import { setLevel } from '#review/set-level.ts'
import { system, type Person } from '#people/types.ts'
import { createMunicipality } from '#municipality/create.ts'
import { addUnit } from '#municipality/units.ts'
import { changeSettings } from '#municipality/settle.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { insertImage, storeImage } from '#platform/media/images.ts'
import type { Scenario, StepOf } from './scenario.ts'

export interface PlayedTown {
  municipalityId: string
  rootUnitId: string
  practiceChannelId: string
  /** Ids of the drill's units by key. */
  units: Map<string, string>
  people: Map<string, string>
  /** Goals by key, with id and name. */
  goals: Map<string, { id: string; name: string }>
  campaigns: Map<string, string>
  /** By `campaign/measure`. */
  measures: Map<string, string>
  topics: Map<string, string>
  /** Codes of the categories of defects. */
  categories: Map<string, string>
}

export interface TownOptions {
  host: string
  /** Everybody of the drill signs in with it. */
  password: string
}

/** Creates municipality, practice channel and legal data. Units and people come with the drill's steps. */
export async function foundTown(scenario: Scenario, { host, password }: TownOptions): Promise<PlayedTown> {
  const given = scenario.municipality
  const founder = founderOf(scenario)
  const created = await createMunicipality({
    name: given.name,
    kind: given.kind,
    land: given.land,
    ags: given.ags,
    ars: given.ars,
    siteHost: host,
    units: [],
    firstPerson: { name: founder.name, email: founder.email, password }
  })
  const { municipalityId, rootUnitId } = created
  const arms = given.coatOfArms ? await storeImage(municipalityId, await readFile(given.coatOfArms)) : null
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
    const picture = arms && (await insertImage(tx, arms, { alt: `Wappen: ${given.name}`, personId: null }))
    if (picture) record(tx, system, 'media.added', picture.id)
    await changeSettings(tx, system, {
      motto: given.about.slice(0, 200),
      coatOfArms: picture?.id ?? null,
      contact,
      imprint: {
        representative: given.representative,
        responsible: given.responsible,
        responsibleAddress: given.address,
        supervisoryAuthority: '',
        vatId: '',
        more: ''
      },
      privacyOfficer: contact,
      accessibilityContact: contact
    })
  })
  return {
    municipalityId,
    rootUnitId,
    practiceChannelId,
    units: new Map(),
    people: new Map([[founder.key, created.firstPerson.personId]]),
    goals: new Map(),
    campaigns: new Map(),
    measures: new Map(),
    topics: new Map(),
    categories: new Map()
  }
}

/** Who runs the program founds the town, as in earnest. */
function founderOf(scenario: Scenario): StepOf<'person'> {
  const people = scenario.steps.filter((step) => step.do === 'person')
  const founder = people.find(({ roles }) => roles.some(({ role }) => role === 'operator'))
  if (!founder) throw new Error('the drill has nobody who runs the program')
  return founder
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
  const founder = town.people.get(step.key)
  if (founder) return setRoles(town, founder, step)
  const added = await inMunicipality(town.municipalityId, async (tx) => {
    const person = await addPerson(tx, system, {
      name: step.name,
      email: step.email,
      passwordHash,
      roles: step.roles.map(({ unit, role }) => ({ role, unitId: must(town.units, unit) }))
    })
    // A drill tells what people said, not how long they waited for each other.
    for (const unit of new Set(
      step.roles.flatMap(({ role, unit }) => (role === 'editor' || role === 'expert' ? [unit] : []))
    ))
      await setLevel(tx, system, {
        person: person.personId,
        unit: must(town.units, unit),
        level: 'free',
        reason: 'Eingespielt'
      })
    return person
  })
  town.people.set(step.key, added.personId)
}

/** The founder was given every role that a first person needs, and keeps those that the drill names. */
async function setRoles(town: PlayedTown, personId: string, step: StepOf<'person'>): Promise<void> {
  const wanted = step.roles.map(({ unit, role }) => ({ role, unitId: must(town.units, unit) }))
  await inMunicipality(town.municipalityId, async (tx) => {
    const person = await loadPerson(tx, personId)
    for (const role of wanted) await grantRole(tx, system, { personId, ...role })
    for (const held of person!.roles)
      if (!wanted.some(({ role, unitId }) => role === held.role && unitId === held.unitId))
        await takeRole(tx, system, { personId, role: held.role, unitId: held.unitId })
  })
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
export function must<Value>(map: Map<string, Value>, key: string): Value {
  const value = map.get(key)
  if (!value) throw new Error(`the drill refers to something that is not there: ${key}`)
  return value
}
