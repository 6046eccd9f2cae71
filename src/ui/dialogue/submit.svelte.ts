/** How the inbox's forms are sent with a script: once at a time, with a word when it worked and the text kept when not. */
import { applyAction } from '$app/forms'
import type { SubmitFunction } from '$app/forms'
import { refreshDialogue } from './live.svelte.ts'
import { toast } from '../toasts.svelte.ts'

interface Options {
  /** Called when it worked; what it answers is shown, with a way back where there is one. */
  done?: (data: Record<string, unknown>) => void
  /** Shown when nothing came back at all. */
  lost?: string
}

/** One form's sending. */
export function submitting({ done, lost }: Options = {}) {
  let busy = $state(false)
  const handle: SubmitFunction = ({ cancel }) => {
    if (busy) return cancel()
    busy = true
    return async ({ result }) => {
      busy = false
      if (result.type === 'error' && lost && result.location === undefined) {
        toast(lost, { kind: 'danger' })
        return
      }
      if (result.type === 'success') {
        const data = (result.data ?? {}) as Record<string, unknown>
        done?.(data)
        if (typeof data.said === 'string') toast(data.said)
        await applyAction(result)
        await refreshDialogue()
        return
      }
      await applyAction(result)
    }
  }
  return {
    get busy() {
      return busy
    },
    handle
  }
}
