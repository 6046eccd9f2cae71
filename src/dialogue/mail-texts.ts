// What the mails of the dialogue say.
import type { Language } from '#language/shared.ts'

interface Text {
  subject: string
  body: string
}

type Kind =
  | 'assigned'
  | 'mentioned'
  | 'unit'
  | 'warning'
  | 'escalated'
  | 'watched'
  | 'asked'
  | 'replied'
  | 'nobody'
  | 'storm'
  | 'reported'
  | 'overdue'

const told: Record<Language, Record<Kind, (somebody: string, channel: string) => string>> = {
  de: {
    assigned: (somebody, channel) => `${somebody} hat Ihnen ein Gespräch zugewiesen (${channel}).`,
    mentioned: (somebody, channel) => `${somebody} hat Sie in einer Notiz erwähnt (${channel}).`,
    unit: (somebody, channel) => `${somebody} hat Ihrem Amt ein Gespräch gegeben (${channel}).`,
    warning: (_somebody, channel) => `Für ein Gespräch läuft die Zeit bald ab (${channel}).`,
    escalated: (_somebody, channel) => `Für ein Gespräch ist die Zeit abgelaufen (${channel}).`,
    watched: (_somebody, channel) => `In einem Gespräch, das Sie beobachten, gibt es Neues (${channel}).`,
    asked: (somebody, channel) => `${somebody} hat eine Frage an Ihr Amt (${channel}).`,
    replied: (_somebody, channel) => `Auf Ihre Rückfrage gibt es eine Antwort (${channel}).`,
    nobody: (_somebody, channel) => `Ein Gespräch liegt schon länger ohne Amt (${channel}).`,
    storm: (_somebody, channel) => `Zu einem Beitrag kommen gerade ungewöhnlich viele Nachrichten (${channel}).`,
    reported: (_somebody, channel) => `Ein Kommentar wurde als rechtswidrig gemeldet (${channel}).`,
    overdue: (_somebody, channel) => `Die Frist für eine Meldung ist abgelaufen (${channel}).`
  },
  en: {
    assigned: (somebody, channel) => `${somebody} assigned a conversation to you (${channel}).`,
    mentioned: (somebody, channel) => `${somebody} mentioned you in a note (${channel}).`,
    unit: (somebody, channel) => `${somebody} gave a conversation to your department (${channel}).`,
    warning: (_somebody, channel) => `The time for a conversation is running out (${channel}).`,
    escalated: (_somebody, channel) => `The time for a conversation has run out (${channel}).`,
    watched: (_somebody, channel) => `There is news in a conversation that you watch (${channel}).`,
    asked: (somebody, channel) => `${somebody} has a question to your department (${channel}).`,
    replied: (_somebody, channel) => `There is an answer to your question (${channel}).`,
    nobody: (_somebody, channel) => `A conversation has been without a department for a while (${channel}).`,
    storm: (_somebody, channel) => `Unusually many messages are coming in on one post (${channel}).`,
    reported: (_somebody, channel) => `Somebody gave notice that a comment is illegal (${channel}).`,
    overdue: (_somebody, channel) => `The deadline of a notice is over (${channel}).`
  }
}

const subjects: Record<Language, Record<Kind, string>> = {
  de: {
    assigned: 'Ein Gespräch für Sie',
    mentioned: 'Sie wurden erwähnt',
    unit: 'Ein Gespräch für Ihr Amt',
    warning: 'Die Zeit läuft bald ab',
    escalated: 'Die Zeit ist abgelaufen',
    watched: 'Neues in einem beobachteten Gespräch',
    asked: 'Eine Frage an Ihr Amt',
    replied: 'Antwort auf Ihre Rückfrage',
    nobody: 'Ein Gespräch ohne Amt',
    storm: 'Ungewöhnlich viele Nachrichten',
    reported: 'Ein Kommentar wurde gemeldet',
    overdue: 'Frist einer Meldung abgelaufen'
  },
  en: {
    assigned: 'A conversation for you',
    mentioned: 'You were mentioned',
    unit: 'A conversation for your department',
    warning: 'Time is running out',
    escalated: 'Time has run out',
    watched: 'News in a conversation that you watch',
    asked: 'A question to your department',
    replied: 'An answer to your question',
    nobody: 'A conversation without a department',
    storm: 'Unusually many messages',
    reported: 'A comment was reported',
    overdue: 'The deadline of a notice is over'
  }
}

interface NoticeMailLine {
  kind: Kind
  by: string | null
  /** Who is away and stood in for. */
  for: string | null
  channel: string
  /** What a citizen wrote, where the municipality allows it in mails. */
  excerpt: string | null
  link: string
}

/** Tells a colleague what waits, one line each. */
export function noticeMail(language: Language, municipality: string, lines: NoticeMailLine[]): Text {
  const de = language === 'de'
  const what = ({ kind, by, for: away, channel, excerpt, link }: NoticeMailLine): string => {
    const said = told[language][kind](by ?? (de ? 'Jemand' : 'Somebody'), channel)
    const instead = away ? (de ? ` In Vertretung für ${away}.` : ` Standing in for ${away}.`) : ''
    return `${said}${instead}${excerpt ? `\n  ${excerpt}` : ''}\n${link}`
  }
  const subject =
    lines.length > 1
      ? de
        ? `${lines.length} Hinweise aus dem Dialog`
        : `${lines.length} notices from the dialogue`
      : subjects[language][lines[0]!.kind]
  const foot = de
    ? `${municipality}. Wann solche Mails kommen, lässt sich unter „Einstellungen“, „Benachrichtigungen“ ändern.`
    : `${municipality}. When such mails come can be changed in “Settings”, “Notices”.`
  return { subject: `${subject} (${municipality})`, body: `${lines.map(what).join('\n\n')}\n\n${foot}` }
}

