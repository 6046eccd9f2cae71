// Runs the program until it is told to end: the order of starting, and the opposite order of stopping.
import { municipalityAt } from '#municipality/hosts.ts'
import { startLog } from '#platform/log/log.ts'
import { tidyAfterStart } from '#platform/memory.ts'
import { startProgram } from '#program.ts'
import { startServer } from '#server.ts'
import type { RunningServer } from '#server.ts'
import { bringUpToDate, openDatabase } from './database.ts'
import { readiness } from './readiness.ts'
import { refuseHalfRestored } from './half-restored.ts'
import { Complaint, say } from './say.ts'
import type { Settings } from './settings.ts'
import { untilSignal } from './signals.ts'

export interface ServeOptions {
  /** Runs when everything but the web server is there. */
  prepare?: () => Promise<void>
  /** Runs when pages are served, with their address; null in a process that serves none. */
  ready?: (address: string | null) => Promise<void>
}

/**
 * Serves until a signal comes, then stops in order: web server and live streams, jobs, connections, database.
 * @throws AlreadyRunning, Complaint
 */
export async function serve(settings: Settings, options: ServeOptions = {}): Promise<void> {
  const ending = untilSignal()
  const started: (() => Promise<void>)[] = []
  startLog()
  try {
    await refuseHalfRestored(settings.dataDirectory)
    const database = await openDatabase(settings)
    started.push(database.stop)
    await bringUpToDate(database)
    const { dataDirectory, role } = settings
    started.push(await startProgram({ databaseUrl: database.program, dataDirectory, works: role !== 'web' }))
    await options.prepare?.()
    const server = role === 'worker' ? null : await listen(settings)
    if (server) started.push(server.stop)
    await options.ready?.(server ? addressOf(settings, server) : null)
    const leaveIt = tidyAfterStart()
    started.push(async () => leaveIt())
    await ending
    say({ de: 'Wird beendet …', en: 'Stopping …' })
  } finally {
    for (const stop of started.toReversed()) await stop()
  }
}

async function listen({ port, host, trustedProxies, dataDirectory }: Settings): Promise<RunningServer> {
  try {
    return await startServer({ port, host, trustedProxies, ready: () => readiness(dataDirectory), knowsHost })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Complaint({
        de: `Auf Port ${port} horcht schon ein anderes Programm. Ein anderer Port: npm start -- --port ${port + 1}`,
        en: `Another program already listens on port ${port}. Another port: npm start -- --port ${port + 1}`
      })
    }
    if (code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') throw cause
    throw new Complaint({
      de: `Auf ${host}, Port ${port}, darf oder kann hier nicht gehorcht werden (${code}).`,
      en: `Cannot listen on ${host}, port ${port} (${code}).`
    })
  }
}

const knowsHost = async (host: string) => (await municipalityAt(host)) !== null

/** The address to open in a browser on this machine. */
function addressOf({ host }: Settings, { address }: RunningServer): string {
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`
}
