import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { createMunicipality, type Created } from '#municipality/create.ts'
import { listMails, mailJob, retryMail, sendMailLater } from '#municipality/outgoing-mail.ts'
import { addUnit } from '#municipality/units.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { closeMail, configureMail } from '#platform/mail/mail.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { changePassword, changeProfile, readAccount } from './account.ts'
import { addPerson } from './add-person.ts'
import { acceptInvitation, invite, inviteAgain, readInvitation } from './invite.ts'
import { hashPassword } from './password.ts'
import { loadPerson } from './person.ts'
import { listPeople } from './queries.ts'
import { readRecovery, requestRecovery, resetByCommand, setNewPassword } from './recover.ts'
import { endAccess, grantRole, takeRole } from './roles.ts'
import { readSession } from './session.ts'
import { ensureSetupLink, finishSetup, setupAllowed } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { system, type Person, type Role } from './types.ts'

useWorld()

const password = 'Kastanienallee 7'
let town: Created
let operator: Person
let working = { url: '', from: '' }
let mails: { to: string; text: string; messageId: string }[] = []

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inMunicipality(town.municipalityId, work)
const reload = (personId: string) => inTown(async (tx) => (await loadPerson(tx, personId))!)
const signInAs = (email: string, secret = password, municipalityId = town.municipalityId) =>
  signIn({ municipalityId, email, password: secret, address: '192.0.2.1' })
async function staff(name: string, roles: Role[], unitId = town.unitIds[0]!): Promise<Person> {
  const passwordHash = await hashPassword(password)
  const email = `${name.toLowerCase()}@musterstadt.example`
  const { personId } = await inTown((tx) =>
    addPerson(tx, system, { name, email, passwordHash, roles: roles.map((role) => ({ role, unitId })) })
  )
  return reload(personId)
}
const tokenOf = (link: string) => link.split('/').at(-1)!

beforeAll(async () => {
  expect(await ensureSetupLink()).toMatch(/^http:\/\/localhost:3000\/setup\?token=.{32}$/)
  town = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: 'www.musterstadt.example',
    units: ['Ordnungsamt', 'Sport'],
    firstPerson: { name: 'Aylin Öz', email: 'aylin@musterstadt.example', password }
  })
  operator = await reload(town.firstPerson.personId)
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      void PostalMime.parse(Readable.toWeb(stream) as ReadableStream<Uint8Array> as never).then(
        ({ text = '', messageId = '' }) => {
          mails.push({ to: envelope.rcptTo[0]!.address, text, messageId })
          done()
        }
      )
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  working = { url: `smtp://127.0.0.1:${port}`, from: 'desk@musterstadt.example' }
  configureMail(working)
  return () => {
    closeMail()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
})
beforeEach(async () => {
  mails = []
  await inInstallation((tx) => tx.deleteFrom('rate_limit').execute())
})
afterEach(resetClock)

/** What the job's worker would do. */
async function sendDueMails(): Promise<void> {
  const due = await inTown((tx) => tx.selectFrom('outgoing_mail').select('id').where('state', '=', 'due').execute())
  for (const { id } of due) await mailJob.handle({ m: town.municipalityId, id })
}

describe('the set-up link', () => {
  it('is gone once there is a municipality', async () => {
    expect(await ensureSetupLink()).toBeNull()
    expect(await setupAllowed('anything')).toBe(false)
    await finishSetup('anything')
  })
})

