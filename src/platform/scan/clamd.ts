/** Asks a ClamAV daemon whether a file is infected (INSTREAM), over its unix socket or TCP. */
import { connect, type Socket } from 'node:net'

/** `away`: nobody can tell now. `off`: no scanner is configured. */
export type Scan = { state: 'clean' } | { state: 'infected'; name: string } | { state: 'away' } | { state: 'off' }

const pieceBytes = 64 * 1024

/** Where the daemon listens: `/run/clamav/clamd.ctl`, or `host:port`. Empty: nowhere. */
function place(): string {
  return (process.env.CLAMAV_SOCKET ?? '').trim()
}

/** Has a file scanned. Never throws. */
export async function scan(bytes: Uint8Array, timeoutMs = 60_000): Promise<Scan> {
  const where = place()
  if (!where) return { state: 'off' }
  try {
    const said = await ask(where, bytes, timeoutMs)
    if (/\bOK$/.test(said)) return { state: 'clean' }
    const found = /^stream: (.{1,200}) FOUND$/.exec(said)
    return found ? { state: 'infected', name: found[1]! } : { state: 'away' }
  } catch {
    return { state: 'away' }
  }
}

function ask(where: string, bytes: Uint8Array, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = open(where)
    let said = ''
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timeout')))
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('closed without an answer')))
    socket.on('data', (data) => {
      said += data.toString('utf8')
      const end = said.indexOf('\0')
      if (end < 0) return
      resolve(said.slice(0, end).trim())
      socket.destroy()
    })
    socket.write('zINSTREAM\0')
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(piece.length)
      socket.write(length)
      socket.write(piece)
    }
    socket.write(Buffer.alloc(4))
  })
}

function open(where: string): Socket {
  const address = /^(?:tcp:\/\/)?(\[[^\]]+\]|[^/:]+):(\d+)$/.exec(where)
  return address
    ? connect(Number(address[2]), address[1]!.replace(/^\[|\]$/g, ''))
    : connect(where.replace(/^unix:/, ''))
}
