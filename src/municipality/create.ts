import { addPerson, readEmail } from '#people/add-person.ts'
import { beginWithShippedConcept } from '#concepts/begin.ts'
import { hashPassword, passwordProblem } from '#people/password.ts'
import { system, type Role } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { readHost } from './address.ts'
import { readCodes } from './codes.ts'
import { landByKey } from './laender.ts'
import { kinds, type Kind } from './types.ts'
import { insertUnit } from './units.ts'

export interface FirstPerson {
  name: string
  email: string
  /** May be left out for the second person, who then comes in by an invitation (`inviteAgain`). */
  password?: string
  roles?: Role[]
}

export interface MunicipalityInput {
  name: string
  kind: Kind
  /** Key of the Land, such as `DE-NW`. */
  land: string
  ars?: string
  ags?: string
  /** Where site and desk are, with the port where it is not the usual one. */
  siteHost: string
  /** What stands behind the second @ in the Fediverse; the site's host unless given. */
  handleDomain?: string
  /** Further hosts that show the site, such as the one the set-up was opened at. */
  otherHosts?: string[]
  /** Names of departments below the municipality itself. */
  units: (string | { name: string; shortName?: string; email?: string })[]
  firstPerson: FirstPerson
  /** The first person gets in by an invitation too, instead of a password (a provider's command). */
  inviteFirst?: boolean
  secondPerson?: FirstPerson
}

export interface Created {
  municipalityId: string
  /** The root of the units: the municipality itself. */
  rootUnitId: string
  /** Ids of the departments, in the order given. */
  unitIds: string[]
  firstPerson: { personId: string; accountId: string }
  secondPerson: { personId: string; accountId: string } | null
}

const firstRoles: Role[] = ['operator', 'leader', 'editor']
const secondRoles: Role[] = ['operator', 'leader', 'privacy']

/**
 * Makes a municipality with everything it needs to begin: its hosts, its units, the channels that need no sign-in, and its
 * first people. One transaction of its own: all of it or nothing.
 * @throws Invalid with a message key per field
 */
export async function createMunicipality(input: MunicipalityInput): Promise<Created> {
  const { codes, hosts, siteHost, handleDomain } = await check(input)
  const firstHash = input.inviteFirst ? null : await hashPassword(input.firstPerson.password!)
  const secondHash = input.secondPerson?.password ? await hashPassword(input.secondPerson.password) : null
  const municipalityId = newId()
  return inMunicipality(municipalityId, async (tx) => {
    await tx
      .insertInto('municipality')
      .values({
        municipality_id: municipalityId,
        name: input.name.trim(),
        kind: input.kind,
        land: input.land,
        ars: codes.ars,
        ags: codes.ags,
        site_host: siteHost,
        handle_domain: handleDomain,
        created_at: now()
      })
      .execute()
    await tx.insertInto('journal_head').values({ municipality_id: municipalityId }).execute()
    for (const { host, purpose } of hosts) {
      await tx
        .insertInto('host')
        .values({ host, municipality_id: municipalityId, purpose, created_at: now() })
        .execute()
    }
    record(tx, system, 'municipality.created', municipalityId)

    const rootUnitId = await insertUnit(tx, system, { name: input.name.trim() }, null)
    const unitIds: string[] = []
    for (const unit of input.units) {
      const given = typeof unit === 'string' ? { name: unit } : unit
      if (given.name.trim()) unitIds.push(await insertUnit(tx, system, given, rootUnitId))
    }
    await insertChannel(tx, 'site', 'Website', rootUnitId)
    await insertChannel(tx, 'note', 'Telefon und Schalter', rootUnitId)

    const add = ({ name, email, roles }: FirstPerson, passwordHash: string | null, fallback: Role[]) => {
      const held = (roles ?? fallback).map((role) => ({ role, unitId: rootUnitId }))
      return addPerson(tx, system, { name, email, passwordHash, invited: passwordHash === null, roles: held })
    }
    const firstPerson = await add(input.firstPerson, firstHash, firstRoles)
    const secondPerson = input.secondPerson ? await add(input.secondPerson, secondHash, secondRoles) : null
    return { municipalityId, rootUnitId, unitIds, firstPerson, secondPerson }
  })
}

async function insertChannel(tx: Tx, network: string, name: string, unitId: string): Promise<void> {
  const id = newId()
  await tx
    .insertInto('channel')
    .values({ id, network, unit_id: unitId, name, state: 'live', health: 'good', created_at: now() })
    .execute()
  await beginWithShippedConcept(tx, { id, network })
  record(tx, system, 'channel.added', id)
}

async function check(input: MunicipalityInput) {
  const problems: Record<string, string> = {}
  if (!input.name.trim()) problems.name = 'nameMissing'
  if (input.name.trim().length > 200) problems.name = 'nameLong'
  if (!kinds.includes(input.kind)) problems.kind = 'choose'
  if (!landByKey(input.land)) problems.land = 'choose'
  const { problems: codeProblems, ...codes } = readCodes(input)
  Object.assign(problems, codeProblems)

  const siteHost = readHost(input.siteHost)
  if (!siteHost) problems.siteHost = 'hostShape'
  const handleDomain = input.handleDomain?.trim() ? readHost(input.handleDomain) : siteHost
  if (!handleDomain) problems.handleDomain = 'hostShape'
  const others = (input.otherHosts ?? []).map(readHost)
  const hosts: { host: string; purpose: 'site' | 'handle' }[] = []
  const add = (host: string | null, purpose: 'site' | 'handle'): void => {
    if (host && !hosts.some((one) => one.host === host)) hosts.push({ host, purpose })
  }
  add(siteHost, 'site')
  add(handleDomain, 'handle')
  for (const host of others) add(host, 'site')
  for (const { host } of await takenHosts(hosts.map((one) => one.host))) {
    problems[host === siteHost || host !== handleDomain ? 'siteHost' : 'handleDomain'] = 'hostTaken'
  }

  checkPerson(input.firstPerson, 'first', !input.inviteFirst, problems)
  if (input.secondPerson) {
    checkPerson(input.secondPerson, 'second', false, problems)
    if (readEmail(input.secondPerson.email) === readEmail(input.firstPerson.email))
      problems.secondEmail ??= 'secondSame'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { codes, hosts, siteHost: siteHost!, handleDomain: handleDomain! }
}

function checkPerson(
  person: FirstPerson,
  which: 'first' | 'second',
  withPassword: boolean,
  problems: Record<string, string>
): void {
  if (!readEmail(person.email)) problems[`${which}Email`] = 'emailShape'
  const password = person.password ?? ''
  const problem = password || withPassword ? passwordProblem(password, person.email) : null
  if (problem) problems[`${which}Password`] = problem
}

async function takenHosts(hosts: string[]): Promise<{ host: string }[]> {
  if (hosts.length === 0) return []
  return inInstallation((tx) => tx.selectFrom('host').select('host').where('host', 'in', hosts).execute())
}
