// The key folder this process works with. Opened once at start; everything else asks for it here.
import { openKeys, type KeyStore } from './keys.ts'

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechKeys?: KeyStore }

/** Opens the key folder for this process. Call once, before the first request or job. */
export async function holdKeys(directory: string): Promise<KeyStore> {
  return (holder.ortsgespraechKeys = await openKeys(directory))
}

/** The keys of this process. @throws when `holdKeys` was not called */
export function keys(): KeyStore {
  if (!holder.ortsgespraechKeys) throw new Error('the key folder is not open')
  return holder.ortsgespraechKeys
}

/** Lets go of the keys, for tests. */
export function releaseKeys(): void {
  holder.ortsgespraechKeys = undefined
}
