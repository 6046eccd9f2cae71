/** Texts about letters by mail, and the boxes they come from. */
type Words = Record<string, string>

export const de = {
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
