/** What people are told when something about campaigns and audiences cannot be done. */
export const de = {
  'campaign.titleMissing': 'Eine Kampagne braucht einen Titel.',
  'campaign.tooLong': 'Das ist zu lang.',
  'campaign.tooManyMessages': 'Mehr als 20 Botschaften merkt sich niemand.',
  'campaign.dayInvalid': 'Bitte geben Sie einen Tag an.',
  'campaign.endsBeforeStart': 'Das Ende liegt vor dem Beginn.',
  'campaign.hoursInvalid': 'Bitte geben Sie Stunden als Zahl an, zum Beispiel 1,5.',
  'campaign.figureInvalid': 'Bitte geben Sie eine Zahl an.',
  'campaign.reasonMissing': 'Warum dieses Instrument? Ein Satz genügt.',
  'campaign.measureMissing': 'Bitte sagen Sie, was gezählt wird.',
  'campaign.tooManyMeasures': 'Mehr als 30 Maßnahmen verfolgt niemand. Bitte nehmen Sie zuerst eine heraus.',
  'campaign.tooManyResults': 'Diese Maßnahme hat schon 500 Ergebnisse. Bitte nehmen Sie alte heraus.',
  'campaign.findingMissing': 'Bitte schreiben Sie wenigstens einen Satz.',
  'campaign.isArchived': 'Diese Kampagne ist abgelegt. Nehmen Sie sie wieder auf, um sie zu ändern.',
  'campaign.stale':
    'Jemand anderes hat diesen Plan inzwischen geändert. Was Sie geschrieben haben, steht noch hier: Bitte vergleichen Sie und speichern Sie dann noch einmal.',
  'audience.nameMissing': 'Eine Zielgruppe braucht einen Namen.',
  'audience.nameLong': 'Der Name ist zu lang: höchstens 80 Zeichen.',
  'audience.nameTaken': 'Eine Zielgruppe dieses Namens gibt es schon.',
  'audience.descriptionLong': 'Die Beschreibung ist zu lang: höchstens 600 Zeichen.',
  'audience.noteLong': 'Eine Anmerkung ist zu lang: höchstens 300 Zeichen.'
}

export const en: typeof de = {
  'campaign.titleMissing': 'A campaign needs a title.',
  'campaign.tooLong': 'This is too long.',
  'campaign.tooManyMessages': 'Nobody remembers more than 20 messages.',
  'campaign.dayInvalid': 'Please give a day.',
  'campaign.endsBeforeStart': 'The end lies before the beginning.',
  'campaign.hoursInvalid': 'Please give hours as a number, such as 1.5.',
  'campaign.figureInvalid': 'Please give a number.',
  'campaign.reasonMissing': 'Why this instrument? One sentence is enough.',
  'campaign.measureMissing': 'Please say what is counted.',
  'campaign.tooManyMeasures': 'Nobody follows more than 30 measures. Please take one out first.',
  'campaign.tooManyResults': 'This measure has 500 results already. Please take old ones out.',
  'campaign.findingMissing': 'Please write at least one sentence.',
  'campaign.isArchived': 'This campaign is put away. Take it up again to change it.',
  'campaign.stale':
    'Somebody else has changed this plan meanwhile. What you wrote is still here: please compare, then save once more.',
  'audience.nameMissing': 'An audience needs a name.',
  'audience.nameLong': 'The name is too long: at most 80 characters.',
  'audience.nameTaken': 'There is an audience of this name already.',
  'audience.descriptionLong': 'The description is too long: at most 600 characters.',
  'audience.noteLong': 'A note is too long: at most 300 characters.'
}
