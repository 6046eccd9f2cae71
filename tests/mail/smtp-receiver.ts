// An SMTP server that keeps what it is given, and refuses what it is told to.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface SmtpReceiver {
  port: number
  letters: { from: string; to: string[]; source: string }[]
  /** Answers a recipient with this code instead of taking it. */
  refuse: (recipient: string) => number | null
  /** Cuts the connection after the letter was handed over, before saying so. */
  dieAfterData: boolean
  close(): Promise<void>
}

/** Starts one on a free port; it wants `user` and `geheim`. */
export async function startSmtp(): Promise<SmtpReceiver> {
  const self: SmtpReceiver = { port: 0, letters: [], refuse: () => null, dieAfterData: false, close: async () => {} }
  const fault = (code: number) => Object.assign(new Error('not here'), { responseCode: code })
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: false,
    logger: false,
    onAuth: ({ password, username }, _session, done) =>
      password === 'geheim' ? done(null, { user: username }) : done(fault(535)),
    onRcptTo({ address }, _session, done) {
      const code = self.refuse(address)
      done(code ? fault(code) : undefined)
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        self.letters.push({
          from,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(pieces).toString('utf8')
        })
        if (self.dieAfterData) {
          for (const connection of server.connections as Set<{ close(): void; _socket: { destroy(): void } }>)
            connection._socket.destroy()
          return
        }
        done()
      })
    }
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  self.port = (server.server.address() as AddressInfo).port
  self.close = () => new Promise((resolve) => server.close(() => resolve()))
  return self
}
