/** Connections to a box, under the guard of all outgoing connections. The library is loaded when the first one is made. */
import type { ImapFlow } from 'imapflow'
import { guardedAddress } from '#platform/fetch/socket.ts'
import { MailFault } from './faults.ts'
import type { Box, MailServer } from './settings.ts'

/** Pauses after which a silent server counts as gone; tests set their own. */
export const patience = { connectMs: 15_000, socketMs: 5 * 60_000 }

/** The largest letter that is fetched whole; of a larger one the beginning, with its text. */
export const wholeBytes = 30 * 1024 * 1024

/**
 * Connects and signs in. The caller closes.
 * @throws MailFault and what the connection throws; `faultOf` names it
 */
export async function openImap(box: Pick<Box, 'settings' | 'secret'>, whole = wholeBytes): Promise<ImapFlow> {
  const { imap } = box.settings
  const { address, servername, ca } = await guardServer(imap)
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: address,
    port: imap.port,
    secure: imap.security === 'tls',
    doSTARTTLS: imap.security === 'starttls',
    ...(servername && { servername }),
    auth: { user: imap.user, pass: box.secret.imap },
    tls: { ...(ca && { ca }), minVersion: 'TLSv1.2' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: patience.socketMs,
    maxLiteralSize: whole + 1024 * 1024,
    maxLineLength: 8 * 1024 * 1024,
    clientInfo: { name: 'Ortsgespraech' }
  })
  // What breaks later shows at the next command; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw error
  }
  return client
}

/** Where a server may be reached. @throws MailFault `plain`, FetchRefused, FetchFailed */
export async function guardServer(server: MailServer) {
  const found = await guardedAddress(server.host, server.port)
  if (server.security === 'none' && !found.isException) throw new MailFault('plain')
  return found
}
