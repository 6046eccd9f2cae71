/** The thread that signs and posts: an entry of its own, natively and in the build (vite.config.ts names it). */
import { parentPort, workerData } from 'node:worker_threads'
import { now } from '#platform/clock/clock.ts'
import { agentFor } from '#platform/fetch/dispatcher.ts'
import type { Outcome } from './outcome.ts'
import { openPoster } from './poster.ts'
import type { FromThread, ThreadSettings, ToThread } from './sender.ts'

const { poster: settings, allow, ca } = workerData as ThreadSettings
const port = parentPort!

/** Names are resolved where the rules live: the thread asks, so that no second set of rules can differ from the first. */
const questions = new Map<
  number,
  { host: string; answer: (addresses: string[]) => void; fail: (error: Error) => void }
>()
let lastQuestion = 0
const resolve = (host: string) =>
  new Promise<string[]>((answer, fail) => {
    questions.set((lastQuestion += 1), { host, answer, fail })
    port.postMessage({ resolve: lastQuestion, host } satisfies FromThread)
  })

const rules = { allow: new Set(allow), ca, resolve, userAgent: settings.userAgent }
const agent = agentFor(rules, false, -1)
const poster = openPoster(() => agent, settings, now)

/** Outcomes travel together: one message a turn of the loop costs less than one each. */
let outcomes: [batch: number, outcome: Outcome][] = []
let isScheduled = false

function flush() {
  isScheduled = false
  const full = outcomes
  outcomes = []
  port.postMessage({ outcomes: full } satisfies FromThread)
}

port.on('message', (message: ToThread) => {
  if ('resolved' in message) {
    const question = questions.get(message.resolved)
    questions.delete(message.resolved)
    if (message.addresses) question?.answer(message.addresses)
    else question?.fail(Object.assign(new Error(question.host), { code: 'ENOTFOUND' }))
    return
  }
  const { batch, key, body, inboxes } = message
  poster.post(key, body, inboxes, (outcome: Outcome) => {
    outcomes.push([batch, outcome])
    if (isScheduled) return
    isScheduled = true
    setTimeout(flush, 2)
  })
})
