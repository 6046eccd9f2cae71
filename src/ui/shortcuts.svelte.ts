/** Single-key shortcuts of the desk. They can be switched off (WCAG 2.1.4) and are off while somebody writes. */

import { untrack } from 'svelte'

export interface Shortcut {
  /** As in `KeyboardEvent.key`: `j`, `/`, `?`. */
  key: string
  label: string
  run: () => void
  /** In the frame, so on every page. */
  everywhere?: boolean
}

const storageKey = 'shortcuts-off'
export const shortcuts = $state<{ list: Shortcut[]; on: boolean }>({ list: [], on: true })

/**
 * Offers shortcuts for as long as a page is shown; answers the function that takes them back.
 * @example $effect(() => addShortcuts([{ key: 'j', label: t.desk.next, run: next }]))
 */
export function addShortcuts(added: Shortcut[]): () => void {
  // An effect that offers them must not run again because of its own offer.
  shortcuts.list = [...untrack(() => shortcuts.list), ...added]
  return () => {
    shortcuts.list = shortcuts.list.filter(
      (shortcut) => !added.some((one) => one.key === shortcut.key && one.label === shortcut.label)
    )
  }
}

/** Reads the person's choice on this device. */
export function loadShortcutChoice(): void {
  shortcuts.on = localStorage.getItem(storageKey) === null
}

/** Switches the shortcuts on or off on this device. */
export function chooseShortcuts(on: boolean): void {
  shortcuts.on = on
  if (on) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, '1')
}

/** Runs what a key stands for; later shortcuts win, so a page can overrule the frame. */
export function handleKey(event: KeyboardEvent): void {
  if (!shortcuts.on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return
  const target = event.target as HTMLElement
  if (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"], dialog')) return
  const found = shortcuts.list.findLast((shortcut) => shortcut.key === event.key)
  if (!found) return
  event.preventDefault()
  found.run()
}
