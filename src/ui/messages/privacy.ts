/** Texts of data protection: overview, looks at addresses, the log. */
import { formatDate } from '../dates.ts'
import * as notice from './privacyNotice.ts'
import * as requests from './privacyRequests.ts'
import * as retention from './privacyRetention.ts'

const day = (text: string, language: 'de' | 'en') => formatDate(`${text}T12:00:00Z`, { language, zone: 'UTC' })

const named = (classes: Record<string, { name: string }>) =>
  Object.fromEntries(Object.entries(classes).map(([id, { name }]) => [id, name]))

const erasedDe: Record<string, string> = {
  ...named(retention.de.classes),
  message: 'Inhalt von Nachrichten',
  media: 'Bilder und Dateien',
  raw: 'Rohfassungen eingegangener Nachrichten',
  person: 'Personen des Hauses',
  reaction: 'Reaktionen'
}
const erasedEn: Record<string, string> = {
  ...named(retention.en.classes),
  message: 'content of messages',
  media: 'pictures and files',
  raw: 'raw copies of incoming messages',
  person: 'members of staff',
  reaction: 'reactions'
}

export const de = {
  notice: notice.de,
  requests: requests.de,
  retention: retention.de,
  title: 'Datenschutz',
  areas: 'Bereiche des Datenschutzes',
  overview: 'Überblick',
  intro: 'Was über Menschen gespeichert ist, wann es geht, und wer hineingesehen hat.',
  lately: 'Zuletzt gelöscht',
  addressDaysNow: (days: number) =>
    days === 1
      ? 'IP-Adressen von Kommentaren sind nach einem Tag unlesbar.'
      : `IP-Adressen von Kommentaren sind nach ${days} Tagen unlesbar.`,
  nothingErased: 'Noch nichts.',
  erasures: 'Löschprotokoll',
  erased: (what: string, count: number, of: string | null): string =>
    what === 'address'
      ? `Schlüssel vom ${of ? day(of, 'de') : '?'} vernichtet: ${count === 1 ? '1 IP-Adresse' : `${count} IP-Adressen`}`
      : `${erasedDe[what] ?? what}: ${count}`,
  banner: (count: number) =>
    count === 1
      ? 'Eine Bitte um Einsicht in eine IP-Adresse wartet auf eine zweite Person.'
      : `${count} Bitten um Einsicht in IP-Adressen warten auf eine zweite Person.`,
  bannerLook: 'Ansehen',
  holds: {
    title: 'IP-Adressen',
    intro:
      'Die IP-Adresse eines Kommentars wird nur gelesen, um bei einer Straftat die Verfasserin oder den Verfasser zu ermitteln: mit Begründung, nach Zustimmung einer zweiten Person, auf Zeit. Jeder Blick wird vermerkt.',
    waiting: (count: number) =>
      count === 1 ? 'Eine Bitte wartet auf Ihre Entscheidung' : `${count} Bitten warten auf Ihre Entscheidung`,
    look: 'Ansehen und entscheiden',
    none: 'Niemand hat darum gebeten',
    noneText:
      'Um Einsicht bittet man am einzelnen Kommentar im Dialog. Ohne Bitte und Zustimmung liest niemand eine Adresse.',
    states: { asked: 'Wartet auf Zustimmung', held: 'Gesichert', refused: 'Abgelehnt', ended: 'Beendet' },
    commentOf: (name: string) => (name ? `Kommentar von ${name}` : 'Kommentar'),
    askedBy: (name: string | null) => `Erbeten von ${name ?? 'jemandem'}`,
    looked: (count: number) =>
      count === 0 ? 'noch nicht gelesen' : count === 1 ? 'einmal gelesen' : `${count}-mal gelesen`,
    ask: 'IP-Adresse sichern lassen',
    askIntro:
      'Damit sie über die Frist hinaus lesbar bleibt, muss eine Person mit der Rolle Datenschutz zustimmen, solange die Frist läuft. Die Bitte allein verlängert nichts.',
    askDo: 'Um Zustimmung bitten',
    reason: 'Grund',
    reasonHint:
      'Welcher Verdacht, welche Straftat, was ist beabsichtigt? Die Kommentarspalte aufzuräumen ist kein Grund.',
    days: 'Wie viele Tage gesichert',
    daysHint: (max: number) => `Höchstens ${max}. Danach wird der Schlüssel von selbst vernichtet.`,
    gone: 'Zu diesem Kommentar gibt es keine lesbare Adresse',
    goneText:
      'Entweder ist die Frist vorbei und der Schlüssel vernichtet, oder der Kommentar kam auf einem anderen Weg. Niemand kann sie wiederherstellen.',
    all: 'Alle Bitten',
    asked: 'Erbeten',
    agreed: 'Zugestimmt',
    until: 'Lesbar bis einschließlich',
    somebody: 'jemand, der nicht mehr hier arbeitet',
    looks: 'Gelesen',
    noLooks: 'Noch nicht.',
    ends: {
      over: 'Die Zeit war um, der Schlüssel wurde vernichtet.',
      person: 'Von Hand beendet, der Schlüssel wurde vernichtet.',
      lost: 'Der Schlüssel war schon vernichtet.'
    },
    decide: 'Entscheiden',
    decideIntro: (days: number) =>
      `Mit Ihrer Zustimmung wird diese eine Adresse für ${days} Tage unter einem eigenen Schlüssel gesichert. Prüfen Sie, ob der Verdacht einer Straftat trägt und es kein milderes Mittel gibt.`,
    note: 'Bemerkung',
    noteHint: 'Bei einer Ablehnung nötig.',
    agreeDo: 'Zustimmen und sichern',
    refuseDo: 'Ablehnen',
    waitsForSecond:
      'Eine zweite Person mit der Rolle Datenschutz muss zustimmen. Wer gebeten hat, kann es nicht selbst.',
    lookDo: 'Adresse lesen',
    lookHint: 'Dass Sie die Adresse lesen, wird mit Name und Zeit vermerkt.',
    endDo: 'Beenden und Schlüssel vernichten',
    address: 'IP-Adresse',
    addressNote: 'Nur hier und nur jetzt. Geben Sie sie nur weiter, wenn das Gesetz es erlaubt.',
    lost: 'Der Schlüssel ist vernichtet. Niemand kann diese Adresse noch lesen.'
  },
  reads: {
    title: 'Wer sah was',
    intro:
      'Jeder Blick in besonders geschützte Daten steht hier: IP-Adressen, Beweiskopien, Pakete für die Polizei, Ausfuhren, Auskünfte.',
    none: 'Noch hat niemand in geschützte Daten gesehen.',
    older: 'Ältere',
    kinds: {
      address: 'IP-Adresse gelesen',
      evidence: 'Beweiskopie angesehen',
      police: 'Paket für die Polizei erstellt',
      export: 'Daten ausgeführt',
      search: 'Nach einer Person gesucht',
      request: 'Auskunft heruntergeladen'
    } as Record<string, string>
  }
}

