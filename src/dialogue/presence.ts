// Who is looking at a conversation, or writing in it. Told by signals between the processes, kept in memory for seconds,
// never stored.
import { now } from '#platform/clock/clock.ts'
import { onSignal, signal } from '#platform/live/live.ts'

export type Doing = 'looking' | 'typing' | 'gone'

export interface Presence {
  person: string
  name: string
  doing: Exclude<Doing, 'gone'>
}

interface Seen extends Presence {
  until: number
}

/** Whoever was not heard of for so long is taken to be gone. */
const lookingMs = 45_000
const typingMs = 8_000
const seen = new Map<string, Map<string, Seen>>()
let listening = false

/** Tells the others. Lost when nobody listens. */
export async function showPresence(
  municipalityId: string,
  who: { id: string; name: string },
  conversation: string,
  doing: Doing
): Promise<void> {
  await signal({ municipalityId, kind: 'presence', conversation, person: who.id, name: who.name, doing })
}

/** Who is at a conversation, as this process heard, without `except`. */
export function presentAt(municipalityId: string, conversation: string, except?: string): Presence[] {
  const at = now().getTime()
  const here = seen.get(`${municipalityId} ${conversation}`)
  if (!here) return []
  for (const [person, one] of here) if (one.until <= at) here.delete(person)
  if (here.size === 0) seen.delete(`${municipalityId} ${conversation}`)
  return [...here.values()]
    .filter(({ person }) => person !== except)
    .map(({ person, name, doing }) => ({ person, name, doing }))
}

/** Keeps track from now on, and calls `changed` when somebody comes, writes or goes. Answers the function that ends it. */
export function onPresence(changed: (municipalityId: string, conversation: string) => void): () => void {
  keepTrack()
  return onSignal((one) => {
    if (one.kind === 'presence') changed(one.municipalityId, String(one.conversation))
  })
}

/** Begins to listen, once for each process. */
export function keepTrack(): void {
  if (listening) return
  listening = true
  onSignal((one) => {
    if (one.kind !== 'presence') return
    const key = `${one.municipalityId} ${String(one.conversation)}`
    const here = seen.get(key) ?? new Map<string, Seen>()
    const person = String(one.person)
    if (one.doing === 'gone') here.delete(person)
    else {
      const doing = one.doing === 'typing' ? 'typing' : 'looking'
      here.set(person, {
        person,
        name: String(one.name),
        doing,
        until: now().getTime() + (doing === 'typing' ? typingMs : lookingMs)
      })
    }
    if (here.size > 0) seen.set(key, here)
    else seen.delete(key)
  })
}
