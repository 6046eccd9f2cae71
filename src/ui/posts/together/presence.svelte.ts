/** Who else has this post open, asked every few seconds; others hear of us the same way. */
export interface Here {
  name: string
  doing: 'looking' | 'typing'
}

const everyMs = 8000
/** Whoever typed so long ago only looks. */
const typingMs = 8000

/** Begins to tell and to ask. Call `end` when the page goes. */
export function presence(id: () => string | null) {
  let people = $state.raw<Here[]>([])
  let typedAt = 0
  let timer: ReturnType<typeof setInterval> | undefined

  async function tell(): Promise<void> {
    const post = id()
    if (!post) return
    const doing = performance.now() - typedAt < typingMs && typedAt > 0 ? 'typing' : 'looking'
    try {
      const answer = await fetch(`/desk/posts/${post}/here`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ doing })
      })
      if (answer.ok) people = ((await answer.json()) as { people: Here[] }).people
    } catch {
      // Without a connection nobody knows; the next time will tell.
    }
  }

  return {
    get people() {
      return people
    },
    begin() {
      void tell()
      timer = setInterval(() => void tell(), everyMs)
      return () => {
        clearInterval(timer)
        const post = id()
        const body = new Blob([JSON.stringify({ doing: 'gone' })], { type: 'application/json' })
        if (post) navigator.sendBeacon(`/desk/posts/${post}/here`, body)
      }
    },
    typing() {
      typedAt = performance.now()
    }
  }
}