export const en: typeof de = {
  notice: notice.en,
  requests: requests.en,
  retention: retention.en,
  title: 'Data protection',
  areas: 'Areas of data protection',
  overview: 'Overview',
  intro: 'What is stored about people, when it goes, and who looked at it.',
  lately: 'Erased lately',
  addressDaysNow: (days) =>
    `IP addresses of comments cannot be read any more after ${days === 1 ? 'one day' : `${days} days`}.`,
  nothingErased: 'Nothing yet.',
  erasures: 'Erasure log',
  erased: (what, count, of) =>
    what === 'address'
      ? `Key of ${of ? day(of, 'en') : '?'} destroyed: ${count === 1 ? '1 IP address' : `${count} IP addresses`}`
      : `${erasedEn[what] ?? what}: ${count}`,
  banner: (count) =>
    count === 1
      ? 'One request to read an IP address waits for a second person.'
      : `${count} requests to read IP addresses wait for a second person.`,
  bannerLook: 'Look',
  holds: {
    title: 'IP addresses',
    intro:
      'The IP address of a comment is read only to find its author after a crime: with a reason, after a second person agreed, for a set time. Every look is noted.',
    waiting: (count) =>
      count === 1 ? 'One request waits for your decision' : `${count} requests wait for your decision`,
    look: 'Look and decide',
    none: 'Nobody asked',
    noneText:
      'One asks at the single comment in the dialogue. Without a request and an agreement nobody reads an address.',
    states: { asked: 'Waits for agreement', held: 'Held', refused: 'Refused', ended: 'Ended' },
    commentOf: (name) => (name ? `Comment by ${name}` : 'Comment'),
    askedBy: (name) => `Asked by ${name ?? 'somebody'}`,
    looked: (count) => (count === 0 ? 'not read yet' : count === 1 ? 'read once' : `read ${count} times`),
    ask: 'Have the IP address held',
    askIntro:
      'For it to stay readable beyond its period, a person with the data protection role must agree within that period. Asking alone lengthens nothing.',
    askDo: 'Ask for agreement',
    reason: 'Reason',
    reasonHint: 'Which suspicion, which crime, what is intended? Tidying up the comments is no reason.',
    days: 'Held for how many days',
    daysHint: (max) => `At most ${max}. Then the key is destroyed by itself.`,
    gone: 'There is no readable address for this comment',
    goneText:
      'Either the period is over and the key is destroyed, or the comment came another way. Nobody can bring it back.',
    all: 'All requests',
    asked: 'Asked',
    agreed: 'Agreed',
    until: 'Readable until the end of',
    somebody: 'somebody who no longer works here',
    looks: 'Read',
    noLooks: 'Not yet.',
    ends: {
      over: 'The time was over, the key was destroyed.',
      person: 'Ended by hand, the key was destroyed.',
      lost: 'The key had been destroyed already.'
    },
    decide: 'Decide',
    decideIntro: (days) =>
      `With your agreement this one address is held for ${days} days under a key of its own. Check whether there is a suspicion of a crime and no milder means.`,
    note: 'Remark',
    noteHint: 'Needed for a refusal.',
    agreeDo: 'Agree and hold',
    refuseDo: 'Refuse',
    waitsForSecond: 'A second person with the data protection role must agree. Whoever asked cannot.',
    lookDo: 'Read the address',
    lookHint: 'That you read the address is noted with name and time.',
    endDo: 'End and destroy the key',
    address: 'IP address',
    addressNote: 'Only here and only now. Pass it on only where the law allows it.',
    lost: 'The key is destroyed. Nobody can read this address any more.'
  },
  reads: {
    title: 'Who saw what',
    intro:
      'Every look at specially protected data is here: IP addresses, copies kept as evidence, packages for the police, exports, answers to access requests.',
    none: 'Nobody has looked at protected data yet.',
    older: 'Older',
    kinds: {
      address: 'read an IP address',
      evidence: 'looked at a copy kept as evidence',
      police: 'made a package for the police',
      export: 'exported data',
      search: 'searched for a person',
      request: 'downloaded the answer to an access request'
    }
  }
}

