/** The way out: the box's own SMTP server, under the guard of all outgoing connections. */
import type { Transporter } from 'nodemailer'
import { guardServer, patience } from './imap.ts'
import type { Box } from './settings.ts'

/**
 * A connection for one letter. The caller closes it.
 * @param handedOver called when the whole letter was given to the server: from then on a lost connection proves nothing
 * @throws MailFault, FetchRefused, FetchFailed
 */
export async function openSmtp(
  box: Pick<Box, 'settings' | 'secret'>,
  handedOver: () => void = () => {}
): Promise<Transporter> {
  const { smtp } = box.settings
  const { address, servername, ca } = await guardServer(smtp)
  const { createTransport } = await import('nodemailer')
  return createTransport({
    host: address,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    ...(smtp.user && { auth: { user: smtp.user, pass: box.secret.smtp } }),
    tls: { ...(servername && { servername }), ...(ca && { ca }), minVersion: 'TLSv1.2' },
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: 60_000,
    logger: listening((about) => {
      if (about.tnx === 'message') handedOver()
    }),
    disableFileAccess: true,
    disableUrlAccess: true
  })
}

/** The library tells what it does only to a logger. */
function listening(hear: (about: { tnx?: string }) => void) {
  const none = (): void => {}
  return { level: none, trace: none, debug: none, info: hear, warn: none, error: none, fatal: none }
}
