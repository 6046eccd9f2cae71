// The answer to an access request as a page of its own: to be read, printed, and kept without this program.
import type { SubjectExport } from './export.ts'

/** A whole document without anything from elsewhere. */
export function exportPage(data: SubjectExport): string {
  const { controller, privacyOfficer, authority } = data
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Auskunft nach Art. 15 DSGVO</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
pre,td{white-space:pre-wrap;overflow-wrap:anywhere}article{border-top:1px solid #767676;padding:.5rem 0}</style></head><body>
<h1>Auskunft nach Art. 15 DSGVO</h1>
<p>${text(controller.name)}<br>${text(controller.address)}<br>${text(controller.email)}</p>
<p>Erstellt am ${day(data.madeAt)}. Gesucht wurde nach: ${data.knownBy.map(text).join(', ')}.</p>
<h2>Wozu, auf welcher Grundlage, wie lange</h2>
<p>Zweck: Fragen beantworten, Hinweise an das zuständige Amt geben, das öffentliche Gespräch ermöglichen.
Rechtsgrundlage: ${text(data.legalBasis)}. Öffentliches können alle lesen, auch andere Server im Fediverse; Nichtöffentliches nur,
wer es im Rathaus für seine Aufgabe braucht. Eine automatische Entscheidung findet nicht statt.</p>
${table(Object.entries(data.keptFor))}
${section(
  'Ihre Nachrichten',
  data.messages.map((one) =>
    article(`${day(one.at)}, ${text(one.channel)}, als „${text(one.name)}“`, one.text, [
      ['Zu', one.below],
      ['Stand', states[one.state] ?? one.state],
      ['Begründung', one.reason],
      ['Fassung des Hinweises', one.notice],
      ['IP-Adresse', one.addressUntil && `verschlüsselt gespeichert, lesbar bis ${one.addressUntil} Tage`],
      ['Dateien', one.files.join(', ') || null],
      ['Meldung', one.report && [one.report.address, one.report.phone].filter(Boolean).join(', ')]
    ])
  )
)}
${section(
  'Antworten der Verwaltung',
  data.answers.map((one) => article(`${day(one.at)} ${text(one.unit)}`, one.text))
)}
${section(
  'Notizen der Verwaltung',
  data.notes.map((one) => article(`${day(one.at)} ${text(one.unit)}`, one.text))
)}
${section(
  'Kontakt',
  data.contacts.map((one) => article(text(one.name), [one.handle, one.email, one.profile].filter(Boolean).join('\n')))
)}
${section(
  'Mails an Sie',
  data.mails.map((one) => article(`${day(one.at)}: ${text(one.subject)}`, one.text))
)}
${section(
  'Konten, die uns folgen',
  data.follows.map((one) => article(`seit ${day(one.since)}`, one.account))
)}
${section(
  'Reaktionen',
  data.reactions.map((one) => article(`${day(one.at)}: ${text(one.kind)}`, one.below ?? ''))
)}
${section(
  'Rohfassungen, wie sie ankamen',
  data.received.map((one) => article(`${day(one.at)}: ${text(one.kind)}`, JSON.stringify(one.content, null, 1)))
)}
<h2>Ihre Rechte</h2>
<p>Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18), Widerspruch (Art. 21 DSGVO). Kontakt:
${text(privacyOfficer.name)}, ${text(privacyOfficer.email)}.${
    authority ? ` Beschwerde: ${text(authority.name)}, ${text(authority.site)}.` : ''
  }</p>
</body></html>
`
}

const states: Record<string, string> = {
  held: 'wartet auf Freigabe',
  visible: 'öffentlich',
  hidden: 'ausgeblendet',
  rejected: 'nicht freigegeben'
}

function section(title: string, parts: string[]): string {
  return parts.length === 0 ? '' : `<h2>${title}</h2>\n${parts.join('\n')}`
}

function article(head: string, body: string, facts: [string, string | null][] = []): string {
  const given = facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
  return `<article><p><strong>${head}</strong></p><pre>${text(body)}</pre>${given.length > 0 ? table(given) : ''}</article>`
}

function table(rows: [string, string][]): string {
  return `<table>${rows.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`).join('')}</table>`
}

function day(iso: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? []
  return year ? `${Number(date)}.${Number(month)}.${year}` : ''
}

function text(given: string): string {
  return given.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
