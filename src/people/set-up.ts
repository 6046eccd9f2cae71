// The way into an empty installation: a link that whoever starts the program sees, and nobody else.
import { hasMunicipality } from '#municipality/hosts.ts'
import { inInstallation } from '#platform/database/database.ts'
import { makeOneTime, readOneTime, takeOneTime, voidOneTimes } from './one-time.ts'

/**
 * The link to the set-up page, or null when there is a municipality already. Each start makes a new one; the ones
 * printed before no longer work. `origin` is the address this program listens at.
 */
export async function ensureSetupLink(origin = 'http://localhost:3000'): Promise<string | null> {
  if (await hasMunicipality()) return null
  const token = await inInstallation(async (tx) => {
    await voidOneTimes(tx, 'setup')
    return makeOneTime(tx, { purpose: 'setup', minutes: 7 * 1440 })
  })
  return `${origin.replace(/\/$/, '')}/setup?token=${token}`
}

/** Whether the link opens the set-up. */
export async function setupAllowed(token: string): Promise<boolean> {
  if (!token || (await hasMunicipality())) return false
  return (await inInstallation((tx) => readOneTime(tx, 'setup', token))) !== null
}

/** Uses the link up, after the set-up is done. */
export async function finishSetup(token: string): Promise<void> {
  await inInstallation((tx) => takeOneTime(tx, 'setup', token))
}
