// Asks an address again and again over kept connections, on a thread of its own, and says how many answers came.
import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

export interface Load {
  port: number
  path: string
  host: string
  connections: number
  /** Answers in this time do not count. */
  warmMs: number
  countMs: number
}

export interface Counted {
  answers: number
  seconds: number
  /** Bytes of one answer's body, all answers being alike. */
  bytes: number
}

const { port, path, host, connections, warmMs, countMs } = workerData as Load
// No browser's request: the least that gives the whole page, so that the asking costs as little as possible.
const question = Buffer.from(
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nAccept-Language: de\r\n\r\n`
)
const endOfHead = Buffer.from('\r\n\r\n')

let answers = 0
let bytes = 0
let isOver = false
const sockets = Array.from({ length: connections }, ask)

setTimeout(() => {
  answers = 0
  const startedAt = performance.now()
  setTimeout(() => {
    isOver = true
    const counted: Counted = { answers, seconds: (performance.now() - startedAt) / 1000, bytes }
    for (const socket of sockets) socket.destroy()
    parentPort!.postMessage(counted)
  }, countMs)
}, warmMs)

/** One connection with one question under way at a time. */
function ask() {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let head: Buffer = Buffer.alloc(0)
  let missing = -1
  socket.on('connect', () => socket.write(question))
  socket.on('error', fail)
  socket.on('close', () => isOver || fail(new Error('the server closed a connection')))
  socket.on('data', (chunk: Buffer) => {
    if (missing < 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      const at = head.indexOf(endOfHead)
      if (at === -1) return
      const text = head.toString('latin1', 0, at)
      const length = /content-length: (\d+)/i.exec(text)
      if (!text.startsWith('HTTP/1.1 200') || !length) return fail(new Error(text))
      bytes = Number(length[1])
      missing = bytes - (head.length - at - 4)
      head = Buffer.alloc(0)
    } else missing -= chunk.length
    if (missing > 0) return
    missing = -1
    answers++
    socket.write(question)
  })
  return socket
}

function fail(error: Error): void {
  if (!isOver) throw error
}
