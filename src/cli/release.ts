// `ortsgespraech release`: after a restore, shows what stands still, and lets it flow again when told to.
import { listHeld, outgoingHeld, releaseOutgoing } from '#channels/held.ts'
import { loadMunicipality, municipalityAt, municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Call } from './commands.ts'
import { Complaint, say } from './say.ts'
import { readSettings } from './settings.ts'
import { withProgram } from './with-program.ts'

/** Without options it only shows. */
export async function run(call: Call): Promise<void> {
  const { municipality: host, all } = call.values
  await withProgram(readSettings(call), async () => {
    const ids = host ? [await idAt(String(host))] : await municipalityIds()
    let held = 0
    for (const id of ids) if (await showOrRelease(id, all === true || host !== undefined)) held++
    if (held === 0) return say({ de: 'Nichts steht still.', en: 'Nothing stands still.' })
    if (all || host) return
    say({
      de: 'Freigeben: ortsgespraech release --all, oder je Kommune: ortsgespraech release --municipality HOST',
      en: 'To release: ortsgespraech release --all, or for one: ortsgespraech release --municipality HOST'
    })
  })
}

async function showOrRelease(municipalityId: string, release: boolean): Promise<boolean> {
  return inMunicipality(municipalityId, async (tx) => {
    const held = await outgoingHeld(tx)
    if (!held) return false
    const { name, siteHost } = await loadMunicipality(tx)
    const lines = await listHeld(tx, system)
    const unknown = lines.filter((line) => line.state === 'unknown')
    const since = { de: held.since.toLocaleString('de'), en: held.since.toLocaleString('en-GB') }
    say({
      de: `${name} (${siteHost}): steht seit ${since.de} still. Ungewiss: ${unknown.length}, zu senden: ${lines.length - unknown.length}.`,
      en: `${name} (${siteHost}): stands still since ${since.en}. Unknown: ${unknown.length}, to be sent: ${lines.length - unknown.length}.`
    })
    for (const { channelName, purpose, title, dueAt } of unknown)
      say({
        de: `  ? ${channelName}: ${purpose} „${title}“, fällig ${dueAt.toLocaleString('de')}`,
        en: `  ? ${channelName}: ${purpose} "${title}", due ${dueAt.toLocaleString('en-GB')}`
      })
    if (!release) return true
    await releaseOutgoing(tx, system)
    say({
      de: `  Freigegeben. Ungewisses wird zuerst nachgeschlagen; was kein Netz beantworten kann, wartet am Beitrag auf eine Entscheidung.`,
      en: `  Released. What is unknown is looked up first; what no network can answer waits at its post for a decision.`
    })
    return true
  })
}

async function idAt(host: string): Promise<string> {
  const found = await municipalityAt(host)
  if (found) return found.municipality.id
  throw new Complaint({ de: `Unter ${host} gibt es hier keine Kommune.`, en: `There is no municipality at ${host}.` })
}
