/** What people are told when something about a decision cannot be done. */
import { formatDateTime } from '../dates.ts'

type Data = Record<string, unknown>

const done: Record<string, [de: string, en: string]> = {
  stand: ['es stehen gelassen', 'let it stand'],
  remind: ['an die Regeln erinnert', 'reminded of the rules'],
  hide: ['es verborgen', 'hid it'],
  delete: ['es gelöscht', 'deleted it'],
  pause: ['die Kommentare ruhen lassen', 'paused the comments'],
  block: ['eine Sperre vorgeschlagen oder verhängt', 'proposed or imposed a block'],
  police: ['es der Polizei gemeldet', 'reported it to the police']
}

const until = (data: Data, language: 'de' | 'en') =>
  typeof data.until === 'string' ? formatDateTime(data.until, { language }) : ''

export const de = {
  'moderation.decidedMeanwhile': (data: Data) =>
    `${String(data.by || 'Jemand')} hat inzwischen ${done[String(data.step)]?.[0] ?? 'entschieden'}${
      data.ground ? ` (Grund: ${String(data.ground)})` : ''
    }. Bitte sehen Sie sich das erst an.`,
  'moderation.factsMissing': 'Bitte schreiben Sie, was war. Die Person liest es.',
  'moderation.factsTooLong': (data: Data) => `Das ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  'moderation.milderMissing': 'Bitte schreiben Sie, warum nichts Milderes reicht.',
  'moderation.milderTooLong': (data: Data) => `Das ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  'moderation.groundMissing': 'Bitte wählen Sie den Grund.',
  'moderation.groundUnknown': 'Diesen Grund gibt es nicht mehr. Vielleicht wurden die Regeln geändert.',
  'moderation.reminderMissing': 'Bitte schreiben Sie, woran Sie erinnern.',
  'moderation.reminderTooLong': (data: Data) => `Das ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  'moderation.reportMissing': 'Bitte schreiben Sie, was der andere Server wissen soll.',
  'moderation.daysChoose': 'Bitte wählen Sie, wie lange die Sperre gilt.',
  'moderation.hoursChoose': 'Bitte wählen Sie, wie lange die Kommentare ruhen.',
  'moderation.stepChoose': 'Bitte wählen Sie, was geschehen soll.',
  'moderation.nobodyToBlock':
    'Diese Person lässt sich nicht wiedererkennen: kein Konto, keine bestätigte Adresse, kein privater Link. Eine Sperre ginge ins Leere.',
  'moderation.nothingKept': 'Der Text ist weg, und es gibt keine Beweiskopie.',
  'moderation.pausedAlready': (data: Data) => `Kommentare ruhen hier schon, bis ${until(data, 'de')}.`,
  'moderation.commentsPaused': (data: Data) =>
    `Kommentare zu diesem Beitrag ruhen bis ${until(data, 'de')}. Grund: ${String(data.reason)}`,
  'moderation.blocked': (data: Data) =>
    `Sie können hier bis ${until(data, 'de')} nicht kommentieren. Grund: ${String(data.reason)}`,
  'moderation.decisionNotFound': 'Diese Entscheidung gibt es nicht, oder sie gehört zu einem Amt, das Sie nicht sehen.',
  'moderation.reviewNotFound': 'Diese Überprüfung gibt es nicht.',
  'moderation.sameSecond': 'Diese Sperre haben Sie selbst vorgeschlagen. Zustimmen muss jemand anderes.',
  'moderation.waitsNoMore': 'Darüber hat inzwischen jemand anderes entschieden.',
  'moderation.notReviewable': 'Diese Entscheidung gilt nicht mehr. Es gibt nichts zu überprüfen.',
  'moderation.reviewedAlready': 'Das wurde schon überprüft. Der Rechtsweg steht weiter offen.',
  'moderation.reviewReasonMissing': 'Bitte schreiben Sie, was überprüft werden soll.',
  'moderation.ownDecision': 'An dieser Entscheidung haben Sie mitgewirkt. Überprüfen muss sie jemand anderes.',
  'moderation.reviewedMeanwhile': 'Diese Überprüfung hat inzwischen jemand abgeschlossen.',
  'moderation.reviewNoteMissing': 'Bitte begründen Sie das Ergebnis. Wer gefragt hat, liest es.',
  'moderation.exportReasonMissing': 'Bitte schreiben Sie, wozu das Paket gebraucht wird.',
  'moderation.authorityMissing': 'Bitte nennen Sie die Stelle, die das Paket bekommt.',
  'moderation.noEvidence': 'Zu dieser Entscheidung gibt es keine Beweiskopie.'
}

export const en: typeof de = {
  'moderation.decidedMeanwhile': (data: Data) =>
    `${String(data.by || 'Somebody')} has ${done[String(data.step)]?.[1] ?? 'decided'} meanwhile${
      data.ground ? ` (ground: ${String(data.ground)})` : ''
    }. Please look at that first.`,
  'moderation.factsMissing': 'Please write what happened. The person reads it.',
  'moderation.factsTooLong': (data: Data) => `That is too long: at most ${String(data.max)} characters.`,
  'moderation.milderMissing': 'Please write why nothing milder will do.',
  'moderation.milderTooLong': (data: Data) => `That is too long: at most ${String(data.max)} characters.`,
  'moderation.groundMissing': 'Please choose the ground.',
  'moderation.groundUnknown': 'There is no such ground any more. The rules may have been changed.',
  'moderation.reminderMissing': 'Please write what you remind of.',
  'moderation.reminderTooLong': (data: Data) => `That is too long: at most ${String(data.max)} characters.`,
  'moderation.reportMissing': 'Please write what the other server should know.',
  'moderation.daysChoose': 'Please choose how long the block holds.',
  'moderation.hoursChoose': 'Please choose how long the comments rest.',
  'moderation.stepChoose': 'Please choose what should happen.',
  'moderation.nobodyToBlock':
    'This person cannot be recognised: no account, no confirmed address, no private link. A block would hit nobody.',
  'moderation.nothingKept': 'The text is gone, and there is no evidence copy.',
  'moderation.pausedAlready': (data: Data) => `Comments rest here already, until ${until(data, 'en')}.`,
  'moderation.commentsPaused': (data: Data) =>
    `Comments on this post rest until ${until(data, 'en')}. Ground: ${String(data.reason)}`,
  'moderation.blocked': (data: Data) =>
    `You cannot comment here until ${until(data, 'en')}. Ground: ${String(data.reason)}`,
  'moderation.decisionNotFound': 'There is no such decision, or it belongs to a department you do not see.',
  'moderation.reviewNotFound': 'There is no such review.',
  'moderation.sameSecond': 'You proposed this block yourself. Somebody else has to agree.',
  'moderation.waitsNoMore': 'Somebody else has decided about it meanwhile.',
  'moderation.notReviewable': 'This decision no longer holds. There is nothing to review.',
  'moderation.reviewedAlready': 'This was reviewed already. The courts stay open.',
  'moderation.reviewReasonMissing': 'Please write what should be reviewed.',
  'moderation.ownDecision': 'You had a part in this decision. Somebody else has to review it.',
  'moderation.reviewedMeanwhile': 'Somebody has finished this review meanwhile.',
  'moderation.reviewNoteMissing': 'Please give the reasons of the outcome. Whoever asked reads them.',
  'moderation.exportReasonMissing': 'Please write what the package is needed for.',
  'moderation.authorityMissing': 'Please name the authority that gets the package.',
  'moderation.noEvidence': 'There is no evidence copy of this decision.'
}
