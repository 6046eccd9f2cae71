// `ortsgespraech start`: everything at once, or one part of it.
import { ensureSetupLink } from '#people/set-up.ts'
import type { Call } from './commands.ts'
import { say } from './say.ts'
import { serve } from './serve.ts'
import { readSettings } from './settings.ts'

/** Serves until a signal comes. */
export async function run(call: Call): Promise<void> {
  await serve(readSettings(call), { ready: announce })
}

async function announce(address: string | null): Promise<void> {
  if (!address) return say({ de: 'Die Aufgaben werden erledigt.', en: 'Doing jobs.' })
  say({ de: `Ortsgespräch läuft: ${address}`, en: `Ortsgespräch is running: ${address}` })
  const link = await ensureSetupLink(address)
  if (!link) return
  say({
    de: `Zum Einrichten, einmal zu benutzen und niemandem zu zeigen: ${link}`,
    en: `To set up, to be used once and shown to nobody: ${link}`
  })
}
