/** Texts of reading in goals and figures from CSV. */
export const de = {
  importTitle: 'Aus CSV einlesen',
  importIntro:
    'Sie laden eine Datei hoch und sehen zuerst Zeile für Zeile, was geschehen würde. Erst wenn Sie zustimmen, wird etwas geändert: alles oder nichts.',
  importKind: 'Was steht in der Datei?',
  importKinds: { goals: 'Ziele', values: 'Werte von Kennzahlen' },
  importFile: 'CSV-Datei',
  importFileHint: 'Höchstens 2 MB und 10.000 Zeilen. Semikolon oder Komma, UTF-8 oder Windows: Beides wird erkannt.',
  importDo: 'Vorschau zeigen',
  importFormat: 'So sieht die Datei aus',
  importFormatText:
    'Die erste Zeile nennt die Spalten, in beliebiger Reihenfolge. Fehlt eine Spalte, bleibt die Angabe, wie sie ist; eine leere Zelle löscht sie.',
  importTemplates: 'Vorlagen und der jetzige Stand',
  templateGoals: 'Vorlage für Ziele herunterladen',
  templateValues: 'Vorlage für Werte herunterladen',
  exportGoals: 'Alle Ziele herunterladen',
  exportValues: 'Alle Werte herunterladen',
  columnWord: 'Spalte',
  meaning: 'Was darin steht',
  needed: 'nötig',
  goalColumns: [
    ['Titel', 'Daran wird ein Ziel erkannt, das es schon gibt.', true],
    [
      'Kennung',
      'Nur, um ein Ziel umzubenennen: das Ende seiner Adresse auf der Website. Bei neuen Zielen leer.',
      false
    ],
    ['Übergeordnetes Ziel', 'Titel eines anderen Ziels, hier oder in der Datei. Leer: oberste Ebene.', false],
    ['Art', 'Leitziel oder Fachplanung. Leer: Leitziel.', false],
    ['Fachplan', 'Name des Plans.', false],
    ['Beschreibung', 'Höchstens 5.000 Zeichen.', false],
    ['Zuständig', 'Name der Einheit, wie in den Einstellungen.', false],
    ['Beginn, Ende', '31.12.2026, 2026-12-31 oder nur das Jahr.', false],
    ['SDG', 'Nummern von 1 bis 17, mit Komma dazwischen.', false],
    [
      'Links, Ratsvorlagen',
      'Titel https://… und mehrere mit | dazwischen. Sie kommen hinzu, gelöscht wird keiner.',
      false
    ]
  ] as [string, string, boolean][],
  valueColumns: [
    ['Ziel', 'Titel des Ziels.', true],
    ['Kennzahl', 'Name der Kennzahl. Gibt es sie noch nicht, wird sie angelegt.', true],
    ['Tag', '31.12.2026, 2026-12-31 oder nur das Jahr.', true],
    ['Wert', '1234,5. Ein Wert vom selben Tag wird ersetzt.', true],
    [
      'Einheit, Richtung, Ausgangswert, Zielwert',
      'Nur für neue Kennzahlen. Richtung: steigen, sinken oder halten.',
      false
    ]
  ] as [string, string, boolean][],
  preview: 'Vorschau',
  previewOf: (name: string) => `Was „${name}“ ändern würde`,
  row: { new: 'neu', changed: 'ändert sich', unchanged: 'bleibt', error: 'Fehler' },
  rowCount: {
    new: (count: number) => `${count.toLocaleString('de')} neu`,
    changed: (count: number) => `${count.toLocaleString('de')} geändert`,
    unchanged: (count: number) => `${count.toLocaleString('de')} unverändert`,
    error: (count: number) => `${count.toLocaleString('de')} mit Fehler`
  },
  hasErrors: (count: number) =>
    `${count === 1 ? 'Eine Zeile hat' : `${count.toLocaleString('de')} Zeilen haben`} einen Fehler. Solange einer da ist, wird nichts eingelesen. Bitte berichtigen Sie die Datei und laden Sie sie noch einmal hoch.`,
  unknownColumns: (names: string[]) =>
    `${names.length === 1 ? 'Diese Spalte wird' : 'Diese Spalten werden'} nicht gelesen: ${names.join(', ')}`,
  allRows: 'Alle Zeilen',
  onlyErrors: 'Nur Fehler',
  line: 'Zeile',
  what: 'Was geschieht',
  lineNumber: (line: number) => `Zeile ${line}`,
  inColumn: (column: string, text: string) => (column ? `${column}: ${text}` : text),
  changesTo: (field: string, before: string, after: string) =>
    `${field}: ${before ? `„${before}“` : 'leer'} wird ${after ? `„${after}“` : 'leer'}`,
  nothingToDo: 'In der Datei steht nichts Neues.',
  applyDo: (count: number) => (count === 1 ? '1 Zeile einlesen' : `${count.toLocaleString('de')} Zeilen einlesen`),
  discardDo: 'Nicht einlesen',
  otherFile: 'Andere Datei wählen',
  nextRows: 'Weitere Zeilen',
  rowsBefore: 'Zeilen davor'
}

