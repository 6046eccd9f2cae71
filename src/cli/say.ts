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

function speaksEnglish(): boolean {
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
