/** Texts of sending and taking back, answer cards, saved views, search and acting on several conversations at once. */
export const de = {
  leaving: {
    at: 'Geht hinaus um',
    in: (seconds: number) => `Geht in ${seconds} s hinaus`,
    soon: 'Geht in wenigen Sekunden hinaus',
    now: 'Geht hinaus …',
    takeBack: 'Zurückholen',
    takenBack: 'Zurückgeholt. Der Text steht wieder im Antwortfeld.',
    sent: 'Die Antwort geht in 10 Sekunden hinaus. Bis dahin lässt sie sich zurückholen.'
  },
  draft: {
    save: 'Entwurf speichern',
    saved: 'Entwurf gespeichert.',
    by: (name: string) => `Entwurf von ${name}`,
    otherTitle: (name: string) => `${name} schreibt an derselben Antwort`,
    otherHint: 'So lautet der gemeinsame Entwurf jetzt. Ihr Text im Feld bleibt, bis Sie entscheiden.',
    take: 'Diesen Entwurf übernehmen',
    keep: 'Meinen Text behalten',
    somebody: 'Jemand'
  },
  search: {
    more: (count: number) => `Die ${count} neuesten Gespräche.`,
    until: 'Durchsucht bis',
    older: 'Ältere Treffer'
  },
  filter: {
    title: 'Eingrenzen',
    any: 'alle',
    none: 'ohne',
    state: 'Stand',
    active: 'nicht erledigt',
    priority: 'Dringlichkeit',
    unit: 'Amt',
    person: 'Zuständig',
    channel: 'Kanal',
    topic: 'Thema',
    from: 'Zuletzt von',
    to: 'bis',
    overdue: 'Frist abgelaufen',
    unread: 'ungelesen',
    note: 'mit Notiz',
    apply: 'Anwenden',
    clear: 'Filter entfernen',
    priorities: { urgent: 'dringend', high: 'hoch', normal: 'normal', low: 'niedrig' }
  },
  cards: {
    title: 'Antwortkarten',
    intro:
      'Geprüfte Texte für Fragen, die immer wieder kommen. Beim Antworten erscheinen passende Karten unter dem Feld; Alt und die Ziffer setzen sie ein.',
    add: 'Neue Antwortkarte',
    change: 'Ändern',
    name: 'Worum es geht',
    text: 'Text der Antwort',
    textHint: 'Diese Felder füllen sich von selbst: {{name}}, {{amt}} und {{link}}.',
    audience: 'Für wen',
    everybody: 'das ganze Haus',
    only: (unit: string) => `nur ${unit}`,
    owner: 'Verantwortlich',
    nobody: 'niemand verantwortlich',
    until: 'Gilt bis',
    untilHint: 'Danach wird die Karte nicht mehr vorgeschlagen. Eine Woche vorher kommt eine Erinnerung.',
    good: (day: string) => `gilt bis ${day.split('-').toReversed().join('.')}`,
    forever: 'gilt ohne Ende',
    expired: 'abgelaufen',
    source: 'Quelle (Link)',
    save: 'Antwortkarte speichern',
    saved: 'Antwortkarte gespeichert.',
    drop: 'Antwortkarte löschen',
    dropped: 'Antwortkarte gelöscht.',
    uses: (count: number) => (count === 1 ? '1-mal verwendet' : `${count.toLocaleString('de')}-mal verwendet`),
    fitting: 'Passende Antwortkarten',
    make: 'Als Antwortkarte merken',
    made: 'Als Antwortkarte gemerkt. Sie gilt ein Jahr und steht unter „Antwortkarten“.',
    emptyTitle: 'Noch keine Antwortkarten',
    empty: 'Eine Antwort, die gepasst hat, wird im Gespräch mit einem Klick zur Karte.'
  },
  direct: {
    title: 'Lieber direkt sprechen?',
    text: 'In diesem Gespräch stehen schon zwei öffentliche Antworten. Ein direkter Kontakt hilft jetzt meist schneller.',
    insert: 'Kontakt in die Antwort setzen',
    sentence: (unit: string, ways: string) =>
      `Das lässt sich am besten direkt klären. Sie erreichen uns (${unit}) ${ways}. Wir helfen Ihnen gern weiter.`,
    mail: (address: string) => `per E-Mail an ${address}`,
    phone: (number: string) => `telefonisch unter ${number}`,
    or: ' oder ',
    missing: 'Dafür fehlt noch eine E-Mail-Adresse oder Telefonnummer: unter „Einstellungen“, „Ämter“.'
  },
  bulk: {
    title: 'Mehrere zugleich',
    hint: 'Gespräche ankreuzen, dann auswählen, was geschehen soll.',
    choose: (name: string) => `Gespräch von ${name} auswählen`,
    act: 'Was geschehen soll',
    close: 'Abschließen',
    reopen: 'Wieder öffnen',
    wait: 'Intern klären',
    toUnit: (unit: string) => `Dem Amt geben: ${unit}`,
    toMe: 'Mir zuweisen',
    priority: (name: string) => `Dringlichkeit: ${name}`,
    run: 'Ausführen',
    done: (done: number, refused: number) =>
      `${done === 1 ? '1 Gespräch' : `${done} Gespräche`} geändert${refused > 0 ? `, ${refused} nicht möglich` : ''}.`,
    undo: 'Rückgängig machen',
    undone: (count: number) =>
      count === 1 ? '1 Gespräch steht wieder wie vorher.' : `${count} Gespräche stehen wieder wie vorher.`
  },
  saved: {
    title: 'Eigene Ansichten',
    find: 'Gespräche filtern',
    save: 'Ansicht speichern',
    name: 'Name der Ansicht',
    share: 'Sichtbar für',
    me: 'nur mich',
    done: 'Ansicht gespeichert.',
    drop: 'Ansicht löschen',
    dropped: 'Ansicht gelöscht.'
  }
}

