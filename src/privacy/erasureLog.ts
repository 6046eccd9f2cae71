// The erasure log: what went, when and why, by ids only. Kept twice: as rows, for people to read, and as lines of a file
// beside the database, which a restore of the database does not take back, so that it can be applied again.
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { system } from '#people/types.ts'

export interface Erasure {
  /**
   * `address`: the commenters' addresses of a day; `message`: one message's content; `media`: a file is shown no more;
   * `person`: somebody of the staff; `contact`, `follower`, `reaction`, `mail`: what is known of somebody outside.
   */
  what: 'address' | 'message' | 'media' | 'person' | 'contact' | 'follower' | 'reaction' | 'mail'
  subject?: string | null
  /** The local day whose addresses went. */
  day?: string | null
  count: number
  reason: string
}

export interface ErasureLine extends Erasure {
  id: string
  at: string
  municipality: string
}

let file: string | null = null

/** Says in which folder the log lies (beside the database). Call once at start. */
export function keepErasureLog(dataDirectory: string): void {
  file = join(dataDirectory, 'erasures.log')
}

/**
 * Notes an erasure. The line is on disk before the transaction commits: if that fails after all, the line asks for
 * something that was wanted and is done with the next attempt; the other way round an erasure could be forgotten.
 */
export async function recordErasure(tx: Tx, erasure: Erasure): Promise<void> {
  const line: ErasureLine = { id: newId(), at: now().toISOString(), municipality: tx.municipalityId, ...erasure }
  await append(line)
  await tx
    .insertInto('erasure')
    .values({
      id: line.id,
      at: line.at,
      what: line.what,
      subject_id: line.subject ?? null,
      day: line.day ?? null,
      count: line.count,
      reason: line.reason
    })
    .execute()
  record(tx, system, 'erasure.done', line.id, {
    what: line.what,
    count: line.count,
    ...(line.day && { day: line.day })
  })
}

/** Every line of the log, oldest first. A last line that a crash cut off is left out: its erasure did not happen. */
export async function readErasures(): Promise<ErasureLine[]> {
  const text = await readFile(logFile(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as ErasureLine] : []
    } catch {
      return []
    }
  })
}

/**
 * Whether the log's last line is one that the database does not know: it was restored, or the program was killed just
 * then. Lines of municipalities that the database does not know either say nothing.
 */
export async function erasuresAreMissed(): Promise<boolean> {
  for (const line of (await readErasures()).toReversed().slice(0, 1000)) {
    const isListed = await inMunicipality(line.municipality, async (tx) => {
      const town = await tx.selectFrom('municipality').select('municipality_id').executeTakeFirst()
      if (!town) return null
      return (await tx.selectFrom('erasure').select('id').where('id', '=', line.id).executeTakeFirst()) !== undefined
    })
    if (isListed !== null) return !isListed
  }
  return false
}

async function append(line: ErasureLine): Promise<void> {
  const handle = await open(logFile(), 'a+', 0o600)
  try {
    // A line that a crash cut off must not swallow this one.
    const { size } = await handle.stat()
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() : '\n'
    await handle.appendFile(`${last === '\n' ? '' : '\n'}${JSON.stringify(line)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function logFile(): string {
  if (!file) throw new Error('the erasure log has no place yet')
  return file
}
