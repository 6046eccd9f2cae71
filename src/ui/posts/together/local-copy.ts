/** What somebody typed, on this device, until the server has it: survives a reload, a lost connection, an ended session. */
import type { TypedPost } from '../shared.ts'

export interface LocalCopy {
  title: string
  lead: string
  body: string
  at: number
}

const prefix = 'draft:post:'
const most = 20

/** The copy of this person's text at this post; null: none, or the same as what is saved. */
export function readCopy(owner: string, post: string | null, saved: TypedPost): LocalCopy | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place(owner, post)) ?? 'null') as LocalCopy | null
    if (!kept || typeof kept.body !== 'string') return null
    const isSame =
      kept.title.trim() === saved.title && kept.lead.trim() === saved.lead && kept.body.trim() === saved.body.trim()
    if (isSame) localStorage.removeItem(place(owner, post))
    return isSame ? null : kept
  } catch {
    return null
  }
}

/** Keeps it. */
export function writeCopy(owner: string, post: string | null, { title, lead, body }: TypedPost): void {
  try {
    localStorage.setItem(place(owner, post), JSON.stringify({ title, lead, body, at: Date.now() }))
    const all = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== place(owner, post))
    if (all.length >= most) localStorage.removeItem(all[0]!)
  } catch {
    // A full or forbidden storage: the text is still in the form.
  }
}

/** The server has it, or nobody wants it. */
export function dropCopy(owner: string, post: string | null): void {
  try {
    localStorage.removeItem(place(owner, post))
  } catch {
    // Nothing was kept either.
  }
}

function place(owner: string, post: string | null): string {
  return `${prefix}${owner}:${post ?? 'new'}`
}