export const en: typeof de = {
  leaving: {
    at: 'Goes out at',
    in: (seconds) => `Goes out in ${seconds} s`,
    soon: 'Goes out in a few seconds',
    now: 'Going out …',
    takeBack: 'Take back',
    takenBack: 'Taken back. The text is in the answer box again.',
    sent: 'The answer goes out in 10 seconds. Until then it can be taken back.'
  },
  draft: {
    save: 'Keep the draft',
    saved: 'Draft kept.',
    by: (name) => `Draft by ${name}`,
    otherTitle: (name) => `${name} is writing the same answer`,
    otherHint: 'This is how the shared draft reads now. Your text in the box stays until you decide.',
    take: 'Take this draft',
    keep: 'Keep my text',
    somebody: 'Somebody'
  },
  search: {
    more: (count) => `The ${count} newest conversations.`,
    until: 'Searched back to',
    older: 'Older hits'
  },
  filter: {
    title: 'Narrow down',
    any: 'all',
    none: 'none',
    state: 'State',
    active: 'not done',
    priority: 'Urgency',
    unit: 'Department',
    person: 'Responsible',
    channel: 'Channel',
    topic: 'Topic',
    from: 'Last message from',
    to: 'to',
    overdue: 'over time',
    unread: 'unread',
    note: 'with a note',
    apply: 'Apply',
    clear: 'Remove filters',
    priorities: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' }
  },
  cards: {
    title: 'Answer cards',
    intro:
      'Checked texts for questions that come again and again. While you answer, fitting cards appear below the box; Alt and the digit put them in.',
    add: 'New answer card',
    change: 'Change',
    name: 'What it is about',
    text: 'Text of the answer',
    textHint: 'These fields fill themselves: {{name}}, {{amt}} and {{link}}.',
    audience: 'For whom',
    everybody: 'the whole house',
    only: (unit) => `only ${unit}`,
    owner: 'Responsible',
    nobody: 'nobody responsible',
    until: 'Good until',
    untilHint: 'Afterwards the card is not offered any more. A reminder comes a week before.',
    good: (day) => `good until ${day}`,
    forever: 'good without an end',
    expired: 'run out',
    source: 'Source (link)',
    save: 'Keep the answer card',
    saved: 'Answer card kept.',
    drop: 'Delete the answer card',
    dropped: 'Answer card deleted.',
    uses: (count) => (count === 1 ? 'used once' : `used ${count.toLocaleString('en-GB')} times`),
    fitting: 'Fitting answer cards',
    make: 'Keep as an answer card',
    made: 'Kept as an answer card. It is good for a year and stands in “Answer cards”.',
    emptyTitle: 'No answer cards yet',
    empty: 'An answer that worked becomes a card with one click in its conversation.'
  },
  direct: {
    title: 'Better talk directly?',
    text: 'This conversation has two public answers already. A direct contact mostly helps faster now.',
    insert: 'Put the contact into the answer',
    sentence: (unit, ways) => `This is best settled directly. You reach us (${unit}) ${ways}. We are glad to help.`,
    mail: (address) => `by mail at ${address}`,
    phone: (number) => `by phone at ${number}`,
    or: ' or ',
    missing: 'A mail address or phone number is missing: see “Settings”, “Departments”.'
  },
  bulk: {
    title: 'Several at once',
    hint: 'Tick conversations, then choose what is to happen.',
    choose: (name) => `Choose the conversation of ${name}`,
    act: 'What is to happen',
    close: 'Close',
    reopen: 'Open again',
    wait: 'Clarify inside',
    toUnit: (unit) => `Give to ${unit}`,
    toMe: 'Assign to me',
    priority: (name) => `Urgency: ${name}`,
    run: 'Do it',
    done: (done, refused) =>
      `${done === 1 ? '1 conversation' : `${done} conversations`} changed${refused > 0 ? `, ${refused} not possible` : ''}.`,
    undo: 'Undo',
    undone: (count) => (count === 1 ? '1 conversation stands as before.' : `${count} conversations stand as before.`)
  },
  saved: {
    title: 'Own views',
    find: 'Filter conversations',
    save: 'Keep the view',
    name: 'Name of the view',
    share: 'Visible to',
    me: 'only me',
    done: 'View kept.',
    drop: 'Delete the view',
    dropped: 'View deleted.'
  }
}

