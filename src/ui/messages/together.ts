/** Texts for what happens when several people, or one person twice, work on one post. */
const list = (names: string[], and: string): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`

export const de = {
  here: (names: string[]) => `Auch hier: ${list(names, 'und')}.`,
  types: (names: string[]) =>
    `${list(names, 'und')} ${names.length === 1 ? 'schreibt' : 'schreiben'} gerade. Wer zuletzt speichert, bekommt beide Fassungen gezeigt.`,
  collision: 'Zwei Fassungen',
  collisionText:
    'Jemand hat inzwischen gespeichert. Ihr Text ist noch da; nichts wird überschrieben, bevor Sie entscheiden.',
  same: 'Beide Fassungen haben denselben Text.',
  onlyMine: 'nur bei mir:',
  onlyTheirs: 'nur dort:',
  legendMine: 'Nur in meiner Fassung',
  legendTheirs: 'Nur in der anderen Fassung',
  keepMine: 'Meine Fassung behalten',
  takeTheirs: 'Ihre übernehmen',
  merge: 'Zusammenführen',
  mergeDo: 'So zusammenführen',
  back: 'Zurück',
  place: (number: number) => `Stelle ${number}`,
  mine: 'Meine Fassung',
  theirs: 'Die andere Fassung',
  nothing: '(steht hier nicht)',
  choices: { mine: 'meine', theirs: 'die andere', both: 'beide', none: 'keine' },
  copy: (time: string) => `Auf diesem Gerät liegt ein Text von ${time}, der nicht gespeichert wurde`,
  copyText: 'Die Verbindung war weg, oder die Sitzung war zu Ende. Möchten Sie ihn zurückholen?',
  copyTake: 'Zurückholen',
  copyDrop: 'Verwerfen',
  ended: 'In einem neuen Tab anmelden; hier bleibt alles stehen und wird danach gespeichert.'
}

export const en: typeof de = {
  here: (names) => `Also here: ${list(names, 'and')}.`,
  types: (names) =>
    `${list(names, 'and')} ${names.length === 1 ? 'is' : 'are'} writing. Whoever saves last is shown both versions.`,
  collision: 'Two versions',
  collisionText: 'Somebody saved meanwhile. Your text is still here; nothing is overwritten before you decide.',
  same: 'Both versions have the same text.',
  onlyMine: 'only mine:',
  onlyTheirs: 'only theirs:',
  legendMine: 'Only in my version',
  legendTheirs: 'Only in the other version',
  keepMine: 'Keep my version',
  takeTheirs: 'Take theirs',
  merge: 'Merge',
  mergeDo: 'Merge like this',
  back: 'Back',
  place: (number) => `Place ${number}`,
  mine: 'My version',
  theirs: 'The other version',
  nothing: '(not there)',
  choices: { mine: 'mine', theirs: 'the other', both: 'both', none: 'none' },
  copy: (time) => `On this device there is a text of ${time} that was not saved`,
  copyText: 'The connection was gone, or the session had ended. Would you like to get it back?',
  copyTake: 'Get it back',
  copyDrop: 'Drop it',
  ended: 'Sign in in a new tab; everything stays here and is saved afterwards.'
}
