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
  chooseOne: 'Bitte wählen',
  join: 'Verbinden',
  joinHint:
    'Verknüpfen: Zwei fragen dasselbe, jedes Gespräch bleibt für sich. Zusammenführen: Beides ist ein Gespräch, das andere geht in diesem auf.',
  sameQuestion: 'Fragt dasselbe',
  linkedHidden: (count: number) =>
    count === 1
      ? 'Dazu 1 Gespräch eines Amtes, das Sie nicht sehen.'
      : `Dazu ${count} Gespräche von Ämtern, die Sie nicht sehen.`,
  unlink: (name: string) => `Verknüpfung mit „${name}“ lösen`,
  likewiseTitle: (count: number) =>
    count === 1
      ? 'Ein anderes Gespräch wartet auf dieselbe Antwort.'
      : `${count} andere Gespräche warten auf dieselbe Antwort.`,
  likewiseText: 'Antwort, die jede dieser Personen bekommt',
  likewiseDo: 'Auch dort antworten',
  likewiseDone: (count: number, problem: string | null): string =>
    (count === 1 ? '1 Antwort ist unterwegs.' : `${count} Antworten sind unterwegs.`) +
    (problem ? ` Nicht überall ging es: ${problem}` : ''),
  find: 'Anderes Gespräch suchen',
  findLabel: 'Wörter, Name oder Adresse des Gesprächs',
  findDo: 'Suchen',
  foundNone: 'Kein anderes Gespräch gefunden.',
  samePerson: 'dieselbe Person',
  linkDo: 'Verknüpfen',
  linked: 'Verknüpft.',
  unlinked: 'Verknüpfung gelöst.',
  mergeDo: 'Hierher zusammenführen',
  merged: 'Zusammengeführt. Unter „Verbinden“ lässt sich das zurücknehmen.',
  unmerged: 'Zurückgenommen, es sind wieder zwei Gespräche.',
  mergedHere: (count: number) =>
    count === 1
      ? '1 Nachricht kam aus einem anderen Gespräch.'
      : `${count} Nachrichten kamen aus einem anderen Gespräch.`,
  splitHere: (count: number) =>
    count === 1 ? '1 Nachricht wurde herausgelöst.' : `${count} Nachrichten wurden herausgelöst.`,
  toOther: 'Zum anderen Gespräch',
  undo: 'Zurücknehmen',
  rejoin: 'Wieder zusammenführen',
  split: 'Aufteilen',
  splitHint: 'Wählen Sie, was nicht hierher gehört. Es kommt in ein neues Gespräch beim selben Amt.',
  splitChoose: 'Nachrichten für das neue Gespräch',
  splitDo: 'In ein neues Gespräch legen',
  splitDone: 'Aufgeteilt. Zum neuen Gespräch geht es im Verlauf.'
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
  chooseOne: 'Please choose',
  join: 'Bring together',
  joinHint:
    'Link: two ask the same, each conversation stays its own. Merge: both are one conversation, the other becomes part of this one.',
  sameQuestion: 'Asks the same',
  linkedHidden: (count) =>
    count === 1
      ? 'And 1 conversation of a department that you do not see.'
      : `And ${count} conversations of departments that you do not see.`,
  unlink: (name) => `Take the link to “${name}” back`,
  likewiseTitle: (count) =>
    count === 1
      ? 'Another conversation waits for the same answer.'
      : `${count} other conversations wait for the same answer.`,
  likewiseText: 'The answer each of these people gets',
  likewiseDo: 'Answer there too',
  likewiseDone: (count, problem) =>
    (count === 1 ? '1 answer is on its way.' : `${count} answers are on their way.`) +
    (problem ? ` It did not work everywhere: ${problem}` : ''),
  find: 'Find another conversation',
  findLabel: 'Words, name or address of the conversation',
  findDo: 'Find',
  foundNone: 'No other conversation found.',
  samePerson: 'same person',
  linkDo: 'Link',
  linked: 'Linked.',
  unlinked: 'Link taken back.',
  mergeDo: 'Merge into this one',
  merged: 'Merged. “Bring together” lets you take it back.',
  unmerged: 'Taken back, these are two conversations again.',
  mergedHere: (count) =>
    count === 1 ? '1 message came from another conversation.' : `${count} messages came from another conversation.`,
  splitHere: (count) => (count === 1 ? '1 message was split off.' : `${count} messages were split off.`),
  toOther: 'To the other conversation',
  undo: 'Take back',
  rejoin: 'Merge again',
  split: 'Split',
  splitHint: 'Choose what does not belong here. It goes to a new conversation of the same department.',
  splitChoose: 'Messages for the new conversation',
  splitDo: 'Move to a new conversation',
  splitDone: 'Split. The timeline leads to the new conversation.'
}

