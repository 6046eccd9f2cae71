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
  'goals.numberUnclear': 'Ist der Punkt ein Komma oder trennt er Tausender? Bitte schreiben Sie 1234 oder 1,234.'
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
    'Is the point a decimal point, or does it part thousands? Please write 1234 or 1,234 with a comma for decimals.'
}
