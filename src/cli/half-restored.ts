// A restore that has begun and not ended leaves a mark in the data directory.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Complaint } from './say.ts'

/** Holds the name of the backup while it is being restored. */
export const markIn = (dataDirectory: string) => join(dataDirectory, 'restore.unfinished')

/** A restore that was interrupted leaves half a database, which must not look like a new one. @throws Complaint */
export async function refuseHalfRestored(dataDirectory: string): Promise<void> {
  const source = await readFile(markIn(dataDirectory), 'utf8').catch(() => null)
  if (source === null) return
  throw new Complaint({
    de: `Hier wurde eine Wiederherstellung unterbrochen, die Daten sind nicht vollständig. Bitte noch einmal: ortsgespraech restore ${source} --replace --without-copy`,
    en: `A restore was interrupted here and the data is not complete. Please once more: ortsgespraech restore ${source} --replace --without-copy`
  })
}
