/** Saves a concept by itself while somebody writes, one request at a time; a collision is left to the form's own button. */
const quietMs = 2000
const againMs = 10_000

interface Options {
  form: () => HTMLFormElement | null
  /** Where drafts are sent. */
  path: string
  saved: (revision: number) => void
}

/** The saving of one form. Call `touch` at every change, `settle` before the form is sent. */
export function saving({ form, path, saved }: Options) {
  let state = $state<'idle' | 'saving' | 'saved' | 'failed' | 'stale'>('idle')
  let problem = $state('')
  let savedAt = $state<Date | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    const element = form()
    if (!element) return
    state = 'saving'
    try {
      const answer = await fetch(path, { method: 'POST', body: new FormData(element) })
      const said = (await answer.json().catch(() => ({}))) as { revision?: number; problem?: string }
      if (answer.ok && said.revision) {
        saved(said.revision)
        savedAt = new Date()
        state = 'saved'
      } else {
        state = answer.status === 409 ? 'stale' : 'failed'
        problem = said.problem ?? ''
      }
    } catch {
      state = 'failed'
      problem = ''
    }
    if (state === 'failed') schedule(againMs)
  }

  function schedule(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (running) return schedule(quietMs)
      running = run().finally(() => (running = null))
    }, ms)
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
    /** True while a request is under way that the form must wait for. */
    get busy() {
      return running !== null
    },
    touch() {
      if (state !== 'stale') schedule(quietMs)
    },
    async settle() {
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    }
  }
}
