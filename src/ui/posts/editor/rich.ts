/** The editor itself. Loaded when somebody writes; nobody else pays for it. */
import { Editor } from '@tiptap/core'
import { LanguageMarks, marksKey, type Shown } from './marks.ts'
import { toDocument, toMarkdown, writingExtensions } from './markdown.ts'
import { cleanPaste } from './paste.ts'
import { placeOf, readDocument } from './reading.ts'
import type { Writer } from './writer.ts'

export type { Editor } from '@tiptap/core'

export interface RichOptions {
  element: HTMLElement
  markdown: string
  /** For the element people write in. */
  attributes: Record<string, string>
  /** How many signs a text may have. */
  most: number
  changed: () => void
  /** Selection or marks under it changed: the toolbar looks anew. */
  moved: () => void
  refused: (why: 'tooLong' | 'pictures' | 'plain', count: number) => void
  /** Ctrl+K. */
  link: () => void
}

export interface Rich extends Writer {
  editor: Editor
  markdown(): string
  setMarkdown(markdown: string): void
  insertMarkdown(markdown: string): void
  destroy(): void
}

/** Opens an editor in an element of the page. */
export function openRich(options: RichOptions): Rich {
  const editor = new Editor({
    element: options.element,
    extensions: [...writingExtensions(), LanguageMarks],
    content: toDocument(options.markdown),
    injectCSS: false,
    editorProps: {
      attributes: options.attributes,
      // Before the editor reads what is pasted: it would look at style sheets, which the page's policy forbids.
      handleDOMEvents: { paste: (view, event) => paste(view, event, options) },
      handleDrop(_view, event) {
        const files = (event as DragEvent).dataTransfer?.files.length ?? 0
        if (files > 0) options.refused('pictures', files)
        return files > 0
      },
      handleKeyDown(_view, event) {
        if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return false
        event.preventDefault()
        options.link()
        return true
      }
    },
    onUpdate: options.changed,
    onTransaction: options.moved
  })
  const reading = () => readDocument(editor.state.doc)

  return {
    editor,
    markdown: () => toMarkdown(editor.getJSON()),
    setMarkdown: (markdown) => void editor.commands.setContent(toDocument(markdown)),
    insertMarkdown: (markdown) =>
      void editor
        .chain()
        .focus()
        .insertContent(toDocument(markdown).content ?? [])
        .run(),
    text: () => reading().text,
    show(marks, of) {
      const read = reading()
      // Somebody wrote on: the next marks are on their way, the old ones move with the text.
      if (read.text !== of) return
      const shown: Shown[] = marks.flatMap(({ offset, length, ...rest }) => {
        const place = placeOf(read, offset, length)
        return place ? [{ ...place, ...rest }] : []
      })
      editor.view.dispatch(editor.state.tr.setMeta(marksKey, shown).setMeta('addToHistory', false))
    },
    select(offset, length) {
      const place = placeOf(reading(), offset, length)
      if (place) editor.chain().focus().setTextSelection(place).scrollIntoView().run()
    },
    replace(offset, length, text) {
      const place = placeOf(reading(), offset, length)
      if (!place) return
      // As a text node, so that the marks of what stood there stay and nothing is read as HTML.
      editor.view.dispatch(editor.state.tr.insertText(text, place.from, place.to).scrollIntoView())
      editor.commands.focus()
    },
    destroy: () => editor.destroy()
  }
}

/** Takes a paste over, unless it came from here or is plain text. */
function paste(view: Editor['view'], event: ClipboardEvent, options: RichOptions): boolean {
  const { clipboardData } = event
  if (!clipboardData) return false
  const text = clipboardData.getData('text/plain')
  const html = clipboardData.getData('text/html')
  const { from, to } = view.state.selection
  const room = options.most - view.state.doc.textContent.length + (to - from)
  if (text.length > room) options.refused('tooLong', text.length)
  else if (!text && !html && clipboardData.files.length > 0) options.refused('pictures', clipboardData.files.length)
  else if (!html || html.includes('data-pm-slice')) return false
  else {
    const cleaned = cleanPaste(html)
    if (cleaned === null) {
      options.refused('plain', 0)
      view.pasteText(text)
    } else {
      if (cleaned.pictures > 0) options.refused('pictures', cleaned.pictures)
      if (cleaned.html) view.pasteHTML(cleaned.html)
    }
  }
  event.preventDefault()
  return true
}
