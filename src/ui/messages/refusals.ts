/** What people are told when something cannot be done; the keys are those of `platform/refusal.ts` and of the use cases. */
type Data = Record<string, unknown>

export const de = {
  'posts.stale':
    'Jemand anderes hat diesen Beitrag inzwischen gespeichert. Ihr Text ist noch da; was die andere Person geschrieben hat, steht darunter.',
  'posts.tooLong': 'Das ist zu lang.',
  'posts.titleMissing': 'Ein Beitrag braucht eine Überschrift.',
  'posts.bodyMissing': 'Ein Beitrag braucht einen Text.',
  'posts.altMissing': 'Bitte beschreiben Sie das Bild für Menschen, die es nicht sehen.',
  'posts.bodyAltMissing':
    'Ein Bild im Text hat noch keine Beschreibung. Sie gehört zwischen die eckigen Klammern: ![Beschreibung](…)',
  'posts.bodyImageMissing': 'Ein Bild im Text gibt es hier nicht. Bitte laden Sie es neu hoch.',
  'posts.goalUnknown': (data: Data) =>
    `Das Ziel „${String(data.name)}“ gibt es noch nicht, und anlegen darf es nur die Redaktion oder die Leitung. Bitte wählen Sie ein vorhandenes.`,
  'posts.isPublished': 'Dieser Beitrag ist schon veröffentlicht. Änderungen gehen als Berichtigung hinaus.',
  'posts.isWithdrawn': 'Dieser Beitrag ist zurückgezogen. Er lässt sich wieder veröffentlichen, danach auch ändern.',
  'posts.notPublished': 'Dieser Beitrag ist nicht veröffentlicht.',
  'posts.notWithdrawn': 'Dieser Beitrag ist nicht zurückgezogen.',
  'posts.notScheduled': 'Dieser Beitrag ist nicht (mehr) geplant.',
  'posts.wasPublished': 'Was einmal veröffentlicht war, kann zurückgezogen, aber nicht gelöscht werden.',
  'posts.noteMissing': 'Bitte sagen Sie in einem Satz, was berichtigt wurde. Er steht sichtbar am Beitrag.',
  'posts.reasonMissing': 'Bitte nennen Sie einen Grund. Wer die Adresse aufruft, liest ihn.',
  'posts.timeInvalid': 'Bitte geben Sie Tag und Uhrzeit an.',
  'posts.timePast': 'Dieser Zeitpunkt ist schon vorbei.',
  'posts.timeFar': 'Dieser Zeitpunkt liegt mehr als drei Jahre in der Zukunft.',
  'posts.timeSkipped': (data: Data) =>
    `Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird auf Sommerzeit vorgestellt. Nehmen Sie zum Beispiel ${String(data.later ?? 'eine Stunde später')} Uhr.`,
  'posts.notUnknown': 'Das Ergebnis steht inzwischen fest.',
  'posts.notRefused': 'Hier gibt es nichts noch einmal zu senden.',
  'image.tooManyBytes': (data: Data) =>
    `Die Datei ist zu groß: höchstens ${Math.round(Number(data.maxBytes ?? 0) / 1048576)} MB.`,
  'image.tooManyPixels': (data: Data) =>
    `Das Bild hat zu viele Bildpunkte: höchstens ${String(data.maxMegapixels)} Megapixel.`,
  'image.unknownKind': 'Diese Datei ist kein Bild, das wir zeigen können. Es gehen JPEG, PNG, WebP, AVIF und GIF.',
  'image.broken': 'Dieses Bild lässt sich nicht lesen. Vielleicht ist die Datei beschädigt.',
  unreadable: 'Darin sind Zeichen, die sich nicht lesen lassen.',
  unknown: 'Das ging nicht. Bitte versuchen Sie es noch einmal.',
  diskFull:
    'Der Speicher dieses Servers ist voll. Es wurde nichts gespeichert. Bitte sagen Sie der IT Bescheid; was Sie geschrieben haben, sollten Sie bis dahin anderswo aufheben.',
  databaseAway:
    'Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal. Was Sie abgeschickt haben, ging entweder ganz oder gar nicht durch.',
  notAllowed: 'Dafür fehlt Ihnen das Recht. Wer es vergeben kann, steht unter „Einstellungen“.',
  notFound: 'Das gibt es nicht oder nicht mehr.',
  stale:
    'Inzwischen hat jemand anderes etwas geändert. Ihr Text ist noch da: Bitte prüfen Sie ihn und senden Sie ihn erneut.',
  invalid: 'Bitte prüfen Sie die markierten Felder.',
  required: 'Bitte füllen Sie dieses Feld aus.',
  tooLong: (data: Data) => `Das ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  tooMany: (data: Data) => {
    const minutes = Math.max(1, Math.ceil(Number(data.retryAfterSeconds ?? 60) / 60))
    return `Das war sehr oft in kurzer Zeit. Bitte versuchen Sie es in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} wieder.`
  },
  // signing in and accounts
  sessionEnded:
    'Ihre Sitzung ist abgelaufen. Was Sie geschrieben haben, steht noch hier: Bitte melden Sie sich in einem neuen Tab an und senden Sie es dann noch einmal ab.',
  signInWrong: 'E-Mail-Adresse oder Passwort stimmen nicht.',
  signInExpired: 'Das hat zu lange gedauert. Bitte melden Sie sich noch einmal von vorn an.',
  codeWrong: 'Dieser Code stimmt nicht oder wurde schon benutzt. Die App zeigt alle 30 Sekunden einen neuen.',
  linkExpired: 'Dieser Link gilt nicht mehr.',
  mailNotConfigured: 'Diese Installation kann noch keine E-Mails verschicken.',
  passwordWrong: 'Dieses Passwort stimmt nicht.',
  passwordShort: 'Das ist zu kurz: mindestens 12 Zeichen.',
  passwordLong: 'Das ist zu lang: höchstens 256 Zeichen.',
  passwordEasy: 'Das ist leicht zu erraten. Gut sind mehrere Wörter, die nicht zusammengehören.',
  passwordIsEmail: 'Bitte nicht die E-Mail-Adresse als Passwort nehmen.',
  secondFactorState: 'Der zweite Faktor hat sich inzwischen geändert. Bitte laden Sie die Seite neu.',
  emailShape: 'Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@musterstadt.de.',
  accountDisabled: 'Dieses Konto ist gesperrt. Der Betrieb kann es wieder öffnen.',
  personExists: 'Diese Person arbeitet hier schon mit.',
  personUnknown: (data: Data) => `Zu ${String(data.email)} gibt es kein Konto.`,
  secondSame: 'Das ist dieselbe Adresse wie oben. Die zweite Person muss jemand anderes sein.',
  lastOperator:
    'Dann könnte niemand mehr die Kommune betreiben. Bitte geben Sie die Rolle „Betrieb“ erst einer weiteren Person.',
  // municipality
  federationNotOpen:
    'Das Fediverse ist noch zu. Bitte lassen Sie zuerst unter „Adresse“ die öffentliche Adresse prüfen.',
  usernameForm: 'Nur kleine Buchstaben, Ziffern und Unterstrich, höchstens 64. Namen wie „admin“ gehen nicht.',
  usernameTaken: 'Diesen Namen gibt es hier schon. Bitte nehmen Sie einen anderen.',
  nameForm: 'Bitte geben Sie einen Namen mit höchstens 100 Zeichen an.',
  summaryTooLong: 'Das ist zu lang: höchstens 500 Zeichen.',
  addressForm: 'Bitte geben Sie vollständige Adressen an, die mit https:// beginnen, höchstens zehn.',
  domainForm: 'Bitte geben Sie nur den Namen des Servers an, zum Beispiel spam.example.',
  choose: 'Bitte wählen Sie etwas aus.',
  nameMissing: 'Bitte geben Sie einen Namen ein.',
  nameLong: 'Dieser Name ist zu lang.',
  arsDigits: 'Der ARS hat genau 12 Ziffern.',
  arsIsAgs: 'Das sind 8 Ziffern, also der AGS. Der ARS hat 12.',
  arsOtherLand: 'Dieser ARS gehört zu einem anderen Land. Bitte prüfen Sie die ersten zwei Ziffern.',
  agsDigits: 'Der AGS hat genau 8 Ziffern.',
  agsIsArs: 'Das sind 12 Ziffern, also der ARS. Der AGS hat 8.',
  agsOtherLand: 'Dieser AGS gehört zu einem anderen Land. Bitte prüfen Sie die ersten zwei Ziffern.',
  agsOtherArs: 'Dieser AGS passt nicht zum ARS.',
  hostShape: 'Das ist keine Adresse einer Website, zum Beispiel www.musterstadt.de.',
  hostTaken: 'Diese Adresse gehört schon zu einer Kommune dieser Installation.',
  addressInUse: 'Das Fediverse kennt die Adresse schon; sie lässt sich nicht mehr ändern.',
  fileMissing: 'Bitte wählen Sie eine Datei aus.',
  settingShape: 'Das passt nicht in dieses Feld. Bitte prüfen Sie Länge und Schreibweise.',
  unitArchived: 'Diese Einheit ist stillgelegt.',
  unitRoot: 'Die oberste Einheit ist die Kommune selbst; sie bleibt.',
  unitHasChildren: 'Darunter liegen noch Einheiten. Bitte erst diese stilllegen.'
}

export const en: typeof de = {
  'posts.stale':
    'Somebody else has saved this post meanwhile. Your text is still here; what the other person wrote is shown below.',
  'posts.tooLong': 'This is too long.',
  'posts.titleMissing': 'A post needs a heading.',
  'posts.bodyMissing': 'A post needs a text.',
  'posts.altMissing': 'Please describe the picture for people who do not see it.',
  'posts.bodyAltMissing':
    'A picture in the text has no description yet. It belongs between the square brackets: ![description](…)',
  'posts.bodyImageMissing': 'A picture in the text does not exist here. Please upload it again.',
  'posts.goalUnknown': (data) =>
    `The goal “${String(data.name)}” does not exist yet, and only editors or leaders may add it. Please choose an existing one.`,
  'posts.isPublished': 'This post is published already. Changes go out as a correction.',
  'posts.isWithdrawn': 'This post is withdrawn. It can be published again, and changed after that.',
  'posts.notPublished': 'This post is not published.',
  'posts.notWithdrawn': 'This post is not withdrawn.',
  'posts.notScheduled': 'This post is not scheduled (any more).',
  'posts.wasPublished': 'What was public once can be withdrawn, but not deleted.',
  'posts.noteMissing': 'Please say in one sentence what was corrected. It is shown at the post.',
  'posts.reasonMissing': 'Please give a reason. Whoever opens the address will read it.',
  'posts.timeInvalid': 'Please give day and time.',
  'posts.timePast': 'This time is past.',
  'posts.timeFar': 'This time is more than three years away.',
  'posts.timeSkipped': (data) =>
    `This time does not exist on that day: the clock is put forward for summer. Take ${String(data.later ?? 'an hour later')}, for example.`,
  'posts.notUnknown': 'The outcome is known by now.',
  'posts.notRefused': 'There is nothing to send again here.',
  'image.tooManyBytes': (data) =>
    `The file is too big: at most ${Math.round(Number(data.maxBytes ?? 0) / 1048576)} MB.`,
  'image.tooManyPixels': (data) => `The picture has too many pixels: at most ${String(data.maxMegapixels)} megapixels.`,
  'image.unknownKind': 'This file is not a picture that we can show. JPEG, PNG, WebP, AVIF and GIF work.',
  'image.broken': 'This picture cannot be read. The file may be damaged.',
  unreadable: 'There are characters in this that cannot be read.',
  unknown: 'That did not work. Please try again.',
  diskFull:
    'This server has run out of storage. Nothing was saved. Please tell your IT; keep what you have written somewhere else until then.',
  databaseAway:
    'The database cannot be reached just now. Please try again in a minute. What you sent went through either completely or not at all.',
  notAllowed: 'You do not have the right to do this. “Settings” shows who can give it.',
  notFound: 'This does not exist, or no longer.',
  stale: 'Somebody else has changed something meanwhile. Your text is still here: please check it and send it again.',
  invalid: 'Please check the marked fields.',
  required: 'Please fill in this field.',
  tooLong: (data) => `This is too long: at most ${String(data.max)} characters.`,
  tooMany: (data) => {
    const minutes = Math.max(1, Math.ceil(Number(data.retryAfterSeconds ?? 60) / 60))
    return `That was very often in a short time. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  },
  // signing in and accounts
  sessionEnded:
    'Your session has ended. What you wrote is still here: please sign in in a new tab, then send it again.',
  signInWrong: 'E-mail address or password is not right.',
  signInExpired: 'That took too long. Please sign in again from the start.',
  codeWrong: 'This code is not right or was used already. The app shows a new one every 30 seconds.',
  linkExpired: 'This link no longer works.',
  mailNotConfigured: 'This installation cannot send mail yet.',
  passwordWrong: 'This password is not right.',
  passwordShort: 'This is too short: at least 12 characters.',
  passwordLong: 'This is too long: at most 256 characters.',
  passwordEasy: 'This is easy to guess. Several words that do not belong together work well.',
  passwordIsEmail: 'Please do not take the e-mail address as password.',
  secondFactorState: 'The second factor has changed meanwhile. Please reload the page.',
  emailShape: 'This is not a complete e-mail address, such as name@musterstadt.de.',
  accountDisabled: 'This account is closed. The operator can open it again.',
  personExists: 'This person works here already.',
  personUnknown: (data) => `There is no account for ${String(data.email)}.`,
  secondSame: 'This is the same address as above. The second person has to be somebody else.',
  lastOperator: 'Nobody could run the municipality any more. Please give the role “Operator” to somebody else first.',
  // municipality
  federationNotOpen: 'The Fediverse is still closed. Please have the public address checked first, under “Address”.',
  usernameForm: 'Small letters, digits and underscore only, 64 at most. Names such as “admin” are not possible.',
  usernameTaken: 'This name exists here already. Please take another one.',
  nameForm: 'Please give a name of 100 characters at most.',
  summaryTooLong: 'This is too long: 500 characters at most.',
  addressForm: 'Please give full addresses that begin with https://, ten at most.',
  domainForm: 'Please give the name of the server only, such as spam.example.',
  choose: 'Please choose something.',
  nameMissing: 'Please enter a name.',
  nameLong: 'This name is too long.',
  arsDigits: 'An ARS has exactly 12 digits.',
  arsIsAgs: 'These are 8 digits, so it is the AGS. An ARS has 12.',
  arsOtherLand: 'This ARS belongs to another Land. Please check the first two digits.',
  agsDigits: 'An AGS has exactly 8 digits.',
  agsIsArs: 'These are 12 digits, so it is the ARS. An AGS has 8.',
  agsOtherLand: 'This AGS belongs to another Land. Please check the first two digits.',
  agsOtherArs: 'This AGS does not fit the ARS.',
  hostShape: 'This is not the address of a site, such as www.musterstadt.de.',
  hostTaken: 'This address belongs to a municipality of this installation already.',
  addressInUse: 'The Fediverse knows the address already; it can no longer be changed.',
  fileMissing: 'Please choose a file.',
  settingShape: 'This does not fit here. Please check length and spelling.',
  unitArchived: 'This unit is archived.',
  unitRoot: 'The topmost unit is the municipality itself; it stays.',
  unitHasChildren: 'There are units below it. Please archive those first.'
}
