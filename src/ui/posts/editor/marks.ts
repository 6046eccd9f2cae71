/** Shows the marks of the language module in the text: a line below, a different one for each weight, never colour alone. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

export interface Shown {
  from: number
  to: number
  severity: 'hint' | 'warning'
  /** What a pointer that rests on it says. */
  title: string
  isChosen: boolean
}

export const marksKey = new PluginKey<DecorationSet>('language-marks')

/** Takes new marks by a transaction's meta; between two of them they move with the text. */
export const LanguageMarks = Extension.create({
  name: 'languageMarks',
  addProseMirrorPlugins() {
    return [
      new Plugin<DecorationSet>({
        key: marksKey,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, old) {
            const shown = transaction.getMeta(marksKey) as Shown[] | undefined
            if (!shown) return old.map(transaction.mapping, transaction.doc)
            const size = transaction.doc.content.size
            return DecorationSet.create(
              transaction.doc,
              shown
                .filter(({ to }) => to <= size)
                .map(({ from, to, severity, title, isChosen }) =>
                  Decoration.inline(from, to, { class: `mark ${severity}${isChosen ? ' chosen' : ''}`, title })
                )
            )
          }
        },
        props: { decorations: (state) => marksKey.getState(state) }
      })
    ]
  }
})
