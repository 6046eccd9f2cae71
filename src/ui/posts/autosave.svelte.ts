/** Saves the composer by itself while somebody writes, one request at a time; a collision is left to the form's own button. */

export interface Saved {
  id: string
  revision: number
}

interface Options {
  form: () => HTMLFormElement | null
  /** Null while the post does not exist yet. */
  id: () => string | null
  saved: (saved: Saved) => void
}

const quietMs = 2500

/** The autosave of one form. Call `touch` at every change, `settle` before the form is sent. */
export function autosave({ form, id, saved }: Options) {
  let state = $state<'idle' | 'dirty' | 'saving' | 'saved' | 'failed' | 'stale'>('idle')
  let problem = $state('')
  let savedAt = $state<Date | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let again = false

  async function run(): Promise<void> {
    const element = form()
    if (!element || state === 'stale') return
    const body = new FormData(element)
    for (const name of ['picture', 'alt']) body.delete(name)
    body.set('post', id() ?? '')
    state = 'saving'
    again = false
    try {
      const answer = await fetch('/desk/posts/draft', { method: 'POST', body })
      const said = (await answer.json().catch(() => ({}))) as Partial<Saved> & { problem?: string }
      if (answer.ok && said.id && said.revision) {
        saved({ id: said.id, revision: said.revision })
        state = again ? 'dirty' : 'saved'
        savedAt = new Date()
        problem = ''
      } else {
        state = answer.status === 409 ? 'stale' : 'failed'
        problem = said.problem ?? ''
      }
    } catch {
      state = 'failed'
    }
    if (again || state === 'failed') schedule(state === 'failed' ? 10_000 : quietMs)
  }

  function schedule(ms = quietMs): void {
    clearTimeout(timer)
    timer = setTimeout(start, ms)
  }

  function start(): void {
    running ??= run().finally(() => (running = null))
  }

  return {
    get state() {
      return state
    },
    get problem() {
      return problem
    },
    get savedAt() {
      return savedAt
    },
    touch() {
      if (state === 'stale') return
      again = true
      if (state !== 'saving') state = 'dirty'
      schedule()
    },
    /** True when a request is under way and the form must wait for it. */
    get busy() {
      return running !== null
    },
    /** Waits for what is under way and starts nothing more. */
    async settle() {
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    }
  }
}
