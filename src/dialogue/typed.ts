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
