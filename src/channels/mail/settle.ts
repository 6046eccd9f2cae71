// Which boxes the town has, what is read of them, and what becomes of letters there.
import * as v from 'valibot'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { type MailSecret, type MailSettings, mailSettings, sealSecret, boxOf } from './settings.ts'

export interface BoxInput {
  name: string
  unitId: string
  address: string
  imap: { host: string; port: number; security: string; user: string }
  smtp: { host: string; port: number; security: string; user: string }
  authservId: string
  plusAddressing: boolean
  /** Empty: as it is, or for SMTP the same as for IMAP. */
  passwords: { imap: string; smtp: string }
}

const mostBoxes = 50
const mostFolders = 20

/** Adds a box; nothing is read of it until its folders are chosen. @throws NotAllowed, Invalid, Refusal `mail.tooMany` */
export async function addBox(tx: Tx, who: Who, input: BoxInput): Promise<string> {
  must(who, 'channel.settle', input.unitId)
  const settings = parsed(input, { afterwards: 'leave', movedTo: '' })
  const had = await tx
    .selectFrom('channel')
    .select('settings')
    .where('network', '=', 'mail')
    .where('state', '<>', 'closed')
    .limit(mostBoxes)
    .execute()
  if (had.length >= mostBoxes) throw new Refusal('mail.tooMany')
  if (had.some((one) => (one.settings as unknown as MailSettings).address === settings.address))
    throw new Invalid({ address: 'mail.addressThere' })
  if (input.passwords.imap === '') throw new Invalid({ imapPassword: 'mail.passwordMissing' })
  const id = newId()
  await tx
    .insertInto('channel')
    .values({
      id,
      network: 'mail',
      unit_id: input.unitId,
      name: nameOf(input),
      settings: JSON.stringify(settings),
      secret: sealSecret(tx.municipalityId, id, secretOf(input, null)),
      state: 'preparing'
    })
    .execute()
  record(tx, who, 'channel.opened', id, { unit: input.unitId, network: 'mail' })
  return id
}

/** Changes how a box is reached; an empty password stays as it is. @throws NotAllowed, NotFound, Invalid */
export async function changeBox(tx: Tx, who: Who, id: string, input: BoxInput): Promise<void> {
  const row = await lockBox(tx, who, id)
  must(who, 'channel.settle', input.unitId)
  const before = row.settings as unknown as MailSettings
  const settings = parsed(input, before)
  const known = await knownSecret(tx, row)
  // A password is for the server it was typed for: sent to another host it would be given away.
  const moved = (['imap', 'smtp'] as const).filter(
    (one) => before[one].host !== settings[one].host && input.passwords[one] === ''
  )
  const missing = moved.filter((one) => one === 'imap' || (settings.smtp.user !== '' && input.passwords.imap === ''))
  if (missing.length > 0)
    throw new Invalid(Object.fromEntries(missing.map((one) => [`${one}Password`, 'mail.passwordAgain'])))
  await tx
    .updateTable('channel')
    .set({
      name: nameOf(input),
      unit_id: input.unitId,
      settings: JSON.stringify(settings),
      secret: sealSecret(tx.municipalityId, id, secretOf(input, moved.includes('smtp') ? null : known))
    })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'channel.changed', id)
}

export interface FoldersInput {
  folders: { path: string; unitId: string | null }[]
  /** How many days back letters are taken that lie there already; 0: only what comes from now on. */
  days: number
  afterwards: string
  movedTo: string
}

