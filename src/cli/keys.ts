// `ortsgespraech keys`: the key service, for installations on several machines.
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { destroyForgotten, serveKeys } from '#platform/keys/service.ts'
import { startLog } from '#platform/log/log.ts'
import type { Call } from './commands.ts'
import { Complaint, say } from './say.ts'
import { readSettings } from './settings.ts'
import { untilSignal } from './signals.ts'

const usualPort = '3100'
const sweepMs = 3_600_000

/** Answers other machines until a signal comes. */
export async function run(call: Call): Promise<void> {
  const { dataDirectory, port, host } = readSettings({ ...call, values: { port: usualPort, ...call.values } })
  const directory = join(dataDirectory, 'keys')
  const [cert, key] = [call.values.cert, call.values.key] as (string | undefined)[]
  startLog()
  const ending = untilSignal()
  const tls = cert && key ? { cert: await readFile(cert), key: await readFile(key) } : undefined
  const server = await serveKeys({ directory, host, port, tls }).catch((problem: unknown) => {
    if (!(problem instanceof RangeError)) throw problem
    throw new Complaint({
      de: 'Ohne --cert und --key antwortet der Schlüsseldienst nur auf diesem Rechner (127.0.0.1).',
      en: 'Without --cert and --key the key service answers on this machine only (127.0.0.1).'
    })
  })
  await destroyForgotten(directory)
  const sweep = setInterval(() => void destroyForgotten(directory), sweepMs)
  const address = `${tls ? 'https' : 'http'}://${host}:${(server.address() as AddressInfo).port}`
  say({ de: `Der Schlüsseldienst läuft: ${address}`, en: `The key service is running: ${address}` })
  await ending
  clearInterval(sweep)
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}
