// Sessions of our own: a random token in a cookie, its hash in the database, bound to one account in one municipality.
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type InstallationTx, type Tx } from '#platform/database/database.ts'
import { hashToken, newToken } from '#platform/id.ts'
import { loadPerson } from './person.ts'
import type { Person } from './types.ts'

/** Without a request for so long it ends. */
const idleMs = 12 * 3_600_000
/** And in any case after so long. */
const longestMs = 14 * 86_400_000
/** A session's last use is written at most so often. */
const noteEveryMs = 5 * 60_000

export const sessionSeconds = longestMs / 1000

/** The cookie's name: with https the browser itself guards it against other hosts and plain connections. */
export function sessionCookie(isHttps: boolean): string {
  return isHttps ? '__Host-session' : 'session'
}

export interface SessionInput {
  accountId: string
  municipalityId: string
  /** Whether a second factor was shown at sign-in. */
  secondFactor: boolean
  userAgent?: string | null
}

/** Starts a session; the answer belongs into the cookie and is stored nowhere. */
export async function startSession(tx: Tx | InstallationTx, input: SessionInput): Promise<string> {
  const token = newToken(32)
  const at = now()
  await tx
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      account_id: input.accountId,
      municipality_id: input.municipalityId,
      created_at: at,
      seen_at: at,
      expires_at: new Date(at.getTime() + longestMs),
      second_factor: input.secondFactor,
      user_agent: input.userAgent?.slice(0, 300) ?? null
    })
    .execute()
  return token
}

export interface OpenSession {
  person: Person
  /** Names the session in lists; of no use in a cookie. */
  id: string
  secondFactor: boolean
}

/** Who holds this session in this municipality. Null: signed out, expired, of another municipality, or left. */
export async function readSession(municipalityId: string, token: string): Promise<OpenSession | null> {
  const at = now().getTime()
  return inMunicipality(municipalityId, async (tx) => {
    const row = await tx
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .innerJoin('membership', (join) =>
        join
          .onRef('membership.account_id', '=', 'session.account_id')
          .onRef('membership.municipality_id', '=', 'session.municipality_id')
      )
      .select(['session.token_hash', 'session.seen_at', 'session.second_factor', 'membership.person_id'])
      .where('session.token_hash', '=', hashToken(token))
      .where('session.municipality_id', '=', municipalityId)
      .where('session.expires_at', '>', new Date(at))
      .where('session.seen_at', '>', new Date(at - idleMs))
      .where('account.disabled_at', 'is', null)
      .executeTakeFirst()
    if (!row) return null
    if (row.seen_at.getTime() < at - noteEveryMs) {
      await tx
        .updateTable('session')
        .set({ seen_at: new Date(at) })
        .where('token_hash', '=', row.token_hash)
        .execute()
    }
    const person = await loadPerson(tx, row.person_id)
    return person && { person, id: row.token_hash, secondFactor: row.second_factor }
  })
}

/** Ends one session by its token: signing out. */
export async function endSession(token: string): Promise<void> {
  await inInstallation((tx) => tx.deleteFrom('session').where('token_hash', '=', hashToken(token)).execute())
}

/** Ends sessions of an account: all, those in one municipality, one by its id, or all but one. Answers how many. */
export async function endSessions(
  tx: Tx | InstallationTx,
  accountId: string,
  which: { municipalityId?: string; id?: string; except?: string } = {}
): Promise<number> {
  let query = tx.deleteFrom('session').where('account_id', '=', accountId)
  if (which.municipalityId) query = query.where('municipality_id', '=', which.municipalityId)
  if (which.id) query = query.where('token_hash', '=', which.id)
  if (which.except) query = query.where('token_hash', '<>', which.except)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

export interface SessionLine {
  id: string
  municipalityId: string
  createdAt: Date
  seenAt: Date
  userAgent: string | null
}

/** The open sessions of an account, the last used first, at most 100. */
export async function listSessions(tx: Tx | InstallationTx, accountId: string): Promise<SessionLine[]> {
  const at = now().getTime()
  const rows = await tx
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', new Date(at))
    .where('seen_at', '>', new Date(at - idleMs))
    .orderBy('seen_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.token_hash,
    municipalityId: row.municipality_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    userAgent: row.user_agent
  }))
}
