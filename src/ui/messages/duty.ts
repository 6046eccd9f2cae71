/** Texts of the duty roster. */
export const de = {
  title: 'Dienstplan',
  intro:
    'Wer hat wann ein Auge auf die Gespräche? Ein Dienst gilt für eine Organisationseinheit und alles darunter. Wer Dienst hat, steht oben in der Leiste.',
  now: 'Jetzt im Dienst',
  nobody: 'Gerade ist niemand eingetragen.',
  coming: 'Kommende Dienste',
  past: 'Vergangene vier Wochen',
  empty: 'Noch kein Dienst eingetragen',
  emptyText: 'Mit einem Dienstplan weiß jede und jeder, wer heute antwortet. Tragen Sie unten den ersten Dienst ein.',
  add: 'Dienst eintragen',
  addDo: 'Dienst eintragen',
  person: 'Person',
  unit: 'Organisationseinheit',
  from: 'Beginn',
  to: 'Ende',
  note: 'Hinweis',
  noteHint: 'Zum Beispiel: Vertretung, Erreichbarkeit, worauf zu achten ist.',
  change: 'Ändern',
  changeOf: (name: string, when: string) => `Dienst von ${name}, ${when}, ändern`,
  changeDo: 'Dienst ändern',
  drop: 'Dienst streichen',
  handOver: 'Übergabe',
  handOverText: 'Was sollte wissen, wer als Nächstes Dienst hat?',
  handOverHint: 'Keine Namen von Bürgerinnen und Bürgern: Verweisen Sie auf das Gespräch.',
  handOverDo: 'Übergabe speichern',
  handedOver: (name: string) => `Übergabe von ${name}`,
  until: (from: string, to: string) => `${from} bis ${to}`,
  toCalendar: 'Zum Kalender',
  saved: {
    plan: 'Der Dienst ist eingetragen.',
    change: 'Der Dienst ist geändert.',
    drop: 'Der Dienst ist gestrichen.',
    handOver: 'Die Übergabe ist gespeichert.'
  } as Record<string, string>
}

export const en: typeof de = {
  title: 'Duty roster',
  intro:
    'Who keeps an eye on the conversations, and when? A duty holds for a unit and everything below it. Whoever is on duty is named in the top bar.',
  now: 'On duty now',
  nobody: 'Nobody is entered right now.',
  coming: 'Coming duties',
  past: 'The last four weeks',
  empty: 'No duty yet',
  emptyText: 'With a roster everybody knows who answers today. Enter the first duty below.',
  add: 'Enter a duty',
  addDo: 'Enter the duty',
  person: 'Person',
  unit: 'Unit',
  from: 'Begins',
  to: 'Ends',
  note: 'Note',
  noteHint: 'For instance: standing in, how to reach, what to look out for.',
  change: 'Change',
  changeOf: (name, when) => `Change the duty of ${name}, ${when}`,
  changeDo: 'Change the duty',
  drop: 'Drop the duty',
  handOver: 'Hand-over',
  handOverText: 'What should whoever comes next know?',
  handOverHint: 'No names of citizens: point to the conversation.',
  handOverDo: 'Save the hand-over',
  handedOver: (name) => `Hand-over from ${name}`,
  until: (from, to) => `${from} to ${to}`,
  toCalendar: 'To the calendar',
  saved: {
    plan: 'The duty is entered.',
    change: 'The duty is changed.',
    drop: 'The duty is dropped.',
    handOver: 'The hand-over is saved.'
  }
}
