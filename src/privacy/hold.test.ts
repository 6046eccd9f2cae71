import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { useWorld } from '../../tests/world/world.ts'
import { eraseAddresses } from './address.ts'
import { agreeToHold, askForAddress, countAsked, endHold, listHolds, lookAtAddress, refuseHold } from './hold.ts'
import { daysOf, readPeriods, settlePeriod } from './period.ts'
import { listLooks } from './reads.ts'

useWorld()
const address = '198.51.100.23'
const reason = 'Morddrohung gegen eine Mitarbeiterin, Strafanzeige wird vorbereitet'
let town: Town
let second: Person
beforeAll(async () => {
  town = await makeTown(addNetwork)
  second = await town.in(async (tx) => {
    const { personId } = await addPerson(tx, system, {
      name: 'Theo Zweit',
      email: `${newId()}@town.example`,
      roles: [{ role: 'privacy', unitId: town.root }]
    })
    return (await loadPerson(tx, personId))!
  })
})
afterEach(resetClock)

const at = (time: string) => moveClock({ to: new Date(time) })
const comment = async (text: string) =>
  (await town.in((tx) => submitComment(tx, { post: town.post, name: 'X', text, address }))).message
const ask = (message: string, who = town.editor, days = 30) =>
  town.in((tx) => askForAddress(tx, who, { message, reason, days }))
const agree = (hold: string, who = town.officer) => town.in((tx) => agreeToHold(tx, who, { hold, note: 'geprüft' }))
const look = (hold: string, who = town.editor) => town.in((tx) => lookAtAddress(tx, who, hold))
const line = async (hold: string, who = town.officer) => (await town.in((tx) => listHolds(tx, who, hold)))[0]!

describe('a hold on an address', () => {
  test('needs a reason and a second person; then it can be read by both, and every look is noted', async () => {
    const message = await comment('Ich weiß, wo du wohnst.')
    await expect(
      town.in((tx) => askForAddress(tx, town.editor, { message, reason: 'darum', days: 30 }))
    ).rejects.toMatchObject({ fields: { reason: 'holdReason' } })
    const hold = await ask(message)
    await expect(ask(message, town.officer)).rejects.toMatchObject({ key: 'holdOpen' })
    expect(await town.in((tx) => countAsked(tx, town.officer))).toBe(1)
    await expect(look(hold)).rejects.toMatchObject({ key: 'holdNotOpen' })
    await expect(agree(hold, town.editor)).rejects.toMatchObject({ status: 403 })
    await agree(hold)
    expect(await look(hold)).toBe(address)
    expect(await look(hold, second)).toBe(address)
    await expect(look(hold, town.sportExpert)).rejects.toMatchObject({ status: 403 })
    expect((await line(hold)).looks.map(({ person }) => person)).toEqual(['Theo Zweit', 'Rita Redaktion'])
    const looks = await town.in((tx) => listLooks(tx, town.officer, { kind: 'address' }))
    expect(looks[0]).toMatchObject({ person: 'Theo Zweit', subject: hold, note: reason })
    await expect(town.in((tx) => listLooks(tx, town.editor))).rejects.toMatchObject({ status: 403 })
  })

  test('is never agreed to by who asked, also when both rights are theirs', async () => {
    const hold = await ask(await comment('Noch eine'), town.officer)
    await expect(agree(hold, town.officer)).rejects.toMatchObject({ key: 'holdOwn' })
    expect((await line(hold)).mayDecide).toBe(false)
    expect((await line(hold, second)).mayDecide).toBe(true)
    await town.in((tx) => refuseHold(tx, second, { hold, note: 'Kein Straftatbestand erkennbar.' }))
    await expect(agree(hold, second)).rejects.toMatchObject({ key: 'holdDecided' })
  })

  test('outlives the day’s key, and ends with its own last day, also after the machine was off', async () => {
    at('2032-02-01T12:00:00Z')
    const message = await comment('Sehr böse')
    const hold = await ask(message, town.editor, 20)
    await agree(hold)
    at('2032-02-10T12:00:00Z')
    await eraseAddresses()
    expect(await keys().findDayKey(town.id, '2032-02-01')).toBeNull()
    expect(await look(hold)).toBe(address)
    at('2032-02-21T22:30:00Z') // Berlin: 21 February, 23:30, its last day
    await eraseAddresses()
    expect(await look(hold)).toBe(address)
    at('2032-03-30T12:00:00Z')
    await eraseAddresses()
    expect((await keys().listHoldKeys()).filter((key) => key.hold === hold)).toEqual([])
    expect(await line(hold)).toMatchObject({ state: 'ended', endReason: 'over' })
    await expect(look(hold)).rejects.toMatchObject({ key: 'holdNotOpen' })
  })

  test('lengthens nothing while it is only asked for', async () => {
    at('2032-04-01T12:00:00Z')
    const message = await comment('Zu spät')
    const hold = await ask(message)
    at('2032-04-08T12:00:00Z')
    await eraseAddresses()
    await expect(agree(hold)).rejects.toMatchObject({ key: 'addressGone' })
    await expect(ask(await noAddress())).rejects.toMatchObject({ key: 'addressGone' })
  })

  test('ends at once when somebody ends it; a restored row finds no key and says so', async () => {
    const hold = await ask(await comment('Kurz'))
    await agree(hold)
    const row = await town.in((tx) =>
      tx.selectFrom('address_hold').selectAll().where('id', '=', hold).executeTakeFirstOrThrow()
    )
    await town.in((tx) => endHold(tx, town.editor, hold))
    expect((await keys().listHoldKeys()).filter((key) => key.hold === hold)).toEqual([])
    await town.in((tx) =>
      tx.updateTable('address_hold').set({ state: 'held', sealed: row.sealed }).where('id', '=', hold).execute()
    )
    expect(await look(hold)).toBeNull()
    expect(await line(hold)).toMatchObject({ state: 'ended', endReason: 'lost', looks: [] })
  })

  const noAddress = async () =>
    (await town.in((tx) => submitComment(tx, { post: town.post, name: 'X', text: 'Ohne', address: null }))).message
})

describe('the period', () => {
  const settle = (days: number, why = '', who = town.officer) =>
    town.in((tx) => settlePeriod(tx, who, { days, reason: why }))
  const rule = async () => (await town.in(readPeriods))!

  test('is longer with a reason only, ends at thirty days, and holds for what is written later', async () => {
    at('2033-01-10T12:00:00Z')
    await expect(settle(10)).rejects.toMatchObject({ fields: { reason: 'addressDaysReason' } })
    await expect(settle(31, reason)).rejects.toMatchObject({ fields: { days: 'addressDaysRange' } })
    await expect(settle(10, reason, town.editor)).rejects.toMatchObject({ status: 403 })
    await settle(20, reason)
    expect(daysOf(await rule(), '2033-01-09')).toBe(7)
    expect(daysOf(await rule(), '2033-01-10')).toBe(7)
    expect(daysOf(await rule(), '2033-01-11')).toBe(20)
    at('2033-01-15T12:00:00Z')
    await settle(5)
    for (const day of ['2033-01-09', '2033-01-11', '2033-01-15', '2033-02-01'])
      expect(daysOf(await rule(), day)).toBe(5)
  })
})
