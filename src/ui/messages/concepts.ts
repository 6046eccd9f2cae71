/** Texts of the channel concepts (Nutzungskonzepte): editor at the desk, pages of the site, mails. */
export const de = {
  title: 'Nutzungskonzept',
  titleOf: (channel: string) => `Nutzungskonzept: ${channel}`,
  list: 'Kanäle und Nutzungskonzepte',
  intro:
    'Warum es diesen Kanal gibt, für wen, und was er für die Daten der Menschen bedeutet. Ohne ein Konzept, das gilt, veröffentlicht der Kanal nichts. Antworten auf Fragen bleiben immer möglich.',
  states: {
    'in-force': 'gilt',
    shipped: 'noch nicht angepasst',
    'concept-missing': 'noch keines angenommen',
    'concept-withdrawn': 'zurückgezogen'
  },
  stateText: {
    'in-force': (day: string) => `Das Konzept gilt. Nächste Prüfung: ${day}.`,
    shipped: (day: string) =>
      `Es gilt der mitgelieferte Text, den noch niemand angepasst hat. Bitte lesen Sie ihn, passen Sie ihn an und nehmen Sie ihn an. Nächste Prüfung: ${day}.`,
    'concept-missing':
      'Für diesen Kanal ist noch kein Konzept angenommen. Bis dahin veröffentlicht er nichts; Antworten auf Fragen gehen hinaus.',
    'concept-withdrawn':
      'Das Konzept ist zurückgezogen. Der Kanal veröffentlicht nichts, bis wieder eines angenommen ist; Antworten auf Fragen gehen hinaus.'
  },
  reason: 'Grund',
  overdue: (day: string) => `Die Prüfung war am ${day} fällig. Der Kanal läuft weiter.`,
  overdueBadge: 'Prüfung überfällig',
  openEditor: 'Konzept',
  sections: 'Abschnitte',
  guidance: 'Was hier stehen soll',
  origin: { shipped: 'mitgeliefert', adopted: 'wie angenommen', draft: 'geändert' },
  gap: 'Hier fehlt eine Angabe.',
  save: 'Entwurf speichern',
  saved: 'Gespeichert.',
  saving: 'Wird gespeichert …',
  notSaved: 'Nicht gespeichert. Der Text ist noch da, der nächste Versuch folgt.',
  savedAt: (time: string) => `Gespeichert um ${time}`,
  discard: 'Änderungen verwerfen',
  discardText: 'Alle Änderungen seit der letzten Fassung werden gelöscht und lassen sich nicht zurückholen.',
  stale: 'Inzwischen hat jemand anderes gespeichert. Unten steht Ihr Text; wenn Sie jetzt speichern, gilt er.',
  theirs: 'Der andere Stand',
  adoptTitle: 'Annehmen',
  adoptText:
    'Mit der Annahme gilt das Konzept, wie es hier steht. Es erscheint auf der Website, und der Kanal darf veröffentlichen. Frühere Fassungen bleiben erhalten.',
  adopt: 'Konzept annehmen und veröffentlichen',
  adopted: (number: number) => `Fassung ${number} gilt.`,
  mayNotAdopt: 'Annehmen und zurückziehen kann die Leitung. Ihre Änderungen sind als Entwurf gespeichert.',
  reviewOn: 'Nächste Prüfung am',
  reviewOnHint: 'Spätestens in 13 Monaten.',
  confirmTitle: 'Prüfen',
  confirmText: 'Wenn alles noch stimmt, bleibt die Fassung und der nächste Termin rückt ein Jahr weiter.',
  confirm: 'Geprüft, bleibt so',
  confirmed: 'Die Prüfung ist vermerkt.',
  withdrawTitle: 'Zurückziehen',
  withdrawText:
    'Der Kanal veröffentlicht dann nichts mehr, auch nichts Geplantes. Antworten, Berichtigungen und Rücknahmen gehen weiter hinaus. Wieder annehmen können Sie das Konzept jederzeit.',
  withdrawReason: 'Grund, den alle am Arbeitsplatz lesen',
  withdraw: 'Konzept zurückziehen, Kanal anhalten',
  withdrawn: 'Das Konzept ist zurückgezogen. Der Kanal steht still.',
  versions: 'Fassungen',
  version: (number: number) => `Fassung ${number}`,
  draft: 'Entwurf',
  shippedVersion: 'Mitgelieferter Text',
  noVersions: 'Noch wurde keine Fassung angenommen.',
  by: (name: string) => `von ${name}`,
  compare: 'Vergleichen',
  compareTitle: (from: string, to: string) => `${from} und ${to} im Vergleich`,
  compareFrom: 'Von',
  compareTo: 'Nach',
  same: 'Die beiden unterscheiden sich nicht.',
  added: 'neu',
  removed: 'gestrichen',
  trail: 'Was bisher geschah',
  steps: { adopted: 'angenommen', reviewed: 'geprüft', withdrawn: 'zurückgezogen' },
  markdown: 'Als Markdown laden',
  pdf: 'Als PDF laden',
  publicPage: 'Auf der Website ansehen',
  back: 'Alle Kanäle',
  markdownHint: 'Fett: **Wort**. Liste: - am Zeilenanfang. Link: [Text](https://…).',
  site: {
    listTitle: 'Unsere Kanäle',
    listIntro:
      'Hier sprechen wir, und hier können Sie mit uns sprechen. Alles steht zuerst auf dieser Website; niemand braucht ein Konto bei einem Netzwerk. Zu jedem Kanal gehört ein Nutzungskonzept: wozu es ihn gibt, welche Daten anfallen und wie wir wieder gehen können.',
    concept: 'Nutzungskonzept lesen',
    none: 'Noch ohne Nutzungskonzept; hier wird nichts veröffentlicht.',
    stopped: 'Zurzeit angehalten; hier wird nichts Neues veröffentlicht.',
    visit: 'Kanal öffnen',
    inForceSince: (day: string, number: number) => `Fassung ${number}, in Kraft seit ${day}.`,
    shipped: 'Diese Fassung wurde mit der Software geliefert und noch nicht angepasst.',
    reviewOn: (day: string) => `Nächste Prüfung: ${day}.`,
    reviewWas: (day: string) => `Die Prüfung war für den ${day} vorgesehen und steht noch aus.`,
    responsible: (unit: string) => `Verantwortlich: ${unit}`,
    personal: (name: string) => `persönliches Konto: ${name}`,
    noConcept: 'Für diesen Kanal gilt zurzeit kein Nutzungskonzept. Er veröffentlicht deshalb nichts.',
    all: 'Alle Kanäle',
    contents: 'Inhalt'
  },
  mail: {
    soonSubject: (channel: string) => `Nutzungskonzept „${channel}“: Die Prüfung steht an`,
    overdueSubject: (channel: string) => `Nutzungskonzept „${channel}“: Die Prüfung ist überfällig`,
    soonBody: (channel: string, day: string, link: string) =>
      `Guten Tag,\n\ndas Nutzungskonzept des Kanals „${channel}“ soll bis zum ${day} geprüft werden. Stimmt noch alles? Dann genügt ein Klick auf „Geprüft, bleibt so“. Sonst passen Sie den Text an und nehmen ihn neu an:\n\n${link}\n\nDer Kanal läuft weiter, auch wenn die Prüfung später kommt.\n`,
    overdueBody: (channel: string, day: string, link: string) =>
      `Guten Tag,\n\ndie Prüfung des Nutzungskonzepts „${channel}“ war am ${day} fällig. Bitte sehen Sie es sich an:\n\n${link}\n\nDer Kanal läuft weiter. Auf der Website steht, dass die Prüfung aussteht.\n`
  }
}