export const refusalsDe = {
  answerIsOut: 'Die Antwort ist schon hinausgegangen und lässt sich nicht mehr zurückholen.',
  bulkNotFound: 'Das wurde schon rückgängig gemacht.',
  viewName: 'Bitte geben Sie der Ansicht einen Namen: höchstens 60 Zeichen.',
  viewNotFound: 'Diese Ansicht gibt es nicht mehr.',
  cardNotFound: 'Diese Antwortkarte gibt es nicht mehr.',
  cardTitle: 'Bitte schreiben Sie, worum es geht: höchstens 150 Zeichen.',
  cardText: 'Bitte schreiben Sie den Text der Antwort: höchstens 10.000 Zeichen.',
  cardDay: 'Bitte geben Sie einen Tag an oder lassen Sie das Feld leer.',
  cardSource: 'Der Link beginnt mit https:// oder, auf der eigenen Website, mit /.'
}

export const refusalsEn: typeof refusalsDe = {
  answerIsOut: 'The answer has gone out already and cannot be taken back.',
  bulkNotFound: 'That was undone already.',
  viewName: 'Please give the view a name: 60 characters at most.',
  viewNotFound: 'This view no longer exists.',
  cardNotFound: 'This answer card no longer exists.',
  cardTitle: 'Please write what it is about: 150 characters at most.',
  cardText: 'Please write the text of the answer: 10,000 characters at most.',
  cardDay: 'Please give a day or leave the field empty.',
  cardSource: 'The link begins with https:// or, on the own site, with /.'
}
