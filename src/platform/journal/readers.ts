// Journal readers: each keeps its own position per municipality and gets every event once, in order, in a transaction
// that also moves the position on. What a reader makes can therefore be thrown away and built again.
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import { log } from '#platform/log/log.ts'
import type { JournalEvent } from './events.ts'
import { eventsAfter } from './journal.ts'

export interface JournalReader {
  name: string
  /** Takes a batch of events. What it throws stops the reader at that place; it is tried again with the next note. */
  read(tx: Tx, events: JournalEvent[]): Promise<void>
}

const logger = log('journal')

/** Brings one reader up to date in one municipality. Answers how many events it took. */
export async function catchUp(municipalityId: string, reader: JournalReader): Promise<number> {
  let taken = 0
  for (;;) {
    const count = await inMunicipality(municipalityId, async (tx) => {
      await tx
        .insertInto('journal_reader')
        .values({ name: reader.name })
        .onConflict((c) => c.doNothing())
        .execute()
      const { position } = await tx
        .selectFrom('journal_reader')
        .select('position')
        .where('name', '=', reader.name)
        .forUpdate()
        .executeTakeFirstOrThrow()
      const events = await eventsAfter(tx, position, 200)
      const last = events.at(-1)
      if (!last) return 0
      await reader.read(tx, events)
      await tx.updateTable('journal_reader').set({ position: last.position }).where('name', '=', reader.name).execute()
      return events.length
    })
    taken += count
    if (count < 200) return taken
  }
}

/** Keeps these readers up to date in all municipalities. Answers the function that stops it. */
export function startReaders(readers: JournalReader[]): () => void {
  const waiting = new Map<string, { busy: boolean; again: boolean }>()
  const wake = (municipalityId: string): void => {
    const state = waiting.get(municipalityId) ?? { busy: false, again: false }
    waiting.set(municipalityId, state)
    if (state.busy) {
      state.again = true
      return
    }
    state.busy = true
    void (async () => {
      do {
        state.again = false
        for (const reader of readers) {
          await catchUp(municipalityId, reader).catch((error: unknown) =>
            logger.error('reader {name} stopped: {error}', { name: reader.name, error: String(error) })
          )
        }
      } while (state.again)
      state.busy = false
    })()
  }
  const wakeAll = (): void => {
    inInstallation((tx) => tx.selectFrom('host').select('municipality_id').distinct().execute())
      .then((rows) => rows.forEach((row) => wake(row.municipality_id)))
      .catch(() => {})
  }
  const ends = [onJournal((note) => wake(note.municipalityId)), onGap(wakeAll)]
  wakeAll()
  return () => ends.forEach((end) => end())
}
