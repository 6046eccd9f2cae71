import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person, type Role } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { createMunicipality, type Created } from './create.ts'
import { loadMunicipality, municipalityAt } from './hosts.ts'
import { addHost, changeAddress, changeIdentity, changeSettings, confirmAddress, listHosts } from './settle.ts'
import { readSettings } from './settings.ts'
import { addUnit, archiveUnit, changeUnit, listUnits, restoreUnit } from './units.ts'

useWorld()

let town: Created
let operator: Person
let leader: Person
const inTown = <T>(work: (tx: Tx) => Promise<T>) => inMunicipality(town.municipalityId, work)
const now = () => inTown(loadMunicipality)

async function staff(name: string, role: Role, unitId: string): Promise<Person> {
  return inTown(async (tx) => {
    const { personId } = await addPerson(tx, system, { name, email: `${name}@town.example`, roles: [{ role, unitId }] })
    return (await loadPerson(tx, personId))!
  })
}

beforeAll(async () => {
  town = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: 'www.town.example',
    units: ['Ordnungsamt', 'Bauamt'],
    firstPerson: { name: 'Aylin', email: 'aylin@town.example', password: 'Kastanienallee 7' }
  })
  operator = await inTown(async (tx) => (await loadPerson(tx, town.firstPerson.personId))!)
  leader = await staff('leader', 'leader', town.unitIds[0]!)
})

describe('settings', () => {
  it('change in part, keep the rest, and are read right whatever was stored', async () => {
    await inTown((tx) => changeSettings(tx, operator, { colour: '#7a1f3d', motto: ' Fragen Sie uns. ' }))
    await inTown((tx) => changeSettings(tx, operator, { licence: 'CC0-1.0' }))
    expect((await now()).settings).toMatchObject({ colour: '#7a1f3d', motto: 'Fragen Sie uns.', licence: 'CC0-1.0' })
    expect(readSettings({ colour: 3, contact: null, serviceHours: { days: 'x' }, old: true })).toEqual(
      readSettings(null)
    )
  })

  it('refuse what does not fit, by field', async () => {
    const change = (part: Parameters<typeof changeSettings>[2]) => inTown((tx) => changeSettings(tx, operator, part))
    await expect(change({ colour: 'red' })).rejects.toMatchObject({ fields: { colour: 'settingShape' } })
    await expect(
      change({ contact: { name: 'x'.repeat(201), address: '', email: 'rathaus', phone: '' } })
    ).rejects.toMatchObject({
      fields: { 'contact.name': 'settingShape', 'contact.email': 'emailShape' }
    })
    expect((await now()).settings.contact.name).toBe('')
  })

  it('are for those who lead or run the whole municipality', async () => {
    await expect(inTown((tx) => changeSettings(tx, leader, { motto: 'x' }))).rejects.toBeInstanceOf(NotAllowed)
    await expect(
      inTown((tx) => changeIdentity(tx, leader, { name: 'X', kind: 'stadt', ars: '', ags: '' }))
    ).rejects.toBeInstanceOf(NotAllowed)
  })

  it('reach every process at once', async () => {
    expect((await municipalityAt('www.town.example'))?.municipality.name).toBe('Musterstadt')
    await inTown((tx) =>
      changeIdentity(tx, operator, { name: 'Musterstadt am See', kind: 'stadt', ars: '053340002002', ags: '' })
    )
    await expect
      .poll(async () => (await municipalityAt('www.town.example'))?.municipality.name)
      .toBe('Musterstadt am See')
    expect(await now()).toMatchObject({ ars: '053340002002', ags: '05334002' })
    await expect(
      inTown((tx) => changeIdentity(tx, operator, { name: '', kind: 'stadt', ars: '09', ags: '' }))
    ).rejects.toMatchObject({
      fields: { name: 'nameMissing', ars: 'arsDigits' }
    })
  })
})

