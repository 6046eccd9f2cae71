/** Texts of the composer's tabs: what each channel says of a post, and what is in its way. */
import type { VariantProblem } from '#channels/shared.ts'

type Said = (count: number) => string
type Data = Record<string, unknown>

export const de = {
  title: 'So sieht es aus',
  tabs: 'Vorschau je Kanal',
  own: 'Eigener Text für diesen Kanal',
  ownHint: 'Er ändert sich nicht mehr mit dem Beitrag.',
  heading: 'Überschrift auf diesem Kanal',
  text: 'Text auf diesem Kanal',
  warning: 'Inhaltswarnung',
  warningHint: 'Steht über dem Text, der erst auf Klick erscheint. Nur wo nötig, zum Beispiel bei Unfällen.',
  show: 'Mehr anzeigen',
  counted: (count: number, limit: number) => `${count.toLocaleString('de')}/${limit.toLocaleString('de')} Zeichen`,
  countedOnly: (count: number) => `${count.toLocaleString('de')} Zeichen`,
  follows: 'Folgt dem Beitrag.',
  behind: 'Der Beitrag hat sich geändert, seit dieser Text geschrieben wurde. Bitte prüfen, ob er noch passt.',
  attachTitle: 'Wieder dem Beitrag folgen?',
  attachText: 'Der eigene Text geht dabei verloren. So sähe der Kanal dann aus:',
  attachDo: 'Dem Beitrag folgen',
  keepOwn: 'Eigenen Text behalten',
  part: (index: number, count: number) => `Nachricht ${index} von ${count}`,
  hasErrors: 'mit Fehler',
  hasWarnings: 'mit Hinweis',
  outOfReach: 'Dorthin geht zurzeit nichts',
  outOfReachText:
    'Dieser Kanal war gewählt und ist jetzt angehalten, geschlossen oder ohne gültiges Konzept. Nehmen Sie ihn aus der Auswahl, oder warten Sie, bis er wieder offen ist.',
  practice: 'Übungskanal: erreicht niemanden.',
  problems: {
    empty: () => 'Hier steht noch nichts.',
    tooLong: (count) => `${count.toLocaleString('de')} Zeichen zu viel.`,
    nearLimit: (count) => `Noch ${count.toLocaleString('de')} Zeichen, dann wird ein Gesprächsfaden daraus.`,
    thread: (count) => `Wird ein Faden aus ${count} Nachrichten, geteilt an Satzenden.`,
    tooManyParts: (count) => `Das wären ${count} Nachrichten, höchstens 25 sind sinnvoll. Bitte kürzen.`,
    followersServers: () =>
      'Überschrift und Vorspann haben zusammen mehr als 500 Zeichen. Viele Server zeigen davon nur den Anfang.',
    warningTooLong: (count) => `Die Inhaltswarnung ist ${count} Zeichen zu lang.`
  } as Record<VariantProblem['key'], Said>,
  refusals: {
    'variants.empty': 'Auf einem Kanal stünde nichts. Bitte sehen Sie in dessen Vorschau nach.',
    'variants.tooLong': 'Auf einem Kanal ist der Text zu lang. Bitte kürzen Sie ihn dort.',
    'variants.tooManyParts': 'Auf einem Kanal würden es zu viele Nachrichten. Bitte kürzen Sie den Text dort.',
    'variants.warningTooLong': 'Eine Inhaltswarnung ist zu lang.',
    'variants.outOfReach':
      'Ein gewählter Kanal ist angehalten oder geschlossen. Nehmen Sie ihn aus der Auswahl, oder warten Sie, bis er wieder offen ist.'
  } as Record<string, string | ((data: Data) => string)>
}

export const en: typeof de = {
  title: 'What it looks like',
  tabs: 'Preview by channel',
  own: 'A text of its own for this channel',
  ownHint: 'It no longer changes with the post.',
  heading: 'Heading on this channel',
  text: 'Text on this channel',
  warning: 'Content warning',
  warningHint: 'Stands above the text, which appears on a click. Only where needed, for accidents say.',
  show: 'Show more',
  counted: (count, limit) => `${count.toLocaleString('en-GB')}/${limit.toLocaleString('en-GB')} characters`,
  countedOnly: (count) => `${count.toLocaleString('en-GB')} characters`,
  follows: 'Follows the post.',
  behind: 'The post has changed since this text was written. Please check whether it still fits.',
  attachTitle: 'Follow the post again?',
  attachText: 'The text of its own gets lost. The channel would then look like this:',
  attachDo: 'Follow the post',
  keepOwn: 'Keep its own text',
  part: (index, count) => `Message ${index} of ${count}`,
  hasErrors: 'with an error',
  hasWarnings: 'with a hint',
  outOfReach: 'Nothing can go there now',
  outOfReachText:
    'This channel was chosen and is now paused, closed or without a valid concept. Take it out of the choice, or wait until it is open again.',
  practice: 'Practice channel: reaches nobody.',
  problems: {
    empty: () => 'There is nothing here yet.',
    tooLong: (count) => `${count.toLocaleString('en-GB')} characters too many.`,
    nearLimit: (count) => `${count.toLocaleString('en-GB')} more characters, then it becomes a thread.`,
    thread: (count) => `Becomes a thread of ${count} messages, cut at the ends of sentences.`,
    tooManyParts: (count) => `That would be ${count} messages, more than 25 make no sense. Please shorten it.`,
    followersServers: () =>
      'Heading and lead have more than 500 characters together. Many servers show only their beginning.',
    warningTooLong: (count) => `The content warning is ${count} characters too long.`
  },
  refusals: {
    'variants.empty': 'One channel would say nothing. Please look at its preview.',
    'variants.tooLong': 'On one channel the text is too long. Please shorten it there.',
    'variants.tooManyParts': 'On one channel it would be too many messages. Please shorten the text there.',
    'variants.warningTooLong': 'A content warning is too long.',
    'variants.outOfReach':
      'A chosen channel is paused or closed. Take it out of the choice, or wait until it is open again.'
  }
}
