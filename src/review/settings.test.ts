import { beforeAll, expect, test } from 'vitest'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { type Person, system } from '#people/types.ts'
import { useWorld } from '../../tests/world/world.ts'
import { endAgreement, enterAgreement, settleTrust, trustSettings } from './settings.ts'
import { allTopics, fourEyesTopics, settleTopic } from './topics.ts'

useWorld()
let town: SmallTown
let leader: Person
beforeAll(async () => {
  town = await makeSmallTown()
  leader = await town.act(async (tx) => {
    const roles = [{ role: 'leader' as const, unitId: town.rootUnitId }]
    const { personId } = await addPerson(tx, system, { name: 'Leitung', email: 'leitung@stadt.example', roles })
    return (await loadPerson(tx, personId))!
  })
})

test('what is not settled has a default, and only leaders settle, within bounds', async () => {
  expect(await town.act(trustSettings)).toMatchObject({
    sampleShare: 0.1,
    lookDays: 1,
    answerHours: 8,
    agreement: null
  })
  await expect(town.act((tx) => settleTrust(tx, town.editor, { sampleShare: 0.5 }))).rejects.toMatchObject({
    status: 403
  })
  await expect(town.act((tx) => settleTrust(tx, leader, { sampleShare: 2, linkDays: 3 }))).rejects.toMatchObject({
    fields: { sampleShare: 'reviews.outOfBounds' }
  })
  await town.act((tx) => settleTrust(tx, leader, { sampleShare: 0.5, linkDays: 3 }))
  expect(await town.act(trustSettings)).toMatchObject({ sampleShare: 0.5, linkDays: 3, answerHours: 8 })
})

test('records about one person are off until leadership enters the works agreement, and off again when it ends', async () => {
  const good = { day: '2026-01-15', reference: 'DV 3/2026', url: 'https://intranet.example/dv' }
  await expect(town.act((tx) => enterAgreement(tx, town.editor, good))).rejects.toMatchObject({ status: 403 })
  await expect(
    town.act((tx) => enterAgreement(tx, leader, { day: '2999-01-01', reference: '', url: 'javascript:alert(1)' }))
  ).rejects.toMatchObject({
    fields: {
      day: 'reviews.agreementDay',
      reference: 'reviews.agreementReference',
      url: 'reviews.agreementUrl'
    }
  })
  await town.act((tx) => enterAgreement(tx, leader, good))
  expect((await town.act(trustSettings)).agreement).toEqual({ ...good, by: 'Leitung' })
  await town.act((tx) => endAgreement(tx, leader))
  expect((await town.act(trustSettings)).agreement).toBeNull()
})

test('the shipped topics with four eyes can be changed, switched off and added to', async () => {
  const shipped = await town.act((tx) => allTopics(tx))
  expect(shipped.map(({ key }) => key)).toEqual([
    'wahlen',
    'personenbezogene-daten',
    'kritik-mit-namen',
    'rechtswirkung'
  ])
  await town.act((tx) => settleTopic(tx, leader, { key: 'wahlen', name: 'Wahlen', words: ['Urne'], isOff: true }))
  const own = await town.act((tx) =>
    settleTopic(tx, leader, { key: null, name: 'Stadtwerke', words: [' Strompreis ', ''], isOff: false })
  )
  const holding = await town.act((tx) => fourEyesTopics(tx))
  expect(holding.map(({ key }) => key)).toEqual(['personenbezogene-daten', 'kritik-mit-namen', 'rechtswirkung', own])
  expect(holding.at(-1)).toMatchObject({ words: ['Strompreis'] })
  await expect(
    town.act((tx) => settleTopic(tx, leader, { key: 'erfunden', name: 'X', words: [], isOff: false }))
  ).rejects.toMatchObject({ status: 404 })
})
