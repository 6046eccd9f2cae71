/** Server-sent-event streams that are open in this process, so that a stop can close them before it waits for requests. */

export interface LiveStream {
  /** What the route returns. */
  response: Response
  /** Sends one event; false when the stream is closed. A reader that takes nothing for long is cut off and reconnects. */
  send: (event: string, data: unknown, id?: string) => boolean
  close: () => void
}

export interface StreamOptions {
  /** The request's signal: the stream ends with its reader. */
  signal?: AbortSignal
  /** Called once, however the stream ends: leave subscriptions here. */
  onClose?: () => void
  heartbeatMs?: number
  /** Whose it is: of one reader's streams the oldest end when there are too many. */
  owner?: string
}

const open = new Set<() => void>()
const byOwner = new Map<string, (() => void)[]>()
/** Tabs that one person may have open at a time. */
const mostOfOne = 12
/** Events a reader may lag behind before it is cut off. */
const maxWaiting = 500

/**
 * Opens a stream.
 * @example
 * const stream = openStream({ signal: request.signal, onClose: () => leave() })
 * const leave = listen(municipality, (event) => stream.send('event', event, String(event.position)))
 * return stream.response
 */
export function openStream({ signal, onClose, heartbeatMs = 25_000, owner }: StreamOptions = {}): LiveStream {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  let heartbeat: NodeJS.Timeout | undefined

  const close = () => {
    if (!open.delete(close)) return
    if (owner) leave(owner, close)
    clearInterval(heartbeat)
    signal?.removeEventListener('abort', close)
    try {
      controller?.close()
    } catch {
      // The reader cancelled first.
    }
    controller = null
    onClose?.()
  }
  const write = (text: string) => {
    if (controller === null) return false
    if ((controller.desiredSize ?? 0) < -maxWaiting) {
      close()
      return false
    }
    controller.enqueue(encoder.encode(text))
    return true
  }

  const body = new ReadableStream<Uint8Array>({
    start: (own) => void (controller = own),
    cancel: close
  })
  open.add(close)
  if (owner) enter(owner, close)
  heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  if (signal?.aborted) close()
  else signal?.addEventListener('abort', close)
  // Tells the browser how long to wait before it comes back, and makes proxies pass the head on at once.
  write('retry: 2000\n\n')

  return {
    response: new Response(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    }),
    send: (event, data, id) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close
  }
}

function enter(owner: string, close: () => void): void {
  const own = byOwner.get(owner) ?? []
  byOwner.set(owner, [...own, close])
  if (own.length >= mostOfOne) own[0]!()
}

function leave(owner: string, close: () => void): void {
  const rest = (byOwner.get(owner) ?? []).filter((one) => one !== close)
  if (rest.length > 0) byOwner.set(owner, rest)
  else byOwner.delete(owner)
}

/** How many readers are connected to this process. */
export function openStreams(): number {
  return open.size
}

/** Ends all streams; their readers reconnect to whoever answers next. */
export function closeStreams(): void {
  for (const close of open) close()
}
