/** What people are told when something about goals cannot be done. */
type Data = Record<string, unknown>

export const de = {
  'goals.notFound': 'Dieses Ziel gibt es nicht.',
  'goals.nameMissing': 'Bitte geben Sie dem Ziel einen Titel.',
  'goals.nameLong': 'Das ist zu lang: höchstens 200 Zeichen.',
  'goals.textLong': 'Das ist zu lang.',
  'goals.nameTaken':
    'Ein Ziel mit diesem Titel gibt es schon. Bitte nehmen Sie einen anderen, oder legen Sie beide zusammen.',
  'goals.dayShape': 'Das ist kein Tag, den es gibt.',
  'goals.periodTurned': 'Das Ende liegt vor dem Beginn.',
  'goals.sdgShape': 'Die Ziele für nachhaltige Entwicklung haben die Nummern 1 bis 17.',
  'goals.parentLost': 'Das übergeordnete Ziel gibt es nicht mehr, oder es ist archiviert.',
  'goals.circle': 'Ein Ziel kann nicht unter sich selbst liegen. Bitte wählen Sie einen anderen Platz.',
  'goals.isArchived': 'Dieses Ziel ist archiviert. Holen Sie es zurück, dann lässt es sich ändern.',
  'goals.isMerged': 'Dieses Ziel wurde mit einem anderen zusammengelegt.',
  'goals.hasChildren': 'Darunter liegen noch Ziele. Bitte erst diese archivieren oder verschieben.',
  'goals.mergeSelf': 'Bitte wählen Sie ein anderes Ziel.',
  'goals.mergeBelow':
    'Das gewählte Ziel liegt unter diesem. Bitte verschieben Sie es erst, oder legen Sie umgekehrt zusammen.',
  'goals.stale':
    'Jemand anderes hat dieses Ziel inzwischen geändert; im Verlauf steht, was. Ihre Eingaben sind noch da: Bitte prüfen und noch einmal speichern.',
  'goals.tooMany': (data: Data) =>
    `Es gibt schon ${String(data.max)} Ziele; mehr gehen nicht. Archivieren Sie, was nicht mehr gilt.`,
  'goals.urlShape': 'Das ist keine vollständige Adresse. Sie beginnt mit https://.',
  'goals.linkThere': 'Dieser Link steht hier schon.',
  'goals.tooManyLinks': (data: Data) => `Mehr als ${String(data.max)} Links kann ein Ziel nicht haben.`,
  'goals.indicatorNotFound': 'Diese Kennzahl gibt es hier nicht.',
  'goals.indicatorNameMissing': 'Bitte geben Sie der Kennzahl einen Namen.',
  'goals.indicatorTaken': 'Eine Kennzahl mit diesem Namen hat das Ziel schon.',
  'goals.tooManyIndicators': (data: Data) => `Mehr als ${String(data.max)} Kennzahlen kann ein Ziel nicht haben.`,
  'goals.tooManyValues': (data: Data) => `Mehr als ${String(data.max)} Werte kann eine Kennzahl nicht haben.`,
  'goals.numberShape': 'Das ist keine Zahl. So geht es: 1234,5.',
  'goals.numberUnclear': 'Ist der Punkt ein Komma oder trennt er Tausender? Bitte schreiben Sie 1234 oder 1,234.',
  'goals.importGone': 'Diese Datei liegt nicht mehr hier. Bitte lesen Sie sie noch einmal ein.',
  'goals.importErrors': 'Die Datei hat noch Fehler. Es wurde nichts geändert.',
  'goals.importChanged':
    'Inzwischen hat sich etwas geändert. Hier steht, was jetzt geschehen würde; bitte prüfen und noch einmal bestätigen.',
  'csv.missing': 'Bitte wählen Sie eine Datei aus.',
  'csv.tooLarge': (data: Data) =>
    `Die Datei ist zu groß: höchstens ${Math.round(Number(data.max) / 1_000_000)} MB. Teilen Sie sie in mehrere Dateien.`,
  'csv.isExcel':
    'Das ist eine Excel-Datei. Speichern Sie sie in Excel unter „Speichern unter“ als „CSV UTF-8 (durch Trennzeichen getrennt)“ und laden Sie diese Datei hoch.',
  'csv.noText': 'Das ist keine CSV-Datei: Darin stehen Zeichen, die in einem Text nicht vorkommen.',
  'csv.empty': 'Die Datei ist leer.',
  'csv.noRows':
    'In der Datei steht nichts außer höchstens einer Kopfzeile. Die erste Zeile nennt die Spalten, ab der zweiten stehen die Angaben.',
  'csv.tooManyRows': (data: Data) =>
    `Die Datei hat ${Number(data.count).toLocaleString('de')} Zeilen; höchstens ${Number(data.max).toLocaleString('de')} gehen auf einmal. Teilen Sie sie in mehrere Dateien.`,
  'csv.tooManyColumns':
    'Die Datei hat mehr als 100 Spalten. Vielleicht ist das Trennzeichen ein anderes als Semikolon, Komma oder Tabulator.',
  'csv.quoteOpen': (data: Data) =>
    `In oder vor Zeile ${String(data.line)} fängt ein Anführungszeichen an, das nicht endet. Ein Text in Anführungszeichen braucht am Anfang und am Ende eines; ein Anführungszeichen im Text wird doppelt geschrieben ("").`,
  'csv.quoteInside': (data: Data) =>
    `In Zeile ${String(data.line)} steht ein Anführungszeichen mitten in einer Zelle. Setzen Sie die ganze Zelle in Anführungszeichen und schreiben Sie das im Text doppelt ("").`,
  'csv.broken': (data: Data) =>
    `Die Datei lässt sich ab Zeile ${String(data.line)} nicht als CSV lesen. Speichern Sie sie noch einmal als CSV.`,
  'csv.columnMissing': (data: Data) =>
    `Die Spalte „${String(data.column)}“ fehlt. Die erste Zeile muss die Spalten nennen, wie in der Vorlage.`,
  'csv.columnTwice': (data: Data) => `Die Spalte „${String(data.column)}“ steht zweimal da. Bitte löschen Sie eine.`,
  'csv.tooManyCells': (data: Data) =>
    `Hier stehen ${String(data.cells)} Zellen, der Kopf hat ${String(data.columns)}. Enthält ein Text das Trennzeichen, gehört er in Anführungszeichen.`,
  'csv.formula': (data: Data) =>
    `Hier steht eine Formel oder ein Formelfehler („${String(data.cell)}“). Fügen Sie stattdessen den Wert ein („Inhalte einfügen“, „Werte“).`,
  'csv.keyUnknown': (data: Data) =>
    `Die Kennung „${String(data.key)}“ gibt es nicht. Lassen Sie die Zelle bei neuen Zielen leer.`,
  'csv.unitUnknown': (data: Data) =>
    `Die Einheit „${String(data.unit)}“ gibt es nicht. Schreiben Sie sie wie unter „Einstellungen, Einheiten“.`,
  'csv.dayShape': (data: Data) => `„${String(data.cell)}“ ist kein Tag. So geht es: 31.12.2026 oder 2026-12-31.`,
  'csv.kindShape': (data: Data) => `„${String(data.cell)}“ gibt es nicht. Es geht „Leitziel“ oder „Fachplanung“.`,
  'csv.linkShape': (data: Data) =>
    `„${String(data.cell)}“ ist kein Link. So geht es: Titel https://…, mehrere mit | dazwischen.`,
  'csv.twice': (data: Data) =>
    `Dieses Ziel steht schon in Zeile ${String(data.line)}. Bitte löschen Sie eine der beiden.`,
  'csv.parentUnknown': (data: Data) =>
    `Das übergeordnete Ziel „${String(data.name)}“ gibt es weder hier noch in der Datei.`,
  'csv.notYours': 'Für diese Einheit dürfen Sie keine Ziele ändern.',
  'csv.goalUnknown': (data: Data) =>
    `Das Ziel „${String(data.name)}“ gibt es nicht. Schreiben Sie den Titel wie im Zielbaum.`,
  'csv.directionShape': (data: Data) =>
    `„${String(data.cell)}“ ist keine Richtung. Es geht „steigen“, „sinken“ oder „halten“.`,
  'csv.valueTwice': (data: Data) =>
    `Für diesen Tag steht schon in Zeile ${String(data.line)} ein Wert. Bitte löschen Sie einen der beiden.`
}

