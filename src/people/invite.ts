import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { mailConfigured } from '#platform/mail/mail.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { addPerson, joinMunicipality } from './add-person.ts'
import { invitationText } from './mail-texts.ts'
import { makeOneTime, readOneTime, takeOneTime } from './one-time.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { must, mustGrant } from './rights.ts'
import { confirmPassword } from './sign-in.ts'
import type { Role, Who } from './types.ts'

const validDays = 7

export interface Invited {
  personId: string
  /** To be handed over when no mail can be sent. Whoever has it can become this person. */
  link: string
  mailed: boolean
}

/**
 * Adds a person who gets in by a link. Nobody is let in before: an account that exists already belongs to somebody, who
 * must show its password first, so that no municipality can reach into another by inviting its people.
 * @throws NotAllowed, Invalid
 */
export async function invite(
  tx: Tx,
  who: Who,
  input: { email: string; name: string; language?: 'de' | 'en'; roles: { role: Role; unitId: string }[] }
): Promise<Invited> {
  const { personId, accountId } = await addPerson(tx, who, { ...input, invited: true })
  return sendInvitation(tx, who, personId, accountId)
}

/** Sends the link again; the old one no longer works. @throws NotAllowed, NotFound when there is nothing to accept */
export async function inviteAgain(tx: Tx, who: Who, personId: string): Promise<Invited> {
  must(who, 'person.settle')
  // Whoever holds the link can become this person: it takes the right to give what the person may.
  const held = await tx.selectFrom('role').select(['role', 'unit_id']).where('person_id', '=', personId).execute()
  for (const { role, unit_id } of held) mustGrant(who, role as Role, unit_id)
  const person = await tx
    .selectFrom('person')
    .select('account_id')
    .where('id', '=', personId)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (!person || (await isMember(tx, person.account_id))) throw new NotFound()
  return sendInvitation(tx, who, personId, person.account_id)
}

async function sendInvitation(tx: Tx, who: Who, personId: string, accountId: string): Promise<Invited> {
  const municipality = await loadMunicipality(tx)
  const person = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['account.email', 'person.language'])
    .where('person.id', '=', personId)
    .executeTakeFirstOrThrow()
  await voidInvitations(tx, accountId)
  const token = await makeOneTime(tx, {
    purpose: 'invitation',
    accountId,
    municipalityId: tx.municipalityId,
    minutes: validDays * 1440
  })
  const link = `${siteOrigin(municipality)}/desk/invitation/${token}`
  const mailed = mailConfigured()
  if (mailed) {
    const inviter = who.kind === 'person' ? who.name : municipality.name
    const text = invitationText(person.language === 'en' ? 'en' : 'de', {
      municipality: municipality.name,
      inviter,
      link,
      days: validDays
    })
    await sendMailLater(tx, {
      recipient: person.email,
      ...text,
      purpose: 'invitation',
      expiresAt: new Date(now().getTime() + validDays * 86_400_000)
    })
  }
  record(tx, who, 'person.invited', personId)
  return { personId, link, mailed }
}

export interface Invitation {
  email: string
  name: string
  /** The account has a password already, from another municipality: it is asked for instead of a new one. */
  hasPassword: boolean
}

/** What a link invites to, or null when it no longer works. */
export async function readInvitation(municipalityId: string, token: string): Promise<Invitation | null> {
  return inMunicipality(municipalityId, async (tx) => {
    const found = await readOneTime(tx, 'invitation', token)
    if (!found?.accountId || found.municipalityId !== municipalityId) return null
    const row = await tx
      .selectFrom('person')
      .innerJoin('account', 'account.id', 'person.account_id')
      .select(['account.email', 'account.password_hash', 'person.name'])
      .where('person.account_id', '=', found.accountId)
      .where('person.left_at', 'is', null)
      .executeTakeFirst()
    return row ? { email: row.email, name: row.name, hasPassword: row.password_hash !== null } : null
  })
}

/**
 * Accepts: with a new password, or with the one the account has. Afterwards the person signs in as usual.
 * @throws Invalid (password), Refusal `linkExpired`, TooMany
 */
export async function acceptInvitation(
  municipalityId: string,
  token: string,
  input: { name: string; password: string }
): Promise<{ email: string }> {
  const invitation = await readInvitation(municipalityId, token)
  const pending = await inInstallation((tx) => readOneTime(tx, 'invitation', token))
  if (!invitation || !pending?.accountId) throw new Refusal('linkExpired', {}, 410)
  const accountId = pending.accountId
  let passwordHash: string | null = null
  if (invitation.hasPassword) {
    if (!(await confirmPassword(accountId, input.password))) throw new Invalid({ password: 'passwordWrong' })
  } else {
    const problem = passwordProblem(input.password, invitation.email)
    if (problem) throw new Invalid({ password: problem })
    passwordHash = await hashPassword(input.password)
  }
  await inMunicipality(municipalityId, async (tx) => {
    if (!(await takeOneTime(tx, 'invitation', token))) throw new Refusal('linkExpired', {}, 410)
    const account = await tx
      .selectFrom('account')
      .select('password_hash')
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (passwordHash && account.password_hash) throw new Refusal('linkExpired', {}, 410)
    if (passwordHash)
      await tx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', accountId).execute()
    const person = await tx
      .updateTable('person')
      .set({ name: input.name.trim().slice(0, 200) || invitation.name })
      .where('account_id', '=', accountId)
      .where('left_at', 'is', null)
      .returning('id')
      .executeTakeFirstOrThrow()
    await joinMunicipality(tx, accountId, person.id)
    record(tx, { kind: 'person', id: person.id }, 'person.joined', person.id)
  })
  return { email: invitation.email }
}

async function isMember(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('membership')
    .select('person_id')
    .where('account_id', '=', accountId)
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirst()
  return row !== undefined
}

/** Of this municipality only: another one's invitation to the same person stays open. */
async function voidInvitations(tx: Tx, accountId: string): Promise<void> {
  await tx
    .deleteFrom('one_time_token')
    .where('purpose', '=', 'invitation')
    .where('account_id', '=', accountId)
    .where('municipality_id', '=', tx.municipalityId)
    .execute()
}
