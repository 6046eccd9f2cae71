// Tells whoever reported, and confirmed an address, how far it is. Holds no word of a citizen.
import { endLink } from '#dialogue/comments/mail.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Tx } from '#platform/database/database.ts'
import { casePath } from './code.ts'
import type { CaseState } from './shared.ts'

const states = {
  de: { open: 'offen', in_progress: 'in Arbeit', closed: 'erledigt' },
  en: { open: 'open', in_progress: 'in progress', closed: 'closed' }
}

/** Sends a mail with the new state; does nothing where nobody confirmed an address. */
export async function tellReporter(
  tx: Tx,
  id: string,
  { state, note }: { state: CaseState; note: string }
): Promise<void> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('contact as c', 'c.id', 'm.contact_id')
    .select(['r.code', 'm.state', 'c.id as contact', 'c.email', 'c.email_confirmed_at'])
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (!row?.email || !row.email_confirmed_at) return
  const municipality = await loadMunicipality(tx)
  const { name, language } = municipality
  const end = endLink(municipality, row.contact, row.email)
  // A page that is not public would open for nobody.
  const page = row.state === 'visible' ? `${siteOrigin(municipality)}${casePath(row.code)}` : null
  const parts =
    language === 'de'
      ? [
          'Guten Tag,',
          `Ihre Meldung ${row.code} hat einen neuen Stand: ${states.de[state]}.`,
          note,
          page ?? '',
          `Diese Nachricht kommt, weil Sie Ihre E-Mail-Adresse bei der Meldung angegeben und bestätigt haben. Keine Nachrichten mehr, und die Adresse löschen:\n${end}`
        ]
      : [
          'Hello,',
          `your report ${row.code} has a new state: ${states.en[state]}.`,
          note,
          page ?? '',
          `This message comes because you gave your e-mail address with the report and confirmed it. No more messages, and delete the address:\n${end}`
        ]
  const subject =
    language === 'de'
      ? `Ihre Meldung ${row.code}: ${states.de[state]} (${name})`
      : `Your report ${row.code}: ${states.en[state]} (${name})`
  await sendMailLater(tx, {
    recipient: row.email,
    purpose: 'answer',
    subject,
    body: parts.filter(Boolean).join('\n\n')
  })
}
