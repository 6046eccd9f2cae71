import type { MediaCard } from './shared.ts'

export interface Upload {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly state: 'waiting' | 'sending' | 'checking' | 'there' | 'failed'
  readonly percent: number
  readonly card: (MediaCard & { wasThere: boolean }) | null
  readonly problem: string
  /** Sends it; resolves when it is there or failed. */
  run(): Promise<void>
  cancel(): void
}

let count = 0

/** A file on its way into the library. `fetch` cannot say how far it is, so this is the older way. */
export function uploadFile(file: File, query: string, failed: string): Upload {
  let state = $state<Upload['state']>('waiting')
  let percent = $state(0)
  let card = $state<Upload['card']>(null)
  let problem = $state('')
  let request: XMLHttpRequest | null = null
  const fail = (said: string) => {
    problem = said
    state = 'failed'
  }
  return {
    id: ++count,
    name: file.name,
    bytes: file.size,
    get state() {
      return state
    },
    get percent() {
      return percent
    },
    get card() {
      return card
    },
    get problem() {
      return problem
    },
    run: () =>
      new Promise((resolve) => {
        if (state !== 'waiting') return resolve()
        const sending = new XMLHttpRequest()
        request = sending
        state = 'sending'
        sending.upload.addEventListener('progress', (event) => {
          percent = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : percent
        })
        sending.upload.addEventListener('load', () => (state = state === 'sending' ? 'checking' : state))
        sending.addEventListener('load', () => {
          const said = answerOf(sending)
          if (sending.status < 300 && said && !said.problem) {
            card = said
            state = 'there'
          } else fail(said?.problem ?? failed)
          resolve()
        })
        for (const end of ['error', 'abort'])
          sending.addEventListener(end, () => {
            fail(failed)
            resolve()
          })
        sending.open('POST', `/desk/media/upload/file${query}`)
        sending.setRequestHeader('x-file-name', encodeURIComponent(file.name))
        sending.setRequestHeader('content-type', 'application/octet-stream')
        sending.send(file)
      }),
    cancel() {
      if (state === 'waiting') fail(failed)
      request?.abort()
    }
  }
}

function answerOf(request: XMLHttpRequest): (MediaCard & { wasThere: boolean; problem?: string }) | null {
  try {
    return JSON.parse(request.responseText) as MediaCard & { wasThere: boolean; problem?: string }
  } catch {
    return null
  }
}
