/** The key folder of this process, opened once at start. */
import { openKeys, type KeyStore } from './keys.ts'

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechKeys?: KeyStore }

/** Opens the key folder for everything in this process. */
export async function useKeys(directory: string): Promise<KeyStore> {
  return (holder.ortsgespraechKeys = await openKeys(directory))
}

/** The keys of this process. @throws when none were opened */
export function keys(): KeyStore {
  if (!holder.ortsgespraechKeys) throw new Error('the key folder is not open')
  return holder.ortsgespraechKeys
}