describe('inviting', () => {
  it('lets a person in only after the link was accepted with a password', async () => {
    const { link, personId, mailed } = await inTown((tx) =>
      invite(tx, operator, {
        name: 'Ben',
        email: 'ben@musterstadt.example',
        roles: [{ role: 'expert', unitId: town.unitIds[1]! }]
      })
    )
    expect(mailed).toBe(true)
    await sendDueMails()
    expect(mails).toHaveLength(1)
    expect(mails[0]!.text).toContain(tokenOf(link))
    expect((await inTown((tx) => listPeople(tx, operator))).find((one) => one.id === personId)).toMatchObject({
      isInvited: true
    })
    await expect(signInAs('ben@musterstadt.example')).rejects.toMatchObject({ key: 'signInWrong' })

    const token = tokenOf(link)
    expect(await readInvitation(town.municipalityId, token)).toEqual({
      email: 'ben@musterstadt.example',
      name: 'Ben',
      hasPassword: false
    })
    await expect(acceptInvitation(town.municipalityId, token, { name: 'Ben', password: 'kurz' })).rejects.toMatchObject(
      { fields: { password: 'passwordShort' } }
    )
    await acceptInvitation(town.municipalityId, token, { name: 'Ben Kaya', password })
    expect(await signInAs('ben@musterstadt.example')).toMatchObject({ state: 'signed-in' })
    expect((await reload(personId)).name).toBe('Ben Kaya')
    await expect(acceptInvitation(town.municipalityId, token, { name: '', password })).rejects.toMatchObject({
      key: 'linkExpired'
    })
  })

  it('asks an account of another municipality for its own password, so that nobody gets in by knowing an address', async () => {
    const other = await createMunicipality({
      name: 'Nachbarstadt',
      kind: 'stadt',
      land: 'DE-NW',
      siteHost: 'nachbarstadt.example',
      units: [],
      firstPerson: { name: 'Carla', email: 'carla@nachbarstadt.example', password: 'Ein anderes Wort 1' }
    })
    const { link } = await inTown((tx) =>
      invite(tx, operator, { name: 'C', email: 'carla@nachbarstadt.example', roles: [] })
    )
    const token = tokenOf(link)
    expect(await readInvitation(town.municipalityId, token)).toMatchObject({ hasPassword: true })
    expect(await readInvitation(other.municipalityId, token)).toBeNull()
    await expect(acceptInvitation(town.municipalityId, token, { name: '', password })).rejects.toMatchObject({
      fields: { password: 'passwordWrong' }
    })
    await acceptInvitation(town.municipalityId, token, { name: '', password: 'Ein anderes Wort 1' })
    expect(await signInAs('carla@nachbarstadt.example', 'Ein anderes Wort 1')).toMatchObject({ state: 'signed-in' })
  })

  it('makes the first link worthless when a second one is sent', async () => {
    const first = await inTown((tx) =>
      invite(tx, operator, { name: 'Dora', email: 'dora@musterstadt.example', roles: [] })
    )
    const second = await inTown((tx) => inviteAgain(tx, operator, first.personId))
    expect(await readInvitation(town.municipalityId, tokenOf(first.link))).toBeNull()
    expect(await readInvitation(town.municipalityId, tokenOf(second.link))).not.toBeNull()
    moveClock({ byMs: 8 * 86_400_000 })
    expect(await readInvitation(town.municipalityId, tokenOf(second.link))).toBeNull()
  })

  it('gives the link again only to who could have given the roles: whoever has it becomes that person', async () => {
    const leader = await staff('Sportlerin', ['leader'], town.unitIds[1]!)
    const invited = await inTown((tx) =>
      invite(tx, operator, {
        email: 'neue.chefin@musterstadt.example',
        name: 'Neue Chefin',
        roles: [{ role: 'operator', unitId: town.rootUnitId }]
      })
    )
    await expect(inTown((tx) => inviteAgain(tx, leader, invited.personId))).rejects.toBeInstanceOf(NotAllowed)
    expect(await readInvitation(town.municipalityId, tokenOf(invited.link))).not.toBeNull()
  })

  it('refuses somebody who is here already', async () => {
    await expect(
      inTown((tx) => invite(tx, operator, { name: '', email: 'aylin@musterstadt.example', roles: [] }))
    ).rejects.toMatchObject({
      fields: { email: 'personExists' }
    })
  })
})

