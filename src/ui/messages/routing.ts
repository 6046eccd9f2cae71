/** Texts of routing: rules, what is learned, and what nobody has. */
const count = (n: number, one: string, many: string): string => `${n.toLocaleString('de')} ${n === 1 ? one : many}`

export const de = {
  title: 'Zuordnung',
  intro:
    'Was neu hereinkommt, findet durch Regeln von selbst ins richtige Amt. Die erste Regel, die passt, entscheidet. Ein Entwurf tut nichts, bis er eingeschaltet wird.',
  rules: 'Regeln',
  noRules: {
    title: 'Noch keine Regel',
    text: 'Eine Regel sagt zum Beispiel: Wer „Schlagloch“ schreibt, meint das Tiefbauamt. Vor dem Einschalten lässt sie sich an vergangenen Nachrichten ausprobieren.'
  },
  add: 'Neue Regel',
  edit: (name: string) => `Regel „${name}“ ändern`,
  active: 'An',
  draft: 'Entwurf',
  on: 'Einschalten',
  off: 'Ausschalten',
  up: 'Weiter nach vorn',
  down: 'Weiter nach hinten',
  drop: 'Regel löschen',
  dropHint: 'Was sie zugeordnet hat, bleibt, wo es ist.',
  goesTo: (unit: string) => `geht an: ${unit}`,
  name: 'Name der Regel',
  nameHint: 'Steht später im Gespräch als Grund, zum Beispiel „Straßenschäden“.',
  conditions: 'Wann sie gilt',
  conditionsHint: 'Alles Ausgefüllte muss zutreffen. Was leer bleibt, ist egal.',
  words: 'Eines dieser Wörter kommt vor',
  wordsHint:
    'Durch Komma getrennt. Endungen und Umlaute sind egal: „Schlagloch“ findet auch „Schlaglöcher“ und „Schlaglochpiste“.',
  allWords: 'Alle diese Wörter kommen vor',
  notWords: 'Keines dieser Wörter kommt vor',
  places: 'Einer dieser Orte ist genannt',
  placesHint: 'Straßen, Plätze oder Ortsteile, durch Komma getrennt.',
  channels: 'Kanäle',
  topics: 'Themen des Beitrags',
  languages: 'Sprachen',
  hours: 'Zeit',
  hoursKinds: { any: 'Egal wann', open: 'Nur in der Dienstzeit', closed: 'Nur außerhalb der Dienstzeit' },
  overPost: 'Auch unter Beiträgen, die schon zu einem Amt gehören',
  outcome: 'Was dann geschieht',
  unit: 'Geht an',
  choose: 'Bitte wählen',
  save: 'Regel speichern',
  try: 'An vergangenen Nachrichten ausprobieren',
  tried: {
    title: 'Probe',
    none: (n: number) => `Von den letzten ${count(n, 'Nachricht', 'Nachrichten')} hätte die Regel keine getroffen.`,
    hits: (hits: number, n: number) =>
      `Von den letzten ${count(n, 'Nachricht', 'Nachrichten')} hätte die Regel ${hits.toLocaleString('de')} getroffen.`,
    moves: (n: number) => `${count(n, 'davon liegt', 'davon liegen')} heute woanders.`,
    taken: (n: number) => `${count(n, 'weitere nimmt', 'weitere nehmen')} vorher schon eine andere Regel.`,
    went: 'Wo die Treffer heute liegen',
    noUnit: 'Ohne Amt',
    newest: 'Die neuesten Treffer',
    because: (words: string[]) => `wegen ${words.map((word) => `„${word}“`).join(', ')}`,
    moved: (unit: string) => `liegt bei: ${unit}`,
    nothingYet: 'Es gibt noch keine Nachrichten, an denen sich die Regel ausprobieren lässt.'
  },
  saved: 'Gespeichert. Die Regel ist ein Entwurf, bis sie eingeschaltet wird.',
  savedActive: 'Gespeichert. Die Regel gilt ab jetzt so.',
  back: 'Zu allen Regeln',
  learning: {
    title: 'Lernen aus Zuordnungen',
    hint: 'Das Programm merkt sich, welche Wörter zu welchem Amt gehören, wenn jemand hier ein Gespräch zuordnet. Es speichert dafür keine Texte, nur Zählungen, und zählt jede Nacht neu: Was gelöscht ist, ist dann auch hier weg. Nichts verlässt das Haus.',
    learns: 'Aus Zuordnungen lernen und Vorschläge machen',
    assignsFrom: 'Von selbst zuordnen ab',
    assignsHint: 'Ein Vorschlag, der so sicher ist, gilt sofort; er bleibt mit einem Klick korrigierbar.',
    never: 'Nie, immer nur vorschlagen',
    from: (percent: number) => `${percent} % Sicherheit`,
    state: (examples: number) =>
      examples === 0
        ? 'Noch keine Zuordnung, aus der sich lernen ließe.'
        : `Gelernt aus ${count(examples, 'Zuordnung', 'Zuordnungen')}.`,
    few: (fewest: number) => `Vorschläge gibt es ab ${fewest} Zuordnungen.`,
    tried: (first: number, three: number) =>
      `An sich selbst geprüft: Der erste Vorschlag stimmt bei ${Math.round(first * 100)} %, unter den ersten drei ist das richtige Amt bei ${Math.round(three * 100)} %.`,
    certain: (n: number, right: number) =>
      n === 0
        ? 'Bisher war kein Vorschlag mindestens 90 % sicher.'
        : `Mindestens 90 % sicher waren ${n.toLocaleString('de')}; davon stimmten ${Math.round(right * 100)} %.`
  },
  nobody: {
    title: 'Ohne Amt',
    hint: 'Was kein Amt hat, steht in der Ansicht „Ohne Amt“ im Dialog. Damit dort nichts liegen bleibt, wird jemand gewarnt.',
    watchers: 'Wer darauf achtet',
    watchersHint: 'Niemand angekreuzt: die Redaktion der ganzen Kommune.',
    warnMinutes: 'Warnen nach so vielen Minuten Dienstzeit'
  },
  priority: 'Dringlichkeit',
  priorities: { low: 'Hat Zeit', normal: 'Normal', high: 'Dringend', urgent: 'Sehr dringend' },
  topic: 'Thema des Gesprächs',
  unchanged: 'Nicht festlegen',
  suggestion: {
    there: (unit: string) => `Von selbst zugeordnet: ${unit}`,
    suggested: (unit: string) => `Vorschlag: ${unit}`,
    byRule: (name: string) => (name ? `durch die Regel „${name}“` : 'durch eine frühere Regel'),
    because: (words: string[]) => `wegen ${words.map((word) => `„${word}“`).join(', ')}`,
    learned: 'wie bei ähnlichen Nachrichten',
    sure: (certainty: number) =>
      `${certainty >= 0.9 ? 'sehr sicher' : certainty >= 0.7 ? 'ziemlich sicher' : certainty >= 0.5 ? 'eher wahrscheinlich' : 'unsicher'} (${Math.min(99, Math.round(certainty * 100))} %)`,
    right: 'Stimmt',
    give: (unit: string) => `An ${unit} geben`,
    or: 'oder',
    confirmed: 'Danke, das ist gemerkt.'
  },
  asks: {
    words: (list: string) => `Wörter: ${list}`,
    allWords: (list: string) => `alle von: ${list}`,
    notWords: (list: string) => `keines von: ${list}`,
    places: (list: string) => `Orte: ${list}`,
    channels: (list: string) => `Kanäle: ${list}`,
    topics: (list: string) => `Themen: ${list}`,
    languages: (list: string) => `Sprachen: ${list}`
  }
}