export const en: typeof de = {
  'goals.notFound': 'There is no such goal.',
  'goals.nameMissing': 'Please give the goal a title.',
  'goals.nameLong': 'This is too long: at most 200 characters.',
  'goals.textLong': 'This is too long.',
  'goals.nameTaken': 'There is a goal of this title already. Please take another one, or merge the two.',
  'goals.dayShape': 'There is no such day.',
  'goals.periodTurned': 'The end lies before the beginning.',
  'goals.sdgShape': 'The sustainable development goals have the numbers 1 to 17.',
  'goals.parentLost': 'The goal above does not exist any more, or is archived.',
  'goals.circle': 'A goal cannot lie below itself. Please choose another place.',
  'goals.isArchived': 'This goal is archived. Bring it back, then it can be changed.',
  'goals.isMerged': 'This goal was merged with another one.',
  'goals.hasChildren': 'There are goals below it. Please archive or move those first.',
  'goals.mergeSelf': 'Please choose another goal.',
  'goals.mergeBelow': 'The chosen goal lies below this one. Please move it first, or merge the other way round.',
  'goals.stale':
    'Somebody else has changed this goal meanwhile; the history says what. What you typed is still here: please check it and save again.',
  'goals.tooMany': (data) =>
    `There are ${String(data.max)} goals already, and there cannot be more. Archive what is over.`,
  'goals.urlShape': 'This is not a complete address. It begins with https://.',
  'goals.linkThere': 'This link stands here already.',
  'goals.tooManyLinks': (data) => `A goal cannot have more than ${String(data.max)} links.`,
  'goals.indicatorNotFound': 'There is no such indicator here.',
  'goals.indicatorNameMissing': 'Please give the indicator a name.',
  'goals.indicatorTaken': 'The goal has an indicator of this name already.',
  'goals.tooManyIndicators': (data) => `A goal cannot have more than ${String(data.max)} indicators.`,
  'goals.tooManyValues': (data) => `An indicator cannot have more than ${String(data.max)} values.`,
  'goals.numberShape': 'This is not a number. Write it like this: 1234.5.',
  'goals.numberUnclear':
    'Is the point a decimal point, or does it part thousands? Please write 1234 or 1,234 with a comma for decimals.',
  'goals.importGone': 'This file is no longer here. Please read it in again.',
  'goals.importErrors': 'The file still has errors. Nothing was changed.',
  'goals.importChanged':
    'Something has changed meanwhile. This is what would happen now; please check and confirm again.',
  'csv.missing': 'Please choose a file.',
  'csv.tooLarge': (data) =>
    `The file is too big: at most ${Math.round(Number(data.max) / 1_000_000)} MB. Split it into several files.`,
  'csv.isExcel': 'This is an Excel file. In Excel, choose “Save as” and “CSV UTF-8 (delimited)”, and upload that file.',
  'csv.noText': 'This is not a CSV file: it holds characters that no text has.',
  'csv.empty': 'The file is empty.',
  'csv.noRows':
    'There is nothing in the file but a heading at most. The first line names the columns, the entries begin in the second.',
  'csv.tooManyRows': (data) =>
    `The file has ${Number(data.count).toLocaleString('en-GB')} rows; at most ${Number(data.max).toLocaleString('en-GB')} go at once. Split it into several files.`,
  'csv.tooManyColumns':
    'The file has more than 100 columns. Perhaps its separator is none of semicolon, comma and tab.',
  'csv.quoteOpen': (data) =>
    `In or before line ${String(data.line)} a quotation mark begins that does not end. A quoted text needs one at both ends; a quotation mark inside is doubled ("").`,
  'csv.quoteInside': (data) =>
    `In line ${String(data.line)} a quotation mark stands in the midst of a cell. Quote the whole cell and double the one inside ("").`,
  'csv.broken': (data) =>
    `From line ${String(data.line)} on the file cannot be read as CSV. Please save it as CSV again.`,
  'csv.columnMissing': (data) =>
    `The column “${String(data.column)}” is missing. The first line must name the columns, as in the template.`,
  'csv.columnTwice': (data) => `The column “${String(data.column)}” is there twice. Please delete one.`,
  'csv.tooManyCells': (data) =>
    `There are ${String(data.cells)} cells here, the heading has ${String(data.columns)}. A text that holds the separator belongs in quotation marks.`,
  'csv.formula': (data) => `This is a formula or an error of one (“${String(data.cell)}”). Paste its value instead.`,
  'csv.keyUnknown': (data) => `There is no key “${String(data.key)}”. Leave the cell empty for new goals.`,
  'csv.unitUnknown': (data) => `There is no unit “${String(data.unit)}”. Write it as under “Settings, Units”.`,
  'csv.dayShape': (data) => `“${String(data.cell)}” is not a day. Write 31.12.2026 or 2026-12-31.`,
  'csv.kindShape': (data) => `“${String(data.cell)}” does not exist. Write “Leitziel” or “Fachplanung”.`,
  'csv.linkShape': (data) =>
    `“${String(data.cell)}” is not a link. Write: title https://…, several with | between them.`,
  'csv.twice': (data) => `This goal stands in line ${String(data.line)} already. Please delete one of the two.`,
  'csv.parentUnknown': (data) => `The goal above, “${String(data.name)}”, exists neither here nor in the file.`,
  'csv.notYours': 'You may not change goals of this unit.',
  'csv.goalUnknown': (data) => `There is no goal “${String(data.name)}”. Write its title as in the tree.`,
  'csv.directionShape': (data) => `“${String(data.cell)}” is not a direction. Write “steigen”, “sinken” or “halten”.`,
  'csv.valueTwice': (data) =>
    `For this day there is a value in line ${String(data.line)} already. Please delete one of the two.`
}