describe('roles', () => {
  it('are given by leaders in their units only, and operators and privacy officers by operators only', async () => {
    const leader = await staff('Emil', ['leader'])
    const expert = await staff('Fatma', [])
    const give = (who: Person, role: Role, unitId: string) =>
      inTown((tx) => grantRole(tx, who, { personId: expert.id, role, unitId }))
    await give(leader, 'expert', town.unitIds[0]!)
    await expect(give(leader, 'expert', town.unitIds[1]!)).rejects.toBeInstanceOf(NotAllowed)
    await expect(give(leader, 'operator', town.unitIds[0]!)).rejects.toBeInstanceOf(NotAllowed)
    await expect(give(leader, 'privacy', town.unitIds[0]!)).rejects.toBeInstanceOf(NotAllowed)
    await give(operator, 'privacy', town.rootUnitId)
    const below = await inTown((tx) => addUnit(tx, leader, { name: 'Verkehr', parentId: town.unitIds[0]! }))
    expect((await reload(expert.id)).reach.expert).toEqual(new Set([town.unitIds[0], below]))
    await expect(inTown((tx) => addUnit(tx, expert, { name: 'X', parentId: below }))).rejects.toBeInstanceOf(NotAllowed)
    await inTown((tx) => takeRole(tx, leader, { personId: expert.id, role: 'expert', unitId: town.unitIds[0]! }))
    expect((await reload(expert.id)).reach.expert).toBeUndefined()
  })

  it('never leave a municipality without an operator, also not when two drop each other at once', async () => {
    const mine = { personId: operator.id, role: 'operator' as const, unitId: town.rootUnitId }
    await expect(inTown((tx) => takeRole(tx, operator, mine))).rejects.toMatchObject({ key: 'lastOperator' })
    await expect(inTown((tx) => endAccess(tx, operator, operator.id))).rejects.toMatchObject({ key: 'lastOperator' })
    const second = await staff('Gina', ['operator'], town.rootUnitId)
    const outcome = await Promise.allSettled([
      inTown((tx) => takeRole(tx, operator, { ...mine, personId: second.id })),
      inTown((tx) => takeRole(tx, second, mine))
    ])
    expect(outcome.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = outcome[0]!.status === 'fulfilled' ? operator : second
    await inTown((tx) => grantRole(tx, system, mine))
    if (kept === second) await inTown((tx) => takeRole(tx, system, { ...mine, personId: second.id }))
    operator = await reload(operator.id)
  })
})

describe('the end of access', () => {
  it('ends the sessions at once and keeps the name at what was done', async () => {
    const leaving = await staff('Hanna', ['editor'])
    const signedIn = await signInAs('hanna@musterstadt.example')
    const token = signedIn.state === 'signed-in' ? signedIn.token : ''
    expect(await readSession(town.municipalityId, token)).not.toBeNull()
    await inTown((tx) => endAccess(tx, operator, leaving.id))
    expect(await readSession(town.municipalityId, token)).toBeNull()
    await expect(signInAs('hanna@musterstadt.example')).rejects.toMatchObject({ key: 'signInWrong' })
    const line = (await inTown((tx) => listPeople(tx, operator))).find((one) => one.id === leaving.id)
    expect(line).toMatchObject({ name: 'Hanna', roles: [] })
    expect(line!.leftAt).not.toBeNull()
  })

  it('can be undone by inviting the person again', async () => {
    const { link } = await inTown((tx) =>
      invite(tx, operator, { name: 'Hanna', email: 'hanna@musterstadt.example', roles: [] })
    )
    await acceptInvitation(town.municipalityId, tokenOf(link), { name: 'Hanna', password })
    expect(await signInAs('hanna@musterstadt.example')).toMatchObject({ state: 'signed-in' })
  })
})

describe('recovery', () => {
  it('sends a link that sets a new password once and ends every session', async () => {
    await staff('Ida', ['editor'])
    const signedIn = await signInAs('ida@musterstadt.example')
    await requestRecovery({
      municipalityId: town.municipalityId,
      email: 'Ida@musterstadt.example',
      address: '192.0.2.7'
    })
    await sendDueMails()
    const token = /\/desk\/recover\/([\w-]{32})/.exec(mails.find((mail) => mail.to.startsWith('ida'))!.text)![1]!
    expect(await readRecovery(town.municipalityId, token)).toEqual({ email: 'ida@musterstadt.example' })
    await expect(setNewPassword(town.municipalityId, token, 'ida@musterstadt.example')).rejects.toMatchObject({
      fields: { password: 'passwordIsEmail' }
    })
    await setNewPassword(town.municipalityId, token, 'Ein neues Wort 22')
    expect(await readSession(town.municipalityId, signedIn.state === 'signed-in' ? signedIn.token : '')).toBeNull()
    await expect(signInAs('ida@musterstadt.example')).rejects.toMatchObject({ key: 'signInWrong' })
    expect(await signInAs('ida@musterstadt.example', 'Ein neues Wort 22')).toMatchObject({ state: 'signed-in' })
    await expect(setNewPassword(town.municipalityId, token, 'Noch ein Wort 333')).rejects.toMatchObject({
      key: 'linkExpired'
    })
    await sendDueMails()
    expect(mails.at(-1)!.text).toContain('das Passwort Ihres Kontos')
  })

  it('answers the same for an address that nobody has, and writes to nobody', async () => {
    await requestRecovery({
      municipalityId: town.municipalityId,
      email: 'unknown@musterstadt.example',
      address: '192.0.2.7'
    })
    await sendDueMails()
    expect(mails.filter((mail) => mail.to.startsWith('unknown'))).toEqual([])
  })

  it('works by command, without mail, and can take a lost phone away', async () => {
    await expect(resetByCommand('unknown@musterstadt.example')).rejects.toMatchObject({ key: 'personUnknown' })
    const link = await resetByCommand('aylin@musterstadt.example', { withoutSecondFactor: true })
    expect(link).toMatch(/^https:\/\/www\.musterstadt\.example\/desk\/recover\//)
    await setNewPassword(town.municipalityId, tokenOf(link), password)
  })

  it('says so when this installation cannot send mail', async () => {
    configureMail({})
    try {
      await expect(
        requestRecovery({ municipalityId: town.municipalityId, email: 'x@y.example', address: '::1' })
      ).rejects.toMatchObject({
        key: 'mailNotConfigured'
      })
    } finally {
      configureMail(working)
    }
  })
})

describe('the own account', () => {
  it('changes its password with the old one, and its name and language', async () => {
    const person = await staff('Jan', ['expert'])
    const change = (current: string, next: string) =>
      changePassword(town.municipalityId, person, { current, next, sessionId: '' })
    await expect(change('wrong', 'Ein neues Wort 22')).rejects.toMatchObject({ fields: { current: 'passwordWrong' } })
    await expect(change(password, 'short')).rejects.toMatchObject({ fields: { next: 'passwordShort' } })
    const stolen = tokenOf(await resetByCommand('jan@musterstadt.example'))
    expect(await readRecovery(town.municipalityId, stolen)).not.toBeNull()
    await change(password, 'Ein neues Wort 22')
    expect(await readRecovery(town.municipalityId, stolen)).toBeNull()
    expect(await signInAs('jan@musterstadt.example', 'Ein neues Wort 22')).toMatchObject({ state: 'signed-in' })
    await inTown((tx) => changeProfile(tx, person, { name: 'Jan Novák', language: 'en' }))
    expect(await reload(person.id)).toMatchObject({ name: 'Jan Novák', language: 'en' })
    expect(await inTown((tx) => readAccount(tx, person.accountId))).toMatchObject({ secondFactorSince: null })
  })
})

describe('outgoing mail', () => {
  const write = (recipient: string, more: { expiresAt?: Date } = {}) =>
    inTown((tx) => sendMailLater(tx, { recipient, subject: 'Ein\nBetreff', body: 'Text', purpose: 'test', ...more }))
  const line = async (id: string) => (await inTown((tx) => listMails(tx, operator))).find((one) => one.id === id)
  const send = (id: string) => mailJob.handle({ m: town.municipalityId, id })

  it('is sent once, and its text is not kept', async () => {
    const id = await write('kai@musterstadt.example')
    await send(id)
    await send(id)
    expect(mails).toHaveLength(1)
    expect(mails[0]!.messageId).toBe(`<${id}@www.musterstadt.example>`)
    expect(await line(id)).toMatchObject({ state: 'sent', subject: 'Ein Betreff', attempts: 1 })
    expect(
      await inTown((tx) => tx.selectFrom('outgoing_mail').select('body').where('id', '=', id).executeTakeFirst())
    ).toEqual({ body: '' })
  })

  it('shows what was refused, and can be tried again', async () => {
    const id = await write('nobody@musterstadt.example')
    await send(id)
    expect(await line(id)).toMatchObject({ state: 'refused', problem: '550' })
    await inTown((tx) => retryMail(tx, operator, id))
    expect(await line(id)).toMatchObject({ state: 'due' })
    const expert = await staff('Lea', ['expert'])
    await expect(inTown((tx) => retryMail(tx, expert, id))).rejects.toBeInstanceOf(NotAllowed)
  })

  it('waits when the server is away, and is tried again', async () => {
    configureMail({ ...working, url: 'smtp://127.0.0.1:1' })
    const id = await write('kai@musterstadt.example')
    await send(id)
    expect(await line(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    configureMail(working)
    await send(id)
    expect(await line(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('is not sent any more when its link has expired', async () => {
    const id = await write('kai@musterstadt.example', { expiresAt: new Date(0) })
    await send(id)
    expect(mails).toEqual([])
    expect(await line(id)).toMatchObject({ state: 'refused', problem: 'expired' })
  })

  it('stands still after a restore until an operator releases it', async () => {
    await inInstallation((tx) =>
      tx.insertInto('installation_setting').values({ name: 'outgoing_held', value: '"restore"' }).execute()
    )
    const id = await write('kai@musterstadt.example')
    await send(id)
    expect(await line(id)).toMatchObject({ state: 'waiting', problem: 'held' })
    await inInstallation((tx) => tx.deleteFrom('installation_setting').where('name', '=', 'outgoing_held').execute())
    await send(id)
    expect(await line(id)).toMatchObject({ state: 'sent' })
  })
})
