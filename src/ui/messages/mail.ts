/** Texts about letters by mail, and the boxes they come from. */
type Words = Record<string, string>

export const de = {
  boxes: 'Postfächer',
  boxesIntro:
    'E-Mails aus einem Postfach werden zu Gesprächen, Antworten gehen von seiner Adresse aus. Nichts davon steht auf der öffentlichen Seite.',
  noBox: 'Noch ist kein Postfach verbunden',
  noBoxText: 'Mit einem Postfach wie buergerbuero@… landen auch E-Mails im Dialog, mit Uhr, Zuständigkeit und Verlauf.',
  connect: 'Postfach verbinden',
  connectIntro:
    'Die Angaben hat, wer die E-Mail der Kommune betreibt. Nach dem Speichern wird die Verbindung geprüft; gelesen wird erst, wenn Ordner gewählt sind.',
  connectAndTest: 'Speichern und Verbindung prüfen',
  name: 'Name',
  nameHint: 'So heißt der Kanal im Dialog. Leer: die Adresse.',
  address: 'E-Mail-Adresse',
  unit: 'Gehört zu',
  unitHint: 'Wer hier Kanäle einrichten darf, darf dieses Postfach einrichten.',
  imap: 'Eingang (IMAP)',
  smtp: 'Ausgang (SMTP)',
  smtpHint: 'Antworten gehen über diesen Server hinaus.',
  host: 'Server',
  port: 'Port',
  securityLabel: 'Verschlüsselung',
  security: { tls: 'TLS', starttls: 'STARTTLS', none: 'keine (nur im freigegebenen eigenen Netz)' },
  user: 'Benutzername',
  password: 'Passwort',
  passwordKept: 'Leer lassen, um das gespeicherte zu behalten.',
  passwordSame: 'Leer: dasselbe wie für den Eingang.',
  authservId: 'Name des eigenen Mailservers in „Authentication-Results“',
  authservIdHint:
    'Nur was dieser Server über den Absender herausgefunden hat, wird geglaubt. Leer: Jeder Absender gilt als nicht geprüft.',
  plus: 'Der Server stellt Adressen mit Zusatz zu (postfach+zusatz@…)',
  plusHint: 'Antworten finden dann über die Adresse zurück; sonst steht ein kurzes Kennzeichen im Betreff.',
  preparing: 'Ordner wählen, dann wird gelesen',
  lastRead: 'zuletzt gelesen:',
  folderOf: (path: string, unit: string | null) =>
    `${path === 'INBOX' ? 'Posteingang' : path} → ${unit ?? 'nach den Regeln'}`,
  inbox: 'Posteingang (INBOX)',
  goesTo: 'geht an',
  byRules: 'nach den Regeln, sonst ohne Amt',
  foldersTitle: 'Ordner',
  foldersHint: 'Jeder gewählte Ordner wird ständig gelesen.',
  foldersSave: 'Ordner speichern und lesen',
  foldersChange: 'Ordner ändern',
  since: 'Ab wann',
  sinceNow: 'nur was ab jetzt kommt',
  since7: 'auch die letzten 7 Tage',
  since30: 'auch die letzten 30 Tage',
  afterwards: 'Auf dem Mailserver, sobald eine E-Mail hier sicher ist',
  afterwardsHint: 'Gelöscht wird dort nie etwas.',
  leave: 'nichts verändern',
  seen: 'als gelesen markieren',
  move: 'in einen Ordner verschieben',
  movedTo: 'Verschieben nach',
  access: 'Zugang',
  test: 'Verbindung prüfen',
  testGood: 'Eingang und Ausgang funktionieren.',
  testIdles: 'Der Server meldet neue E-Mails sofort.',
  testPolls: 'Der Server meldet neue E-Mails nicht; es wird jede Minute nachgesehen.',
  testBad: 'Die Angaben bleiben gespeichert. Bitte unten ändern und noch einmal prüfen.',
  askNow: 'Jetzt abrufen',
  asked: 'Wird jetzt abgerufen.',
  pause: 'Anhalten',
  resume: 'Weiterlesen',
  close: 'Postfach trennen',
  closeWhat: 'Gespräche bleiben, die Passwörter werden gelöscht. Im Postfach selbst ändert sich nichts.',
  quoted: 'Zitierter Text und Signatur',
  letter: 'Absender und Empfänger',
  from: 'Von',
  to: 'An',
  subject: 'Betreff',
  more: (count: number) => `und ${count} weitere`,
  answerTo: (address: string) => `Eine Antwort geht an ${address}: So wünscht es die E-Mail.`,
  sender: {
    proven: 'Absender geprüft',
    unproven: 'Absender nicht geprüft',
    forged: 'Absender vermutlich gefälscht'
  } as Words,
  senderText: {
    proven: 'Der eigene Mailserver hat bestätigt, dass die E-Mail von dieser Adresse kommt.',
    unproven:
      'Wer eine E-Mail schreibt, kann jede Adresse als Absender eintragen. Hier lässt sich nicht sagen, ob sie stimmt.',
    forged:
      'Der Mailserver des angeblichen Absenders sagt, dass diese E-Mail nicht von dort kommt. Bitte nichts Persönliches antworten.'
  } as Words,
  proofs: (spf: string, dkim: string, dmarc: string) => `SPF: ${spf}, DKIM: ${dkim}, DMARC: ${dmarc}`,
  remarks: {
    cut: 'Diese E-Mail ist sehr groß. Hier steht nur ihr Text; ihre Anhänge liegen im Postfach.',
    list: 'Diese E-Mail kam über einen Verteiler oder Newsletter.',
    empty: 'Diese E-Mail hat keinen lesbaren Text.',
    files: 'Weitere Anhänge liegen im Postfach: Hier stehen höchstens 30.'
  } as Words,
  files: 'Anhänge',
  bytes: (bytes: number) =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('de')} kB`
      : `${(bytes / 1_000_000).toLocaleString('de', { maximumFractionDigits: 1 })} MB`,
  unscanned: 'wird beim Öffnen auf Viren geprüft',
  infected: (what: string) => `enthält ein Schadprogramm (${what}) und wurde nicht behalten`,
  notKept: {
    empty: 'ist leer',
    size: 'ist zu groß und liegt im Postfach',
    kind: 'ist von einer Art, die nicht angenommen wird; die Datei liegt im Postfach',
    dangerous: 'kann Programme enthalten und wird nicht angenommen; die Datei liegt im Postfach',
    archive:
      'ist ein Archiv oder kann Makros enthalten und wird ohne Virenprüfung nicht angenommen; die Datei liegt im Postfach',
    winmail: 'ist ein Paket von Outlook (winmail.dat) und lässt sich nicht öffnen; die Datei liegt im Postfach',
    heic: 'ist ein HEIC-Foto, aus dem sich der Aufnahmeort nicht entfernen lässt; das Foto liegt im Postfach',
    image: 'ist ein beschädigtes Bild; die Datei liegt im Postfach'
  } as Words
}

export const en: typeof de = {
  boxes: 'Mail boxes',
  boxesIntro:
    'Letters in a box become conversations, answers leave from its address. Nothing of it stands on the public site.',
  noBox: 'No box is connected yet',
  noBoxText: 'With a box such as service@… letters reach the dialogue too, with clock, unit and history.',
  connect: 'Connect a box',
  connectIntro:
    'Whoever runs the mail of the municipality knows these. After saving, the connection is tested; nothing is read before folders are chosen.',
  connectAndTest: 'Save and test the connection',
  name: 'Name',
  nameHint: 'What the channel is called in the dialogue. Empty: its address.',
  address: 'Mail address',
  unit: 'Belongs to',
  unitHint: 'Whoever may settle channels there may settle this box.',
  imap: 'Incoming (IMAP)',
  smtp: 'Outgoing (SMTP)',
  smtpHint: 'Answers leave by this server.',
  host: 'Server',
  port: 'Port',
  securityLabel: 'Encryption',
  security: { tls: 'TLS', starttls: 'STARTTLS', none: 'none (only in the own network, if allowed)' },
  user: 'User name',
  password: 'Password',
  passwordKept: 'Leave empty to keep the stored one.',
  passwordSame: 'Empty: the same as for incoming mail.',
  authservId: 'Name of the own mail server in “Authentication-Results”',
  authservIdHint:
    'Only what this server found out about a sender is believed. Empty: every sender counts as not proven.',
  plus: 'The server delivers addresses with an addition (box+addition@…)',
  plusHint: 'Answers then find back by the address; otherwise a short mark stands in the subject.',
  preparing: 'Choose folders, then it is read',
  lastRead: 'last read:',
  folderOf: (path, unit) => `${path === 'INBOX' ? 'Inbox' : path} → ${unit ?? 'by the rules'}`,
  inbox: 'Inbox (INBOX)',
  goesTo: 'goes to',
  byRules: 'by the rules, else without a unit',
  foldersTitle: 'Folders',
  foldersHint: 'Every chosen folder is read all the time.',
  foldersSave: 'Save folders and read',
  foldersChange: 'Change folders',
  since: 'From when',
  sinceNow: 'only what comes from now on',
  since7: 'the last 7 days, too',
  since30: 'the last 30 days, too',
  afterwards: 'On the mail server, once a letter is safe here',
  afterwardsHint: 'Nothing is ever deleted there.',
  leave: 'change nothing',
  seen: 'mark as read',
  move: 'move to a folder',
  movedTo: 'Move to',
  access: 'Access',
  test: 'Test the connection',
  testGood: 'Incoming and outgoing mail work.',
  testIdles: 'The server calls when letters come.',
  testPolls: 'The server does not call; it is asked every minute.',
  testBad: 'What you entered is kept. Please change it below and test again.',
  askNow: 'Fetch now',
  asked: 'Being fetched now.',
  pause: 'Pause',
  resume: 'Go on reading',
  close: 'Disconnect the box',
  closeWhat: 'Conversations stay, passwords are deleted. Nothing changes in the box itself.',
  quoted: 'Quoted text and signature',
  letter: 'Sender and recipients',
  from: 'From',
  to: 'To',
  subject: 'Subject',
  more: (count) => `and ${count} more`,
  answerTo: (address) => `An answer goes to ${address}, as the letter asks.`,
  sender: { proven: 'Sender proven', unproven: 'Sender not proven', forged: 'Sender probably forged' },
  senderText: {
    proven: 'The own mail server has confirmed that the letter comes from this address.',
    unproven: 'Whoever writes a letter can name any address as its sender. Nothing here says whether it is right.',
    forged:
      'The mail server of the alleged sender says that this letter does not come from there. Please answer nothing personal.'
  },
  proofs: (spf, dkim, dmarc) => `SPF: ${spf}, DKIM: ${dkim}, DMARC: ${dmarc}`,
  remarks: {
    cut: 'This letter is very large. Only its text stands here; its files lie in the box.',
    list: 'This letter came by a mailing list or newsletter.',
    empty: 'This letter has no text that can be read.',
    files: 'More files lie in the box: at most 30 stand here.'
  },
  files: 'Files',
  bytes: (bytes) =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en-GB')} kB`
      : `${(bytes / 1_000_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`,
  unscanned: 'will be checked for viruses when it is opened',
  infected: (what) => `holds malware (${what}) and was not kept`,
  notKept: {
    empty: 'is empty',
    size: 'is too large and lies in the box',
    kind: 'is of a kind that is not taken; it lies in the box',
    dangerous: 'may hold programs and is not taken; it lies in the box',
    archive: 'is an archive or may hold macros and is not taken without a virus scanner; it lies in the box',
    winmail: 'is a package of Outlook (winmail.dat) and cannot be opened; it lies in the box',
    heic: 'is a HEIC photo of which the place cannot be removed; it lies in the box',
    image: 'is a damaged picture; it lies in the box'
  }
}

