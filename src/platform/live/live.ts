// Live updates: one LISTEN connection per process hears what any process committed.
import pg from 'pg'
import { log } from '#platform/log/log.ts'

/** What a commit told: municipality, last position, and the ids and kinds it touched (no `subjects`: too many to name). */
export interface JournalNote {
  municipalityId: string
  position: number
  subjects: string[] | null
  kinds: string[]
}

/** Something short-lived that is not in the journal, such as who is looking at a conversation. */
export interface Signal {
  municipalityId: string
  kind: string
  [key: string]: unknown
}

type Listener<T> = (value: T) => void

const logger = log('live')
const journalListeners = new Set<Listener<JournalNote>>()
const signalListeners = new Set<Listener<Signal>>()
const gapListeners = new Set<() => void>()
let client: pg.Client | null = null
let stopped = true
let retry: NodeJS.Timeout | undefined

/** Calls `listener` for every commit that wrote the journal. Answers the function that ends it. */
export function onJournal(listener: Listener<JournalNote>): () => void {
  journalListeners.add(listener)
  return () => journalListeners.delete(listener)
}

/** Calls `listener` for every signal of any process. */
export function onSignal(listener: Listener<Signal>): () => void {
  signalListeners.add(listener)
  return () => signalListeners.delete(listener)
}

/** Calls `listener` when notes may have been missed: whoever keeps copies must drop them or read the journal again. */
export function onGap(listener: () => void): () => void {
  gapListeners.add(listener)
  return () => gapListeners.delete(listener)
}

/** Opens the LISTEN connection and keeps it open until `stopListening`. */
export async function startListening(url: string): Promise<void> {
  stopped = false
  await connect(url)
}

async function connect(url: string): Promise<void> {
  const connection = new pg.Client({ connectionString: url, keepAlive: true })
  connection.on('notification', ({ channel, payload }) => deliver(channel, payload ?? '{}'))
  const lost = (error?: Error): void => {
    if (client !== connection) return
    client = null
    if (stopped) return
    logger.warn('listening was interrupted: {error}', { error: error?.message ?? 'connection closed' })
    for (const listener of gapListeners) listener()
    again(url)
  }
  connection.on('error', lost)
  connection.on('end', () => lost())
  await connection.connect()
  await connection.query('listen journal; listen signal')
  client = connection
}

function again(url: string): void {
  clearTimeout(retry)
  retry = setTimeout(() => {
    connect(url).then(
      () => {
        for (const listener of gapListeners) listener()
      },
      () => {
        if (!stopped) again(url)
      }
    )
  }, 500)
  retry.unref()
}

function deliver(channel: string, payload: string): void {
  const value = JSON.parse(payload) as Record<string, unknown>
  if (channel === 'journal') {
    const note: JournalNote = {
      municipalityId: value.m as string,
      position: value.p as number,
      subjects: (value.s as string[] | undefined) ?? null,
      kinds: (value.k as string[] | undefined) ?? []
    }
    for (const listener of journalListeners) listener(note)
  } else {
    for (const listener of signalListeners) listener(value as unknown as Signal)
  }
}

/** Sends a signal to every process. Lost when nobody listens; never for anything that must arrive. */
export async function signal(value: Signal): Promise<void> {
  await client?.query('select pg_notify($1, $2)', ['signal', JSON.stringify(value)]).catch(() => {})
}

/** Closes the connection. */
export async function stopListening(): Promise<void> {
  stopped = true
  clearTimeout(retry)
  const open = client
  client = null
  await open?.end().catch(() => {})
}
