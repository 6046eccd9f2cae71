import { TOTP } from 'otpauth'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMunicipality, type Created } from '#municipality/create.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { TooMany } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { confirmSecondFactor, proposeSecondFactor, removeSecondFactor } from './second-factor.ts'
import { endSession, endSessions, listSessions, readSession } from './session.ts'
import { signIn, signInWithSecondFactor } from './sign-in.ts'
import { peopleSweepJob } from './sweep.ts'
import { arriveWith, leaveFor, placesOf, readTicket } from './switch.ts'

useWorld()

const email = 'a.oez@musterstadt.example'
const password = 'Kastanienallee 7'
let here: Created
let there: Created
let municipalityId: string

const credentials = () => ({ municipalityId, email, password, address: '192.0.2.1', userAgent: 'Firefox' })
const town = (siteHost: string, person = email) =>
  createMunicipality({
    name: siteHost,
    kind: 'stadt',
    land: 'DE-NW',
    siteHost,
    units: [],
    firstPerson: { name: 'Aylin Öz', email: person, password }
  })

beforeAll(async () => {
  here = await town('eins.example')
  there = await town('zwei.example')
  municipalityId = here.municipalityId
})
afterEach(resetClock)
beforeEach(async () => {
  await inInstallation((tx) => tx.deleteFrom('rate_limit').execute())
})

async function token(): Promise<string> {
  const signedIn = await signIn(credentials())
  if (signedIn.state !== 'signed-in') throw new Error('a second factor is on')
  return signedIn.token
}

describe('signing in', () => {
  it('opens a session with the person and the roles held here', async () => {
    const session = await readSession(municipalityId, await token())
    expect(session?.person).toMatchObject({ id: here.firstPerson.personId, name: 'Aylin Öz' })
    expect(session?.person.roles.map((one) => one.role).sort()).toEqual(['editor', 'leader', 'operator'])
  })

  it('says the same whatever is wrong', async () => {
    const wrong = { key: 'signInWrong', status: 401 }
    await expect(signIn({ ...credentials(), password: 'something else' })).rejects.toMatchObject(wrong)
    await expect(signIn({ ...credentials(), email: 'nobody@musterstadt.example' })).rejects.toMatchObject(wrong)
    const stranger = await town('drei.example', 'stranger@drei.example')
    await expect(signIn({ ...credentials(), email: 'stranger@drei.example' })).rejects.toMatchObject(wrong)
    await expect(signIn({ ...credentials(), municipalityId: stranger.municipalityId })).rejects.toMatchObject(wrong)
  })

  it('takes the address in any spelling', async () => {
    expect(await signIn({ ...credentials(), email: ' A.Oez@Musterstadt.example ' })).toMatchObject({
      state: 'signed-in'
    })
  })

  it('stops guessing at one account, from however many addresses, and lets the right person in later', async () => {
    for (let index = 0; index < 10; index++) {
      await signIn({ ...credentials(), password: 'wrong', address: `198.51.100.${index}` }).catch(() => {})
    }
    await expect(signIn({ ...credentials(), address: '203.0.113.9' })).rejects.toBeInstanceOf(TooMany)
    moveClock({ byMs: 31 * 60_000 })
    expect(await signIn(credentials())).toMatchObject({ state: 'signed-in' })
  })

  it('stops one address that tries many accounts, and keeps no address', async () => {
    for (let index = 0; index < 30; index++) {
      await signIn({ ...credentials(), email: `guess${index}@musterstadt.example`, password: '' }).catch(() => {})
    }
    await expect(signIn(credentials())).rejects.toBeInstanceOf(TooMany)
    const keys = await inInstallation((tx) => tx.selectFrom('rate_limit').select('key').execute())
    expect(JSON.stringify(keys)).not.toMatch(/192|guess|musterstadt/)
  }, 60_000)
})

describe('a session', () => {
  it('is of no use in another municipality of the same person', async () => {
    expect(await readSession(there.municipalityId, await token())).toBeNull()
  })

  it('slides while it is used, ends after twelve idle hours, and after 14 days in any case', async () => {
    const used = await token()
    const idle = await token()
    for (let hours = 0; hours < 330; hours += 11) {
      moveClock({ byMs: 11 * 3_600_000 })
      expect(await readSession(municipalityId, used)).not.toBeNull()
    }
    expect(await readSession(municipalityId, idle)).toBeNull()
    moveClock({ byMs: 8 * 3_600_000 })
    expect(await readSession(municipalityId, used)).toBeNull()
    await peopleSweepJob.handle({})
    expect(await inInstallation((tx) => tx.selectFrom('session').select('token_hash').execute())).toEqual([])
  })

  it('ends by itself, by its place in the list, or all at once', async () => {
    const [first, second, third] = [await token(), await token(), await token()]
    await endSession(first)
    expect(await readSession(municipalityId, first)).toBeNull()
    const accountId = here.firstPerson.accountId
    const lines = await inInstallation((tx) => listSessions(tx, accountId))
    expect(lines.map((line) => line.userAgent)).toEqual(['Firefox', 'Firefox'])
    const mine = await readSession(municipalityId, third)
    await inInstallation((tx) => endSessions(tx, accountId, { except: mine!.id }))
    expect(await readSession(municipalityId, second)).toBeNull()
    expect(await readSession(municipalityId, third)).not.toBeNull()
    await inInstallation((tx) => endSessions(tx, accountId))
    expect(await readSession(municipalityId, third)).toBeNull()
  })

  it('is stored as a hash only', async () => {
    const open = await token()
    const rows = await inInstallation((tx) => tx.selectFrom('session').select('token_hash').execute())
    expect(JSON.stringify(rows)).not.toContain(open)
  })
})

