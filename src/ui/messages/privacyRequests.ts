/** Texts of requests about own data. */
export const de = {
  title: 'Auskunft und Löschung',
  intro:
    'Wer wissen will, was über sie oder ihn gespeichert ist, oder gelöscht werden möchte, bekommt innerhalb eines Monats Antwort (Art. 12 Abs. 3 DSGVO).',
  none: 'Keine Anfragen',
  noneText: 'Kommt eine Anfrage per Mail, Brief oder am Schalter, tragen Sie sie hier ein.',
  add: 'Anfrage eintragen',
  kinds: { access: 'Auskunft', erasure: 'Löschung' },
  kind: 'Was gewünscht ist',
  states: { open: 'Offen', done: 'Erledigt', refused: 'Abgelehnt' },
  terms: 'Bekannt als',
  termsHint:
    'Eine Angabe je Zeile: E-Mail-Adresse, Name im Fediverse (@name@server), Adresse des Profils oder Pseudonym.',
  askedOn: 'Eingegangen am',
  proof: 'Woran erkannt',
  proofHint:
    'Zum Beispiel: persönlicher Link gezeigt, Mail von derselben Adresse, Direktnachricht vom Konto. Keine Ausweiskopie.',
  addDo: 'Eintragen und suchen',
  due: 'Zu beantworten bis',
  forgotten: 'Wer gefragt hat, ist nicht mehr gespeichert.',
  found: (count: number) => (count === 1 ? '1 Fundstelle' : `${count} Fundstellen`),
  nothing: 'Nichts gefunden',
  nothingText: 'Zu diesen Angaben ist nichts gespeichert. Auch das ist eine Antwort.',
  look: 'Prüfen',
  lookHint:
    'Haken Sie an, was wirklich zu dieser Person gehört. Was nur über den Namen gefunden wurde, kann von jemand anderem sein. In Notizen können andere vorkommen: nur anhaken, wenn nicht.',
  sure: 'eindeutig',
  unsure: 'nur der Name',
  chooseSave: 'Prüfung speichern',
  chosen: (count: number) =>
    count === 1 ? 'Geprüft: 1 Fundstelle gehört dazu.' : `Geprüft: ${count} Fundstellen gehören dazu.`,
  hand: 'Aushändigen',
  handHint:
    'Geben Sie die Dateien nur auf einem Weg weiter, den die Person gewählt hat. Jedes Herunterladen wird vermerkt.',
  page: 'Als Seite herunterladen',
  json: 'Als JSON herunterladen',
  closeDo: 'Als beantwortet kennzeichnen',
  erase: 'Löschen',
  eraseHint:
    'Text, Name und Kontakt gehen endgültig. Gespräch, Fall, Antwort und Zahlen bleiben ohne die Person. Das lässt sich nicht rückgängig machen.',
  eraseDo: 'Endgültig löschen',
  erased: (count: number) => `Gelöscht: ${count}.`,
  refuse: 'Ablehnen',
  refuseNote: 'Begründung, wie sie der Person mitgeteilt wurde',
  refuseDo: 'Als abgelehnt kennzeichnen',
  back: 'Alle Anfragen',
  entered: 'Eingegangen',
  soon: (count: number) =>
    count === 1
      ? 'Eine Anfrage ist in den nächsten Tagen fällig'
      : `${count} Anfragen sind in den nächsten Tagen fällig`,
  what: {
    message: 'Nachricht',
    answer: 'Antwort',
    note: 'Notiz',
    contact: 'Kontakt',
    mail: 'Mail',
    follower: 'Folgt uns',
    reaction: 'Reaktion',
    report: 'Meldung',
    raw: 'Rohfassung',
    person: 'Beschäftigt'
  }
}

export const en: typeof de = {
  title: 'Access and erasure',
  intro:
    'Whoever wants to know what is stored about them, or to be erased, gets an answer within a month (Article 12(3) GDPR).',
  none: 'No requests',
  noneText: 'When a request comes by mail, letter or at the counter, enter it here.',
  add: 'Enter a request',
  kinds: { access: 'Access', erasure: 'Erasure' },
  kind: 'What is wanted',
  states: { open: 'Open', done: 'Done', refused: 'Refused' },
  terms: 'Known as',
  termsHint: 'One a line: e-mail address, handle (@name@server), address of the profile, or pseudonym.',
  askedOn: 'Received on',
  proof: 'How they were recognised',
  proofHint:
    'For example: private link shown, mail from the same address, direct message from the account. No copy of an ID.',
  addDo: 'Enter and search',
  due: 'To be answered by',
  forgotten: 'Who asked is no longer stored.',
  found: (count) => (count === 1 ? '1 find' : `${count} finds`),
  nothing: 'Nothing found',
  nothingText: 'Nothing is stored for these. That is an answer too.',
  look: 'Check',
  lookHint:
    'Tick what really belongs to this person. What was found by name only may be somebody else’s. Notes may speak of others: tick them only if they do not.',
  sure: 'certain',
  unsure: 'name only',
  chooseSave: 'Save the check',
  chosen: (count) => (count === 1 ? 'Checked: 1 find belongs to them.' : `Checked: ${count} finds belong to them.`),
  hand: 'Hand over',
  handHint: 'Hand the files over only in a way the person chose. Every download is noted.',
  page: 'Download as a page',
  json: 'Download as JSON',
  closeDo: 'Mark as answered',
  erase: 'Erase',
  eraseHint:
    'Text, name and contact go for good. Conversation, case, answer and figures stay without the person. This cannot be undone.',
  eraseDo: 'Erase for good',
  erased: (count) => `Erased: ${count}.`,
  refuse: 'Refuse',
  refuseNote: 'The reason as the person was told',
  refuseDo: 'Mark as refused',
  back: 'All requests',
  entered: 'Received',
  soon: (count) => (count === 1 ? 'One request is due within days' : `${count} requests are due within days`),
  what: {
    message: 'Message',
    answer: 'Answer',
    note: 'Note',
    contact: 'Contact',
    mail: 'Mail',
    follower: 'Follows us',
    reaction: 'Reaction',
    report: 'Notice',
    raw: 'Raw copy',
    person: 'Staff'
  }
}

export const refusalsDe = {
  subjectKind: 'Bitte wählen Sie, was gewünscht ist.',
  subjectTerms: 'Bitte nennen Sie mindestens eine Angabe.',
  subjectTermsMany: 'Höchstens 20 Angaben, jede mit 2 bis 300 Zeichen.',
  subjectAskedOn: 'Bitte ein Datum, nicht in der Zukunft.',
  subjectProof: 'Bitte schreiben Sie, woran Sie die Person erkannt haben.',
  requestClosed: 'Diese Anfrage ist abgeschlossen.',
  requestUnseen: 'Erst muss jemand prüfen, was zu dieser Person gehört.',
  personStillHere: 'Diese Person arbeitet noch hier. Beenden Sie erst den Zugang unter Einstellungen, Personen.'
}

export const refusalsEn: typeof refusalsDe = {
  subjectKind: 'Please choose what is wanted.',
  subjectTerms: 'Please name at least one.',
  subjectTermsMany: 'At most 20, each of 2 to 300 signs.',
  subjectAskedOn: 'Please a date, not in the future.',
  subjectProof: 'Please write how you recognised the person.',
  requestClosed: 'This request is closed.',
  requestUnseen: 'First somebody has to check what belongs to this person.',
  personStillHere: 'This person still works here. End their access in the settings first.'
}