export const en: typeof de = {
  importTitle: 'Read in from CSV',
  importIntro:
    'You upload a file and first see row by row what would happen. Only when you agree is anything changed: everything or nothing.',
  importKind: 'What is in the file?',
  importKinds: { goals: 'Goals', values: 'Values of indicators' },
  importFile: 'CSV file',
  importFileHint: 'At most 2 MB and 10,000 rows. Semicolon or comma, UTF-8 or Windows: both are recognised.',
  importDo: 'Show preview',
  importFormat: 'What the file looks like',
  importFormatText:
    'The first line names the columns, in any order. Where a column is missing, things stay as they are; an empty cell empties them.',
  importTemplates: 'Templates, and how things stand',
  templateGoals: 'Download the template for goals',
  templateValues: 'Download the template for values',
  exportGoals: 'Download all goals',
  exportValues: 'Download all values',
  columnWord: 'Column',
  meaning: 'What stands in it',
  needed: 'needed',
  goalColumns: [
    ['Titel', 'The title, by which a goal that exists is recognised.', true],
    ['Kennung', 'Only for renaming a goal: the end of its address on the site. Empty for new goals.', false],
    ['Übergeordnetes Ziel', 'The title of the goal above, here or in the file. Empty: top level.', false],
    ['Art', 'Leitziel or Fachplanung. Empty: Leitziel.', false],
    ['Fachplan', 'The name of the departmental plan.', false],
    ['Beschreibung', 'The description, at most 5,000 characters.', false],
    ['Zuständig', 'The name of the unit, as in the settings.', false],
    ['Beginn, Ende', '31.12.2026, 2026-12-31, or the year alone.', false],
    ['SDG', 'Numbers from 1 to 17 with commas between them.', false],
    ['Links, Ratsvorlagen', 'Title https://…, several with | between them. They are added, none is removed.', false]
  ],
  valueColumns: [
    ['Ziel', 'The title of the goal.', true],
    ['Kennzahl', 'The name of the indicator. It is added where it does not exist.', true],
    ['Tag', 'The day: 31.12.2026, 2026-12-31, or the year alone.', true],
    ['Wert', 'The value: 1234,5. A value of the same day is replaced.', true],
    [
      'Einheit, Richtung, Ausgangswert, Zielwert',
      'For new indicators only. Richtung: steigen, sinken or halten.',
      false
    ]
  ],
  preview: 'Preview',
  previewOf: (name) => `What “${name}” would change`,
  row: { new: 'new', changed: 'changes', unchanged: 'stays', error: 'error' },
  rowCount: {
    new: (count) => `${count.toLocaleString('en-GB')} new`,
    changed: (count) => `${count.toLocaleString('en-GB')} changed`,
    unchanged: (count) => `${count.toLocaleString('en-GB')} unchanged`,
    error: (count) => `${count.toLocaleString('en-GB')} with an error`
  },
  hasErrors: (count) =>
    `${count === 1 ? 'One row has' : `${count.toLocaleString('en-GB')} rows have`} an error. As long as there is one, nothing is read in. Please correct the file and upload it again.`,
  unknownColumns: (names) => `Not read: ${names.join(', ')}`,
  allRows: 'All rows',
  onlyErrors: 'Errors only',
  line: 'Line',
  what: 'What happens',
  lineNumber: (line) => `Line ${line}`,
  inColumn: (column, text) => (column ? `${column}: ${text}` : text),
  changesTo: (field, before, after) =>
    `${field}: ${before ? `“${before}”` : 'empty'} becomes ${after ? `“${after}”` : 'empty'}`,
  nothingToDo: 'There is nothing new in the file.',
  applyDo: (count) => (count === 1 ? 'Read in 1 row' : `Read in ${count.toLocaleString('en-GB')} rows`),
  discardDo: 'Do not read in',
  otherFile: 'Choose another file',
  nextRows: 'More rows',
  rowsBefore: 'Rows before'
}
