// One person, several municipalities of one installation: each has its own host, its own cookie and its own session. A
// ticket carries the sign-in from one to the other, and nothing else.
import { loadMunicipality, municipalityAt, siteOrigin } from '#municipality/hosts.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { makeOneTime, readOneTime, takeOneTime } from './one-time.ts'
import { startSession } from './session.ts'

const ticketMinutes = 1

export interface Place {
  municipalityId: string
  name: string
  origin: string
}

/** The municipalities this account works for, by name, at most 200. Opens transactions of its own. */
export async function placesOf(accountId: string): Promise<Place[]> {
  const rows = await inInstallation((tx) =>
    tx
      .selectFrom('membership')
      .innerJoin('host', 'host.municipality_id', 'membership.municipality_id')
      .select(['membership.municipality_id', (of) => of.fn.min('host.host').as('host')])
      .where('account_id', '=', accountId)
      .where('host.purpose', '=', 'site')
      .groupBy('membership.municipality_id')
      .limit(200)
      .execute()
  )
  const found = await Promise.all(rows.map((row) => municipalityAt(row.host)))
  return found
    .filter((one) => one !== null)
    .map(({ municipality }) => ({
      municipalityId: municipality.id,
      name: municipality.name,
      origin: siteOrigin(municipality)
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'de'))
}

/** Makes the ticket to another municipality of the same account; answers the address to open. @throws NotFound */
export async function leaveFor(accountId: string, municipalityId: string, secondFactor: boolean): Promise<string> {
  const token = await inInstallation(async (tx) => {
    const member = await tx
      .selectFrom('membership')
      .select('person_id')
      .where('account_id', '=', accountId)
      .where('municipality_id', '=', municipalityId)
      .executeTakeFirst()
    if (!member) throw new NotFound()
    return makeOneTime(tx, {
      purpose: 'switch',
      accountId,
      municipalityId,
      data: { secondFactor },
      minutes: ticketMinutes
    })
  })
  const municipality = await inMunicipality(municipalityId, loadMunicipality)
  return `${siteOrigin(municipality)}/desk/switch?ticket=${token}`
}

/** Who comes with this ticket, without using it: shown before the person agrees. */
export async function readTicket(
  municipalityId: string,
  ticket: string
): Promise<{ accountId: string; email: string } | null> {
  return inInstallation(async (tx) => {
    const found = await readOneTime(tx, 'switch', ticket)
    if (!found?.accountId || found.municipalityId !== municipalityId) return null
    const account = await tx.selectFrom('account').select('email').where('id', '=', found.accountId).executeTakeFirst()
    return account ? { accountId: found.accountId, email: account.email } : null
  })
}

/** Uses the ticket up and starts a session here. Answers its token. @throws Refusal `linkExpired` */
export async function arriveWith(municipalityId: string, ticket: string, userAgent: string | null): Promise<string> {
  return inInstallation(async (tx) => {
    const found = await takeOneTime(tx, 'switch', ticket)
    if (!found?.accountId || found.municipalityId !== municipalityId) throw new Refusal('linkExpired', {}, 410)
    return startSession(tx, {
      accountId: found.accountId,
      municipalityId,
      secondFactor: found.data.secondFactor === true,
      userAgent
    })
  })
}
