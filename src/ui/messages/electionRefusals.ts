/** What people are told when something about elections or accounts cannot be done. */
type Data = Record<string, unknown>

export const de = {
  'elections.day': 'Bitte geben Sie einen Tag an, den es gibt.',
  'elections.order': 'Die Zurückhaltung endet, bevor sie beginnt.',
  'elections.tooLong': 'Zurückhaltung von mehr als einem Jahr ist wohl ein Versehen.',
  'elections.afterDay': 'Die Zurückhaltung beginnt vor der Wahl, nicht danach.',
  'elections.checklistOpen': 'In der Zeit vor der Wahl muss jeder Satz der Prüfliste bestätigt sein.',
  'elections.notConfirmed':
    'Die Zeit vor einer Wahl hat begonnen, und für diesen Beitrag hat noch niemand die Prüfliste bestätigt. Bitte lassen Sie ihn noch einmal freigeben.',
  'elections.fileUnreadable':
    'Diese Datei lässt sich nicht lesen. Es geht eine Tabelle mit der Kopfzeile Wahl;Tag;Art;von;bis oder ein Kalender (.ics).',
  'elections.fileEmpty': 'In dieser Datei steht keine Wahl.',
  'elections.fileTooBig': 'Die Datei ist zu groß: höchstens 500 KB.',
  'elections.fileTooLong': 'Das sind zu viele Zeilen: höchstens 500.',
  'elections.linesBad': (data: Data) =>
    `Nichts übernommen: Tag, Name oder Zeitraum stimmen nicht in Zeile ${(data.lines as number[]).join(', ')}.`,
  'channels.officeOnly': 'Dieser Kanal gehört immer dem Amt.',
  'channels.candidate': 'Das Konto gehört einer Bewerberin oder einem Bewerber. Das Amt spricht dort nie.'
}

export const en: typeof de = {
  'elections.day': 'Please give a day that exists.',
  'elections.order': 'Restraint ends before it begins.',
  'elections.tooLong': 'More than a year of restraint is probably a mistake.',
  'elections.afterDay': 'Restraint begins before the election, not after it.',
  'elections.checklistOpen': 'Before the election every sentence of the checklist has to be confirmed.',
  'elections.notConfirmed':
    'The time before an election has begun, and nobody has confirmed the checklist for this post yet. Please have it approved once more.',
  'elections.fileUnreadable':
    'This file cannot be read. A table with the head line Name;Day;Kind;From;To or a calendar (.ics) will do.',
  'elections.fileEmpty': 'There is no election in this file.',
  'elections.fileTooBig': 'The file is too big: at most 500 KB.',
  'elections.fileTooLong': 'These are too many lines: at most 500.',
  'elections.linesBad': (data) =>
    `Nothing was taken: day, name or period are wrong in line ${(data.lines as number[]).join(', ')}.`,
  'channels.officeOnly': 'This channel is always the office’s.',
  'channels.candidate': 'The account belongs to a candidate. The office never speaks there.'
}
