// One range of a file, as video players ask for it (RFC 9110, section 14).

/** What to answer: the whole, the bytes from `start` to `end` (both included), or that the range lies outside. */
export type Asked = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'outside' }

/** Reads a Range header. What is no single range of bytes is answered with the whole, as the standard allows. */
export function readRange(header: string | null, size: number): Asked {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' }
  if (match[1] === '') {
    const last = Number(match[2])
    return last === 0 || size === 0
      ? { kind: 'outside' }
      : { kind: 'part', start: Math.max(0, size - last), end: size - 1 }
  }
  const start = Number(match[1])
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (match[2] !== '' && Number(match[2]) < start) return { kind: 'whole' }
  return start >= size ? { kind: 'outside' } : { kind: 'part', start, end }
}
