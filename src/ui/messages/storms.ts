/** Texts of storms: many messages on one post at once. */
const n = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('de')} ${count === 1 ? one : many}`
const m = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export const de = {
  title: 'Viele Nachrichten auf einmal',
  intro:
    'Wenn zu einem Beitrag in kurzer Zeit viel mehr Nachrichten kommen, als der Kanal gewohnt ist, steht das hier: gruppiert nach dem, worum es geht. Eine Antwort kann dann an alle einer Gruppe gehen.',
  none: {
    title: 'Gerade ist nichts los',
    text: 'Kommen zu einem Beitrag ungewöhnlich viele Nachrichten, werden die Diensthabenden benachrichtigt, und hier steht alles dazu.'
  },
  running: 'Läuft gerade',
  past: 'Vorbei',
  banner: (title: string) => `Zu „${title}“ kommen gerade ungewöhnlich viele Nachrichten.`,
  look: 'Ansehen',
  row: (talks: number, peak: number) =>
    `${n(talks, 'Gespräch', 'Gespräche')}, Spitze ${n(peak, 'Nachricht', 'Nachrichten')} je Stunde`,
  back: 'Zu allen',
  post: 'Beitrag ansehen',
  figures: 'Zahlen',
  lastHour: 'in der letzten Stunde',
  usual: (usual: number) => `Gewohnt sind hier bis zu ${Math.round(usual).toLocaleString('de')} je Stunde`,
  messages: 'Nachrichten insgesamt',
  voices: 'verschiedene Personen',
  open: 'offene Gespräche',
  answered: 'beantwortet',
  chart: 'Nachrichten in je zehn Minuten',
  asTable: 'Als Tabelle',
  time: 'Ab',
  count: 'Nachrichten',
  end: 'Für beendet erklären',
  ended: 'Beendet. Was danach kommt, ist wieder Alltag.',
  groups: 'Worum es geht',
  group: (count: number) => n(count, 'Gespräch', 'Gespräche'),
  openOf: (count: number) => (count === 0 ? 'alles beantwortet' : `${count.toLocaleString('de')} offen`),
  alone: 'Einzelne, die zu keiner Gruppe passen',
  show: 'Gespräche zeigen',
  anonymous: 'Ohne Namen',
  move: 'Verschieben nach',
  moveDo: 'Verschieben',
  moved: 'Verschoben.',
  toNone: 'zu den Einzelnen',
  toNew: 'in eine neue Gruppe',
  rename: 'Gruppe umbenennen',
  name: 'Name der Gruppe',
  named: 'Umbenannt.',
  answer: (open: number) => `Antwort an alle ${open.toLocaleString('de')} Offenen`,
  answerHint:
    'Jede Person bekommt eine eigene Antwort in ihrem Gespräch, dort, wo sie gefragt hat, wenige auf einmal. Wer inzwischen schon eine Antwort hat, bekommt keine zweite.',
  text: 'Antwort',
  send: (open: number) => `An ${n(open, 'Gespräch', 'Gespräche')} senden`,
  propose: 'Zur Freigabe vorschlagen',
  needsApproval: 'Ihre Antworten gehen erst nach einer Freigabe hinaus.',
  sent: (replies: number) => `Die Antwort geht jetzt an ${n(replies, 'Gespräch', 'Gespräche')}.`,
  proposed: 'Vorgeschlagen. Jemand anderes muss sie freigeben.',
  recall: 'Zurückrufen',
  recallHint: 'Was noch wartet, geht nicht hinaus. Was schon draußen ist, bleibt draußen.',
  recalled: (back: number, out: number) =>
    `${n(back, 'Antwort', 'Antworten')} zurückgerufen${out > 0 ? `, ${out.toLocaleString('de')} waren schon draußen` : ''}.`,
  release: 'Prüfen und im eigenen Namen senden',
  released: 'Freigegeben. Die Antwort geht jetzt hinaus.',
  state: { proposed: 'wartet auf Freigabe', sending: 'wird gesendet', recalled: 'zurückgerufen', done: 'gesendet' },
  by: (name: string) => `von ${name || 'jemandem'}`,
  replies: {
    waiting: (count: number) => `${count} warten`,
    given: (count: number) => `${count} gegeben`,
    review: (count: number) => `${count} warten auf Freigabe`,
    answered: (count: number) => `${count} waren schon beantwortet`,
    refused: (count: number) => `${count} gingen nicht`,
    recalled: (count: number) => `${count} zurückgerufen`
  }
}

export const en: typeof de = {
  title: 'Many messages at once',
  intro:
    'When far more messages come in on a post in a short time than the channel is used to, it stands here: grouped by what they ask. One answer can then go to all of a group.',
  none: {
    title: 'All is calm',
    text: 'When unusually many messages come in on a post, those on duty are told, and everything about it stands here.'
  },
  running: 'Under way',
  past: 'Over',
  banner: (title) => `Unusually many messages are coming in on “${title}”.`,
  look: 'Look',
  row: (talks, peak) =>
    `${m(talks, 'conversation', 'conversations')}, at most ${m(peak, 'message', 'messages')} an hour`,
  back: 'To all',
  post: 'See the post',
  figures: 'Figures',
  lastHour: 'in the last hour',
  usual: (usual) => `Up to ${Math.round(usual).toLocaleString('en')} an hour are usual here`,
  messages: 'messages in all',
  voices: 'different people',
  open: 'open conversations',
  answered: 'answered',
  chart: 'Messages in each ten minutes',
  asTable: 'As a table',
  time: 'From',
  count: 'Messages',
  end: 'Declare it over',
  ended: 'Over. What comes now is everyday work.',
  groups: 'What it is about',
  group: (count) => m(count, 'conversation', 'conversations'),
  openOf: (count) => (count === 0 ? 'all answered' : `${count.toLocaleString('en')} open`),
  alone: 'Single ones that fit no group',
  show: 'Show the conversations',
  anonymous: 'No name',
  move: 'Move to',
  moveDo: 'Move',
  moved: 'Moved.',
  toNone: 'the single ones',
  toNew: 'a new group',
  rename: 'Rename the group',
  name: 'Name of the group',
  named: 'Renamed.',
  answer: (open) => `Answer to all ${open.toLocaleString('en')} open ones`,
  answerHint:
    'Everybody gets a reply of their own in their conversation, where they asked, a few at a time. Who has been answered meanwhile gets no second one.',
  text: 'Answer',
  send: (open) => `Send to ${m(open, 'conversation', 'conversations')}`,
  propose: 'Propose for approval',
  needsApproval: 'Your answers go out after an approval.',
  sent: (replies) => `The answer is going to ${m(replies, 'conversation', 'conversations')}.`,
  proposed: 'Proposed. Somebody else has to release it.',
  recall: 'Recall',
  recallHint: 'What still waits does not go out. What is out stays out.',
  recalled: (back, out) =>
    `${m(back, 'reply', 'replies')} recalled${out > 0 ? `, ${out.toLocaleString('en')} were out already` : ''}.`,
  release: 'Check and send in own name',
  released: 'Released. The answer is going out now.',
  state: { proposed: 'waits for release', sending: 'being sent', recalled: 'recalled', done: 'sent' },
  by: (name) => `by ${name || 'somebody'}`,
  replies: {
    waiting: (count) => `${count} waiting`,
    given: (count) => `${count} given`,
    review: (count) => `${count} wait for an approval`,
    answered: (count) => `${count} had been answered`,
    refused: (count) => `${count} could not be given`,
    recalled: (count) => `${count} recalled`
  }
}

export const refusalsDe = {
  'storm.groupGone': 'Diese Gruppe gibt es nicht mehr.',
  'storm.nameMissing': 'Bitte einen Namen mit höchstens 100 Zeichen eingeben.',
  'storm.nobodyToAnswer': 'In dieser Gruppe ist kein Gespräch mehr offen.',
  'storm.notProposed': 'Diese Antwort wartet nicht mehr auf eine Freigabe.',
  'storm.anotherMustRelease': 'Diese Antwort muss jemand anderes freigeben.'
}

export const refusalsEn: typeof refusalsDe = {
  'storm.groupGone': 'This group does not exist any more.',
  'storm.nameMissing': 'Please enter a name of at most 100 signs.',
  'storm.nobodyToAnswer': 'No conversation of this group is open any more.',
  'storm.notProposed': 'This answer does not wait for a release any more.',
  'storm.anotherMustRelease': 'Somebody else has to release this answer.'
}
