// People at their browsers, played over HTTP without a script: what they do when an answer does not come is what people do,
// try again, and first look whether it is there already.
import { setTimeout as pause } from 'node:timers/promises'
import { ask, type Answer } from '../world/ask.ts'
import { editor } from './town.ts'

const patienceMs = 60_000

export type Fields = Record<string, string | string[]>

/** Where a site is asked: its public name, and the port of this machine behind it. */
export interface Site {
  host: string
  origin: string
  port: number
}

export interface Visitor {
  /** What the browser says with every request. */
  headers(): Record<string, string>
  get(path: string): Promise<Answer>
  /** Sends a form as a browser does. @throws Error when it is not taken */
  post(path: string, fields: Fields): Promise<Answer>
}

/** Somebody at an address of the internet, with a cookie of their own. */
export function visitor({ host, origin, port }: Site, address = '192.0.2.1'): Visitor {
  let cookie = ''
  const headers = () => ({
    host,
    accept: 'text/html',
    'accept-language': 'de',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': address,
    ...(cookie && { cookie })
  })
  const keep = (answer: Answer): Answer => {
    for (const line of answer.headers['set-cookie'] ?? []) if (line.includes('session')) cookie = line.split(';')[0]!
    return answer
  }
  return {
    headers,
    get: async (path) => keep(await ask(`http://127.0.0.1:${port}${path}`, { headers: headers() })),
    async post(path, fields) {
      const form = new URLSearchParams(
        Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
      )
      const type = { 'content-type': 'application/x-www-form-urlencoded', origin }
      const answer = keep(
        await ask(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          headers: { ...headers(), ...type },
          body: form.toString()
        })
      )
      if (answer.status >= 400) throw new Refused(path, answer)
      return answer
    }
  }
}

/** The program answered, and said no. */
export class Refused extends Error {
  readonly status: number
  constructor(path: string, { status, text }: Answer) {
    super(
      `${path}: ${status} ${/class="[^"]*(?:alert|notice)[^"]*"[\s\S]{0,400}/.exec(text)?.[0] ?? text.slice(0, 300)}`
    )
    this.status = status
  }
}

/** Does something until it was acknowledged. `isDone` looks whether the last try came through without saying so. */
export async function persist<T>(
  act: () => Promise<T>,
  isDone: () => Promise<T | null> = async () => null
): Promise<T> {
  const startedAt = performance.now()
  for (let attempt = 0; ; attempt++) {
    const done = attempt > 0 ? await isDone() : null
    if (done !== null) return done
    try {
      return await act()
    } catch (error) {
      // 5xx is said by a program that is about to end; what it refuses is wrong, but for what it has done already.
      const isFinal = error instanceof Refused && error.status < 500 && (attempt === 0 || (await isDone()) === null)
      if (isFinal || performance.now() - startedAt > patienceMs) throw error
      await pause(100)
    }
  }
}

/** Waits until there is something to see. @throws Error naming it when it does not come */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const startedAt = performance.now()
  for (;;) {
    // Whoever is asked may be down right now.
    const seen = await look().catch(() => null)
    if (seen) return seen
    if (performance.now() - startedAt > patienceMs) throw new Error(`not after ${patienceMs} ms: ${what}`)
    await pause(50)
  }
}

/** The editor at the desk, signed in. */
export async function atDesk(site: Site): Promise<Visitor> {
  const desk = visitor(site)
  await persist(() => desk.post('/desk/sign-in', { ...editor, to: '/desk' }))
  return desk
}