export const refusalsDe = {
  ...notice.refusalsDe,
  ...requests.refusalsDe,
  ...retention.refusalsDe,
  addressDaysRange: 'Zwischen 1 und 30 Tagen.',
  addressDaysReason:
    'Länger als 7 Tage geht nur mit einer Begründung von mindestens 20 Zeichen. Alle können sie lesen.',
  reasonTooLong: 'Bitte kürzer fassen.',
  addressGone: 'Zu diesem Kommentar gibt es keine lesbare Adresse mehr: Der Schlüssel ist vernichtet.',
  holdOpen: 'Für diesen Kommentar gibt es schon eine Bitte.',
  holdDaysRange: (data: Record<string, unknown>) => `Zwischen 1 und ${String(data.max)} Tagen.`,
  holdReason: 'Bitte begründen Sie es mit mindestens 20 Zeichen.',
  holdDecided: 'Darüber wurde schon entschieden.',
  holdOwn: 'Zustimmen muss eine andere Person als die, die gebeten hat.',
  holdNotOpen: 'Diese Adresse ist nicht gesichert.',
  noteMissing: 'Bitte schreiben Sie, warum.',
  keysAway:
    'Das geht gerade nicht: Die Schlüssel sind nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal.'
}

export const refusalsEn: typeof refusalsDe = {
  ...notice.refusalsEn,
  ...requests.refusalsEn,
  ...retention.refusalsEn,
  addressDaysRange: 'Between 1 and 30 days.',
  addressDaysReason: 'Longer than 7 days needs a reason of at least 20 signs. Everybody can read it.',
  reasonTooLong: 'Please make it shorter.',
  addressGone: 'There is no readable address for this comment any more: the key is destroyed.',
  holdOpen: 'There is a request for this comment already.',
  holdDaysRange: (data) => `Between 1 and ${String(data.max)} days.`,
  holdReason: 'Please give a reason of at least 20 signs.',
  holdDecided: 'That has been decided already.',
  holdOwn: 'Somebody else than who asked must agree.',
  holdNotOpen: 'This address is not held.',
  noteMissing: 'Please write why.',
  keysAway: 'Not possible right now: the keys cannot be reached. Please try again in a minute.'
}
