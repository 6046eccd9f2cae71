/** What people are told when a file cannot be taken up, shown or changed. */
type Data = Record<string, unknown>
const megabytes = (data: Data): number => Math.round(Number(data.maxBytes ?? 0) / 1_048_576)

export const de = {
  mediaWithdrawn: 'Dieses Bild oder diese Datei wurde zurückgezogen.',
  'media.empty': 'Die Datei ist leer.',
  'media.tooManyBytes': (data: Data) => `Die Datei ist zu groß: höchstens ${megabytes(data)} MB.`,
  'media.unknownKind': (data: Data) =>
    `Das ist ${data.what ? `eine Datei der Art ${String(data.what)}` : 'keine Datei, die wir kennen'}. Es gehen Bilder (JPEG, PNG, WebP, AVIF, GIF), Videos (MP4, WebM) und PDF. Es kommt auf den Inhalt an, nicht auf den Namen.`,
  'media.svg':
    'SVG-Grafiken können Programme enthalten und werden nicht angenommen. Bitte speichern Sie die Grafik als PNG oder WebP.',
  'media.movie': (data: Data) =>
    `Dieses Video (${String(data.what)}) spielen Browser nicht ab. Bitte speichern Sie es als MP4 (H.264) oder WebM. Auf dem iPhone: in „Fotos“ teilen und „Maximale Kompatibilität“ wählen.`,
  'media.wasWithdrawn':
    'Genau diese Datei wurde schon einmal zurückgezogen und kommt nicht noch einmal in die Mediathek. Ist die Rechtslage geklärt, lässt sie sich dort wieder zeigen.',
  'media.form': 'Das Hochladen ist abgebrochen, bevor alles da war. Bitte versuchen Sie es noch einmal.',
  'media.isWithdrawn': 'Diese Datei ist zurückgezogen.',
  'media.isErased': 'Die Dateien sind gelöscht. Daran lässt sich nichts mehr ändern.',
  'media.notWithdrawn': 'Löschen lässt sich nur, was zurückgezogen ist oder nirgends steht.',
  'media.consentStillRevoked':
    'Die Einwilligung ist widerrufen oder abgelaufen. Bitte tragen Sie erst ein, was jetzt gilt.',
  'media.noConsent': 'Widerrufen lässt sich nur eine Einwilligung, die eingetragen ist.',
  'media.reasonMissing': 'Bitte nennen Sie den Grund.',
  'media.altAndDecorative': 'Ein Schmuckbild hat keine Beschreibung. Bitte entscheiden Sie sich.',
  'media.licenceWords': 'Bitte schreiben Sie, welche Lizenz gilt.',
  'media.dayForm': 'Bitte geben Sie einen Tag an, den es gibt.',
  'media.consentOnMissing': 'Bitte geben Sie an, wann eingewilligt wurde.',
  'media.notThisKind': 'Das geht mit dieser Art von Datei nicht.',
  'media.cropForm': 'Bitte geben Sie Zahlen von 0 bis 100 an; der Ausschnitt muss im Bild liegen.',
  'media.captionsMissing':
    'Ein Video hat noch keine Untertitel. Bitte laden Sie sie in der Mediathek hoch oder nennen Sie dort den Grund, warum keine nötig sind.',
  'media.licenceMissing': 'Bei einer Datei ist noch keine Lizenz angegeben. Das geht in der Mediathek.',
  'media.consentMissing':
    'Bei einer Datei ist nicht angegeben, ob Menschen zu erkennen sind, oder ihre Einwilligung ist noch nicht da. Das geht in der Mediathek.',
  'media.inUseWithdrawn': 'Eine Datei in diesem Beitrag ist zurückgezogen. Bitte nehmen Sie sie heraus.',
  'image.heic':
    'HEIC-Bilder lassen sich hier nicht lesen. Bitte als JPEG hochladen. Auf dem iPhone: Einstellungen, Kamera, Formate, „Maximale Kompatibilität“; vorhandene Fotos als JPEG exportieren.',
  'video.broken': 'Dieses Video lässt sich nicht lesen. Vielleicht ist die Datei beschädigt.',
  'video.cutOff': 'Dieses Video ist nicht vollständig. Bitte laden Sie die ganze Datei hoch.',
  'video.noVideo': 'In dieser Datei ist kein Bild, nur Ton oder gar nichts.',
  'video.codec': (data: Data) =>
    `Diese Art der Kompression (${String(data.codec)}) spielen nicht alle Browser ab. Bitte als MP4 mit H.264 und AAC speichern, oder als WebM mit VP9 oder AV1.`,
  'video.track':
    'In diesem Video steckt eine Spur mit Messdaten, etwa dem Weg der Kamera, die sich nicht entfernen lässt. Bitte exportieren Sie es ohne Metadaten.',
  'pdf.broken': 'Dieses PDF lässt sich nicht lesen. Vielleicht ist die Datei beschädigt oder nicht vollständig.',
  'pdf.encrypted': 'Dieses PDF ist verschlüsselt und lässt sich nicht prüfen. Bitte speichern Sie es ohne Kennwort.',
  'pdf.active': (data: Data) =>
    `Dieses PDF kann etwas ausführen (${String(data.what)}) und wird nicht angenommen. Bitte drucken Sie es neu „als PDF“.`,
  'pdf.metadata':
    'Aus diesem PDF lassen sich Namen in den Eigenschaften nicht entfernen. Bitte entfernen Sie sie vor dem Hochladen.',
  'vtt.notText': 'Das ist keine Textdatei mit Untertiteln (UTF-8).',
  'vtt.tooLong': 'Diese Untertitel sind zu lang: höchstens 1 MB.',
  'vtt.noHeader': 'Untertitel beginnen in der ersten Zeile mit WEBVTT. SRT-Dateien bitte umwandeln.',
  'vtt.timing': (data: Data) => `Zeile ${String(data.line)}: Hier fehlt eine Zeitangabe wie 00:01.000 --> 00:04.000.`,
  'vtt.order': (data: Data) => `Zeile ${String(data.line)}: Das Ende liegt vor dem Anfang.`,
  'vtt.early': (data: Data) => `Zeile ${String(data.line)}: Dieser Untertitel beginnt vor dem davor.`,
  'vtt.empty': 'In dieser Datei steht kein einziger Untertitel.',
  'place.endpoint': 'Bitte geben Sie die Adresse des Speichers an, mit https:// am Anfang.',
  'place.bucket': 'Der Name eines Buckets hat 3 bis 63 kleine Buchstaben, Ziffern, Punkte oder Striche.',
  'place.keyMissing': 'Bitte geben Sie Zugangsschlüssel und Geheimnis an.',
  'place.refused': (data: Data) =>
    `Diese Adresse darf das Programm nicht aufrufen (${String(data.reason)}). Für einen Speicher im eigenen Netz muss ihn der Betrieb in ORTSGESPRAECH_ALLOW_HOSTS nennen.`,
  'place.failed': (data: Data) => `Der Speicher antwortet nicht wie erwartet: ${String(data.reason)}`,
  'place.untested': 'Bitte prüfen Sie den Speicher erst mit „Verbindung prüfen“.',
  'place.filesThere':
    'In diesem Speicher liegen schon Dateien. Bitte stellen Sie erst auf die Festplatte um und kopieren Sie sie dorthin.',
  'place.copying': 'Es wird schon kopiert.'
}

