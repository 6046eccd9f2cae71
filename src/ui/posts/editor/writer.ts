/** What other parts of the composer may do with the text, whichever way it is being written. */
export interface Writer {
  /** As the language module reads it. */
  text(): string
  /** Shows marks of this text in it, where the way of writing can and the text is still that one. */
  show(marks: WriterMark[], of: string): void
  /** Takes the reader to a passage. */
  select(offset: number, length: number): void
  /** Puts other words in the place of a passage; one step to undo. */
  replace(offset: number, length: number, text: string): void
}

export interface WriterMark {
  offset: number
  length: number
  severity: 'hint' | 'warning'
  title: string
  isChosen: boolean
}

/** The plain field as a writer. */
export function fieldWriter(field: () => HTMLTextAreaElement | HTMLInputElement | null, changed: () => void): Writer {
  return {
    text: () => field()?.value ?? '',
    show: () => {},
    select(offset, length) {
      const element = field()
      element?.focus()
      element?.setSelectionRange(offset, offset + length)
    },
    replace(offset, length, text) {
      const element = field()
      if (!element) return
      element.focus()
      element.setSelectionRange(offset, offset + length)
      // Keeps the browser's own undo; the plain way where a browser no longer knows this.
      if (!document.execCommand('insertText', false, text)) {
        element.setRangeText(text, offset, offset + length, 'end')
        element.dispatchEvent(new Event('input', { bubbles: true }))
      }
      changed()
    }
  }
}
