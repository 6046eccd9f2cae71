// `ortsgespraech municipality`: a provider adds and lists municipalities, and lets one be shown at further hosts.
import { createMunicipality } from '#municipality/create.ts'
import { loadMunicipality, municipalityAt, municipalityIds } from '#municipality/hosts.ts'
import { landByKey, laender } from '#municipality/laender.ts'
import { isAddressConfirmed } from '#municipality/public-address.ts'
import { addHost, listHosts } from '#municipality/settle.ts'
import { kinds, type Kind } from '#municipality/types.ts'
import { inviteAgain } from '#people/invite.ts'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Call } from './commands.ts'
import { withWords } from './complain.ts'
import { Complaint, say, spoken } from './say.ts'
import { readSettings } from './settings.ts'
import { withProgram } from './with-program.ts'

/** `municipality add`, `municipality list`, `municipality host add NEW --host OLD`. */
export async function run(call: Call): Promise<void> {
  const act = call.positionals[0] === 'host' ? call.positionals.slice(0, 2).join(' ') : call.positionals[0]
  const work = { add: () => add(call), list, 'host add': () => hostAdd(call) }[act ?? '']
  if (!work) {
    throw new Complaint({
      de: 'municipality add, municipality list oder municipality host add HOST?',
      en: 'municipality add, municipality list or municipality host add HOST?'
    })
  }
  const names = { siteHost: 'host', handleDomain: 'handles', firstEmail: 'email', firstName: 'person' }
  // Its other options mean something else here than for `start`.
  const settings = readSettings({ values: { data: call.values.data }, positionals: [] })
  await withProgram(settings, () => withWords(work, names))
}

async function add({ values }: Call): Promise<void> {
  const option = (name: string) => String(values[name] ?? '').trim()
  for (const name of ['name', 'host', 'email'])
    if (!option(name)) throw new Complaint({ de: `Es fehlt: --${name}`, en: `Missing: --${name}` })
  const { municipalityId, firstPerson } = await createMunicipality({
    name: option('name'),
    kind: readKind(option('kind') || 'gemeinde'),
    land: readLand(option('land'), option('ars')),
    ars: option('ars'),
    siteHost: option('host'),
    handleDomain: option('handles'),
    units: option('units').split(',').filter(Boolean),
    firstPerson: { name: option('person'), email: option('email') },
    inviteFirst: true
  })
  const { link } = await inMunicipality(municipalityId, (tx) => inviteAgain(tx, system, firstPerson.personId))
  say({
    de: `${option('name')} ist eingerichtet. Der Link für ${option('email')} gilt sieben Tage und einmal:\n${link}`,
    en: `${option('name')} is set up. The link for ${option('email')} works once and for seven days:\n${link}`
  })
  say({
    de: `Zeigt ${option('host')} auf diesen Server, öffnet „ortsgespraech doctor --municipality ${option('host')}“ das Fediverse.`,
    en: `Once ${option('host')} leads to this server, "ortsgespraech doctor --municipality ${option('host')}" opens the Fediverse.`
  })
}

async function list(): Promise<void> {
  for (const id of await municipalityIds()) {
    await inMunicipality(id, async (tx) => {
      const municipality = await loadMunicipality(tx)
      const open = isAddressConfirmed(municipality)
      const state = {
        de: open ? 'Fediverse offen' : 'Adresse ungeprüft',
        en: open ? 'Fediverse open' : 'address unchecked'
      }
      const hosts = (await listHosts(tx)).map(({ host, purpose }) => (purpose === 'site' ? host : `@${host}`))
      console.log(`${municipality.name}  ${hosts.join(', ')}  (${state[spoken()]})`)
    })
  }
}

async function hostAdd({ positionals, values }: Call): Promise<void> {
  const [, , added] = positionals
  const at = values.host as string | undefined
  if (!added || !at) {
    throw new Complaint({
      de: 'So geht es: ortsgespraech municipality host add NEUER-HOST --host BISHERIGER-HOST',
      en: 'Like this: ortsgespraech municipality host add NEW-HOST --host PRESENT-HOST'
    })
  }
  const found = await municipalityAt(at)
  if (!found)
    throw new Complaint({ de: `Unter ${at} gibt es hier keine Kommune.`, en: `There is no municipality at ${at}.` })
  const host = await inMunicipality(found.municipality.id, (tx) => addHost(tx, system, added))
  say({
    de: `Die Website von ${found.municipality.name} ist ab sofort auch unter ${host} zu sehen.`,
    en: `The site of ${found.municipality.name} can now also be seen at ${host}.`
  })
}

function readKind(given: string): Kind {
  if (kinds.includes(given as Kind)) return given as Kind
  throw new Complaint({ de: `--kind ist eines von ${kinds.join(', ')}.`, en: `--kind is one of ${kinds.join(', ')}.` })
}

/** `DE-NW`, `NW`, or what the first digits of the ARS say. */
function readLand(given: string, ars: string): string {
  const key = given.toUpperCase()
  const land = given
    ? (landByKey(key) ?? landByKey(`DE-${key}`))
    : laender().find((one) => one.agsPrefix === ars.slice(0, 2))
  if (land) return land.key
  const known = laender().map((one) => one.key.slice(3))
  throw new Complaint({
    de: `In welchem Land? --land ${known.join('|')}, oder --ars mit 12 Ziffern.`,
    en: `In which state? --land ${known.join('|')}, or --ars with 12 digits.`
  })
}
