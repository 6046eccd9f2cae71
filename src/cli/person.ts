// `ortsgespraech person`: adds people, helps those who cannot get in, and lists who there is.
import { loadMunicipality, municipalityAt, municipalityIds } from '#municipality/hosts.ts'
import { listUnits } from '#municipality/units.ts'
import { invite, inviteAgain } from '#people/invite.ts'
import { listPeople } from '#people/queries.ts'
import { resetByCommand } from '#people/recover.ts'
import { roles, system, type Role } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import type { Call } from './commands.ts'
import { withWords } from './complain.ts'
import { Complaint, say, spoken } from './say.ts'
import { readSettings } from './settings.ts'
import { withProgram } from './with-program.ts'

/** `person add`, `person reset EMAIL`, `person list`. */
export async function run(call: Call): Promise<void> {
  const [act, email] = call.positionals
  const work = { add: () => add(call), reset: () => reset(email), list: () => list(call) }[act ?? '']
  if (!work)
    throw new Complaint({
      de: 'person add, person reset EMAIL oder person list?',
      en: 'person add, person reset EMAIL or person list?'
    })
  // Its other options mean something else here than for `start`.
  const settings = readSettings({ values: { data: call.values.data }, positionals: [] })
  await withProgram(settings, () => withWords(work))
}

async function add({ values }: Call): Promise<void> {
  const email = required(values.email, '--email')
  const wanted = readRoles(values.role)
  const municipalityId = await theMunicipality(values.municipality)
  const { link, mailed } = await inMunicipality(municipalityId, async (tx) => {
    // Whoever was invited and lost the link gets a new one here: before it is used there is no account to reset.
    const waiting = (await listPeople(tx, system)).find(
      (person) => person.isInvited && !person.leftAt && person.email === email.trim().toLowerCase()
    )
    if (waiting) return inviteAgain(tx, system, waiting.id)
    const unitId = await findUnit(tx, values.unit as string | undefined)
    const held = wanted.map((role) => ({ role, unitId }))
    return invite(tx, system, { email, name: String(values.name ?? ''), language: spoken(), roles: held })
  })
  say({
    de: `${email} gehört jetzt dazu. Der Link gilt sieben Tage und einmal; wer ihn hat, kommt hinein:\n${link}`,
    en: `${email} belongs here now. The link works once and for seven days; who has it gets in:\n${link}`
  })
  if (mailed) say({ de: 'Er ist auch per Mail unterwegs.', en: 'It is also on its way by mail.' })
}

async function reset(email: string | undefined): Promise<void> {
  const link = await resetByCommand(required(email, 'EMAIL'), { withoutSecondFactor: true })
  say({
    de: `Der Link zum neuen Passwort gilt eine Stunde und einmal. Der zweite Faktor ist ausgeschaltet und kann danach neu eingerichtet werden.\n${link}`,
    en: `The link to a new password works once and for an hour. The second factor is off and can be set up again afterwards.\n${link}`
  })
}

async function list({ values }: Call): Promise<void> {
  const ids = values.municipality ? [await theMunicipality(values.municipality)] : await municipalityIds()
  for (const id of ids) {
    await inMunicipality(id, async (tx) => {
      const { name, siteHost } = await loadMunicipality(tx)
      console.log(`${name} (${siteHost})`)
      for (const person of await listPeople(tx, system)) {
        const held = person.roles.map(({ role, unitName }) => `${role}: ${unitName}`).join(', ')
        const marks = [
          person.isInvited && { de: 'eingeladen', en: 'invited' }[spoken()],
          person.leftAt && { de: 'nicht mehr dabei', en: 'has left' }[spoken()],
          !person.hasSecondFactor && { de: 'ohne zweiten Faktor', en: 'no second factor' }[spoken()]
        ].filter(Boolean)
        console.log(`  ${person.name} <${person.email}>  ${held}${marks.length > 0 ? `  (${marks.join(', ')})` : ''}`)
      }
    })
  }
}

/** The municipality that was named, or the only one there is. @throws Complaint */
async function theMunicipality(host: unknown): Promise<string> {
  if (host) {
    const found = await municipalityAt(String(host))
    if (found) return found.municipality.id
    throw new Complaint({
      de: `Unter ${String(host)} gibt es hier keine Kommune.`,
      en: `There is no municipality at ${String(host)}.`
    })
  }
  const ids = await municipalityIds()
  if (ids.length === 1) return ids[0]!
  throw new Complaint({ de: 'Welche Kommune? --municipality HOST', en: 'Which municipality? --municipality HOST' })
}

/** By its name, short name or address part; the municipality itself unless named. @throws Complaint */
async function findUnit(tx: Tx, name: string | undefined): Promise<string> {
  const units = await listUnits(tx, { open: true })
  const wanted = name?.trim().toLowerCase()
  const found = units.find((unit) =>
    wanted === undefined
      ? unit.parentId === null
      : [unit.name, unit.shortName, unit.slug].some((one) => one.toLowerCase() === wanted)
  )
  if (found) return found.id
  const known = units.map((unit) => unit.name).join(', ')
  throw new Complaint({
    de: `Die Einheit „${name}“ gibt es nicht. Es gibt: ${known}`,
    en: `There is no unit "${name}". There are: ${known}`
  })
}

function readRoles(given: unknown): Role[] {
  const named = String(given ?? 'editor')
    .split(',')
    .map((role) => role.trim())
  const wrong = named.find((role) => !roles.includes(role as Role))
  if (wrong === undefined) return named as Role[]
  throw new Complaint({
    de: `Die Rolle „${wrong}“ gibt es nicht. Es gibt: ${roles.join(', ')} (mehrere mit Komma).`,
    en: `There is no role "${wrong}". There are: ${roles.join(', ')} (several with commas).`
  })
}

function required(given: unknown, what: string): string {
  if (typeof given === 'string' && given) return given
  throw new Complaint({ de: `Es fehlt: ${what}`, en: `Missing: ${what}` })
}
