/** Texts of the pages about the public address and about what stands still after a restore. */
import * as findings from './findings.ts'

export const de = {
  findings: findings.de,
  title: 'Adresse und Fediverse',
  lead: 'Unter welcher Adresse die Website steht, und ob das Fediverse sie kennen darf.',
  address: 'Öffentliche Adresse',
  handles: 'Namen im Fediverse',
  confirmed: (at: string) => `Die Adresse wurde am ${at} geprüft. Das Fediverse ist offen.`,
  unconfirmed:
    'Das Fediverse ist noch zu: Erst muss feststehen, dass die Adresse hierher führt, denn andere Server merken sie sich für immer.',
  change: 'Adresse ändern',
  check: 'Jetzt prüfen',
  checking: 'Wird geprüft …',
  allGood: 'Alles in Ordnung. Das Fediverse ist offen.',
  notYet: 'Noch nicht in Ordnung. Was zu tun ist, steht unten.',
  results: 'Ergebnis',
  todo: 'Zu tun',
  states: { good: 'In Ordnung', warning: 'Achtung', failed: 'Fehler' },
  later:
    'Nach der ersten Prüfung bleibt die Adresse: Wer der Kommune im Fediverse folgt, folgt dieser Adresse und ginge bei einem Wechsel verloren.',
  held: (since: string) =>
    `Seit einer Wiederherstellung am ${since} geht nichts hinaus: nichts ins Fediverse, keine Mails, keine anderen Kanäle. Was seit der Sicherung vielleicht schon gesendet wurde, ist als ungewiss vermerkt.`,
  heldTitle: 'Ausgang steht still',
  heldLook: 'Ansehen und freigeben',
  heldNothing: 'Nichts wartet und nichts ist ungewiss.',
  heldUnknown: 'Ungewiss',
  heldDue: 'Zu senden',
  heldTable: 'Was stillsteht',
  heldPost: 'Beitrag',
  heldAnswer: 'Antwort',
  heldChannel: 'Kanal',
  heldState: 'Stand',
  heldWhen: 'Fällig',
  heldAfter:
    'Nach der Freigabe wird Ungewisses zuerst nachgeschlagen. Was kein Netz beantworten kann, wartet am Beitrag auf eine Entscheidung und wird nie von selbst noch einmal gesendet.',
  release: 'Ausgang freigeben',
  released: 'Der Ausgang ist frei.'
}

export const en: typeof de = {
  findings: findings.en,
  title: 'Address and Fediverse',
  lead: 'At which address the site is, and whether the Fediverse may know it.',
  address: 'Public address',
  handles: 'Handles',
  confirmed: (at) => `The address was checked on ${at}. The Fediverse is open.`,
  unconfirmed:
    'The Fediverse is still closed: first it must be certain that the address leads here, because other servers keep it for ever.',
  change: 'Change the address',
  check: 'Check now',
  checking: 'Checking …',
  allGood: 'All is well. The Fediverse is open.',
  notYet: 'Not yet in order. What to do is below.',
  results: 'Result',
  todo: 'To do',
  states: { good: 'Fine', warning: 'Note', failed: 'Error' },
  later:
    'After the first check the address stays: whoever follows the municipality in the Fediverse follows this address and would be lost with a change.',
  held: (since) =>
    `Since a restore on ${since} nothing goes out: nothing to the Fediverse, no mail, no other channel. What may have been sent since the backup is marked as unknown.`,
  heldTitle: 'Outgoing stands still',
  heldLook: 'Look and release',
  heldNothing: 'Nothing waits and nothing is unknown.',
  heldUnknown: 'Unknown',
  heldDue: 'To be sent',
  heldTable: 'What stands still',
  heldPost: 'Post',
  heldAnswer: 'Answer',
  heldChannel: 'Channel',
  heldState: 'State',
  heldWhen: 'Due',
  heldAfter:
    'After the release what is unknown is looked up first. What no network can answer waits at its post for a decision and is never sent again by itself.',
  release: 'Release outgoing',
  released: 'Outgoing is released.'
}
