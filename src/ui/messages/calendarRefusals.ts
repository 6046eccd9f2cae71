/** What people are told when something in the calendar or the duty roster cannot be done. */
type Data = Record<string, unknown>
const row = (data: Data): string => `Zeile ${String(data.line)}${data.text ? ` („${String(data.text)}“)` : ''}:`
const rowEn = (data: Data): string => `Line ${String(data.line)}${data.text ? ` (“${String(data.text)}”)` : ''}:`

export const de = {
  'calendar.moved':
    'Jemand hat diesen Beitrag inzwischen verschoben. Der Kalender zeigt jetzt, wo er steht. Bitte verschieben Sie ihn von dort.',
  'calendar.notMovable':
    'Dieser Beitrag lässt sich hier nicht verschieben: Er ist schon veröffentlicht, zurückgezogen oder wartet auf Freigabe.',
  'calendar.tooManyFeeds': (data: Data) =>
    `Mehr als ${String(data.most)} Adressen gehen nicht. Bitte heben Sie eine auf, die niemand mehr braucht.`,
  'calendar.dayInvalid': 'Bitte geben Sie einen Tag an.',
  'calendar.endsBefore': 'Der letzte Tag liegt vor dem ersten.',
  'calendar.fileTooLarge': 'Die Datei ist zu groß: höchstens 500 KB.',
  'calendar.fileTooLong': 'Die Datei hat zu viele Einträge: höchstens 500.',
  'calendar.fileEmpty': 'In dieser Datei stehen keine Ferien.',
  'calendar.fileUnreadable': (data: Data) =>
    `Zeile ${String(data.line)} lässt sich nicht lesen. Es wurde nichts übernommen.`,
  'calendar.rowWithoutName': (data: Data) => `${row(data)} Dort fehlt der Name. Es wurde nichts übernommen.`,
  'calendar.rowWithoutDay': (data: Data) =>
    `${row(data)} Dort fehlt ein Tag, oder es gibt ihn nicht. Es wurde nichts übernommen.`,
  'calendar.rowBackwards': (data: Data) =>
    `${row(data)} Der letzte Tag liegt vor dem ersten. Es wurde nichts übernommen.`,
  'template.stale':
    'Jemand hat diese Vorlage inzwischen geändert. Ihr Text ist noch da; bitte vergleichen Sie ihn mit dem neuen Stand.',
  'template.noDay': 'Bitte geben Sie einen Tag an.',
  'template.noTime': 'Bitte geben Sie eine Uhrzeit an, zum Beispiel 14:30.',
  'template.noNumber': 'Bitte geben Sie eine Zahl an.',
  'template.tooManyFields': 'Mehr als 40 Felder gehen nicht.',
  'template.fewOptions': 'Eine Auswahl braucht mindestens zwei Möglichkeiten, eine je Zeile.',
  'series.stale':
    'Jemand hat diese Serie inzwischen geändert. Ihr Text ist noch da; bitte vergleichen Sie ihn mit dem neuen Stand.',
  'series.noRule': 'Bitte wählen Sie, wann der Beitrag wiederkommt.',
  'series.noWeekday': 'Bitte wählen Sie mindestens einen Wochentag.',
  'series.timesRange': 'Zwischen 1 und 500 Mal ist möglich.',
  'series.aheadRange': 'Zwischen 1 und 90 Tagen ist möglich.',
  'series.dayMade': 'Der Beitrag für diesen Tag ist schon angelegt. Ändern, verschieben oder löschen Sie ihn dort.',
  'series.dayPast': 'Dieser Tag ist schon vorbei.',
  'series.ownerGone':
    'Wer die Serie angelegt hat, darf hier nichts mehr veröffentlichen. Der Beitrag wartet als Entwurf; speichern Sie die Serie, um sie zu übernehmen.',
  'posts.endsBeforeItAppears': 'Zu diesem Zeitpunkt ist der Beitrag noch gar nicht erschienen.',
  'posts.hideReasonMissing': 'Bitte nennen Sie den Grund. Wer die Fassungen ansieht, liest ihn.',
  'duty.stale': 'Jemand hat diesen Dienst inzwischen geändert. Bitte laden Sie die Seite neu.',
  'duty.endsBefore': 'Das Ende liegt vor dem Beginn.',
  'duty.tooLong': 'Ein Dienst dauert höchstens 31 Tage.',
  'duty.personGone': 'Bitte wählen Sie eine Person, die hier arbeitet.',
  'duty.cannotAnswer':
    'Diese Person sieht die Gespräche dieser Organisationseinheit nicht. Wählen Sie eine andere Person oder geben Sie ihr dort eine Rolle.',
  'duty.overlaps': 'Zu dieser Zeit hat die Person dort schon Dienst.',
  'duty.notYours': 'Die Übergabe schreibt, wer den Dienst hatte oder den Dienstplan führt.'
}

