/** Texts of the page about the notice at the comment form. */
export const de = {
  title: 'Hinweis und Rechtsgrundlage',
  intro:
    'Was am Kommentarfeld und auf der Seite Datenschutz steht. Die Vorlage nennt das Gesetz des Landes; die Kommune passt an, die oder der Datenschutzbeauftragte bestätigt. Jeder Kommentar merkt sich, welche Fassung galt.',
  unconfirmed: 'Noch nicht bestätigt',
  unconfirmedText:
    'Es gilt die mitgelieferte Vorlage. Sie ist sorgfältig geschrieben, aber keine Rechtsberatung: Die oder der Datenschutzbeauftragte prüft sie und bestätigt sie, auch wenn nichts geändert wird.',
  overdue: 'Wieder zu prüfen',
  overdueText: (day: string) => `Die Prüfung war bis zum ${day} vorgesehen. Bis dahin bleibt der Text stehen.`,
  confirmed: (number: number) => `Ausgabe ${number} ist bestätigt`,
  confirmedText: (name: string, day: string) => `Bestätigt von ${name}. Wieder zu prüfen bis ${day}.`,
  newShipped: 'Die Vorlage hat sich geändert',
  newShippedText:
    'Eine neuere Version des Programms bringt andere Texte mit. Ihre bestätigte Ausgabe bleibt, wie sie ist; vergleichen Sie bei der nächsten Prüfung.',
  missing: 'Noch nicht ausgefüllt',
  missingWhere: 'In den Einstellungen ergänzen',
  preview: 'So steht es am Kommentarfeld',
  previewDraft: 'So würde der Entwurf am Kommentarfeld stehen',
  previewPage: 'Die ganze Seite Datenschutz',
  confirm: 'Entwurf bestätigen',
  draftState: 'Zuletzt geändert:',
  confirmHint:
    'Mit der Bestätigung ist dieser Text öffentlich und unveränderlich. Prüfen Sie Rechtsgrundlage, Fristen und Kontakt.',
  confirmDo: 'Bestätigen und veröffentlichen',
  drop: 'Entwurf verwerfen',
  waits: 'Der Entwurf wartet auf die Bestätigung durch eine Person mit der Rolle Datenschutz.',
  write: 'Anpassen',
  writeHint:
    'Gespeichert wird ein Entwurf. Wer nichts ändern will, speichert ihn so, wie er ist, und lässt ihn bestätigen.',
  land: (name: string) => `${name}:`,
  landReview: (day: string) => `Die Angaben zum Land sind bis ${day} wieder zu prüfen.`,
  basis: 'Rechtsgrundlage',
  basisPublic:
    'Behörden können sich für ihre Aufgaben nicht auf berechtigte Interessen stützen (Art. 6 Abs. 1 Unterabs. 2 DSGVO).',
  basisPrivate: 'Berechtigte Interessen nur, wenn Sie als Unternehmen in privater Rechtsform handeln.',
  bases: {
    task: 'Öffentliche Aufgabe: Art. 6 Abs. 1 Buchst. e DSGVO mit dem Landesgesetz',
    interest: 'Berechtigtes Interesse: Art. 6 Abs. 1 Buchst. f DSGVO'
  },
  task: 'Vorschrift, aus der sich die Aufgabe ergibt',
  taskHint: (task: string | null) =>
    task
      ? `Möglicher Anhaltspunkt: ${task}. Bitte prüfen; leer heißt, dass nichts genannt wird.`
      : 'Leer heißt, dass nichts genannt wird.',
  interest: 'Welches berechtigte Interesse',
  interestHint: 'In Worten, die alle verstehen; die Abwägung gehört in Ihre Akten.',
  reviewBy: 'Wieder zu prüfen bis',
  reviewByHint: 'Höchstens zwei Jahre.',
  texts: { 'comment-notice': 'Hinweis am Kommentarfeld', privacy: 'Seite Datenschutz' },
  languages: { de: 'Deutsch', en: 'Englisch' } as Record<string, string>,
  textHint:
    'Markdown. Was in doppelten geschweiften Klammern steht, füllt das Programm aus Einstellungen und Landesdaten. Leer: die Vorlage.',
  save: 'Entwurf speichern',
  done: {
    written: 'Der Entwurf ist gespeichert.',
    confirmed: 'Bestätigt. Ab jetzt steht dieser Text auf der Website.',
    dropped: 'Der Entwurf ist verworfen.'
  } as Record<string, string>,
  versions: 'Fassungen, die zu sehen waren',
  versionsHint: 'Genau so, mit allen Angaben, stand der Hinweis am Kommentarfeld.',
  noVersions: 'Noch keine.',
  edition: (number: number) => `Ausgabe ${number}`,
  shipped: 'Vorlage',
  comments: (count: number) => (count === 1 ? '1 Kommentar' : `${count} Kommentare`),
  version: 'Fassung des Hinweises am Kommentarfeld',
  since: 'Zuerst gezeigt:',
  now: 'Was heute gilt'
}

