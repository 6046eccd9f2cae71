/** What a look at a channel found. */
export const de = {
  checkNow: 'Jetzt prüfen',
  healthNotes: {
    'check.noActor': 'Zu diesem Kanal gibt es kein Profil im Fediverse.',
    'check.notOpen': 'Die öffentliche Adresse ist noch nicht bestätigt. Bis dahin spricht der Kanal mit niemandem.',
    'check.key':
      'Der Schlüssel des Profils lässt sich nicht öffnen oder passt nicht. Wurde der Schlüsselordner mit zurückgespielt?',
    'check.webfinger':
      'Der Name des Profils ist von außen nicht zu finden. Antwortet die Adresse /.well-known/webfinger öffentlich?',
    'check.webfingerElsewhere': 'Der Name des Profils führt von außen zu einer anderen Adresse.',
    'check.actor': 'Das Profil ist von außen nicht zu lesen.',
    'check.keyShown': 'Von außen ist ein anderer Schlüssel zu sehen als der, mit dem wir unterschreiben.',
    'check.nothingArrives': 'In den letzten zwei Tagen ist bei keinem anderen Server etwas angekommen.',
    'check.littleArrives': 'In den letzten zwei Tagen ist weniger als die Hälfte angekommen.',
    'check.failed': 'Die Prüfung ist nicht zu Ende gekommen.'
  } as Record<string, string>
}

export const en: typeof de = {
  checkNow: 'Check now',
  healthNotes: {
    'check.noActor': 'This channel has no profile in the Fediverse.',
    'check.notOpen': 'The public address is not confirmed yet. Until then the channel speaks to nobody.',
    'check.key': 'The key of the profile cannot be opened or does not fit. Was the key folder restored too?',
    'check.webfinger':
      'The name of the profile cannot be found from outside. Does /.well-known/webfinger answer publicly?',
    'check.webfingerElsewhere': 'The name of the profile leads to another address from outside.',
    'check.actor': 'The profile cannot be read from outside.',
    'check.keyShown': 'Another key is seen from outside than the one we sign with.',
    'check.nothingArrives': 'Nothing has arrived at any other server in the last two days.',
    'check.littleArrives': 'Less than half has arrived in the last two days.',
    'check.failed': 'The check did not come to an end.'
  }
}