export const en: typeof de = {
  'calendar.moved':
    'Somebody has moved this post in the meantime. The calendar now shows where it stands. Please move it from there.',
  'calendar.notMovable': 'This post cannot be moved here: it is published, withdrawn or waits for approval.',
  'calendar.tooManyFeeds': (data) =>
    `More than ${String(data.most)} addresses are not possible. Please revoke one that nobody needs.`,
  'calendar.dayInvalid': 'Please enter a day.',
  'calendar.endsBefore': 'The last day lies before the first.',
  'calendar.fileTooLarge': 'The file is too large: 500 KB at most.',
  'calendar.fileTooLong': 'The file has too many entries: 500 at most.',
  'calendar.fileEmpty': 'There are no school holidays in this file.',
  'calendar.fileUnreadable': (data) => `Line ${String(data.line)} cannot be read. Nothing was taken.`,
  'calendar.rowWithoutName': (data) => `${rowEn(data)} The name is missing there. Nothing was taken.`,
  'calendar.rowWithoutDay': (data) => `${rowEn(data)} A day is missing there, or does not exist. Nothing was taken.`,
  'calendar.rowBackwards': (data) => `${rowEn(data)} The last day lies before the first. Nothing was taken.`,
  'template.stale': 'Somebody has changed this template in the meantime. Your text is still here; please compare it.',
  'template.noDay': 'Please enter a day.',
  'template.noTime': 'Please enter a time, such as 14:30.',
  'template.noNumber': 'Please enter a number.',
  'template.tooManyFields': 'More than 40 fields are not possible.',
  'template.fewOptions': 'A choice needs two options at least, one a line.',
  'series.stale': 'Somebody has changed this series in the meantime. Your text is still here; please compare it.',
  'series.noRule': 'Please choose when the post comes again.',
  'series.noWeekday': 'Please choose one weekday at least.',
  'series.timesRange': 'Between 1 and 500 times are possible.',
  'series.aheadRange': 'Between 1 and 90 days are possible.',
  'series.dayMade': 'The post for this day is made already. Change, move or delete it there.',
  'series.dayPast': 'This day is over.',
  'series.ownerGone':
    'Whoever made the series may no longer publish here. The post waits as a draft; save the series to take it over.',
  'posts.endsBeforeItAppears': 'At that time the post has not appeared yet.',
  'posts.hideReasonMissing': 'Please give the reason. Whoever looks at the versions reads it.',
  'duty.stale': 'Somebody has changed this duty in the meantime. Please load the page again.',
  'duty.endsBefore': 'The end lies before the beginning.',
  'duty.tooLong': 'A duty lasts 31 days at most.',
  'duty.personGone': 'Please choose a person who works here.',
  'duty.cannotAnswer':
    'This person does not see the conversations of this unit. Choose somebody else, or give them a role there.',
  'duty.overlaps': 'The person is on duty there at that time already.',
  'duty.notYours': 'The hand-over is written by whoever had the duty or plans the roster.'
}
