/** Texts of the table of retention. */
interface ClassText {
  name: string
  /** From when the days count, and what happens then. */
  rule: string
}

export const de = {
  title: 'Aufbewahrung',
  intro:
    'Alles Personenbezogene auf einen Blick: wie lange es bleibt, wann der nächste Lauf ist und was der letzte getan hat. Alle sechs Stunden wird gelöscht, was fällig ist; IP-Adressen im Minutentakt.',
  columns: { what: 'Was', days: 'Frist', next: 'Nächster Lauf', last: 'Letztes Ergebnis' },
  days: (count: number) => (count === 1 ? '1 Tag' : `${count} Tage`),
  usual: (count: number) => `üblich: ${count}`,
  byEvent: 'mit dem Anlass',
  none: 'von selbst',
  notYet: 'noch kein Lauf',
  nothing: 'nichts fällig',
  gone: (count: number) => `${count} gelöscht`,
  lastGone: 'zuletzt',
  failed: 'fehlgeschlagen, wird wiederholt',
  failedTitle: 'Ein Lauf ist fehlgeschlagen',
  failedText: 'Er wird von selbst wiederholt. Bleibt es dabei, sehen Sie mit dem Betrieb ins Protokoll des Programms.',
  change: 'Frist ändern',
  changeOf: (name: string) => `Frist ändern: ${name}`,
  newDays: 'Tage',
  bounds: (min: number, max: number) => `Zwischen ${min} und ${max}.`,
  reason: 'Begründung',
  reasonHint: 'Für die Rechenschaft nach Art. 5 Abs. 2 DSGVO. Die übliche Frist braucht keine.',
  save: 'Frist speichern',
  saved: 'Die Frist gilt ab dem nächsten Lauf.',
  elsewhere: 'Hier einstellen',
  address: 'Wie lange IP-Adressen lesbar sind',
  addressIntro:
    'Üblich sind 7 Tage. Länger geht nur mit einer Begründung, höchstens 30 Tage; alle lesen sie im Hinweis am Kommentarfeld. Eine längere Frist gilt erst für Kommentare ab morgen, eine kürzere sofort.',
  addressReason: 'Begründung, wenn länger als 7 Tage',
  classes: {
    address: { name: 'IP-Adressen von Kommentaren', rule: 'ab dem Tag des Kommentars; der Schlüssel wird vernichtet' },
    hold: { name: 'Gründe für Einsicht in IP-Adressen', rule: 'nach dem Ende; der Wortlaut geht, der Vorgang bleibt' },
    publicMessage: {
      name: 'Öffentliche Kommentare und Antworten',
      rule: 'so lange der Beitrag steht, danach ab dem Zurückziehen; die Zahlen bleiben'
    },
    rejectedMessage: { name: 'Nicht gezeigte Kommentare', rule: 'ab dem Eingang; Text und Name gehen' },
    evidence: {
      name: 'Beweiskopien',
      rule: 'ab der Sicherung, nicht vor dem Ende einer offenen Sache; was der Polizei gemeldet wurde, drei Jahre'
    },
    decision: {
      name: 'Begründungen von Entscheidungen',
      rule: 'ab der Entscheidung; die Wörter gehen, Schritt, Grund und Zahlen bleiben'
    },
    privateMessage: {
      name: 'Nicht öffentliche Gespräche',
      rule: 'ab Erledigung; Mails, Anrufe, Direktnachrichten samt Antworten und Notizen'
    },
    takenBack: { name: 'Vom Verfasser Gelöschtes', rule: 'sofort, samt Rohfassung, Adresse und Kontakt' },
    report: { name: 'Meldungen von Mängeln', rule: 'Ort, Bild und Telefon gehen mit der Nachricht; der Fall bleibt' },
    illegalNotice: {
      name: 'Meldungen rechtswidriger Inhalte',
      rule: 'ab der Entscheidung; Name, Adresse und Wörter gehen, die Zahlen bleiben'
    },
    unconfirmedMail: {
      name: 'Nicht bestätigte E-Mail-Adressen',
      rule: 'drei Tage nach der Bitte um Bestätigung, samt dieser Mail'
    },
    contactMail: { name: 'E-Mail-Adressen zu Kommentaren', rule: 'wenn das Gespräch so lange erledigt ist' },
    contact: { name: 'Kontakte', rule: 'wenn keine Nachricht mehr von ihnen da ist' },
    reaction: { name: 'Wer etwas mit „Gefällt mir“ markiert hat', rule: 'ab der Reaktion; die Zahl bleibt' },
    follower: { name: 'Folgende im Fediverse', rule: 'wenn sie nicht mehr folgen' },
    rawDone: { name: 'Rohfassungen ohne Nachricht', rule: 'ab dem Eingang' },
    rawQuarantined: { name: 'Nicht Verstandenes', rule: 'ab dem Eingang' },
    mail: { name: 'Versandte Mails', rule: 'ab dem Versand' },
    delivery: { name: 'Zustellvermerke', rule: 'ab der Zustellung' },
    storm: { name: 'Namen von Gruppen in einem Sturm', rule: 'ab dem Bilden; die Zahlen bleiben' },
    routing: { name: 'Gelerntes zur Verteilung', rule: 'wird jede Nacht neu aus dem gebildet, was noch da ist' },
    media: {
      name: 'Zurückgezogene Bilder und Dateien',
      rule: 'ab dem Zurückziehen; Datei und Angaben zu Personen gehen'
    },
    request: {
      name: 'Anfragen zu eigenen Daten',
      rule: 'ab der Erledigung; wer fragte, geht, dass beantwortet wurde, bleibt'
    },
    look: { name: 'Protokoll der Einsichten', rule: 'ab der Einsicht' },
    staff: { name: 'Frühere Beschäftigte', rule: 'ab dem Ausscheiden; Name und Konto gehen, Entscheidungen bleiben' },
    session: { name: 'Anmeldungen', rule: 'einen Tag nach der letzten Nutzung' },
    outside: { name: 'Prüfende von außerhalb', rule: 'ab Antwort oder Ende der Zulassung' },
    duty: { name: 'Dienste mit Notizen', rule: 'ab dem Ende des Dienstes' },
    absence: { name: 'Abwesenheiten', rule: 'ab dem letzten Tag' },
    record: { name: 'Aufzeichnungen über Prüfungen', rule: 'wie bei den Vertrauensstufen eingestellt' },
    goalImport: { name: 'Dateien mit Zielen', rule: 'ab dem Hochladen' }
  } as Record<string, ClassText>
}