export const refusalsDe = {
  'mail.tooMany': 'Mehr als 50 Postfächer sind nicht möglich.',
  'mail.addressThere': 'Dieses Postfach ist schon verbunden.',
  'mail.addressShape': 'Bitte geben Sie eine E-Mail-Adresse an.',
  'mail.hostShape': 'Bitte geben Sie den Namen des Servers an, zum Beispiel imap.musterstadt.de.',
  'mail.portShape': 'Ein Port ist eine Zahl von 1 bis 65535.',
  'mail.userMissing': 'Bitte geben Sie den Benutzernamen des Postfachs an.',
  'mail.passwordMissing': 'Bitte geben Sie das Passwort des Postfachs an.',
  'mail.passwordAgain': 'Für einen anderen Server bitte das Passwort noch einmal eingeben.',
  'mail.noFolder': 'Bitte wählen Sie mindestens einen Ordner.',
  'mail.tooManyFolders': 'Höchstens 20 Ordner.',
  'mail.moveWhere': 'Bitte wählen Sie einen Ordner, der nicht selbst gelesen wird.',
  'file.infected': 'Diese Datei enthält ein Schadprogramm.',
  'file.notScanned': 'Der Virenscanner ist gerade nicht erreichbar. Bitte später noch einmal versuchen.'
}

export const refusalsEn: typeof refusalsDe = {
  'mail.tooMany': 'More than 50 boxes are not possible.',
  'mail.addressThere': 'This box is connected already.',
  'mail.addressShape': 'Please enter a mail address.',
  'mail.hostShape': 'Please enter the name of the server, such as imap.example.org.',
  'mail.portShape': 'A port is a number from 1 to 65535.',
  'mail.userMissing': 'Please enter the user name of the box.',
  'mail.passwordMissing': 'Please enter the password of the box.',
  'mail.passwordAgain': 'For another server please enter the password again.',
  'mail.noFolder': 'Please choose at least one folder.',
  'mail.tooManyFolders': 'At most 20 folders.',
  'mail.moveWhere': 'Please choose a folder that is not read itself.',
  'file.infected': 'This file holds malware.',
  'file.notScanned': 'The virus scanner cannot be reached right now. Please try again later.'
}
