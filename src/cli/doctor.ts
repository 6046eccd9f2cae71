// `ortsgespraech doctor`: looks at everything that can be wrong around the program, says what to do, and lets the
// Fediverse start for each municipality whose address it could prove.
import { outgoingHeld } from '#channels/held.ts'
import { lastReachedServer } from '#federation/reached.ts'
import { finding, type Finding } from '#municipality/findings.ts'
import { loadMunicipality, municipalityAt, municipalityIds } from '#municipality/hosts.ts'
import { verifyPublicAddress } from '#municipality/public-address.ts'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { runningEmbedded } from '#platform/database/embedded.ts'
import { whoRuns } from '#platform/database/embedded/lock.ts'
import { closeFetch } from '#platform/fetch/fetch.ts'
import { startProgram } from '#program.ts'
import { messages } from '#ui/messages/messages.ts'
import type { Call } from './commands.ts'
import { databaseAway, lookAtDatabase } from './look-at-database.ts'
import { lookAtBackups, lookAtDisk, lookAtKeys, lookAtMail, lookOutside } from './look-at-machine.ts'
import { Complaint, speak, spoken } from './say.ts'
import { readSettings, type Settings } from './settings.ts'
import { hasData, withDatabase } from './with-program.ts'

/** Findings about the installation (no municipality), or about one of its municipalities. */
interface Part {
  municipality: string | null
  findings: Finding[]
}

/** Prints what it finds, and ends with 1 when something has failed. */
export async function run(call: Call): Promise<void> {
  const { lang, json, municipality, ask } = call.values
  if (lang !== undefined) speak(readLanguage(lang))
  const settings = readSettings(call)
  const parts: Part[] = [
    { municipality: null, findings: await lookAtInstallation(settings, ask as string | undefined) }
  ]
  parts.push(...(await lookInside(settings, parts[0]!.findings, municipality as string | undefined, ask !== undefined)))
  await closeFetch()
  const ok = !parts.some(({ findings }) => findings.some(({ state }) => state === 'failed'))
  if (json) console.log(JSON.stringify({ ok, parts: parts.map(inWords) }, null, 2))
  else for (const part of parts) print(part)
  if (!ok) process.exitCode = 1
}

async function lookAtInstallation(settings: Settings, ask: string | undefined): Promise<Finding[]> {
  const folder = settings.dataDirectory
  const running = settings.databaseUrl ? null : await whoRuns(folder)
  const found: Finding[] = []
  if (running) found.push(finding('program', 'good', 'programRuns', { pid: running.pid }))
  else if (!settings.databaseUrl) found.push(finding('program', 'warning', 'programStopped'))
  if (hasData(settings)) found.push(await lookAtDisk(folder), await lookAtKeys(folder))
  found.push(await lookAtBackups(folder), await lookAtMail())
  if (ask) found.push(await lookOutside(ask))
  return found
}

/** What only the database knows. Its own findings join those about the installation. */
async function lookInside(
  settings: Settings,
  found: Finding[],
  host: string | undefined,
  asked: boolean
): Promise<Part[]> {
  if (!hasData(settings)) {
    found.push(databaseAway(new Error(`${settings.dataDirectory}: –`)))
    return []
  }
  try {
    if (!settings.databaseUrl) await runningEmbedded(settings.dataDirectory)
    return await withDatabase(settings, async ({ program }) => {
      const database = await lookAtDatabase(program)
      found.push(...database.findings)
      if (!database.usable) return []
      const stop = await startProgram({ databaseUrl: program, dataDirectory: settings.dataDirectory, works: false })
      try {
        const known = asked ? null : await lastReachedServer()
        if (known) found.push(await lookOutside(known))
        return await lookAtMunicipalities(found, host)
      } finally {
        await stop()
      }
    })
  } catch (error) {
    if (error instanceof Complaint) throw error
    found.push(databaseAway(error))
    return []
  }
}

async function lookAtMunicipalities(found: Finding[], host: string | undefined): Promise<Part[]> {
  const one = host ? await municipalityAt(host) : null
  if (host && !one) {
    throw new Complaint({ de: `Unter ${host} gibt es hier keine Kommune.`, en: `There is no municipality at ${host}.` })
  }
  const ids = one ? [one.municipality.id] : await municipalityIds()
  if (ids.length === 0) found.push(finding('municipality', 'warning', 'noMunicipality'))
  const parts: Part[] = []
  for (const id of ids) parts.push(await lookAtMunicipality(id))
  return parts
}

async function lookAtMunicipality(id: string): Promise<Part> {
  const { findings } = await verifyPublicAddress(id, system)
  return inMunicipality(id, async (tx) => {
    const { name, siteHost } = await loadMunicipality(tx)
    const held = await outgoingHeld(tx)
    if (held)
      findings.push(finding('outgoing', 'warning', 'outgoingHeld', { since: held.since.toISOString().slice(0, 10) }))
    return { municipality: `${name} (${siteHost})`, findings }
  })
}

const signs: Record<Finding['state'], string> = { good: '✓', warning: '!', failed: '✗' }

function print({ municipality, findings }: Part): void {
  if (municipality) console.log(`\n${municipality}`)
  const { findings: texts } = messages(spoken()).doctor
  for (const { state, key, data } of findings) {
    const { text, todo } = texts[key](data)
    console.log(`${signs[state]} ${text}`)
    for (const line of todo && state !== 'good' ? todo.split('\n') : []) console.log(`    ${line}`)
  }
}

function inWords({ municipality, findings }: Part) {
  const { findings: texts } = messages(spoken()).doctor
  return { municipality, findings: findings.map((one) => ({ ...one, ...texts[one.key](one.data) })) }
}

function readLanguage(given: unknown): 'de' | 'en' {
  if (given === 'de' || given === 'en') return given
  throw new Complaint({ de: '--lang ist de oder en.', en: '--lang is de or en.' })
}
