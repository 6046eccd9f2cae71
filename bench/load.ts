// How many answers a second a server gives. Those who ask sit on threads of their own, so the server has its core.
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Counted, Load } from './load.worker.ts'

/** Never more than this machine can bear. */
const threads = Math.max(1, Math.min(2, availableParallelism() - 2))

export interface Rate {
  perSecond: number
  bytes: number
}

/** @throws Error when an answer is not 200 */
export async function rateOf(load: Load): Promise<Rate> {
  const connections = Math.ceil(load.connections / threads)
  const counted = await Promise.all(Array.from({ length: threads }, () => countIn({ ...load, connections })))
  return {
    perSecond: counted.reduce((sum, { answers, seconds }) => sum + answers / seconds, 0),
    bytes: counted[0]!.bytes
  }
}

async function countIn(workerData: Load): Promise<Counted> {
  const worker = new Worker(new URL('./load.worker.ts', import.meta.url), { workerData })
  const [counted] = (await once(worker, 'message')) as [Counted]
  await worker.terminate()
  return counted
}

/** The middle one. */
export function median(figures: number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!
}