const some = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

export const en: typeof de = {
  title: 'Routing',
  intro:
    'What comes in finds the right department by rules. The first rule that fits decides. A draft does nothing until it is switched on.',
  rules: 'Rules',
  noRules: {
    title: 'No rule yet',
    text: 'A rule says for example: whoever writes “pothole” means the road department. Before it is switched on it can be tried on past messages.'
  },
  add: 'New rule',
  edit: (name) => `Change the rule “${name}”`,
  active: 'On',
  draft: 'Draft',
  on: 'Switch on',
  off: 'Switch off',
  up: 'Further up',
  down: 'Further down',
  drop: 'Delete the rule',
  dropHint: 'What it routed stays where it is.',
  goesTo: (unit) => `goes to: ${unit}`,
  name: 'Name of the rule',
  nameHint: 'Later stands in the conversation as the reason, for example “Road damage”.',
  conditions: 'When it holds',
  conditionsHint: 'Everything filled in must hold. What is empty does not matter.',
  words: 'One of these words stands in it',
  wordsHint: 'Separated by commas. Endings and umlauts do not matter; long words are also found inside of longer ones.',
  allWords: 'All of these words stand in it',
  notWords: 'None of these words stands in it',
  places: 'One of these places is named',
  placesHint: 'Streets, squares or districts, separated by commas.',
  channels: 'Channels',
  topics: 'Topics of the post',
  languages: 'Languages',
  hours: 'Time',
  hoursKinds: { any: 'At any time', open: 'In service hours only', closed: 'Outside of service hours only' },
  overPost: 'Also below posts that belong to a department already',
  outcome: 'What happens then',
  unit: 'Goes to',
  choose: 'Please choose',
  save: 'Save the rule',
  try: 'Try it on past messages',
  tried: {
    title: 'Trial',
    none: (n) => `Of the last ${some(n, 'message', 'messages')} the rule would have taken none.`,
    hits: (hits, n) =>
      `Of the last ${some(n, 'message', 'messages')} the rule would have taken ${hits.toLocaleString('en')}.`,
    moves: (n) => `${some(n, 'of them lies', 'of them lie')} elsewhere today.`,
    taken: (n) => `${some(n, 'more is', 'more are')} taken by an earlier rule.`,
    went: 'Where the hits lie today',
    noUnit: 'No department',
    newest: 'The newest hits',
    because: (words) => `because of ${words.map((word) => `“${word}”`).join(', ')}`,
    moved: (unit) => `lies with: ${unit}`,
    nothingYet: 'There are no messages yet on which the rule could be tried.'
  },
  saved: 'Saved. The rule is a draft until it is switched on.',
  savedActive: 'Saved. The rule holds like this from now on.',
  back: 'To all rules',
  learning: {
    title: 'Learning from assignments',
    hint: 'The program remembers which words belong to which department when somebody here assigns a conversation. It stores no texts for it, only counts, and counts anew every night: what was deleted is then gone here too. Nothing leaves the house.',
    learns: 'Learn from assignments and make suggestions',
    assignsFrom: 'Assign by itself from',
    assignsHint: 'A suggestion this certain holds at once; it can be corrected with one click.',
    never: 'Never, only suggest',
    from: (percent) => `${percent} % certainty`,
    state: (examples) =>
      examples === 0
        ? 'No assignment yet that could be learned from.'
        : `Learned from ${some(examples, 'assignment', 'assignments')}.`,
    few: (fewest) => `Suggestions begin at ${fewest} assignments.`,
    tried: (first, three) =>
      `Checked on itself: the first suggestion is right for ${Math.round(first * 100)} %, the right department is among the first three for ${Math.round(three * 100)} %.`,
    certain: (n, right) =>
      n === 0
        ? 'No suggestion was at least 90 % certain so far.'
        : `${n.toLocaleString('en')} were at least 90 % certain; ${Math.round(right * 100)} % of those were right.`
  },
  nobody: {
    title: 'No department',
    hint: 'What has no department stands in the view “No department” of the dialogue. Somebody is warned, so that nothing stays there.',
    watchers: 'Who watches',
    watchersHint: 'Nobody ticked: the editors of the whole municipality.',
    warnMinutes: 'Warn after so many minutes of service time'
  },
  priority: 'Priority',
  priorities: { low: 'Can wait', normal: 'Normal', high: 'Urgent', urgent: 'Very urgent' },
  topic: 'Topic of the conversation',
  unchanged: 'Do not settle',
  suggestion: {
    there: (unit) => `Routed by itself: ${unit}`,
    suggested: (unit) => `Suggestion: ${unit}`,
    byRule: (name) => (name ? `by the rule “${name}”` : 'by a former rule'),
    because: (words) => `because of ${words.map((word) => `“${word}”`).join(', ')}`,
    learned: 'as with similar messages',
    sure: (certainty) =>
      `${certainty >= 0.9 ? 'very certain' : certainty >= 0.7 ? 'fairly certain' : certainty >= 0.5 ? 'rather likely' : 'uncertain'} (${Math.min(99, Math.round(certainty * 100))} %)`,
    right: 'That is right',
    give: (unit) => `Give to ${unit}`,
    or: 'or',
    confirmed: 'Thank you, that is remembered.'
  },
  asks: {
    words: (list) => `Words: ${list}`,
    allWords: (list) => `all of: ${list}`,
    notWords: (list) => `none of: ${list}`,
    places: (list) => `Places: ${list}`,
    channels: (list) => `Channels: ${list}`,
    topics: (list) => `Topics: ${list}`,
    languages: (list) => `Languages: ${list}`
  }
}