describe('the address', () => {
  it('moves until it is confirmed, and never after', async () => {
    await inTown((tx) => changeAddress(tx, operator, { siteHost: 'https://town.example', handleDomain: '' }))
    expect(await now()).toMatchObject({ siteHost: 'town.example', handleDomain: 'town.example' })
    expect((await municipalityAt('www.town.example'))?.municipality.id).toBe(town.municipalityId)
    await inTown((tx) => confirmAddress(tx, system))
    await expect(
      inTown((tx) => changeAddress(tx, operator, { siteHost: 'else.example', handleDomain: '' }))
    ).rejects.toMatchObject({
      key: 'addressInUse'
    })
  })

  it('can have more hosts, but none of another municipality', async () => {
    expect(await municipalityAt('alt.town.example')).toBeNull()
    await inTown((tx) => addHost(tx, operator, 'alt.town.example'))
    await expect.poll(async () => (await municipalityAt('alt.town.example'))?.municipality.id).toBe(town.municipalityId)
    await createMunicipality({
      name: 'Other',
      kind: 'stadt',
      land: 'DE-BY',
      siteHost: 'other.example',
      units: [],
      firstPerson: { name: '', email: 'o@other.example', password: 'Kastanienallee 7' }
    })
    await expect(inTown((tx) => addHost(tx, operator, 'other.example'))).rejects.toMatchObject({
      fields: { host: 'hostTaken' }
    })
    // Next to another's address only whoever runs the installation may settle one: mail, cookies and trust reach there.
    for (const host of ['www.other.example', 'rathaus.other.example'])
      await expect(inTown((tx) => addHost(tx, operator, host))).rejects.toMatchObject({ fields: { host: 'hostTaken' } })
    await inTown((tx) => addHost(tx, system, 'shared.other.example'))
    expect((await inTown(listHosts)).map(({ host }) => host)).toEqual([
      'alt.town.example',
      'shared.other.example',
      'town.example',
      'www.town.example'
    ])
  })
})

describe('units', () => {
  it('form a tree, keep their public address when renamed, and can be taken out and brought back', async () => {
    const traffic = await inTown((tx) =>
      addUnit(tx, leader, { name: 'Straßenverkehr', shortName: 'Verkehr', parentId: town.unitIds[0]! })
    )
    const again = await inTown((tx) => addUnit(tx, operator, { name: 'Verkehr', parentId: town.rootUnitId }))
    leader = await inTown(async (tx) => (await loadPerson(tx, leader.id))!)
    const lines = await inTown((tx) => listUnits(tx))
    expect(lines.map((unit) => `${unit.depth} ${unit.slug}`)).toEqual([
      '0 musterstadt',
      '1 bauamt',
      '1 ordnungsamt',
      '2 verkehr',
      '1 verkehr-2'
    ])
    await inTown((tx) => changeUnit(tx, leader, traffic, { name: 'Mobilität', shortName: '', email: 'V@town.example' }))
    expect((await inTown((tx) => listUnits(tx))).find((unit) => unit.id === traffic)).toMatchObject({
      name: 'Mobilität',
      slug: 'verkehr',
      email: 'v@town.example'
    })
    await expect(inTown((tx) => changeUnit(tx, leader, again, { name: 'X' }))).rejects.toBeInstanceOf(NotAllowed)
    await expect(inTown((tx) => archiveUnit(tx, operator, town.rootUnitId))).rejects.toMatchObject({ key: 'unitRoot' })
    await expect(inTown((tx) => archiveUnit(tx, operator, town.unitIds[0]!))).rejects.toMatchObject({
      key: 'unitHasChildren'
    })
    await inTown((tx) => archiveUnit(tx, leader, traffic))
    expect((await inTown((tx) => listUnits(tx, { open: true }))).map((unit) => unit.id)).not.toContain(traffic)
    await inTown((tx) => restoreUnit(tx, leader, traffic))
    await expect(inTown((tx) => addUnit(tx, operator, { name: ' ', parentId: town.rootUnitId }))).rejects.toMatchObject(
      {
        fields: { name: 'nameMissing' }
      }
    )
  })
})
