// What authors are told about a decision. Short where a network is: without greeting, within 500 signs.
import type { Language } from '#language/shared.ts'
import { formatDateTime } from '#ui/dates.ts'
import { referenceOf, type Outcome, type Step } from '#moderation/shared.ts'

export interface Letter {
  step: Step
  facts: string
  groundText: string
  milder: string
  until: Date | null
  /** What whoever decides adds; of a reminder the whole text. */
  text?: string
}

interface Told extends Letter {
  id: string
  municipality: string
  zone: string
  /** Where the rules stand. */
  rules: string
  /** They hold the private link. */
  hasPage: boolean
}

const what: Record<Language, Record<Exclude<Step, 'stand' | 'remind'>, string>> = {
  de: {
    hide: 'Ihr Kommentar wird nicht gezeigt.',
    delete: 'Ihr Kommentar wurde gelöscht.',
    pause: 'Kommentare ruhen.',
    block: 'Sie können hier für eine begrenzte Zeit nicht kommentieren.',
    police: 'Ihr Kommentar wurde der Polizei gemeldet.'
  },
  en: {
    hide: 'Your comment is not shown.',
    delete: 'Your comment was deleted.',
    pause: 'Comments rest.',
    block: 'You cannot comment here for a limited time.',
    police: 'Your comment was reported to the police.'
  }
}

/** The mail, the message to them alone, and the answer where all read along (which repeats nothing of what they did). */
export function letterOf(
  language: Language,
  told: Told
): { subject: string; body: string; short: string; open: string } {
  const de = language === 'de'
  const reference = referenceOf(told.id)
  if (told.step === 'remind') {
    const text = `${told.text ?? ''}\n\n${told.rules}`
    const subject = de
      ? `Eine Bitte zu Ihrem Kommentar (${told.municipality})`
      : `About your comment (${told.municipality})`
    return { subject, body: text, short: text, open: text }
  }
  const said = what[language][told.step === 'stand' ? 'hide' : told.step]
  const until = told.until ? formatDateTime(told.until, { language, zone: told.zone }) : ''
  const lines = [
    `${said}${until ? (de ? ` Das gilt bis ${until}.` : ` This holds until ${until}.`) : ''}`,
    `${de ? 'Grund' : 'Ground'}: ${told.groundText}`,
    ...(told.text ? [told.text] : [])
  ]
  const route = told.hasPage
    ? de
      ? `Über Ihren privaten Link können Sie eine Überprüfung verlangen. Eine andere Person entscheidet dann neu.`
      : `You can ask for a review through your private link. Somebody else then decides anew.`
    : de
      ? `Sie können eine Überprüfung verlangen: Antworten Sie auf diese Nachricht und nennen Sie ${reference}. Eine andere Person entscheidet dann neu.`
      : `You can ask for a review: answer this message and name ${reference}. Somebody else then decides anew.`
  const body = [
    de ? 'Guten Tag,' : 'Hello,',
    lines.join('\n'),
    `${de ? 'Was war' : 'What happened'}: ${told.facts}`,
    `${de ? 'Was wir vorher erwogen haben' : 'What we considered before'}: ${told.milder}`,
    `${route}\n${de ? 'Gerichte können Sie unabhängig davon anrufen.' : 'You may go to court independently of that.'}`,
    `${de ? 'Unsere Regeln' : 'Our rules'}: ${told.rules}\n${de ? 'Zeichen' : 'Reference'}: ${reference}\n${told.municipality}`
  ].join('\n\n')
  return {
    subject: de ? `Entscheidung zu Ihrem Kommentar (${reference})` : `Decision about your comment (${reference})`,
    body,
    short: [...lines, `${route} (${reference})`].join('\n\n'),
    open: de
      ? `Zu diesem Kommentar haben wir nach unseren Regeln entschieden (${reference}). Grund: ${told.groundText} ${told.rules}`
      : `We decided about this comment by our rules (${reference}). Ground: ${told.groundText} ${told.rules}`
  }
}

const outcomes: Record<Language, Record<Outcome, string>> = {
  de: {
    upheld: 'Die Entscheidung bleibt bestehen.',
    changed: 'Die Entscheidung wurde durch eine andere ersetzt.',
    undone: 'Die Entscheidung wurde aufgehoben.'
  },
  en: {
    upheld: 'The decision stands.',
    changed: 'The decision was replaced by another.',
    undone: 'The decision was taken back.'
  }
}

/** What came of a review. */
export function reviewLetter(
  language: Language,
  told: { id: string; municipality: string; outcome: Outcome; note: string }
): { subject: string; body: string; short: string } {
  const de = language === 'de'
  const reference = referenceOf(told.id)
  const lines = [
    de
      ? `Eine andere Person hat die Entscheidung ${reference} überprüft. ${outcomes.de[told.outcome]}`
      : `Somebody else looked at the decision ${reference} again. ${outcomes.en[told.outcome]}`,
    ...(told.note ? [told.note] : [])
  ]
  return {
    subject: de ? `Überprüfung abgeschlossen (${reference})` : `Review finished (${reference})`,
    body: [de ? 'Guten Tag,' : 'Hello,', ...lines, told.municipality].join('\n\n'),
    short: lines.join('\n\n')
  }
}
