// What people type into the desk's forms, before anything is done with it.
import { withoutControls } from '#platform/html/plain.ts'

/** A text of several lines, trimmed, with one kind of line end and without signs that nobody sees. */
export function typedText(given: string): string {
  return withoutControls(given.replace(/\r\n?/g, '\n')).trim()
}

/** A text on one line. */
export function typedLine(given: string): string {
  return withoutControls(given).replace(/\s+/g, ' ').trim()
}

/** How long a text is for people: in signs, not in bytes. */
export function signs(text: string): number {
  return [...text].length
}

/** Whether it can be the address of a mailbox; that it is one only a mail can tell. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+\.[^\s@<>()[\],;:\\".]{2,}$/.test(text)
}