export const refusalsDe = {
  'routing.nameMissing': 'Bitte der Regel einen Namen geben.',
  'routing.wordsTooMany': 'Höchstens 100 Wörter mit je 80 Zeichen.',
  'routing.asksNothing':
    'Die Regel fragt noch nach nichts und würde alles nehmen. Bitte mindestens eine Bedingung ausfüllen.',
  'routing.choiceGone': 'Davon gibt es etwas nicht mehr. Bitte neu wählen.',
  'routing.certaintyShape': 'Bitte eine Sicherheit zwischen 50 und 99 % wählen.',
  'routing.minutesShape': 'Bitte eine Zahl zwischen 5 und 6000 Minuten.',
  'routing.tooManyRules': 'Mehr als 200 Regeln sind nicht möglich.'
}

export const refusalsEn: typeof refusalsDe = {
  'routing.nameMissing': 'Please give the rule a name.',
  'routing.wordsTooMany': 'At most 100 words of 80 signs each.',
  'routing.asksNothing':
    'The rule asks for nothing yet and would take everything. Please fill in at least one condition.',
  'routing.choiceGone': 'Some of it is gone. Please choose again.',
  'routing.certaintyShape': 'Please choose a certainty between 50 and 99 %.',
  'routing.minutesShape': 'Please give a number between 5 and 6000 minutes.',
  'routing.tooManyRules': 'More than 200 rules are not possible.'
}