describe('the second factor', () => {
  let codes: string[] = []
  let secret = ''
  const code = () => new TOTP({ secret }).generate({ timestamp: now().getTime() })
  const ticket = async () => {
    const first = await signIn(credentials())
    if (first.state !== 'second-factor') throw new Error('no second factor')
    return first.ticket
  }
  const second = async (entered: string) =>
    signInWithSecondFactor({ municipalityId, ticket: await ticket(), code: entered })

  beforeAll(async () => {
    const accountId = here.firstPerson.accountId
    const proposal = await inInstallation((tx) => proposeSecondFactor(tx, accountId, 'Musterstadt'))
    secret = proposal!.secret.replaceAll(' ', '')
    expect(proposal!.qr).toMatch(/^<svg/)
    const again = await inInstallation((tx) => proposeSecondFactor(tx, accountId, 'Musterstadt'))
    expect(again!.secret).toBe(proposal!.secret)
    await expect(inInstallation((tx) => confirmSecondFactor(tx, accountId, '000000'))).rejects.toMatchObject({
      fields: { code: 'codeWrong' }
    })
    codes = await inInstallation((tx) => confirmSecondFactor(tx, accountId, code()))
    expect(await inInstallation((tx) => proposeSecondFactor(tx, accountId, 'Musterstadt'))).toBeNull()
    return () => inInstallation((tx) => removeSecondFactor(tx, accountId))
  })

  it('asks for a code after the password, and takes each code once', async () => {
    moveClock({ byMs: 60_000 })
    const right = code()
    const session = await readSession(municipalityId, await second(right))
    expect(session).toMatchObject({ secondFactor: true })
    await expect(second(right)).rejects.toMatchObject({ key: 'codeWrong' })
    moveClock({ byMs: 30_000 })
    expect(await second(code())).toBeTruthy()
  })

  it('takes a recovery code instead, in any spelling, once', async () => {
    expect(await second(codes[0]!.toLowerCase().replaceAll('-', ' '))).toBeTruthy()
    await expect(second(codes[0]!)).rejects.toMatchObject({ key: 'codeWrong' })
    expect(await second(codes[1]!)).toBeTruthy()
  })

  it('stops guessing, also with fresh tickets', async () => {
    const held = await ticket()
    const attempts = []
    for (let index = 0; index < 6; index++) {
      attempts.push(
        await signInWithSecondFactor({ municipalityId, ticket: held, code: '000000' }).catch((error: unknown) => error)
      )
    }
    expect(attempts.at(-1)).toBeInstanceOf(TooMany)
    for (let index = 0; index < 6; index++) await second('000000').catch(() => {})
    await expect(second(codes[2]!)).rejects.toBeInstanceOf(TooMany)
  })

  it('keeps secret and codes unreadable in the database', async () => {
    const account = await inInstallation((tx) =>
      tx.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst()
    )
    expect(JSON.stringify(account)).not.toContain(secret)
    expect(JSON.stringify(account)).not.toContain(codes[3]!)
  })

  it('does not take a ticket of another municipality or an old one', async () => {
    const held = await ticket()
    await expect(
      signInWithSecondFactor({ municipalityId: there.municipalityId, ticket: held, code: code() })
    ).rejects.toMatchObject({ key: 'signInExpired' })
    moveClock({ byMs: 11 * 60_000 })
    await expect(signInWithSecondFactor({ municipalityId, ticket: held, code: code() })).rejects.toMatchObject({
      key: 'signInExpired'
    })
  })
})

describe('switching', () => {
  it('goes to another municipality of the same account by a ticket that works once', async () => {
    const accountId = here.firstPerson.accountId
    expect((await placesOf(accountId)).map((place) => place.origin)).toEqual([
      'https://eins.example',
      'https://zwei.example'
    ])
    const address = new URL(await leaveFor(accountId, there.municipalityId, true))
    expect(address.origin + address.pathname).toBe('https://zwei.example/desk/switch')
    const ticket = address.searchParams.get('ticket')!
    expect(await readTicket(municipalityId, ticket)).toBeNull()
    expect(await readTicket(there.municipalityId, ticket)).toMatchObject({ email })
    const arrived = await arriveWith(there.municipalityId, ticket, null)
    expect((await readSession(there.municipalityId, arrived))?.person.id).toBe(there.firstPerson.personId)
    expect(await readSession(municipalityId, arrived)).toBeNull()
    await expect(arriveWith(there.municipalityId, ticket, null)).rejects.toMatchObject({ key: 'linkExpired' })
  })

  it('leads nowhere the account does not work', async () => {
    const foreign = await town('vier.example', 'somebody@vier.example')
    await expect(leaveFor(here.firstPerson.accountId, foreign.municipalityId, false)).rejects.toMatchObject({
      status: 404
    })
  })

  it('ends with the access', async () => {
    await inMunicipality(there.municipalityId, (tx) =>
      tx.deleteFrom('membership').where('municipality_id', '=', there.municipalityId).execute()
    )
    expect(await placesOf(here.firstPerson.accountId)).toHaveLength(1)
  })
})
