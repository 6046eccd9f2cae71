/** Stays at the folders of a box: reads, waits for the server to call (IDLE) or asks now and then, comes back after a fault. */
import type { ChannelContext, Health, ListeningPort } from '#channels/contract.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { log } from '#platform/log/log.ts'
import { type Fault, faultOf, noteOf } from './faults.ts'
import { readFolder } from './folder.ts'
import { openImap } from './imap.ts'
import { type Box, boxOf } from './settings.ts'

const logger = log('mail')

/** How long to wait for what; tests set their own. */
export const pauses = {
  /** With IDLE the server calls; this only finds calls that were lost. */
  idleMs: 5 * 60_000,
  pollMs: 60_000,
  firstMs: 2_000,
  mostMs: 5 * 60_000,
  /** Signing in wrongly again and again locks accounts. */
  passwordMs: 15 * 60_000
}

/** Nobody but a person can mend these; everything else may pass. */
const lasting = new Set<Fault>(['password', 'private', 'certificate', 'tls', 'plain', 'folder', 'keys'])

/** Watches every folder of the box until the signal; never throws for what a server does. */
export async function watchBox(context: ChannelContext, port: ListeningPort): Promise<void> {
  let box: Box
  try {
    box = boxOf(context)
  } catch (error) {
    await port.health({ state: 'broken', note: noteOf(faultOf(error)) })
    return untilAborted(port.signal)
  }
  const folders = await inMunicipality(box.municipalityId, (tx) =>
    tx
      .selectFrom('mail_folder')
      .select('path')
      .where('channel_id', '=', box.channelId)
      .orderBy('path')
      .limit(20)
      .execute()
  )
  const states = new Map<string, Health>()
  const tell = async (path: string, health: Health, problem: Fault | null): Promise<void> => {
    states.set(path, health)
    const worst = [...states.values()].toSorted((a, b) => rank(b) - rank(a))[0]!
    await port.health(worst)
    await inMunicipality(box.municipalityId, (tx) =>
      tx
        .updateTable('mail_folder')
        .set({ problem })
        .where('channel_id', '=', box.channelId)
        .where('path', '=', path)
        .execute()
    )
  }
  await Promise.all(
    folders.map(({ path }) => watchFolder(box, path, port, (health, fault) => tell(path, health, fault)))
  )
  if (folders.length === 0) await untilAborted(port.signal)
}

type Tell = (health: Health, fault: Fault | null) => Promise<void>

async function watchFolder(box: Box, path: string, port: ListeningPort, tell: Tell): Promise<void> {
  const tries = new Map<number, number>()
  let failures = 0
  while (!port.signal.aborted) {
    let fault: Fault | null = null
    try {
      await stay(box, path, port, tries, async () => {
        if (failures >= 0) await tell({ state: 'good' }, null)
        failures = -1
      })
    } catch (error) {
      fault = faultOf(error)
      logger.warn('a box cannot be read: {fault}', { channel: box.channelId, fault })
    }
    if (port.signal.aborted) return
    failures = Math.max(failures, 0) + 1
    if (fault) {
      const state = lasting.has(fault) || failures >= 5 ? 'broken' : 'warning'
      // The database may be what is away.
      if (state === 'broken' || failures >= 2) await tell({ state, note: noteOf(fault) }, fault).catch(() => {})
    }
    await pause(
      fault === 'password' ? pauses.passwordMs : Math.min(pauses.firstMs * 2 ** (failures - 1), pauses.mostMs),
      port.signal
    )
  }
}

/** One connection, for as long as it holds. */
async function stay(
  box: Box,
  path: string,
  port: ListeningPort,
  tries: Map<number, number>,
  worked: () => Promise<void>
): Promise<void> {
  const client = await openImap(box)
  const close = () => client.close()
  port.signal.addEventListener('abort', close)
  let wake = (): void => {}
  client.on('exists', () => wake())
  client.on('close', () => wake())
  try {
    while (!port.signal.aborted) {
      // Before the reading: what comes, or breaks, while it is under way is heard as well.
      const woken = new Promise<void>((resolve) => (wake = resolve))
      await readFolder({ client, box, path, port, tries })
      await worked()
      if (!client.usable) return
      const idles = client.capabilities.has('IDLE')
      if (idles) void client.idle().catch(() => {})
      await Promise.race([woken, pause(idles ? pauses.idleMs : pauses.pollMs, port.signal)])
      if (!client.usable) return
    }
  } finally {
    port.signal.removeEventListener('abort', close)
    client.close()
  }
}

function rank(health: Health): number {
  return ['good', 'warning', 'broken'].indexOf(health.state)
}

/** A pause that ends with the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    timer.unref()
    signal.addEventListener('abort', end)
  })
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
