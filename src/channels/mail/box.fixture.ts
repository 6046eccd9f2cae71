// A box of a test's town on servers of its own, with everything that reads, understands and sends running.
import type { Town } from '#dialogue/town.fixture.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { type ImapServer, startImap } from '../../../tests/mail/imap-server.ts'
import { type SmtpReceiver, startSmtp } from '../../../tests/mail/smtp-receiver.ts'
import { addBox, type BoxInput, chooseFolders } from './settle.ts'

export interface TestBox {
  id: string
  imap: ImapServer
  smtp: SmtpReceiver
  input: BoxInput
  /** What lies in the town's table of messages by this box, oldest first. */
  messages(): Promise<
    { id: string; conversation_id: string; text: string; direction: string; state: string; remote_id: string | null }[]
  >
}

let count = 0

/** Connects a box; `INBOX` belongs to the unit given, or to none. */
export async function connectTestBox(
  town: Town,
  given: {
    unit?: string | null
    folders?: string[]
    idle?: boolean
    settings?: Partial<BoxInput>
    afterwards?: string
    movedTo?: string
  } = {}
): Promise<TestBox> {
  configureFetch({ allow: ['127.0.0.1'] })
  const imap = await startImap({ idle: given.idle })
  const smtp = await startSmtp()
  for (const folder of given.folders ?? []) imap.folders.set(folder, { validity: 1, next: 1, letters: [] })
  const address = `buergerbuero${++count}@musterstadt.example`
  const input: BoxInput = {
    name: 'Bürgerbüro',
    unitId: town.root,
    address,
    imap: { host: '127.0.0.1', port: imap.port, security: 'none', user: 'box' },
    smtp: { host: '127.0.0.1', port: smtp.port, security: 'none', user: 'box' },
    authservId: 'mx.musterstadt.example',
    plusAddressing: true,
    passwords: { imap: 'geheim', smtp: '' },
    ...given.settings
  }
  const id = await town.in(async (tx) => {
    const made = await addBox(tx, town.editor, input)
    await chooseFolders(tx, town.editor, made, {
      folders: ['INBOX', ...(given.folders ?? [])]
        .filter((one) => one !== given.movedTo)
        .map((path) => ({ path, unitId: given.unit === undefined ? town.root : given.unit })),
      days: 0,
      afterwards: given.afterwards ?? 'leave',
      movedTo: given.movedTo ?? ''
    })
    return made
  })
  return {
    id,
    imap,
    smtp,
    input,
    messages: () =>
      town.in((tx) =>
        tx
          .selectFrom('message')
          .select(['id', 'conversation_id', 'text', 'direction', 'state', 'remote_id'])
          .where('channel_id', '=', id)
          // Notices out of hours come or not by the time of day.
          .where('automatic', '=', false)
          .orderBy('received_at')
          .orderBy('id')
          .execute()
      )
  }
}

/** A plain letter. */
export function letter(given: {
  id?: string
  from?: string
  to?: string
  subject?: string
  text?: string
  headers?: Record<string, string>
}): string {
  const { id = `${Math.random().toString(36).slice(2)}@post.example`, from = 'Erika Muster <erika@post.example>' } =
    given
  return [
    ...Object.entries(given.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    `From: ${from}`,
    `To: ${given.to ?? 'buergerbuero1@musterstadt.example'}`,
    `Subject: ${given.subject ?? 'Frage'}`,
    `Message-ID: <${id}>`,
    'Date: Mon, 2 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    ...(given.headers && 'Content-Type' in given.headers
      ? []
      : ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']),
    '',
    given.text ?? 'Guten Tag, wann öffnet das Bürgerbüro?',
    ''
  ].join('\r\n')
}
