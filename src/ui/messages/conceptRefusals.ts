/** What people are told when something about a concept or a stopped channel cannot be done. */
export const de = {
  'concepts.stale': 'Inzwischen hat jemand anderes dieses Konzept gespeichert. Ihr Text ist noch da.',
  'concepts.sectionLong': 'Das ist zu lang: höchstens 10.000 Zeichen.',
  'concepts.sectionMissing': 'Dieser Abschnitt ist leer. Ein Konzept braucht alle.',
  'concepts.sectionGap':
    'Hier fehlt noch eine Angabe. Tragen Sie sie unter „Kommune und Website“ ein, oder schreiben Sie den Satz um.',
  'concepts.reviewDay': 'Bitte geben Sie einen Tag an, der in den nächsten 13 Monaten liegt.',
  'concepts.reasonMissing': 'Bitte nennen Sie einen Grund. Alle, die hier veröffentlichen wollen, lesen ihn.',
  'concepts.reasonLong': 'Das ist zu lang: höchstens 1.000 Zeichen.',
  'concepts.notInForce': 'Für diesen Kanal gilt zurzeit kein Konzept.',
  'concepts.notAdapted':
    'Den mitgelieferten Text hat noch niemand angenommen. Bitte nehmen Sie ihn an, statt ihn nur zu prüfen.',
  'concepts.siteStopped':
    'Das Nutzungskonzept der Website ist zurückgezogen. Solange veröffentlicht sie nichts, und damit auch kein anderer Kanal. Den Grund nennt „Einstellungen → Kanäle“; der Beitrag bleibt als Entwurf erhalten.',
  'concepts.channelStopped':
    'Dieser Kanal ist angehalten, weil kein Nutzungskonzept gilt. Sobald eines angenommen ist, lässt sich der Beitrag senden. Den Grund nennt „Einstellungen → Kanäle“.',
  'concept.adopt': 'Ein Nutzungskonzept annehmen oder zurückziehen kann nur die Leitung.'
}

export const en: typeof de = {
  'concepts.stale': 'Somebody else has saved this concept meanwhile. Your text is still here.',
  'concepts.sectionLong': 'This is too long: at most 10,000 characters.',
  'concepts.sectionMissing': 'This section is empty. A concept needs them all.',
  'concepts.sectionGap': 'Something is missing here. Enter it under “Municipality and site”, or rewrite the sentence.',
  'concepts.reviewDay': 'Please give a day within the next 13 months.',
  'concepts.reasonMissing': 'Please give a reason. Everybody who wants to publish here reads it.',
  'concepts.reasonLong': 'This is too long: at most 1,000 characters.',
  'concepts.notInForce': 'No concept is in force for this channel.',
  'concepts.notAdapted': 'Nobody has adopted the shipped text yet. Please adopt it instead of only reviewing it.',
  'concepts.siteStopped':
    'The concept of the site is withdrawn. Until one is adopted the site publishes nothing, and so does every other channel. “Settings → Channels” says why; the post is kept as a draft.',
  'concepts.channelStopped':
    'This channel is stopped because no concept is in force. Once one is adopted the post can be sent. “Settings → Channels” says why.',
  'concept.adopt': 'Only leaders can adopt or withdraw a concept.'
}
