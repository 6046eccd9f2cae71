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
  unknown: 'Das ging nicht. Bitte versuchen Sie es noch einmal.',
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
  }
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
  unknown: 'That did not work. Please try again.',
  notAllowed: 'You do not have the right to do this. “Settings” shows who can give it.',
  notFound: 'This does not exist, or no longer.',
  stale: 'Somebody else has changed something meanwhile. Your text is still here: please check it and send it again.',
  invalid: 'Please check the marked fields.',
  required: 'Please fill in this field.',
  tooLong: (data) => `This is too long: at most ${String(data.max)} characters.`,
  tooMany: (data) => {
    const minutes = Math.max(1, Math.ceil(Number(data.retryAfterSeconds ?? 60) / 60))
    return `That was very often in a short time. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  }
}