export const en: typeof de = {
  mediaWithdrawn: 'This picture or file was withdrawn.',
  'media.empty': 'The file is empty.',
  'media.tooManyBytes': (data) => `The file is too big: at most ${megabytes(data)} MB.`,
  'media.unknownKind': (data) =>
    `This is ${data.what ? `a file of the kind ${String(data.what)}` : 'no file that we know'}. Pictures (JPEG, PNG, WebP, AVIF, GIF), videos (MP4, WebM) and PDF work. The content counts, not the name.`,
  'media.svg': 'SVG drawings can hold programs and are not accepted. Please save the drawing as PNG or WebP.',
  'media.movie': (data) =>
    `Browsers do not play this video (${String(data.what)}). Please save it as MP4 (H.264) or WebM. On an iPhone: share it from “Photos” and choose “Most compatible”.`,
  'media.wasWithdrawn':
    'Exactly this file was withdrawn before and does not come into the library again. If its rights are settled, it can be shown again there.',
  'media.form': 'The upload broke off before everything was there. Please try again.',
  'media.isWithdrawn': 'This file is withdrawn.',
  'media.isErased': 'The files are erased. Nothing can be changed any more.',
  'media.notWithdrawn': 'Only what is withdrawn or stands nowhere can be erased.',
  'media.consentStillRevoked': 'Consent is revoked or has ended. Please enter first what holds now.',
  'media.noConsent': 'Only consent that was entered can be revoked.',
  'media.reasonMissing': 'Please give the reason.',
  'media.altAndDecorative': 'A decorative picture has no description. Please decide.',
  'media.licenceWords': 'Please write which licence holds.',
  'media.dayForm': 'Please give a day that exists.',
  'media.consentOnMissing': 'Please say when consent was given.',
  'media.notThisKind': 'This does not work with this kind of file.',
  'media.cropForm': 'Please give numbers from 0 to 100; the crop must lie within the picture.',
  'media.captionsMissing':
    'A video has no captions yet. Please upload them in the media library, or give the reason there why none are needed.',
  'media.licenceMissing': 'A file has no licence yet. It can be given in the media library.',
  'media.consentMissing':
    'Of a file it is not said whether people can be recognised, or their consent is not there yet. It can be said in the media library.',
  'media.inUseWithdrawn': 'A file in this post is withdrawn. Please take it out.',
  'image.heic':
    'HEIC pictures cannot be read here. Please upload a JPEG. On an iPhone: Settings, Camera, Formats, “Most Compatible”; export existing photos as JPEG.',
  'video.broken': 'This video cannot be read. The file may be damaged.',
  'video.cutOff': 'This video is not complete. Please upload the whole file.',
  'video.noVideo': 'There is no picture in this file, only sound or nothing at all.',
  'video.codec': (data) =>
    `Not all browsers play this kind of compression (${String(data.codec)}). Please save it as MP4 with H.264 and AAC, or as WebM with VP9 or AV1.`,
  'video.track':
    'There is a track of measurements in this video, such as the camera’s path, that cannot be removed. Please export it without metadata.',
  'pdf.broken': 'This PDF cannot be read. The file may be damaged or incomplete.',
  'pdf.encrypted': 'This PDF is encrypted and cannot be checked. Please save it without a password.',
  'pdf.active': (data) =>
    `This PDF can execute something (${String(data.what)}) and is not accepted. Please print it “to PDF” again.`,
  'pdf.metadata': 'Names in the properties of this PDF cannot be removed. Please remove them before you upload it.',
  'vtt.notText': 'This is no text file with captions (UTF-8).',
  'vtt.tooLong': 'These captions are too long: at most 1 MB.',
  'vtt.noHeader': 'Captions begin with WEBVTT in the first line. Please convert SRT files.',
  'vtt.timing': (data) => `Line ${String(data.line)}: a time such as 00:01.000 --> 00:04.000 is missing here.`,
  'vtt.order': (data) => `Line ${String(data.line)}: the end lies before the beginning.`,
  'vtt.early': (data) => `Line ${String(data.line)}: this caption begins before the one before it.`,
  'vtt.empty': 'There is not a single caption in this file.',
  'place.endpoint': 'Please give the address of the storage, beginning with https://.',
  'place.bucket': 'The name of a bucket has 3 to 63 small letters, digits, dots or dashes.',
  'place.keyMissing': 'Please give the access key and the secret.',
  'place.refused': (data) =>
    `The program may not call this address (${String(data.reason)}). For a storage in your own network the operator must name it in ORTSGESPRAECH_ALLOW_HOSTS.`,
  'place.failed': (data) => `The storage does not answer as expected: ${String(data.reason)}`,
  'place.untested': 'Please check the storage first with “Check the connection”.',
  'place.filesThere': 'There are files in this storage already. Please switch to the disk first and copy them there.',
  'place.copying': 'Files are being copied already.'
}
