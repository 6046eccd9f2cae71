/** Texts of the settings about trust, and of one's own level. */
export const de = {
  area: 'Vertrauen',
  ownArea: 'Meine Vertrauensstufe',
  intro:
    'Wer schreibt, veröffentlicht so frei, wie Sie es für die Person und das Amt festlegen. Ein zweiter Blick kommt vorher, nachher oder als Stichprobe.',
  levels: 'Wer wie frei veröffentlicht',
  levelsHint:
    'Die Stufe gilt für das Amt und alles darunter. Ohne eigene Stufe gilt, was die Rolle sagt: Fachamt Freigabe vorher, Redaktion zweiter Blick nachher, Leitung frei. Wer eine Stufe ändert, nennt den Grund; die Person wird benachrichtigt und liest ihn.',
  byRole: (level: string) => `nach Rolle (${level})`,
  roleAgain: 'wieder nach Rolle',
  change: 'Ändern',
  changeOf: (name: string, unit: string) => `Stufe von ${name} ändern, ${unit}`,
  level: 'Stufe',
  reason: 'Grund',
  reasonHint: 'Die Person liest ihn.',
  setLevel: 'Stufe festlegen',
  history: 'Verlauf',
  by: 'von',
  program: 'dem Programm',
  ownNotHere: 'Die eigene Stufe setzt jemand anderes.',
  nobody: 'Hier arbeitet noch niemand.',
  topics: 'Immer vier Augen',
  topicsHint:
    'Diese Themen brauchen von allen eine Freigabe. Beim Schreiben werden sie angekreuzt; die Wörter geben nur einen Hinweis.',
  topicName: 'Thema',
  topicWords: 'Wörter, die einen Hinweis geben',
  topicWordsHint: 'Eines je Zeile.',
  topicOff: 'Abgeschaltet',
  topicSave: (name: string) => `„${name}“ speichern`,
  topicNew: 'Neues Thema',
  topicAdd: 'Thema hinzufügen',
  outside: 'Zweiter Blick von außen',
  outsideHint:
    'Wo außer der Verfasserin oder dem Verfasser niemand da ist, geht ein Link an eine dieser Adressen. Er gilt einmal und für einige Tage.',
  outsideName: 'Name',
  outsideEmail: 'E-Mail-Adresse',
  outsideAdd: 'Adresse bestätigen',
  outsideEnd: (name: string) => `${name} entfernen`,
  outsideBy: (name: string) => `bestätigt von ${name}`,
  outsideNone: 'Noch keine Adresse bestätigt.',
  rules: 'Fristen und Stichprobe',
  rulesSave: 'Fristen und Stichprobe speichern',
  samplePercent: 'Stichprobe: Anteil in Prozent',
  samplePercentHint: 'So viel von dem, was frei hinausgeht, wird angesehen. 0: nichts.',
  lookDays: 'Zweiter Blick nachher: innerhalb von so vielen Arbeitstagen',
  answerHours: 'Weitergeben nach so vielen Arbeitsstunden',
  answerHoursHint:
    'Erst an die Leitung des Amts, dann an die darüber, dann zurück. Veröffentlicht wird dadurch nie etwas.',
  linkDays: 'So viele Tage gilt ein Link',
  recordMonths: 'So viele Monate bleibt festgehalten, was zweite Blicke ergaben',
  agreement: 'Dienstvereinbarung',
  agreementHint:
    'Auswertungen und Vorschläge zu einer Person sind aus, bis die Leitung hier die Dienstvereinbarung einträgt. Ohne sie werden Stufen von Hand gesetzt, und was zweite Blicke ergaben, sieht nur die Person selbst.',
  agreementTemplate: 'Muster einer Dienstvereinbarung herunterladen',
  agreementDay: 'Tag',
  agreementReference: 'Bezeichnung oder Aktenzeichen',
  agreementUrl: 'Adresse, unter der sie zu lesen ist',
  agreementEnter: 'Eintragen und Vorschläge einschalten',
  agreementOn: (reference: string, day: string, by: string) =>
    `Eingeschaltet unter ${reference} vom ${day}, eingetragen von ${by}.`,
  agreementRead: 'Dienstvereinbarung lesen',
  agreementEnd: 'Vorschläge wieder ausschalten',
  proposeReviews: 'Vorschlag nach so vielen zweiten Blicken ohne Befund',
  proposeMonths: 'in so vielen Monaten',
  proposals: 'Vorschläge',
  proposalsNone: 'Zurzeit gibt es keinen Vorschlag.',
  proposal: (name: string, unit: string, level: string, reviews: number) =>
    `${name}, ${unit}: Stufe „${level}“. Grund: ${reviews} zweite Blicke ohne Befund.`,
  proposalReason: (reviews: number) => `${reviews} zweite Blicke ohne Befund`,
  proposalAccept: 'Stufe anheben',
  proposalDecline: 'Nicht jetzt',
  own: {
    intro: 'Wie frei Sie veröffentlichen, seit wann, und was daran etwas ändert. Das sehen Sie und Ihre Leitung.',
    history: 'Wie sich Ihre Stufe geändert hat',
    historyNone: 'Bisher gilt, was Ihre Rolle sagt.',
    record: 'Was zweite Blicke ergaben',
    recordHint: (months: number) => `Das sehen nur Sie. Es wird nach ${months} Monaten gelöscht.`,
    recordAgreed: (months: number, reference: string) =>
      `Unter der Dienstvereinbarung ${reference} schlägt das Programm daraus vor, eine Stufe anzuheben. Es wird nach ${months} Monaten gelöscht.`,
    recordNone: 'Noch nichts.',
    raise: 'Was die Stufe heben würde',
    raiseByHand: 'Stufen werden von Hand gesetzt. Sprechen Sie Ihre Leitung an; eine Auswertung gibt es nicht.',
    raiseByRecord: (needed: number, months: number, have: number, found: number) =>
      found > 0
        ? `Nach ${needed} zweiten Blicken ohne Befund in ${months} Monaten schlägt das Programm Ihrer Leitung die nächste Stufe vor. In dieser Zeit gab es ${found === 1 ? 'einen Befund' : `${found} Befunde`}.`
        : `Nach ${needed} zweiten Blicken ohne Befund in ${months} Monaten schlägt das Programm Ihrer Leitung die nächste Stufe vor. Bisher sind es ${have}.`,
    raiseFree: 'Freier geht es nicht.',
    outcome: {
      approved: 'freigegeben',
      changes: 'Änderungen erbeten',
      fine: 'in Ordnung',
      corrected: 'korrigiert',
      withdrawn: 'zurückgezogen',
      talked: 'besprochen'
    } as Record<string, string>
  },
  done: {
    level: 'Die Stufe ist festgelegt. Die Person wird benachrichtigt.',
    topic: 'Gespeichert.',
    outside: 'Die Adresse ist bestätigt.',
    outsideEnded: 'Entfernt. Offene Links an diese Adresse gelten nicht mehr.',
    rules: 'Gespeichert.',
    agreed: 'Eingetragen. Vorschläge sind eingeschaltet.',
    agreementEnded: 'Vorschläge sind ausgeschaltet.',
    proposal: 'Entschieden.'
  } as Record<string, string>
}

