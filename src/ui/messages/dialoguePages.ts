/** Texts of the pages around the inbox: search, calls and visits, notices, what was not understood. */
export const de = {
  search: {
    title: 'Suche',
    label: 'In Gesprächen und Beiträgen suchen',
    posts: 'Beiträge',
    conversations: 'Gespräche',
    hint: 'Wörter aus Nachrichten, Namen oder Beiträgen. „Wörter in Anführungszeichen“ stehen genau so da, -ohne schließt aus.',
    results: (count: number) =>
      count === 0 ? 'Kein Gespräch gefunden' : count === 1 ? '1 Gespräch gefunden' : `${count} Gespräche gefunden`,
    many: 'Die 50 neuesten Gespräche. Genauere Wörter finden weniger.',
    noneTitle: 'Nichts gefunden',
    none: 'Vielleicht hilft ein anderes Wort, oder ein Teil des Namens.',
    startTitle: 'Wonach suchen Sie?',
    start: 'Durchsucht wird, was Menschen geschrieben haben und was die Verwaltung geantwortet und veröffentlicht hat.'
  },
  enter: {
    title: 'Anruf oder Besuch notieren',
    intro:
      'Was am Telefon, am Schalter, in einem Brief oder vor Ort gefragt wurde, gehört auch hierher. Nach außen ist es nirgends zu sehen.',
    way: 'Wie kam es?',
    unitHint: 'Leer lassen genügt: Es geht den Weg aller Gespräche.',
    passedOn: 'Notiert und weitergegeben. Das Gespräch liegt bei einem Amt, dessen Gespräche Sie nicht sehen.',
    sendKey: 'Strg+↵ sendet.',
    name: 'Wer hat gefragt?',
    nameHint: 'So, wie sich die Person vorgestellt hat; „eine Anwohnerin“ genügt.',
    text: 'Worum ging es?',
    unit: 'Für welches Amt?',
    do: 'Gespräch anlegen'
  },
  notices: {
    title: 'Hinweise für Sie',
    assigned: (by: string) => `${by} hat Ihnen zugewiesen:`,
    unit: (by: string) => `${by} hat Ihrem Amt gegeben:`,
    mentioned: (by: string) => `${by} hat Sie erwähnt:`,
    warning: (_by: string): string => 'Zeit läuft bald ab:',
    escalated: (_by: string): string => 'Zeit abgelaufen:',
    watched: (by: string): string => `Neues in einem Gespräch, das Sie beobachten (${by}):`,
    asked: (by: string): string => `${by} fragt Ihr Amt:`,
    replied: (by: string): string => `${by} hat auf Ihre Rückfrage geantwortet:`,
    nobody: (_by: string): string => 'Liegt schon länger ohne Amt:',
    storm: (_by: string): string => 'Viele Nachrichten auf einmal:',
    reported: (_by: string): string => 'Ein Kommentar wurde gemeldet:',
    overdue: (_by: string): string => 'Frist einer Meldung abgelaufen:',
    insteadOf: (name: string) => `in Vertretung für ${name}`,
    somebody: 'Jemand',
    settings: 'Benachrichtigungen',
    question: 'Wann möchten Sie per E-Mail von Zuweisungen, Erwähnungen und ablaufenden Fristen hören?',
    hint: 'Auf dem Arbeitsplatz stehen sie immer. Mails kommen nur während der Dienstzeit und nennen nicht, was Bürgerinnen und Bürger geschrieben haben, es sei denn, die Kommune hat das erlaubt.',
    at_once: 'Gleich',
    digest: 'Gesammelt, zu Beginn des nächsten Diensttages',
    off: 'Gar nicht'
  },
  quarantine: {
    title: 'Nicht verstanden',
    intro:
      'Was ankam und das Programm nicht verstehen konnte. Nichts davon geht verloren: Nach einer Verbesserung lässt es sich noch einmal versuchen.',
    none: 'Alles wurde verstanden.',
    noneText: 'Was von anderen Servern kommt und nicht verstanden wird, steht hier mit seinem Grund.',
    from: 'Von',
    reason: 'Grund',
    content: 'Inhalt, wie er ankam',
    again: 'Noch einmal versuchen',
    aside: 'Beiseitelegen',
    tried: 'Wird noch einmal versucht.',
    putAside: 'Beiseitegelegt.'
  }
}

export const en: typeof de = {
  search: {
    title: 'Search',
    label: 'Search in conversations and posts',
    posts: 'Posts',
    conversations: 'Conversations',
    hint: 'Words of messages, names or posts. “Words in quotes” stand exactly so, -without leaves out.',
    results: (count) =>
      count === 0 ? 'No conversation found' : count === 1 ? '1 conversation found' : `${count} conversations found`,
    many: 'The 50 newest conversations. More precise words find fewer.',
    noneTitle: 'Nothing found',
    none: 'Another word may help, or a part of the name.',
    startTitle: 'What are you looking for?',
    start: 'What people wrote and what the administration answered and published is searched.'
  },
  enter: {
    title: 'Note a call or visit',
    way: 'How did it come?',
    unitHint: 'May stay empty: it goes the way of all conversations.',
    passedOn: 'Written down and passed on. The conversation lies with a department whose conversations you do not see.',
    sendKey: 'Ctrl+↵ sends.',
    intro: 'What was asked by phone or at the counter belongs here too. It is seen nowhere outside.',
    name: 'Who asked?',
    nameHint: 'As the person introduced themselves; “a resident” will do.',
    text: 'What was it about?',
    unit: 'For which department?',
    do: 'Start the conversation'
  },
  notices: {
    title: 'Notices for you',
    assigned: (by) => `${by} assigned to you:`,
    unit: (by) => `${by} gave to your department:`,
    mentioned: (by) => `${by} mentioned you:`,
    warning: () => 'Time is running out:',
    escalated: () => 'Time has run out:',
    watched: (by) => `News in a conversation that you watch (${by}):`,
    asked: (by) => `${by} asks your department:`,
    replied: (by) => `${by} has answered your question:`,
    nobody: () => 'Without a department for a while:',
    storm: () => 'Many messages at once:',
    reported: () => 'A comment was reported:',
    overdue: () => 'Deadline of a notice is over:',
    insteadOf: (name) => `standing in for ${name}`,
    somebody: 'Somebody',
    settings: 'Notices',
    question: 'When do you want to hear by e-mail of assignments, mentions and times that run out?',
    hint: 'They always stand in the desk. Mails come in service hours only and do not tell what citizens wrote, unless the municipality allows it.',
    at_once: 'At once',
    digest: 'Together, at the beginning of the next working day',
    off: 'Not at all'
  },
  quarantine: {
    title: 'Not understood',
    intro:
      'What arrived and the program could not understand. Nothing of it is lost: after an improvement it can be tried again.',
    none: 'Everything was understood.',
    noneText: 'What comes from other servers and is not understood stands here with its reason.',
    from: 'From',
    reason: 'Reason',
    content: 'Content as it arrived',
    again: 'Try again',
    aside: 'Put aside',
    tried: 'It is tried again.',
    putAside: 'Put aside.'
  }
}
