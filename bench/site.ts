// What a reader's page costs: from the page cache, and made anew from the database, against a server that does nothing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startProgram } from '../tests/world/server.ts'
import type { Bench } from './case.ts'
import { median, rateOf } from './load.ts'
import { fillTown, host } from './town.ts'

const rounds = 3
const connections = 16

/** Cases `cached`, `anew`. */
export const bench: Bench = async function* () {
  const folder = await mkdtemp('/tmp/og-bench-')
  try {
    const dataDirectory = join(folder, 'data')
    const town = await fillTown(dataDirectory)
    const program = await startProgram({ dataDirectory })
    const bare = await startBare(await town.read(program))
    const ask = (port: number, path: string, countMs: number) =>
      rateOf({ port, path, host, connections, warmMs: 1000, countMs })

    const rates = { bare: [] as number[], cached: [] as number[], anew: [] as number[] }
    // In turns, so that whatever else this machine does meets all three.
    for (let round = 0; round < rounds; round++) {
      const cached = await ask(program.port, town.path, 3000)
      const nothing = await ask(bare.port, town.path, 3000)
      if (cached.bytes !== nothing.bytes) throw new Error(`${cached.bytes} bytes against ${nothing.bytes}`)
      rates.cached.push(cached.perSecond)
      rates.bare.push(nothing.perSecond)
      // A parameter that no page knows bypasses the page cache.
      rates.anew.push((await ask(program.port, `${town.path}?bench=${round}`, 4000)).perSecond)
    }
    bare.stop()
    await program.stop()
    const baseline = median(rates.bare)
    yield { name: 'cached', value: median(rates.cached), unit: 'requests/s', baseline, goal: 0.6 }
    yield { name: 'anew', value: median(rates.anew), unit: 'requests/s', baseline, goal: 0.02 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startBare(body: Buffer): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  child.stdin.end(body)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(line.toString()), stop: () => void child.kill() }
}
