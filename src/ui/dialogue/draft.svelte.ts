/** What somebody is writing, kept on this device: it survives a reload, a lost connection and a session that ran out. */
import { browser } from '$app/env'

interface Kept {
  text: string
  /** Goes with the form, so that the same text sent twice counts once. */
  key: string
  /** What the person had before their eyes when they began. */
  seen: number
  /** The revision of the shared draft that this text went on from. */
  base?: number
}

const maxKept = 50

/**
 * The draft of one box. `fresh` is what the server gave for a new one.
 * @example const draft = keepDraft(`${person}:${conversation}:answer`, { key: data.key, seen: data.answers })
 */
export function keepDraft(
  name: string,
  fresh: { key: string; seen: number },
  given = '',
  shared: { text: string; revision: number } | null = null
) {
  const place = `draft:${name}`
  const stored = given === '' ? read(place) : null
  let text = $state(stored?.text ?? (given === '' ? (shared?.text ?? '') : given))
  let base = stored ? (stored.base ?? 0) : (shared?.revision ?? 0)
  let key = $state(stored?.key ?? fresh.key)
  let seen = $state(stored?.seen ?? fresh.seen)

  return {
    get text() {
      return text
    },
    set text(value: string) {
      // Key and what was seen belong to the moment when somebody begins, not to the last live update.
      if (text === '' && value !== '' && !read(place)) ({ key, seen } = fresh)
      text = value
      write(place, value === '' ? null : { text: value, key, seen, base })
    },
    get key() {
      return key
    },
    get seen() {
      return seen
    },
    /** Which revision of the shared draft the text goes on from. */
    get base() {
      return base
    },
    goOnFrom(revision: number) {
      base = revision
      if (text !== '') write(place, { text, key, seen, base })
    },
    /** The person has now seen what others answered meanwhile. */
    haveSeen(count: number) {
      seen = count
      if (text !== '') write(place, { text, key, seen, base })
    },
    /** What the server offers for the next draft. */
    refresh(next: { key: string; seen: number }) {
      fresh = next
      if (text === '') ({ key, seen } = next)
    },
    clear() {
      text = ''
      write(place, null)
    }
  }
}

function read(place: string): Kept | null {
  if (!browser) return null
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null
    return kept && typeof kept.text === 'string' ? kept : null
  } catch {
    return null
  }
}

function write(place: string, kept: Kept | null): void {
  if (!browser) return
  try {
    if (kept === null) return localStorage.removeItem(place)
    localStorage.setItem(place, JSON.stringify(kept))
    const others = Object.keys(localStorage).filter((name) => name.startsWith('draft:') && name !== place)
    if (others.length > maxKept) localStorage.removeItem(others[0]!)
  } catch {
    // A full or forbidden storage: the text is still in the box.
  }
}
