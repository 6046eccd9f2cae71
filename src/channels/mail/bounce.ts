/** Reads what mail servers say when a letter did not arrive (RFC 3464, and what older ones write). */
import { idsIn } from './headers.ts'

export interface Bounce {
  /** The ids that the returned letter bore. */
  ids: string[]
  /** `5.1.1`, where it is said. */
  status: string
  /** What the other server said, in one line. */
  said: string
  /** False: it is delayed and still being tried. */
  isFinal: boolean
}

/**
 * @param report the `message/delivery-status` part, empty where there is none
 * @param returned what was sent back of our letter: its head, or all of it
 * @param text what the server writes for people
 */
export function readBounce(report: string, returned: string, text: string): Bounce | null {
  const fields = new Map<string, string>()
  for (const line of report.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const at = line.indexOf(':')
    if (at > 0) fields.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  const head = returned.slice(0, 200_000).replace(/\r?\n[ \t]+/g, ' ')
  const ids = idsIn(/^message-id:(.*)$/im.exec(head)?.[1])
  // Servers that send nothing back quote the head in what they write.
  // Spaces of one line only, and few: over empty lines the search would take the cube of their number.
  if (ids.length === 0) ids.push(...idsIn(/^[ \t>]{0,40}message-id:(.*)$/im.exec(text.slice(0, 50_000))?.[1]))
  if (ids.length === 0) return null
  const action = (fields.get('action') ?? '').toLowerCase()
  if (/^(delivered|relayed|expanded)/.test(action)) return null
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? ''
  const said = (fields.get('diagnostic-code') ?? '').replace(/^smtp;\s*/i, '') || firstLine(text)
  return { ids, status, said: said.slice(0, 300), isFinal: action !== 'delayed' && !status.startsWith('4.') }
}

function firstLine(text: string): string {
  return /\b(5\d\d[ -][^\n]{5,300})/.exec(text)?.[1]?.trim() ?? ''
}