export const en: typeof de = {
  title: 'Concept of use',
  titleOf: (channel) => `Concept of use: ${channel}`,
  list: 'Channels and their concepts',
  intro:
    'Why this channel exists, for whom, and what it means for people’s data. Without a concept in force the channel publishes nothing. Questions can always be answered. The text itself is in German: it speaks to citizens and to the supervisory authority.',
  states: {
    'in-force': 'in force',
    shipped: 'not adapted yet',
    'concept-missing': 'none adopted yet',
    'concept-withdrawn': 'withdrawn'
  },
  stateText: {
    'in-force': (day) => `The concept is in force. Next review: ${day}.`,
    shipped: (day) =>
      `The shipped text is in force, and nobody has adapted it yet. Please read, adapt and adopt it. Next review: ${day}.`,
    'concept-missing':
      'No concept has been adopted for this channel yet. Until then it publishes nothing; answers to questions go out.',
    'concept-withdrawn':
      'The concept is withdrawn. The channel publishes nothing until one is adopted again; answers to questions go out.'
  },
  reason: 'Reason',
  overdue: (day) => `The review was due on ${day}. The channel goes on.`,
  overdueBadge: 'review overdue',
  openEditor: 'Concept',
  sections: 'Sections',
  guidance: 'What belongs here',
  origin: { shipped: 'as shipped', adopted: 'as adopted', draft: 'changed' },
  gap: 'Something is missing here.',
  save: 'Save draft',
  saved: 'Saved.',
  saving: 'Saving …',
  notSaved: 'Not saved. The text is still here, another try follows.',
  savedAt: (time) => `Saved at ${time}`,
  discard: 'Discard changes',
  discardText: 'All changes since the last version are deleted for good.',
  stale: 'Somebody else has saved meanwhile. Your text is below; if you save now, it counts.',
  theirs: 'The other text',
  adoptTitle: 'Adopt',
  adoptText:
    'Once adopted, the concept is in force as it stands here. It appears on the site, and the channel may publish. Earlier versions are kept.',
  adopt: 'Adopt and publish the concept',
  adopted: (number) => `Version ${number} is in force.`,
  mayNotAdopt: 'Leaders can adopt and withdraw it. Your changes are kept as a draft.',
  reviewOn: 'Next review on',
  reviewOnHint: 'Within 13 months.',
  confirmTitle: 'Review',
  confirmText: 'If everything still holds, the version stays and the next date moves on by a year.',
  confirm: 'Reviewed, stays as it is',
  confirmed: 'The review is noted.',
  withdrawTitle: 'Withdraw',
  withdrawText:
    'The channel then publishes nothing, not even what is scheduled. Answers, corrections and withdrawals still go out. You can adopt the concept again at any time.',
  withdrawReason: 'Reason, which everybody at the desk reads',
  withdraw: 'Withdraw the concept, stop the channel',
  withdrawn: 'The concept is withdrawn. The channel is stopped.',
  versions: 'Versions',
  version: (number) => `Version ${number}`,
  draft: 'Draft',
  shippedVersion: 'Shipped text',
  noVersions: 'No version has been adopted yet.',
  by: (name) => `by ${name}`,
  compare: 'Compare',
  compareTitle: (from, to) => `${from} and ${to} compared`,
  compareFrom: 'From',
  compareTo: 'To',
  same: 'The two do not differ.',
  added: 'new',
  removed: 'removed',
  trail: 'What has happened so far',
  steps: { adopted: 'adopted', reviewed: 'reviewed', withdrawn: 'withdrawn' },
  markdown: 'Download as Markdown',
  pdf: 'Download as PDF',
  publicPage: 'View on the site',
  back: 'All channels',
  markdownHint: 'Bold: **word**. List: - at the start of a line. Link: [text](https://…).',
  site: {
    listTitle: 'Our channels',
    listIntro:
      'This is where we speak, and where you can speak with us. Everything is on this site first; nobody needs an account with a network. Every channel has a concept of use (in German): what it is for, which data arise and how we can leave again.',
    concept: 'Read the concept of use',
    none: 'No concept of use yet; nothing is published here.',
    stopped: 'Stopped at the moment; nothing new is published here.',
    visit: 'Open the channel',
    inForceSince: (day, number) => `Version ${number}, in force since ${day}.`,
    shipped: 'This version came with the software and has not been adapted yet.',
    reviewOn: (day) => `Next review: ${day}.`,
    reviewWas: (day) => `The review was planned for ${day} and is still to come.`,
    responsible: (unit) => `Responsible: ${unit}`,
    personal: (name) => `personal account: ${name}`,
    noConcept: 'No concept of use is in force for this channel at the moment. It therefore publishes nothing.',
    all: 'All channels',
    contents: 'Contents'
  },
  mail: {
    soonSubject: (channel) => `Concept of use “${channel}”: the review is coming up`,
    overdueSubject: (channel) => `Concept of use “${channel}”: the review is overdue`,
    soonBody: (channel, day, link) =>
      `Hello,\n\nthe concept of use of the channel “${channel}” is to be reviewed by ${day}. Does everything still hold? Then one click on “Reviewed, stays as it is” is enough. Otherwise adapt the text and adopt it anew:\n\n${link}\n\nThe channel goes on, even if the review comes later.\n`,
    overdueBody: (channel, day, link) =>
      `Hello,\n\nthe review of the concept of use “${channel}” was due on ${day}. Please have a look at it:\n\n${link}\n\nThe channel goes on. The site says that the review is still to come.\n`
  }
}
