/** The desk's live connection: tells when something changed and who is at a conversation, and shows when it is gone. */
import { invalidate } from '$app/navigation'
import { navigating } from '$app/state'

export interface Present {
  person: string
  name: string
  doing: 'looking' | 'typing'
}

/** What loads that depend on the dialogue call themselves. */
const dialogueKey = 'desk:dialogue'

export const live = $state<{ lost: boolean; present: Record<string, Present[]> }>({ lost: false, present: {} })

/** Between two refreshes at least, and as long as the last one took: the first comes at once, and a flood leaves room to work. */
const shortestPauseMs = 100
/** A connection that is back so soon was never missed. */
const graceMs = 4000

/**
 * Connects from a journal position on. The browser comes back by itself and says what it has seen; where it gives up
 * (a session that ended, a proxy's error page) we try again. Answers the function that disconnects.
 */
export function connectLive(position: number): () => void {
  let source: EventSource | null = null
  let seen = position
  let ended = false
  let again: ReturnType<typeof setTimeout> | undefined
  let grace: ReturnType<typeof setTimeout> | undefined
  let mayAgainAt = 0
  let isRefreshing = false
  let isMissed = false
  let planned: ReturnType<typeof setTimeout> | undefined

  const refresh = () => {
    if (isRefreshing) return void (isMissed = true)
    planned ??= setTimeout(run, Math.max(0, mayAgainAt - performance.now()))
  }
  const run = async () => {
    planned = undefined
    isRefreshing = true
    const startedAt = performance.now()
    await refreshDialogue().catch(() => {})
    const endedAt = performance.now()
    isRefreshing = false
    mayAgainAt = endedAt + Math.max(shortestPauseMs, endedAt - startedAt)
    // What changed meanwhile may have come too late for what was read.
    if (isMissed && !ended) refresh()
    isMissed = false
  }
  const open = () => {
    if (ended) return
    source = new EventSource(`/desk/live?from=${seen}`)
    source.addEventListener('open', () => {
      clearTimeout(grace)
      grace = undefined
      live.lost = false
    })
    source.addEventListener('changed', (event) => {
      seen = Number((event as MessageEvent).lastEventId) || seen
      refresh()
    })
    source.addEventListener('presence', (event) => {
      const { conversation, people } = JSON.parse((event as MessageEvent<string>).data) as {
        conversation: string
        people: Present[]
      }
      live.present[conversation] = people
    })
    source.addEventListener('error', () => {
      grace ??= setTimeout(() => (live.lost = true), graceMs)
      if (source?.readyState !== EventSource.CLOSED) return
      clearTimeout(again)
      again = setTimeout(open, 5000)
    })
  }
  const offline = () => (live.lost = true)
  const online = () => {
    source?.close()
    open()
  }
  open()
  addEventListener('offline', offline)
  addEventListener('online', online)
  return () => {
    ended = true
    removeEventListener('offline', offline)
    removeEventListener('online', online)
    clearTimeout(again)
    clearTimeout(grace)
    clearTimeout(planned)
    source?.close()
  }
}

/** Reads the inbox anew. Not while a page is on its way: that would call off the click of whoever wants to go there. */
export async function refreshDialogue(): Promise<void> {
  while (navigating.to !== null) await new Promise((done) => setTimeout(done, 25))
  await invalidate(dialogueKey)
}

/** Tells the others what this person does at a conversation. */
export function tell(conversation: string, doing: 'looking' | 'typing' | 'gone'): void {
  const body = new Blob([JSON.stringify({ conversation, doing })], { type: 'application/json' })
  if (doing === 'gone') return void navigator.sendBeacon('/desk/live', body)
  fetch('/desk/live', { method: 'POST', body, headers: { 'content-type': 'application/json' } }).catch(() => {})
}
