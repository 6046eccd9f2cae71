// What the database cannot store as text: the character NUL, half a surrogate pair, an id that is none.

/** Whether an error says that what was asked for cannot be: the asker's fault, and none of ours. */
export function isUnstorable(error: unknown): boolean {
  return ['22021', '22P05', '22P02'].includes(String((error as { code?: unknown } | null)?.code))
}

/** A value as parsed from JSON without what the database cannot store, in its texts as well as in its names. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return readable(value) as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(storable) as T
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [readable(name), storable(one)])) as T
}

function readable(text: string): string {
  return text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '').toWellFormed() : text
}