/** Asks whether an address is its reader's own. Holds nothing that the commenter wrote: it may reach somebody else. */
export function confirmMail(language: Language, data: { municipality: string; link: string; days: number }): Text {
  return language === 'de'
    ? {
        subject: `Bitte bestätigen: E-Mail bei Antworten (${data.municipality})`,
        body: `Guten Tag,

jemand hat auf der Website von ${data.municipality} einen Kommentar geschrieben und diese E-Mail-Adresse angegeben, um von
Antworten zu erfahren. Waren Sie das? Dann bestätigen Sie die Adresse hier:
${data.link}

Der Link gilt ${data.days} Tage. Waren Sie es nicht, ist nichts zu tun: Weitere Nachrichten kommen nicht, und die Adresse wird
gelöscht.`
      }
    : {
        subject: `Please confirm: e-mail about answers (${data.municipality})`,
        body: `Hello,

somebody wrote a comment on the website of ${data.municipality} and gave this e-mail address to hear of answers. Was that you?
Then confirm the address here:
${data.link}

The link works for ${data.days} days. If it was not you, there is nothing to do: no more messages will come, and the address is
deleted.`
      }
}

/** Tells a commenter who confirmed an address that there is an answer. Holds no text of anybody. */
export function answeredMail(
  language: Language,
  data: { municipality: string; title: string; link: string; end: string }
): Text {
  return language === 'de'
    ? {
        subject: `Antwort auf Ihren Kommentar (${data.municipality})`,
        body: `Guten Tag,

auf Ihren Kommentar zu „${data.title}“ gibt es eine Antwort der Verwaltung:
${data.link}

Diese Nachricht kommt, weil Sie Ihre E-Mail-Adresse beim Kommentar angegeben und bestätigt haben. Keine Nachrichten mehr, und
die Adresse löschen:
${data.end}`
      }
    : {
        subject: `An answer to your comment (${data.municipality})`,
        body: `Hello,

there is an answer of the administration to your comment on “${data.title}”:
${data.link}

This message comes because you gave your e-mail address with the comment and confirmed it. No more messages, and delete the
address:
${data.end}`
      }
}

interface ColleagueData {
  municipality: string
  by: string
  link: string
  until: string
}

/**
 * Asks a colleague without an account. The mail itself holds nothing of the citizen: that stands behind the link, which is in no
 * subject, because subjects are seen in the list of mails.
 */
export function colleagueMail(language: Language, data: ColleagueData): Text {
  return language === 'de'
    ? {
        subject: `Rückfrage von ${data.by} (${data.municipality})`,
        body: `Guten Tag,

${data.by} (${data.municipality}) hat eine Frage an Sie. Die Frage und was Sie dafür wissen müssen, steht hier:
${data.link}

Sie brauchen dafür kein Konto. Der Link gilt bis ${data.until} und für eine Antwort. Bitte geben Sie ihn nicht weiter.`
      }
    : {
        subject: `A question from ${data.by} (${data.municipality})`,
        body: `Hello,

${data.by} (${data.municipality}) has a question to you. The question and what you need to know for it stand here:
${data.link}

You need no account. The link works until ${data.until} and for one answer. Please do not pass it on.`
      }
}

interface ForwardData {
  municipality: string
  by: string
  text: string
  place: string
  /** Name and address of who asked, where it may go along. */
  contact: string | null
  shared: { author: string | null; at: string; text: string }[]
}

/** Passes a matter on to another authority. */
export function forwardMail(language: Language, data: ForwardData): Text {
  const de = language === 'de'
  const quoted = data.shared.map(
    ({ author, at, text }) =>
      `${author ?? (de ? 'Bürgerin oder Bürger' : 'Citizen')}, ${at}:\n${text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')}`
  )
  const parts = [
    data.text,
    ...(data.place ? [`${de ? 'Ort' : 'Place'}: ${data.place}`] : []),
    ...(data.contact ? [`${de ? 'Kontakt' : 'Contact'}: ${data.contact}`] : []),
    ...quoted,
    de ? `Weitergeleitet von ${data.by}, ${data.municipality}.` : `Forwarded by ${data.by}, ${data.municipality}.`
  ]
  return {
    subject: de ? `Weiterleitung eines Anliegens (${data.municipality})` : `A matter passed on (${data.municipality})`,
    body: parts.join('\n\n')
  }
}

/** Tells an owner which answer cards run out. */
export function cardMail(language: 'de' | 'en', titles: string[], link: string): { subject: string; body: string } {
  const list = titles.map((title) => `- ${title}`).join('\n')
  return language === 'de'
    ? {
        subject: 'Antwortkarten laufen ab',
        body: `Diese Antwortkarten gelten nur noch bis in die nächsten Tage, danach werden sie nicht mehr vorgeschlagen:\n\n${list}\n\nStimmen sie noch? Hier lassen sie sich ansehen und verlängern:\n${link}\n`
      }
    : {
        subject: 'Answer cards run out',
        body: `These answer cards are good for a few days only and will not be offered afterwards:\n\n${list}\n\nAre they still right? They can be read and prolonged here:\n${link}\n`
      }
}
