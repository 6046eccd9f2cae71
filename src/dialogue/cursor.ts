import { NotFound } from '#platform/refusal.ts'

/** Where a list goes on: behind this row. */
export interface Cursor {
  at: Date
  id: string
}

/** Reads the place in a list from an address. @throws NotFound */
export function cursorOf(after: string): Cursor {
  const [at = '', id = ''] = after.split('_')
  const time = new Date(Number(at))
  if (Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) throw new NotFound('pageNotFound')
  return { at: time, id }
}
