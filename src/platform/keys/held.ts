// The keys this process works with. Opened once at start; everything else asks for them here.
import { openKeys, type KeyStore } from './keys.ts'
import { keysAt } from './service.ts'

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechKeys?: KeyStore }

/**
 * Opens the key folder for this process. Call once, before the first request or job. With a service the keys that end are
 * asked there, and only the installation's key lies here.
 */
export async function holdKeys(directory: string, service?: string): Promise<KeyStore> {
  const store = await openKeys(directory)
  return (holder.ortsgespraechKeys = service ? { ...store, ...keysAt(service, store) } : store)
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