export const en: typeof de = {
  title: 'Notice and legal basis',
  intro:
    'What stands at the comment form and on the privacy page. The template names the Land’s act; the municipality adapts it, the privacy officer confirms it. Every comment remembers which version applied.',
  unconfirmed: 'Not confirmed yet',
  unconfirmedText:
    'The shipped template applies. It was written with care, but it is no legal advice: the privacy officer checks and confirms it, also when nothing is changed.',
  overdue: 'To be checked again',
  overdueText: (day) => `The check was due by ${day}. Until it is done the text stays.`,
  confirmed: (number) => `Edition ${number} is confirmed`,
  confirmedText: (name, day) => `Confirmed by ${name}. To be checked again by ${day}.`,
  newShipped: 'The template has changed',
  newShippedText:
    'A newer release brings other texts. Your confirmed edition stays as it is; compare at the next check.',
  missing: 'Not filled in yet',
  missingWhere: 'Complete it in the settings',
  preview: 'As it stands at the comment form',
  previewDraft: 'As the draft would stand at the comment form',
  previewPage: 'The whole privacy page',
  confirm: 'Confirm the draft',
  draftState: 'Last changed:',
  confirmHint: 'Once confirmed this text is public and does not change. Check legal basis, periods and contact.',
  confirmDo: 'Confirm and publish',
  drop: 'Drop the draft',
  waits: 'The draft waits for somebody with the data protection role to confirm it.',
  write: 'Adapt',
  writeHint: 'A draft is saved. To change nothing, save it as it is and have it confirmed.',
  land: (name) => `${name}:`,
  landReview: (day) => `What is known of the Land is to be checked again by ${day}.`,
  basis: 'Legal basis',
  basisPublic:
    'Authorities cannot rely on legitimate interests for their tasks (Article 6(1) second subparagraph GDPR).',
  basisPrivate: 'Legitimate interests only if you act as a company under private law.',
  bases: {
    task: 'Public task: Article 6(1)(e) GDPR with the Land’s act',
    interest: 'Legitimate interest: Article 6(1)(f) GDPR'
  },
  task: 'Section that makes it a task',
  taskHint: (task) =>
    task
      ? `A possible starting point: ${task}. Please check; empty means that nothing is named.`
      : 'Empty means that nothing is named.',
  interest: 'Which legitimate interest',
  interestHint: 'In words that everybody understands; the balancing belongs in your files.',
  reviewBy: 'To be checked again by',
  reviewByHint: 'Two years at most.',
  texts: { 'comment-notice': 'Notice at the comment form', privacy: 'Privacy page' },
  languages: { de: 'German', en: 'English' },
  textHint:
    'Markdown. What stands in double braces is filled in from settings and the Land’s data. Empty: the template.',
  save: 'Save the draft',
  done: {
    written: 'The draft is saved.',
    confirmed: 'Confirmed. From now on this text stands on the site.',
    dropped: 'The draft is dropped.'
  },
  versions: 'Versions that were shown',
  versionsHint: 'Exactly so, with everything filled in, the notice stood at the comment form.',
  noVersions: 'None yet.',
  edition: (number) => `edition ${number}`,
  shipped: 'template',
  comments: (count) => (count === 1 ? '1 comment' : `${count} comments`),
  version: 'Version of the notice at the comment form',
  since: 'First shown:',
  now: 'What holds today'
}

export const refusalsDe = {
  noticeBasis: 'Bitte wählen Sie eine Rechtsgrundlage.',
  noticeInterestNotHere: 'Eine Behörde kann sich hier nicht auf berechtigte Interessen stützen.',
  noticeInterestWords: 'Bitte nennen Sie das Interesse in Worten.',
  noticeReviewBy: 'Bitte ein Datum in den nächsten zwei Jahren.',
  noticeNothingToConfirm: 'Es gibt keinen Entwurf.'
}

export const refusalsEn: typeof refusalsDe = {
  noticeBasis: 'Please choose a legal basis.',
  noticeInterestNotHere: 'An authority cannot rely on legitimate interests here.',
  noticeInterestWords: 'Please name the interest in words.',
  noticeReviewBy: 'Please a date within the next two years.',
  noticeNothingToConfirm: 'There is no draft.'
}
