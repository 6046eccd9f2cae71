/** Short messages after something was done, with the way back. Shown by Toasts.svelte in the desk's frame. */

export interface Toast {
  id: number
  text: string
  kind: 'success' | 'info' | 'danger'
  /** Prefer this to asking beforehand. */
  undo?: () => void | Promise<void>
}

let last = 0
/** Seconds a message stays; longer when there is something to undo, and as long as it is pointed at. */
const staysMs = { plain: 6000, withUndo: 20_000 }

export const toasts = $state<Toast[]>([])

/**
 * Shows a message.
 * @example toast('Gespräch abgeschlossen', { undo: () => reopen(id) })
 */
export function toast(
  text: string,
  { kind = 'success', undo }: { kind?: Toast['kind']; undo?: Toast['undo'] } = {}
): void {
  toasts.push({ id: ++last, text, kind, undo })
  if (toasts.length > 3) toasts.shift()
}

/** Takes a message away. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at !== -1) toasts.splice(at, 1)
}

/** How long this message stays untouched; failures stay until they are closed. */
export function lifeOf(toast: Toast): number {
  if (toast.kind === 'danger') return Infinity
  return toast.undo ? staysMs.withUndo : staysMs.plain
}
