/** The thread that signs and posts: an entry of its own, natively and in the build (vite.config.ts names it). */
import { parentPort, workerData } from 'node:worker_threads'
import { now } from '#platform/clock/clock.ts'
import { openPoster } from './poster.ts'
import type { Outcome } from './outcome.ts'
import type { FromThread, ThreadSettings, ToThread } from './sender.ts'
import { deliveryAgent } from './guard.ts'

const { poster: settings, guard } = workerData as ThreadSettings
const port = parentPort!
const poster = openPoster(deliveryAgent(guard, settings), settings, now)

/** Outcomes travel together: one message a turn of the loop costs less than one each. */
let outcomes: FromThread = []
let isScheduled = false

function flush() {
  isScheduled = false
  const full = outcomes
  outcomes = []
  port.postMessage(full)
}

port.on('message', ({ batch, key, body, inboxes }: ToThread) => {
  poster.post(key, body, inboxes, (outcome: Outcome) => {
    outcomes.push([batch, outcome])
    if (isScheduled) return
    isScheduled = true
    setTimeout(flush, 2)
  })
})
