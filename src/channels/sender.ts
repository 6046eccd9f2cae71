// Who is sending: a number per process, held as an advisory lock of the database for as long as the process lives. The
// lock of a dead process is free, and so its unfinished sendings are found at once, however many processes there are.
import { randomInt } from 'node:crypto'
import { Client } from 'pg'
import { databaseUrl } from '#platform/database/database.ts'
import { log } from '#platform/log/log.ts'

const logger = log('channels')
let held: { number: number; client: Client } | null = null
let opening: Promise<number> | null = null
let ended = false

/** This process's number; takes the lock the first time, and again after the connection was lost. */
export async function senderNumber(): Promise<number> {
  if (held) return held.number
  opening ??= open().finally(() => (opening = null))
  return opening
}

async function open(): Promise<number> {
  ended = false
  const client = new Client({
    connectionString: databaseUrl(),
    keepAlive: true,
    application_name: 'ortsgespraech-sender'
  })
  const lost = (): void => {
    if (held?.client !== client) return
    held = null
    if (!ended) logger.warn('the connection that shows that this process lives was lost')
  }
  client.on('error', lost)
  client.on('end', lost)
  await client.connect()
  const number = randomInt(2 ** 40, 2 ** 47)
  await client.query('select pg_advisory_lock($1)', [number])
  held = { number, client }
  return number
}

/** Lets go of the number, at the end of the process. */
export async function stopSender(): Promise<void> {
  ended = true
  const open = held
  held = null
  await open?.client.end().catch(() => {})
}
