// What the mails about reviews say.
import type { Language } from '#language/shared.ts'

export type TellKind =
  | 'asked'
  | 'feedback'
  | 'answered'
  | 'escalated'
  | 'returned'
  | 'look'
  | 'look-due'
  | 'looked'
  | 'voided'
  | 'level'
  | 'proposal'

interface Text {
  subject: string
  body: string
}

export interface MailLine {
  kind: TellKind
  by: string | null
  /** Of a post; null: it is an answer, whose words stay in the desk. */
  title: string | null
  note: string
  link: string
}

type Say = (by: string, what: string) => string

const said: Record<Language, Record<TellKind, Say>> = {
  de: {
    asked: (by, what) => `${by} bittet um Freigabe: ${what}.`,
    feedback: (by, what) => `${by} bittet um eine Rückmeldung: ${what}.`,
    answered: (_by, what) => `Ihre Anfrage wurde beantwortet: ${what}.`,
    escalated: (by, what) => `${by} wartet auf eine Freigabe, und bisher hat niemand geantwortet: ${what}.`,
    returned: (_by, what) =>
      `Niemand hat geantwortet. Es liegt wieder bei Ihnen und wurde nicht veröffentlicht: ${what}.`,
    look: (by, what) => `Ist veröffentlicht und soll noch angesehen werden, von ${by}: ${what}.`,
    'look-due': (by, what) => `Wartet noch auf einen zweiten Blick, von ${by}: ${what}.`,
    looked: (_by, what) => `Jemand hat sich angesehen, was Sie veröffentlicht haben: ${what}.`,
    voided: (_by, what) =>
      `Ein Bild oder seine Beschreibung wurde geändert. Ihr Beitrag braucht eine neue Freigabe: ${what}.`,
    level: () => 'Ihre Vertrauensstufe hat sich geändert.',
    proposal: () => 'Es liegt ein Vorschlag für eine höhere Vertrauensstufe vor, über den Sie entscheiden können.'
  },
  en: {
    asked: (by, what) => `${by} asks for approval: ${what}.`,
    feedback: (by, what) => `${by} asks for feedback: ${what}.`,
    answered: (_by, what) => `Your request was answered: ${what}.`,
    escalated: (by, what) => `${by} waits for an approval and nobody has answered yet: ${what}.`,
    returned: (_by, what) => `Nobody answered. It is back with you and was not published: ${what}.`,
    look: (by, what) => `Is published and waits for a second look, by ${by}: ${what}.`,
    'look-due': (by, what) => `Still waits for a second look, by ${by}: ${what}.`,
    looked: (_by, what) => `Somebody had a look at what you published: ${what}.`,
    voided: (_by, what) => `A picture or its description was changed. Your post needs a new approval: ${what}.`,
    level: () => 'Your level of trust has changed.',
    proposal: () => 'There is a proposal for a higher level of trust that you can decide about.'
  }
}

const subjects: Record<Language, Record<TellKind, string>> = {
  de: {
    asked: 'Bitte um Freigabe',
    feedback: 'Bitte um Rückmeldung',
    answered: 'Antwort auf Ihre Anfrage',
    escalated: 'Eine Freigabe wartet',
    returned: 'Zurück bei Ihnen',
    look: 'Zum Ansehen',
    'look-due': 'Ein zweiter Blick fehlt noch',
    looked: 'Angesehen',
    voided: 'Eine Freigabe gilt nicht mehr',
    level: 'Ihre Vertrauensstufe',
    proposal: 'Vorschlag für eine Vertrauensstufe'
  },
  en: {
    asked: 'Approval asked for',
    feedback: 'Feedback asked for',
    answered: 'Your request was answered',
    escalated: 'An approval waits',
    returned: 'Back with you',
    look: 'For a second look',
    'look-due': 'A second look is missing',
    looked: 'A second look was taken',
    voided: 'An approval no longer holds',
    level: 'Your level of trust',
    proposal: 'A proposal for a level of trust'
  }
}

/** Tells a colleague what there is, one line each. */
export function reviewMail(language: Language, municipality: string, lines: MailLine[]): Text {
  const de = language === 'de'
  const what = ({ kind, by, title, note, link }: MailLine): string => {
    const thing =
      title === null ? (de ? 'eine Antwort' : 'an answer') : title ? `„${title}“` : de ? 'ein Beitrag' : 'a post'
    const line = said[language][kind](by ?? (de ? 'Jemand' : 'Somebody'), thing)
    return `${line}${note ? `\n  ${note}` : ''}\n${link}`
  }
  const subject =
    lines.length > 1
      ? de
        ? `${lines.length} Hinweise zu Freigaben`
        : `${lines.length} notices about reviews`
      : subjects[language][lines[0]!.kind]
  const foot = de
    ? `${municipality}. Wann solche Mails kommen, lässt sich unter „Einstellungen“, „Benachrichtigungen“ ändern.`
    : `${municipality}. When such mails come can be changed in “Settings”, “Notices”.`
  return { subject: `${subject} (${municipality})`, body: `${lines.map(what).join('\n\n')}\n\n${foot}` }
}

/** Asks somebody without an account. */
export function linkMail(
  language: Language,
  data: { municipality: string; by: string; feedbackOnly: boolean; isPublished: boolean; link: string; until: string }
): Text {
  if (language === 'en')
    return {
      subject: `${data.feedbackOnly ? 'Feedback' : data.isPublished ? 'A second look' : 'Approval'} asked for (${data.municipality})`,
      body: `Hello,

${data.by} asks you ${data.feedbackOnly ? 'for feedback on a text' : data.isPublished ? 'to look at a text that is published' : 'to approve a text before it is published'}. It opens by this link, without an account:
${data.link}

The link works once and until ${data.until}. Please do not pass it on: whoever has it can answer in your name.`
    }
  return {
    subject: `Bitte um ${data.feedbackOnly ? 'Rückmeldung' : data.isPublished ? 'einen zweiten Blick' : 'Freigabe'} (${data.municipality})`,
    body: `Guten Tag,

${data.by} bittet Sie, ${data.feedbackOnly ? 'eine Rückmeldung zu einem Text zu geben' : data.isPublished ? 'einen veröffentlichten Text anzusehen' : 'einen Text freizugeben, bevor er veröffentlicht wird'}. Er öffnet sich über diesen Link, ohne Konto:
${data.link}

Der Link gilt einmal und bis ${data.until}. Bitte geben Sie ihn nicht weiter: Wer ihn hat, kann in Ihrem Namen antworten.`
  }
}
