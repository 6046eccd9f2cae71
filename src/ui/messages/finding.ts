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
  }
}

export const refusalsDe = {
  answerIsOut: 'Die Antwort ist schon hinausgegangen und lässt sich nicht mehr zurückholen.'
}

export const refusalsEn: typeof refusalsDe = {
  answerIsOut: 'The answer has gone out already and cannot be taken back.'
}