type Same<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer A) => string
      ? (...given: A) => string
      : T[K] extends Record<string, string>
        ? { [L in keyof T[K]]: string }
        : Same<T[K]>
}

export const en: Same<typeof de> = {
  area: 'Trust',
  ownArea: 'My level of trust',
  intro:
    'Whoever writes publishes as freely as you set it for the person and the department. A second look comes before, afterwards or as a sample.',
  levels: 'Who publishes how freely',
  levelsHint:
    'The level holds for the department and everything below. Without one of their own the role decides: experts approval before, editors second look afterwards, leaders free. Whoever changes a level gives the reason; the person is told and reads it.',
  byRole: (level) => `by role (${level})`,
  roleAgain: 'by role again',
  change: 'Change',
  changeOf: (name, unit) => `Change the level of ${name}, ${unit}`,
  level: 'Level',
  reason: 'Reason',
  reasonHint: 'The person reads it.',
  setLevel: 'Set level',
  history: 'History',
  by: 'by',
  program: 'the program',
  ownNotHere: 'Somebody else sets your own level.',
  nobody: 'Nobody works here yet.',
  topics: 'Always four eyes',
  topicsHint: 'These topics need an approval from everybody. They are ticked while writing; the words only hint.',
  topicName: 'Topic',
  topicWords: 'Words that hint',
  topicWordsHint: 'One each line.',
  topicOff: 'Switched off',
  topicSave: (name) => `Save “${name}”`,
  topicNew: 'New topic',
  topicAdd: 'Add topic',
  outside: 'Second look from outside',
  outsideHint:
    'Where nobody but the author is there, a link goes to one of these addresses. It works once and for some days.',
  outsideName: 'Name',
  outsideEmail: 'E-mail address',
  outsideAdd: 'Approve address',
  outsideEnd: (name) => `Remove ${name}`,
  outsideBy: (name) => `approved by ${name}`,
  outsideNone: 'No address approved yet.',
  rules: 'Periods and sample',
  rulesSave: 'Save periods and sample',
  samplePercent: 'Sample: share in percent',
  samplePercentHint: 'So much of what goes out freely is looked at. 0: nothing.',
  lookDays: 'Second look afterwards: within so many working days',
  answerHours: 'Pass on after so many working hours',
  answerHoursHint: 'To the leader of the department, then above, then back. Nothing is ever published by that.',
  linkDays: 'A link works for so many days',
  recordMonths: 'What second looks found is kept for so many months',
  agreement: 'Works agreement',
  agreementHint:
    'Records and proposals about one person are off until leadership enters the works agreement here. Without it levels are set by hand, and what second looks found is seen by the person alone.',
  agreementTemplate: 'Download a template of a works agreement',
  agreementDay: 'Day',
  agreementReference: 'Name or reference',
  agreementUrl: 'Address where it can be read',
  agreementEnter: 'Enter and switch proposals on',
  agreementOn: (reference, day, by) => `On under ${reference} of ${day}, entered by ${by}.`,
  agreementRead: 'Read the works agreement',
  agreementEnd: 'Switch proposals off again',
  proposeReviews: 'Propose after so many second looks without a finding',
  proposeMonths: 'in so many months',
  proposals: 'Proposals',
  proposalsNone: 'There is no proposal at present.',
  proposal: (name, unit, level, reviews) =>
    `${name}, ${unit}: level “${level}”. Reason: ${reviews} second looks without a finding.`,
  proposalReason: (reviews) => `${reviews} second looks without a finding`,
  proposalAccept: 'Raise level',
  proposalDecline: 'Not now',
  own: {
    intro: 'How freely you publish, since when, and what would change it. You and your leaders see this.',
    history: 'How your level changed',
    historyNone: 'So far your role decides.',
    record: 'What second looks found',
    recordHint: (months) => `Only you see this. It is deleted after ${months} months.`,
    recordAgreed: (months, reference) =>
      `Under the works agreement ${reference} the program proposes from it to raise a level. It is deleted after ${months} months.`,
    recordNone: 'Nothing yet.',
    raise: 'What would raise the level',
    raiseByHand: 'Levels are set by hand. Talk to your leaders; nothing is evaluated.',
    raiseByRecord: (needed, months, have, found) =>
      found > 0
        ? `After ${needed} second looks without a finding in ${months} months the program proposes the next level to your leaders. In that time there ${found === 1 ? 'was one finding' : `were ${found} findings`}.`
        : `After ${needed} second looks without a finding in ${months} months the program proposes the next level to your leaders. So far there are ${have}.`,
    raiseFree: 'There is no freer level.',
    outcome: {
      approved: 'approved',
      changes: 'changes requested',
      fine: 'fine',
      corrected: 'corrected',
      withdrawn: 'withdrawn',
      talked: 'talked about'
    }
  },
  done: {
    level: 'The level is set. The person is told.',
    topic: 'Saved.',
    outside: 'The address is approved.',
    outsideEnded: 'Removed. Open links to this address no longer work.',
    rules: 'Saved.',
    agreed: 'Entered. Proposals are on.',
    agreementEnded: 'Proposals are off.',
    proposal: 'Decided.'
  }
}
