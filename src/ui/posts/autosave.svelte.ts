/** Saves the composer by itself while somebody writes, one request at a time; a collision is left to the form's own button. */

export interface Saved {
  id: string
  revision: number
}

/** What somebody else saved meanwhile. */
export interface Theirs {
  revision: number
  title: string
  lead: string
  body: string
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
  let state = $state<'idle' | 'dirty' | 'saving' | 'saved' | 'failed' | 'ended' | 'stale'>('idle')
  let problem = $state('')
  let theirs = $state.raw<Theirs | null>(null)
  let isHeld = false
  let savedAt = $state<Date | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let again = false

  async function run(): Promise<void> {
    const element = form()
    if (!element || state === 'stale' || isHeld) return
    const body = new FormData(element)
    for (const name of ['picture', 'alt']) body.delete(name)
    body.set('post', id() ?? '')
    state = 'saving'
    again = false
    try {
      const answer = await fetch('/desk/posts/draft', { method: 'POST', body })
      const said = (await answer.json().catch(() => ({}))) as Partial<Saved> & {
        problem?: string
        message?: string
        stale?: Theirs
      }
      if (answer.ok && said.id && said.revision) {
        saved({ id: said.id, revision: said.revision })
        state = again ? 'dirty' : 'saved'
        savedAt = new Date()
        problem = ''
      } else {
        theirs = said.stale ?? null
        state = theirs ? 'stale' : answer.status === 401 ? 'ended' : 'failed'
        problem = said.problem ?? said.message ?? ''
      }
    } catch {
      state = 'failed'
    }
    const isOff = state === 'failed' || state === 'ended'
    if (again || isOff) schedule(isOff ? 10_000 : quietMs)
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
    /** Set when somebody else saved since we loaded. */
    get theirs() {
      return theirs
    },
    /** Nothing is saved before somebody has decided between two versions. */
    hold() {
      isHeld = true
    },
    /** It was decided. */
    goOn() {
      isHeld = false
      theirs = null
      problem = ''
      again = true
      state = 'dirty'
      schedule(0)
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