/** Chooses what is read of a box, and begins to. @throws NotAllowed, NotFound, Invalid */
export async function chooseFolders(tx: Tx, who: Who, id: string, input: FoldersInput): Promise<void> {
  const row = await lockBox(tx, who, id)
  const paths = [...new Set(input.folders.map(({ path }) => path))]
  if (paths.length === 0) throw new Invalid({ folders: 'mail.noFolder' })
  if (paths.length > mostFolders || paths.some((path) => path.length > 255))
    throw new Invalid({ folders: 'mail.tooManyFolders' })
  if (!['leave', 'seen', 'move'].includes(input.afterwards)) throw new Invalid({ afterwards: 'invalid' })
  if (input.afterwards === 'move' && (input.movedTo === '' || paths.includes(input.movedTo)))
    throw new Invalid({ movedTo: 'mail.moveWhere' })
  if (![0, 7, 30].includes(input.days)) throw new Invalid({ days: 'invalid' })
  for (const { unitId } of input.folders) if (unitId) must(who, 'channel.settle', unitId)
  const startsAt = new Date(now().getTime() - input.days * 86_400_000)
  await tx.deleteFrom('mail_folder').where('channel_id', '=', id).where('path', 'not in', paths).execute()
  for (const { path, unitId } of input.folders)
    await tx
      .insertInto('mail_folder')
      .values({ channel_id: id, path, unit_id: unitId, starts_at: startsAt })
      // A folder that is read already goes on where it is.
      .onConflict((conflict) =>
        conflict.columns(['municipality_id', 'channel_id', 'path']).doUpdateSet({ unit_id: unitId })
      )
      .execute()
  const settings = {
    ...(row.settings as unknown as MailSettings),
    afterwards: input.afterwards,
    movedTo: input.movedTo
  }
  await tx
    .updateTable('channel')
    .set({ settings: JSON.stringify(settings), ...(row.state === 'preparing' && { state: 'live' }) })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'channel.changed', id)
}

/** Has a box tried again now, instead of after its pause. @throws NotAllowed, NotFound */
export async function askBox(tx: Tx, who: Who, id: string): Promise<void> {
  await lockBox(tx, who, id)
  record(tx, who, 'channel.asked', id)
}

/** Lets go of a box: what came stays, nothing more comes or goes, its passwords are gone. @throws NotAllowed, NotFound */
export async function closeBox(tx: Tx, who: Who, id: string): Promise<void> {
  await lockBox(tx, who, id)
  await tx.deleteFrom('mail_folder').where('channel_id', '=', id).execute()
  await tx.updateTable('channel').set({ state: 'closed', secret: null }).where('id', '=', id).execute()
  record(tx, who, 'channel.closed', id)
}

async function lockBox(tx: Tx, who: Who, id: string) {
  const row = await tx
    .selectFrom('channel')
    .selectAll()
    .where('id', '=', id)
    .where('network', '=', 'mail')
    .where('state', '<>', 'closed')
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'channel.settle', row.unit_id)
  return row
}

async function knownSecret(
  tx: Tx,
  row: { id: string; settings: unknown; secret: string | null }
): Promise<MailSecret | null> {
  try {
    return boxOf({ municipalityId: tx.municipalityId, channelId: row.id, settings: row.settings, secret: row.secret })
      .secret
  } catch {
    // The key is another since a restore: then both have to be typed again.
    return null
  }
}

function secretOf({ passwords }: BoxInput, known: MailSecret | null): MailSecret {
  const imap = passwords.imap || known?.imap || ''
  return { imap, smtp: passwords.smtp || passwords.imap || known?.smtp || '' }
}

function nameOf(input: BoxInput): string {
  return input.name.trim().slice(0, 100) || input.address.trim().toLowerCase()
}

/** @throws Invalid with the field that is wrong */
export function parsed(input: BoxInput, kept: Pick<MailSettings, 'afterwards' | 'movedTo'>): MailSettings {
  const result = v.safeParse(mailSettings, {
    address: input.address.trim().toLowerCase(),
    imap: input.imap,
    smtp: input.smtp,
    authservId: input.authservId,
    plusAddressing: input.plusAddressing,
    afterwards: kept.afterwards,
    movedTo: kept.movedTo
  })
  if (!result.success) {
    const fields: Record<string, string> = {}
    for (const issue of result.issues) {
      const [first, second] = issue.path?.map(({ key }) => String(key)) ?? []
      const field = second ? `${first}${second[0]!.toUpperCase()}${second.slice(1)}` : (first ?? 'address')
      fields[field] = faults[second ?? first ?? ''] ?? 'invalid'
    }
    throw new Invalid(fields)
  }
  if (result.output.imap.user === '') throw new Invalid({ imapUser: 'mail.userMissing' })
  return result.output
}

const faults: Record<string, string> = {
  address: 'mail.addressShape',
  host: 'mail.hostShape',
  port: 'mail.portShape'
}