export const refusalsDe = {
  topicGone: 'Dieses Thema gibt es nicht mehr.',
  placeTooLong: (data: Data) => `Der Ort ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  coordinatesWrong: 'Das sind keine Koordinaten. So passt es: 51.5149, 7.4660 (erst Breite, dann Länge).',
  tooManyWatchers: (data: Data) => `Mehr als ${String(data.max)} Personen können ein Gespräch nicht beobachten.`,
  mergeSame: 'Ein Gespräch lässt sich nicht mit sich selbst zusammenführen.',
  mergedAlready: 'Dieses Gespräch ist inzwischen schon Teil eines anderen.',
  mergeIntoMerged:
    'Das Gespräch, in das es gehen soll, ist inzwischen selbst Teil eines anderen. Bitte laden Sie die Seite neu.',
  mergePosts:
    'Die öffentlichen Kommentare stehen unter verschiedenen Beiträgen und würden dort verschwinden. Verknüpfen Sie die Gespräche stattdessen.',
  mergePrivate:
    'In einem der Gespräche steht etwas Vertrauliches, im anderen schreibt jemand anderes. Zusammengeführt könnte die falsche Person es lesen. Verknüpfen Sie die Gespräche stattdessen.',
  moveNotFound: 'Diese Zusammenführung gibt es nicht.',
  moveUndone: 'Das hat inzwischen schon jemand zurückgenommen.',
  unmergeLater: 'Dieses Gespräch wurde danach selbst zusammengeführt. Nehmen Sie zuerst das Spätere zurück.',
  unmergeSplit: 'Von den Nachrichten liegt inzwischen eine in einem anderen Gespräch. Zurücknehmen geht nicht mehr.',
  splitNone: 'Bitte wählen Sie mindestens eine Nachricht.',
  splitAll: 'Im alten Gespräch muss etwas stehen bleiben, das von außen kam.',
  splitNoQuestion: 'Im neuen Gespräch muss etwas stehen, das von außen kam.',
  splitGone: 'Von den gewählten Nachrichten liegt eine nicht mehr in diesem Gespräch. Bitte laden Sie die Seite neu.',
  linkSame: 'Das ist dieses Gespräch selbst.',
  tooManyLinks: (data: Data) => `Mehr als ${String(data.max)} Verknüpfungen kann ein Gespräch nicht haben.`,
  likewiseNone: 'Bitte wählen Sie, wer die Antwort bekommt.',
  likewiseFailed: (data: Data) => `Keine der Antworten konnte gesendet werden: ${String(data.problem)}`
}

export const refusalsEn: typeof refusalsDe = {
  topicGone: 'This topic no longer exists.',
  placeTooLong: (data) => `The place is too long: at most ${String(data.max)} characters.`,
  coordinatesWrong: 'These are no coordinates. This is how: 51.5149, 7.4660 (latitude first, then longitude).',
  tooManyWatchers: (data) => `Not more than ${String(data.max)} people can watch a conversation.`,
  mergeSame: 'A conversation cannot be merged with itself.',
  mergedAlready: 'This conversation has become part of another meanwhile.',
  mergeIntoMerged: 'The conversation it should go to has become part of another meanwhile. Please reload the page.',
  mergePosts: 'The public comments stand under different posts and would vanish there. Link the conversations instead.',
  mergePrivate:
    'One of the conversations holds something private, and somebody else writes in the other. Merged, the wrong person could read it. Link the conversations instead.',
  moveNotFound: 'There is no such merge.',
  moveUndone: 'Somebody has taken that back already.',
  unmergeLater: 'This conversation was itself merged later. Take the later one back first.',
  unmergeSplit: 'One of the messages lies in another conversation meanwhile. It can no longer be taken back.',
  splitNone: 'Please choose at least one message.',
  splitAll: 'Something that came from outside must stay in the old conversation.',
  splitNoQuestion: 'Something that came from outside must stand in the new conversation.',
  splitGone: 'One of the chosen messages is no longer in this conversation. Please reload the page.',
  linkSame: 'That is this conversation itself.',
  tooManyLinks: (data) => `A conversation cannot have more than ${String(data.max)} links.`,
  likewiseNone: 'Please choose who gets the answer.',
  likewiseFailed: (data) => `None of the answers could be sent: ${String(data.problem)}`
}
