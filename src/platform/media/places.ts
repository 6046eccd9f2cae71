/**
 * Where a municipality's files lie: on the disk of this machine, or in a bucket. New files go to the place that is chosen
 * now; what was stored before is found wherever it was left, so that changing the place never loses a picture.
 */
import { openStorage, type Storage } from './storage.ts'

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & {
  ortsgespraechStorage?: { disk: Storage; directory: string }
}

/** Opens the storage of this process; once, at the start. */
export async function holdStorage(directory: string): Promise<void> {
  holder.ortsgespraechStorage = { disk: await openStorage({ directory }), directory }
}

function held() {
  if (!holder.ortsgespraechStorage) throw new Error('the storage is not open')
  return holder.ortsgespraechStorage
}

/** The folder on this machine's disk; what is being taken up lies there first, wherever it goes. */
export function mediaDirectory(): string {
  return held().directory
}

/** The storage of this process. @throws when it was not opened */
export function storage(): Storage {
  return held().disk
}
