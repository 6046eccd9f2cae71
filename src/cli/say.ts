// What the command line says, in the language of the terminal: German, or English where the locale asks for it.

/** Both languages of a text. */
export type Text = { de: string; en: string }

/** The text in the operator's language. */
export function text({ de, en }: Text): string {
  return speaksEnglish() ? en : de
}

/** Prints a line for the operator. */
export function say(line: Text): void {
  console.log(text(line))
}

let chosen: 'de' | 'en' | undefined

/** Settles the language of this process, whatever the terminal's is. */
export function speak(language: 'de' | 'en'): void {
  chosen = language
}

/** The operator's language. */
export function spoken(): 'de' | 'en' {
  return speaksEnglish() ? 'en' : 'de'
}

function speaksEnglish(): boolean {
  if (chosen) return chosen === 'en'
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''
  return locale.startsWith('en')
}

/** A fault that the operator can do something about: printed without a stack trace. */
export class Complaint extends Error {
  readonly text: Text
  constructor(text: Text, options?: ErrorOptions) {
    super(text.en, options)
    this.name = 'Complaint'
    this.text = text
  }
}
