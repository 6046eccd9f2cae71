/** What people are told when something in the calendar or the duty roster cannot be done. */
export const de = {
  'duty.stale': 'Jemand hat diesen Dienst inzwischen geändert. Bitte laden Sie die Seite neu.',
  'duty.endsBefore': 'Das Ende liegt vor dem Beginn.',
  'duty.tooLong': 'Ein Dienst dauert höchstens 31 Tage.',
  'duty.personGone': 'Bitte wählen Sie eine Person, die hier arbeitet.',
  'duty.cannotAnswer':
    'Diese Person sieht die Gespräche dieser Organisationseinheit nicht. Wählen Sie eine andere Person oder geben Sie ihr dort eine Rolle.',
  'duty.overlaps': 'Zu dieser Zeit hat die Person dort schon Dienst.',
  'duty.notYours': 'Die Übergabe schreibt, wer den Dienst hatte oder den Dienstplan führt.'
}

export const en: typeof de = {
  'duty.stale': 'Somebody has changed this duty in the meantime. Please load the page again.',
  'duty.endsBefore': 'The end lies before the beginning.',
  'duty.tooLong': 'A duty lasts 31 days at most.',
  'duty.personGone': 'Please choose a person who works here.',
  'duty.cannotAnswer':
    'This person does not see the conversations of this unit. Choose somebody else, or give them a role there.',
  'duty.overlaps': 'The person is on duty there at that time already.',
  'duty.notYours': 'The hand-over is written by whoever had the duty or plans the roster.'
}