export const en: typeof de = {
  title: 'Retention',
  intro:
    'Everything personal at a glance: how long it stays, when the next run is and what the last one did. Every six hours what is due is erased; IP addresses every minute.',
  columns: { what: 'What', days: 'Period', next: 'Next run', last: 'Last result' },
  days: (count) => (count === 1 ? '1 day' : `${count} days`),
  usual: (count) => `usual: ${count}`,
  byEvent: 'with its cause',
  none: 'by itself',
  notYet: 'no run yet',
  nothing: 'nothing due',
  gone: (count) => `${count} erased`,
  lastGone: 'last',
  failed: 'failed, will be repeated',
  failedTitle: 'A run failed',
  failedText: 'It is repeated by itself. If it keeps failing, look into the program’s log together with the operator.',
  change: 'Change period',
  changeOf: (name) => `Change period: ${name}`,
  newDays: 'Days',
  bounds: (min, max) => `Between ${min} and ${max}.`,
  reason: 'Reason',
  reasonHint: 'For accountability under Article 5(2) GDPR. The usual period needs none.',
  save: 'Save period',
  saved: 'The period holds from the next run on.',
  elsewhere: 'Settle here',
  address: 'How long IP addresses can be read',
  addressIntro:
    '7 days are usual. Longer needs a reason and ends at 30 days; everybody reads it in the notice at the comment form. A longer period holds for comments from tomorrow on, a shorter one at once.',
  addressReason: 'Reason, if longer than 7 days',
  classes: {
    address: { name: 'IP addresses of comments', rule: 'from the day of the comment; the key is destroyed' },
    hold: { name: 'Reasons for reading IP addresses', rule: 'after the end; the words go, the fact stays' },
    publicMessage: {
      name: 'Public comments and replies',
      rule: 'as long as the post stands, then from its withdrawal; figures stay'
    },
    rejectedMessage: { name: 'Comments that were not shown', rule: 'from receipt; text and name go' },
    evidence: {
      name: 'Evidence copies',
      rule: 'from when it was secured, not before an open matter ends; what was reported to the police three years'
    },
    decision: {
      name: 'Reasons of decisions',
      rule: 'from the decision; the words go, step, ground and figures stay'
    },
    privateMessage: {
      name: 'Conversations that are not public',
      rule: 'from being done; mails, calls, direct messages with answers and notes'
    },
    takenBack: { name: 'What its author deleted', rule: 'at once, with raw copy, address and contact' },
    report: { name: 'Defect reports', rule: 'place, picture and phone go with the message; the case stays' },
    illegalNotice: {
      name: 'Notices of illegal content',
      rule: 'from the decision; name, address and words go, the figures stay'
    },
    unconfirmedMail: {
      name: 'Mail addresses that nobody confirmed',
      rule: 'three days after the mail that asked, with that mail'
    },
    contactMail: { name: 'E-mail addresses with comments', rule: 'when the conversation has been done for so long' },
    contact: { name: 'Contacts', rule: 'when no message of theirs is left' },
    reaction: { name: 'Who liked something', rule: 'from the reaction; the figure stays' },
    follower: { name: 'Followers in the Fediverse', rule: 'when they no longer follow' },
    rawDone: { name: 'Raw copies without a message', rule: 'from receipt' },
    rawQuarantined: { name: 'What was not understood', rule: 'from receipt' },
    mail: { name: 'Sent mails', rule: 'from sending' },
    delivery: { name: 'Delivery notes', rule: 'from delivery' },
    storm: { name: 'Names of groups in a storm', rule: 'from their making; figures stay' },
    routing: { name: 'What routing learned', rule: 'is made anew every night from what is still here' },
    media: { name: 'Withdrawn pictures and files', rule: 'from withdrawal; the file and what it says of people go' },
    request: { name: 'Requests about own data', rule: 'from being done; who asked goes, that it was answered stays' },
    look: { name: 'Log of looks', rule: 'from the look' },
    staff: { name: 'Former staff', rule: 'from leaving; name and account go, decisions stay' },
    session: { name: 'Sign-ins', rule: 'a day after the last use' },
    outside: { name: 'Reviewers from outside', rule: 'from the answer, or the end of their approval' },
    duty: { name: 'Duties with notes', rule: 'from the end of the duty' },
    absence: { name: 'Absences', rule: 'from the last day' },
    record: { name: 'Records of reviews', rule: 'as settled with the levels of trust' },
    goalImport: { name: 'Files of goals', rule: 'from the upload' }
  }
}

export const refusalsDe = {
  retentionRange: (data: Record<string, unknown>) => `Zwischen ${String(data.min)} und ${String(data.max)} Tagen.`,
  retentionReason: 'Eine andere Frist als die übliche braucht eine Begründung von mindestens 10 Zeichen.'
}

export const refusalsEn: typeof refusalsDe = {
  retentionRange: (data) => `Between ${String(data.min)} and ${String(data.max)} days.`,
  retentionReason: 'Another period than the usual needs a reason of at least 10 signs.'
}
