import { beforeAll, describe, expect, it } from 'vitest'
import { loadPerson } from '#people/person.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { createMunicipality, type Created, type MunicipalityInput } from './create.ts'
import { isLoopback, municipalityAt, siteOrigin } from './hosts.ts'

useWorld()

const input: MunicipalityInput = {
  name: 'Musterstadt',
  kind: 'stadt',
  land: 'DE-NW',
  ars: '05 3 34 0002 002',
  siteHost: 'https://www.Musterstadt.example/',
  handleDomain: 'musterstadt.example',
  units: ['Ordnungsamt', { name: 'Kultur und Sport', shortName: 'Sport' }, ''],
  firstPerson: { name: 'Aylin Öz', email: 'A.Oez@musterstadt.example', password: 'Kastanienallee 7' },
  secondPerson: { name: '', email: 'k.klein@musterstadt.example' }
}

async function problemsOf(changes: Partial<MunicipalityInput>): Promise<Record<string, string>> {
  try {
    await createMunicipality({ ...input, siteHost: 'other.example', handleDomain: '', ...changes })
  } catch (error) {
    if (error instanceof Invalid) return error.fields
    throw error
  }
  return {}
}

describe('a new municipality', () => {
  let made: Created
  beforeAll(async () => {
    made = await createMunicipality(input)
  })

  it('has its units, its channels and its people in one go', async () => {
    await inMunicipality(made.municipalityId, async (tx) => {
      const units = await tx
        .selectFrom('unit')
        .select(['name', 'short_name', 'slug', 'parent_id'])
        .orderBy('name')
        .execute()
      expect(units.map((unit) => unit.slug)).toEqual(['sport', 'musterstadt', 'ordnungsamt'])
      expect(units.filter((unit) => unit.parent_id === null).map((unit) => unit.name)).toEqual(['Musterstadt'])
      const channels = await tx.selectFrom('channel').select('network').orderBy('network').execute()
      expect(channels.map((channel) => channel.network)).toEqual(['note', 'site'])
      const person = await loadPerson(tx, made.firstPerson.personId)
      expect(person?.reach.operator?.size).toBe(3)
      const second = await loadPerson(tx, made.secondPerson!.personId)
      expect(second?.name).toBe('K. Klein')
      const kinds = await tx.selectFrom('event').select('kind').orderBy('position').execute()
      expect(kinds.map((event) => event.kind)).toContain('municipality.created')
    })
  })

  it('is found at its hosts, in any spelling', async () => {
    const found = await municipalityAt('WWW.musterstadt.example:443')
    expect(found?.municipality).toMatchObject({ id: made.municipalityId, ags: '05334002', land: 'DE-NW' })
    expect(found?.purpose).toBe('site')
    expect((await municipalityAt('musterstadt.example'))?.purpose).toBe('handle')
    expect(await municipalityAt('nobody.example')).toBeNull()
    expect(siteOrigin(found!.municipality)).toBe('https://www.musterstadt.example')
  })

  it('is found at a host that is added while the program runs', async () => {
    expect(await municipalityAt('spaeter.example')).toBeNull()
    await createMunicipality({ ...input, siteHost: 'spaeter.example', handleDomain: '', secondPerson: undefined })
    await expect
      .poll(async () => (await municipalityAt('spaeter.example'))?.municipality.siteHost)
      .toBe('spaeter.example')
  })

  it('refuses keys of another Land, or that contradict each other', async () => {
    expect(await problemsOf({ land: 'DE-BY' })).toMatchObject({ ars: 'arsOtherLand' })
    expect(await problemsOf({ ars: '053340002002', ags: '05334004' })).toMatchObject({ ags: 'agsOtherArs' })
    expect(await problemsOf({ ars: '05334002' })).toMatchObject({ ars: 'arsIsAgs' })
    expect(await problemsOf({ ars: '', ags: '053340002002' })).toMatchObject({ ags: 'agsIsArs' })
    expect(await problemsOf({ ars: '12' })).toMatchObject({ ars: 'arsDigits' })
  })

  it('refuses a host that another one has, and everything else that cannot be, all at once', async () => {
    expect(await problemsOf({ siteHost: 'www.musterstadt.example' })).toEqual({ siteHost: 'hostTaken' })
    const problems = await problemsOf({
      name: ' ',
      land: '',
      ars: '',
      siteHost: 'no host',
      firstPerson: { name: '', email: 'nobody', password: 'short' },
      secondPerson: undefined
    })
    expect(problems).toEqual({
      name: 'nameMissing',
      land: 'choose',
      siteHost: 'hostShape',
      handleDomain: 'hostShape',
      firstEmail: 'emailShape',
      firstPassword: 'passwordShort'
    })
  })

  it('leaves nothing behind when it fails half way', async () => {
    const before = await inInstallation((tx) => tx.selectFrom('host').select('host').execute())
    await expect(
      createMunicipality({ ...input, siteHost: 'half.example', handleDomain: '', units: ['\u0000'] })
    ).rejects.toThrow()
    expect(await inInstallation((tx) => tx.selectFrom('host').select('host').execute())).toEqual(before)
  })
})

describe('an address of this very machine', () => {
  it('is found at any port, as long as it can only mean one', async () => {
    const made = await createMunicipality({
      ...input,
      siteHost: 'localhost:3000',
      handleDomain: '',
      secondPerson: undefined
    })
    await expect.poll(async () => (await municipalityAt('127.0.0.1:4000'))?.municipality.id).toBe(made.municipalityId)
    expect(isLoopback('localhost:3000')).toBe(true)
    expect(siteOrigin({ siteHost: 'localhost:3000' })).toBe('http://localhost:3000')
  })
})
