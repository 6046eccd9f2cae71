/** Texts of what the staff does about a conversation besides answering it. */
type Data = Record<string, unknown>

export const de = {
  details: 'Angaben',
  priority: 'Dringlichkeit',
  priorities: { urgent: 'sehr dringend', high: 'dringend', normal: 'normal', low: 'hat Zeit' },
  topic: 'Thema',
  noTopic: 'keines',
  place: 'Ort',
  placeHint: 'In Worten, zum Beispiel „Hauptstraße, vor Haus 12“.',
  coordinates: 'Koordinaten',
  coordinatesHint: 'Breite und Länge, zum Beispiel 51.5149, 7.4660.',
  saveDetails: 'Angaben speichern',
  detailsSaved: 'Angaben gespeichert.',
  watchers: 'Wer mitliest',
  watchHint: 'Wer mitliest, bekommt einen Hinweis, wenn sich etwas tut.',
  watchMe: 'Selbst mitlesen',
  unwatchMe: 'Nicht mehr mitlesen',
  watchOther: 'Kollegin oder Kollege',
  watchAdd: 'Mitlesen lassen',
  watching: 'Sie lesen mit.',
  watched: (name: string) => `${name} liest mit.`,
  unwatched: 'Liest nicht mehr mit.',
  drop: (name: string) => `${name} nicht mehr mitlesen lassen`,
  chooseOne: 'Bitte wählen'
}

export const en: typeof de = {
  details: 'Details',
  priority: 'Priority',
  priorities: { urgent: 'very urgent', high: 'urgent', normal: 'normal', low: 'can wait' },
  topic: 'Topic',
  noTopic: 'none',
  place: 'Place',
  placeHint: 'In words, such as “Main street, in front of number 12”.',
  coordinates: 'Coordinates',
  coordinatesHint: 'Latitude and longitude, such as 51.5149, 7.4660.',
  saveDetails: 'Save the details',
  detailsSaved: 'Details saved.',
  watchers: 'Who reads along',
  watchHint: 'Whoever reads along is told when something happens.',
  watchMe: 'Read along',
  unwatchMe: 'No longer read along',
  watchOther: 'Colleague',
  watchAdd: 'Have them read along',
  watching: 'You read along.',
  watched: (name) => `${name} reads along.`,
  unwatched: 'No longer reads along.',
  drop: (name) => `No longer have ${name} read along`,
  chooseOne: 'Please choose'
}

export const refusalsDe = {
  topicGone: 'Dieses Thema gibt es nicht mehr.',
  placeTooLong: (data: Data) => `Der Ort ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  coordinatesWrong: 'Das sind keine Koordinaten. So passt es: 51.5149, 7.4660 (erst Breite, dann Länge).',
  tooManyWatchers: (data: Data) => `Mehr als ${String(data.max)} Personen können ein Gespräch nicht beobachten.`
}

export const refusalsEn: typeof refusalsDe = {
  topicGone: 'This topic no longer exists.',
  placeTooLong: (data) => `The place is too long: at most ${String(data.max)} characters.`,
  coordinatesWrong: 'These are no coordinates. This is how: 51.5149, 7.4660 (latitude first, then longitude).',
  tooManyWatchers: (data) => `Not more than ${String(data.max)} people can watch a conversation.`
}
