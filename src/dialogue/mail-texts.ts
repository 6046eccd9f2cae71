// What the mails of the dialogue say.
import type { Language } from '#language/shared.ts'

interface Text {
  subject: string
  body: string
}

interface NoticeMailLine {
  kind: 'assigned' | 'mentioned'
  by: string | null
  channel: string
  /** What a citizen wrote, where the municipality allows it in mails. */
  excerpt: string | null
  link: string
}

/** Tells a colleague what waits, one line each. */
export function noticeMail(language: Language, municipality: string, lines: NoticeMailLine[]): Text {
  const de = language === 'de'
  const what = ({ kind, by, channel, excerpt, link }: NoticeMailLine): string => {
    const somebody = by ?? (de ? 'Jemand' : 'Somebody')
    const said = de
      ? kind === 'assigned'
        ? `${somebody} hat Ihnen ein Gespräch zugewiesen (${channel}).`
        : `${somebody} hat Sie in einer Notiz erwähnt (${channel}).`
      : kind === 'assigned'
        ? `${somebody} assigned a conversation to you (${channel}).`
        : `${somebody} mentioned you in a note (${channel}).`
    return `${said}${excerpt ? `\n  ${excerpt}` : ''}\n${link}`
  }
  const first = lines[0]!.kind
  const subject =
    lines.length > 1
      ? de
        ? `${lines.length} Hinweise aus dem Dialog`
        : `${lines.length} notices from the dialogue`
      : de
        ? first === 'assigned'
          ? 'Ein Gespräch für Sie'
          : 'Sie wurden erwähnt'
        : first === 'assigned'
          ? 'A conversation for you'
          : 'You were mentioned'
  const foot = de
    ? `${municipality}. Wann solche Mails kommen, lässt sich unter „Einstellungen“, „Benachrichtigungen“ ändern.`
    : `${municipality}. When such mails come can be changed in “Settings”, “Notices”.`
  return { subject: `${subject} (${municipality})`, body: `${lines.map(what).join('\n\n')}\n\n${foot}` }
}

/** Tells a commenter who left an address that there is an answer. Holds no text of anybody. */
export function answeredMail(language: Language, data: { municipality: string; title: string; link: string }): Text {
  return language === 'de'
    ? {
        subject: `Antwort auf Ihren Kommentar (${data.municipality})`,
        body: `Guten Tag,

auf Ihren Kommentar zu „${data.title}“ gibt es eine Antwort der Verwaltung:
${data.link}

Diese Nachricht kommt, weil Ihre E-Mail-Adresse beim Kommentar angegeben wurde. Wenn Sie das nicht waren, ist nichts zu tun.
Über den privaten Link zum Kommentar lässt er sich samt Adresse löschen.`
      }
    : {
        subject: `An answer to your comment (${data.municipality})`,
        body: `Hello,

there is an answer of the administration to your comment on “${data.title}”:
${data.link}

This message comes because your e-mail address was given with the comment. If that was not you, there is nothing to do.
With the comment's private link it can be deleted together with the address.`
      }
}
