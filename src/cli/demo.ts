// `ortsgespraech demo`: the town "Musterstadt", brought to life by playing its story through the real functions. It has a
// data folder of its own, so that it never mixes with a real town's data.
import { join } from 'node:path'
import { hasMunicipality } from '#municipality/hosts.ts'
import { inInstallation } from '#platform/database/database.ts'
import { installation } from '#platform/installation.ts'
import { play } from '#practice/play.ts'
import { readScenario } from '#practice/scenario.ts'
import type { Call } from './commands.ts'
import { Complaint, say } from './say.ts'
import { serve } from './serve.ts'
import { readSettings } from './settings.ts'

/** Everybody in the demo signs in with it; the demo listens on this machine only unless told otherwise. */
const password = 'Musterstadt-2026'

/** Serves the demo until a signal comes; plays the story first where that has not been done. */
export async function run(call: Call): Promise<void> {
  const settings = readSettings(call, 'data-demo')
  let signIns: SignIn[] = []
  await serve(settings, {
    prepare: async () => {
      signIns = await bringToLife(`localhost:${settings.port}`)
    },
    ready: async (address) => {
      say({ de: `\nMusterstadt ist da: ${address}`, en: `\nMusterstadt is here: ${address}` })
      say({
        de: `Anmelden: ${address}/desk   Passwort für alle: ${password}`,
        en: `Sign in: ${address}/desk   Password for everybody: ${password}`
      })
      for (const one of signIns)
        say({
          de: `  ${one.de.padEnd(14)} ${one.email}  (${one.name})`,
          en: `  ${one.en.padEnd(16)} ${one.email}  (${one.name})`
        })
    }
  })
}

interface SignIn {
  de: string
  en: string
  email: string
  name: string
}

async function bringToLife(host: string): Promise<SignIn[]> {
  const scenario = await readScenario(join(installation(), 'content/drills/musterstadt.json'))
  const state = await readState()
  if (state !== 'ready') {
    if (state === 'playing' || (await hasMunicipality())) {
      throw new Complaint({
        de: 'In diesem Datenordner ist schon etwas anderes, oder die Demo wurde beim Entstehen unterbrochen. Bitte den Ordner data-demo löschen (oder mit --data einen neuen nennen) und noch einmal starten.',
        en: 'This data folder holds something else, or the demo was interrupted while it was made. Delete the folder data-demo (or name a new one with --data) and start again.'
      })
    }
    say({
      de: 'Musterstadt entsteht, das dauert ein paar Sekunden …',
      en: 'Making Musterstadt, which takes some seconds …'
    })
    await writeState('playing')
    await play(scenario, { host, password })
    await writeState('ready')
  }
  const people = scenario.steps.filter((step) => step.do === 'person')
  const wanted = [
    { role: 'editor', de: 'Redaktion', en: 'editor' },
    { role: 'expert', de: 'Fachamt', en: 'expert' },
    { role: 'leader', de: 'Leitung', en: 'leader' },
    { role: 'privacy', de: 'Datenschutz', en: 'privacy officer' },
    { role: 'operator', de: 'Betrieb', en: 'operator' }
  ]
  return wanted.flatMap(({ role, de, en }) => {
    const found = people.find((person) => person.roles[0]?.role === role)
    return found ? [{ de, en, email: found.email, name: found.name }] : []
  })
}

async function readState(): Promise<string | null> {
  const row = await inInstallation((tx) =>
    tx.selectFrom('installation_setting').select('value').where('name', '=', 'demo').executeTakeFirst()
  )
  return (row?.value as string | undefined) ?? null
}

async function writeState(state: 'playing' | 'ready'): Promise<void> {
  await inInstallation((tx) =>
    tx
      .insertInto('installation_setting')
      .values({ name: 'demo', value: JSON.stringify(state) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: JSON.stringify(state) }))
      .execute()
  )
}
