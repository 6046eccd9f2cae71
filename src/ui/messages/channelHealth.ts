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
    'check.mail.password': 'Der Mailserver nimmt Benutzername oder Passwort nicht an.',
    'check.mail.private':
      'Die Adresse des Mailservers liegt im eigenen Netz. Die Betriebsstelle muss sie freigeben (ORTSGESPRAECH_ALLOW_HOSTS).',
    'check.mail.dns': 'Den Namen des Mailservers gibt es nicht.',
    'check.mail.refused': 'Der Mailserver nimmt keine Verbindung an. Stimmen Name und Port?',
    'check.mail.timeout': 'Der Mailserver antwortet nicht.',
    'check.mail.certificate':
      'Dem Zertifikat des Mailservers ist nicht zu trauen: abgelaufen, selbst gemacht oder für einen anderen Namen.',
    'check.mail.tls':
      'Mit dem Mailserver kommt keine verschlüsselte Verbindung zustande. Stimmen Port und Art der Verschlüsselung?',
    'check.mail.plain':
      'Ohne Verschlüsselung spricht das Programm nur mit Servern, die die Betriebsstelle freigegeben hat.',
    'check.mail.folder': 'Einen der gewählten Ordner gibt es im Postfach nicht mehr.',
    'check.mail.sender': 'Der Mailserver lässt diesen Absender nicht zu.',
    'check.mail.disk':
      'Auf der Festplatte dieses Programms ist kein Platz. Die E-Mails bleiben im Postfach, bis wieder Platz ist.',
    'check.mail.keys': 'Die Passwörter des Postfachs lassen sich nicht öffnen. Bitte noch einmal eingeben.',
    'check.mail.broken': 'Die Verbindung zum Mailserver ist abgebrochen.',
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
    'check.mail.password': 'The mail server does not accept user name or password.',
    'check.mail.private':
      'The address of the mail server lies in the own network. The operator has to allow it (ORTSGESPRAECH_ALLOW_HOSTS).',
    'check.mail.dns': 'The name of the mail server does not exist.',
    'check.mail.refused': 'The mail server takes no connection. Are name and port right?',
    'check.mail.timeout': 'The mail server does not answer.',
    'check.mail.certificate':
      'The certificate of the mail server cannot be trusted: expired, self-made, or for another name.',
    'check.mail.tls': 'No encrypted connection to the mail server comes about. Are port and kind of encryption right?',
    'check.mail.plain': 'Without encryption the program speaks only to servers that the operator has allowed.',
    'check.mail.folder': 'One of the chosen folders is no longer in the box.',
    'check.mail.sender': 'The mail server does not allow this sender.',
    'check.mail.disk': 'There is no room on the disk of this program. Letters stay in the box until there is.',
    'check.mail.keys': 'The passwords of the box cannot be opened. Please enter them again.',
    'check.mail.broken': 'The connection to the mail server broke.',
    'check.failed': 'The check did not come to an end.'
  }
}
