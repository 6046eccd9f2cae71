/** Texts of the calendar. */
export const de = {
  title: 'Kalender',
  views: 'Ansicht',
  view: { month: 'Monat', week: 'Woche', list: 'Liste' },
  today: 'Heute',
  earlier: 'Zurück',
  later: 'Weiter',
  filter: 'Was zu sehen ist',
  filterDo: 'Anwenden',
  kinds: {
    post: 'Beiträge',
    campaign: 'Kampagnen',
    meeting: 'Sitzungen',
    duty: 'Dienste',
    holiday: 'Feiertage',
    school: 'Schulferien'
  },
  kind: {
    post: 'Beitrag',
    campaign: 'Kampagne',
    meeting: 'Sitzung',
    duty: 'Dienst',
    holiday: 'Feiertag',
    school: 'Schulferien'
  },
  state: {
    draft: 'Entwurf',
    in_review: 'wartet auf Freigabe',
    scheduled: 'geplant',
    published: 'veröffentlicht',
    series: 'aus Serie',
    review: 'Rückblick'
  } as Record<string, string>,
  unit: 'Organisationseinheit',
  allUnits: 'Alle',
  untitled: 'Ohne Überschrift',
  allDay: 'ganztägig',
  until: (to: string) => `bis ${to}`,
  empty: 'Hier steht noch nichts',
  emptyText:
    'Der Kalender zeigt Beiträge, sobald sie einen Zeitpunkt haben, dazu Kampagnen, Sitzungen, Dienste, Feiertage und Ferien.',
  newPost: 'Neuer Beitrag',
  open: 'Öffnen',
  move: 'Verschieben',
  moveOf: (title: string) => `„${title}“ verschieben`,
  moveDo: 'Verschieben',
  moveTo: 'Neuer Zeitpunkt',
  moveHint: (zone: string) => `Ortszeit (${zone})`,
  moveScheduled: 'Der Beitrag erscheint dann zu diesem Zeitpunkt auf allen geplanten Kanälen.',
  moveDraft: 'Der Beitrag bleibt ein Entwurf. Er erscheint erst, wenn jemand ihn plant oder veröffentlicht.',
  moved: (title: string, at: string) => `„${title}“ steht jetzt am ${at}.`,
  movedBack: (title: string, at: string) => `„${title}“ steht wieder am ${at}.`,
  doubled: 'Diese Stunde gibt es an dem Tag zweimal, weil die Uhr zurückgestellt wird. Gemeint ist die erste.',
  waits: 'Der neue Zeitpunkt gilt, sobald jemand den Beitrag freigegeben hat.',
  undo: 'Rückgängig machen',
  notReached: 'Das ist nicht angekommen. Der Beitrag steht, wo er war. Bitte versuchen Sie es noch einmal.',
  keyboard:
    'Beiträge lassen sich ziehen. Mit der Tastatur: Beitrag mit Tab ansteuern, Eingabetaste, dann „Verschieben“.',
  slots: 'Freie Plätze',
  slotsText: 'Tage ohne Beitrag, an denen das Rathaus arbeitet.',
  slotGap: (days: number) =>
    days === 1 ? 'einen Tag nach dem letzten Beitrag' : `${days} Tage nach dem letzten Beitrag`,
  slotHours: (hours: number) =>
    hours === 1 ? 'danach eine Stunde für Antworten' : `danach ${hours} Stunden für Antworten`,
  slotDuty: (name: string) => `Dienst: ${name}`,
  slotUse: (when: string) => `Beitrag für ${when} beginnen`,
  noSlots: 'In den nächsten drei Wochen ist an jedem Arbeitstag etwas geplant.',
  more: 'Mehr zum Kalender',
  duty: 'Dienstplan',
  school: 'Schulferien',
  feeds: 'Kalender abonnieren',
  moreEntries: (count: number) => `+${count} weitere`,
  week: 'Kalenderwoche',
  grid: (what: string) => `Kalenderblatt ${what}`,
  loading: 'Das Kalenderblatt wird geladen …',
  schoolPage: {
    title: 'Schulferien',
    intro:
      'Ferien unterscheiden sich nach Land und Jahr. Tragen Sie sie ein oder lesen Sie eine Datei ein, zum Beispiel die des Kultusministeriums.',
    empty: 'Noch keine Ferien eingetragen.',
    name: 'Name',
    from: 'Erster Tag',
    to: 'Letzter Tag',
    add: 'Ferien eintragen',
    drop: (name: string) => `${name} entfernen`,
    import: 'Datei einlesen',
    importHint:
      'CSV mit Name; erster Tag; letzter Tag (auch aus Excel) oder iCalendar (.ics). Ganz oder gar nicht: Ist eine Zeile falsch, wird nichts übernommen.',
    file: 'Datei',
    importDo: 'Datei einlesen',
    imported: (count: number) =>
      count === 0
        ? 'Alles darin stand schon da.'
        : count === 1
          ? 'Ein Zeitraum ist neu.'
          : `${count} Zeiträume sind neu.`,
    saved: 'Gespeichert.',
    span: (from: string, to: string) => `${from} bis ${to}`
  },
  feedPage: {
    title: 'Kalender abonnieren',
    intro:
      'Outlook, Thunderbird, das Telefon: Fast jedes Kalenderprogramm kann eine Adresse abonnieren und holt sich Änderungen dann selbst.',
    secret:
      'Wer die Adresse kennt, kann diesen Kalender lesen. Geben Sie sie nicht weiter; wenn sie bekannt wurde, heben Sie sie auf und legen eine neue an.',
    mine: 'Mein Kalender',
    mineText: 'Ihre Dienste, Ihre Beiträge, die Sitzungen und Feiertage.',
    ofUnit: 'Kalender einer Organisationseinheit',
    ofUnitText: 'Beiträge, Kampagnen und Dienste dieser Einheit und aller darunter.',
    unit: 'Organisationseinheit',
    withNames: 'Dienste mit Namen zeigen',
    withNamesHint: 'Nur, wenn es nötig ist: Die Namen liegen dann auch bei dem Dienst, der den Kalender abholt.',
    make: 'Adresse anlegen',
    made: 'Das ist die neue Adresse. Sie ist nur jetzt zu sehen.',
    copy: 'Adresse kopieren',
    copied: 'Kopiert',
    existing: 'Ihre Adressen',
    none: 'Noch keine Adresse angelegt.',
    since: (date: string) => `angelegt am ${date}`,
    revoke: 'Aufheben',
    revokeOf: (what: string) => `Adresse für ${what} aufheben`,
    revoked: 'Die Adresse ist aufgehoben. Programme, die sie abonniert haben, bekommen nichts mehr.',
    how: 'So geht es',
    steps: [
      ['Outlook', 'Kalender öffnen, „Kalender hinzufügen“, „Aus dem Internet abonnieren“, Adresse einfügen.'],
      ['Thunderbird', 'Neuer Kalender, „Im Netzwerk“, Adresse einfügen.'],
      ['iPhone und iPad', 'Einstellungen, Apps, Kalender, Accounts, „Kalenderabo hinzufügen“, Adresse einfügen.'],
      ['Android', 'Eine App für Kalenderabos benutzen, zum Beispiel ICSx⁵, und dort die Adresse einfügen.']
    ]
  },
  feed: {
    person: (town: string, name: string) => `${town}: ${name}`,
    unit: (town: string, unit: string) => `${town}: ${unit}`,
    duty: (unit: string) => `Dienst: ${unit}`,
    dutyOf: (unit: string, name: string) => `Dienst: ${unit} (${name})`,
    post: (state: string, title: string) => `Beitrag (${state}): ${title}`,
    campaign: (title: string) => `Kampagne: ${title}`,
    review: (title: string) => `Rückblick auf Kampagne: ${title}`,
    meeting: (title: string) => `Sitzung: ${title}`
  }
}

export const en: typeof de = {
  title: 'Calendar',
  views: 'View',
  view: { month: 'Month', week: 'Week', list: 'List' },
  today: 'Today',
  earlier: 'Back',
  later: 'On',
  filter: 'What is shown',
  filterDo: 'Apply',
  kinds: {
    post: 'Posts',
    campaign: 'Campaigns',
    meeting: 'Meetings',
    duty: 'Duties',
    holiday: 'Public holidays',
    school: 'School holidays'
  },
  kind: {
    post: 'Post',
    campaign: 'Campaign',
    meeting: 'Meeting',
    duty: 'Duty',
    holiday: 'Public holiday',
    school: 'School holidays'
  },
  state: {
    draft: 'draft',
    in_review: 'waits for approval',
    scheduled: 'scheduled',
    published: 'published',
    series: 'of a series',
    review: 'review'
  },
  unit: 'Unit',
  allUnits: 'All',
  untitled: 'Without a title',
  allDay: 'all day',
  until: (to) => `until ${to}`,
  empty: 'Nothing here yet',
  emptyText:
    'The calendar shows posts as soon as they have a time, and campaigns, meetings, duties, public and school holidays.',
  newPost: 'New post',
  open: 'Open',
  move: 'Move',
  moveOf: (title) => `Move “${title}”`,
  moveDo: 'Move',
  moveTo: 'New time',
  moveHint: (zone) => `Local time (${zone})`,
  moveScheduled: 'The post then goes out at this time on all its channels.',
  moveDraft: 'The post stays a draft. It goes out only when somebody schedules or publishes it.',
  moved: (title, at) => `“${title}” now stands at ${at}.`,
  movedBack: (title, at) => `“${title}” stands at ${at} again.`,
  doubled: 'This hour comes twice that day, as the clock is put back. The first one is meant.',
  waits: 'The new time holds as soon as somebody has approved the post.',
  undo: 'Undo',
  notReached: 'That did not get through. The post stands where it was. Please try again.',
  keyboard: 'Posts can be dragged. By keyboard: reach the post with Tab, press Enter, then “Move”.',
  slots: 'Free places',
  slotsText: 'Days without a post on which the town hall works.',
  slotGap: (days) => (days === 1 ? 'one day after the last post' : `${days} days after the last post`),
  slotHours: (hours) => (hours === 1 ? 'then one hour for answers' : `then ${hours} hours for answers`),
  slotDuty: (name) => `on duty: ${name}`,
  slotUse: (when) => `Begin a post for ${when}`,
  noSlots: 'Something is planned on every working day of the next three weeks.',
  more: 'More about the calendar',
  duty: 'Duty roster',
  school: 'School holidays',
  feeds: 'Subscribe to the calendar',
  moreEntries: (count) => `+${count} more`,
  week: 'Week',
  grid: (what) => `Calendar sheet ${what}`,
  loading: 'The calendar sheet is being loaded …',
  schoolPage: {
    title: 'School holidays',
    intro:
      'School holidays differ by Land and year. Enter them, or read in a file, for instance that of the ministry of education.',
    empty: 'No school holidays yet.',
    name: 'Name',
    from: 'First day',
    to: 'Last day',
    add: 'Enter school holidays',
    drop: (name) => `Remove ${name}`,
    import: 'Read in a file',
    importHint:
      'CSV with name; first day; last day (from Excel, too) or iCalendar (.ics). All or nothing: when a line is wrong, nothing is taken.',
    file: 'File',
    importDo: 'Read in the file',
    imported: (count) =>
      count === 0 ? 'All of it was there already.' : count === 1 ? 'One span is new.' : `${count} spans are new.`,
    saved: 'Saved.',
    span: (from, to) => `${from} to ${to}`
  },
  feedPage: {
    title: 'Subscribe to the calendar',
    intro:
      'Outlook, Thunderbird, your phone: almost every calendar can subscribe to an address and then fetches changes itself.',
    secret:
      'Whoever knows the address can read this calendar. Do not pass it on; if it became known, revoke it and make a new one.',
    mine: 'My calendar',
    mineText: 'Your duties, your posts, the meetings and public holidays.',
    ofUnit: 'Calendar of a unit',
    ofUnitText: 'Posts, campaigns and duties of this unit and all below it.',
    unit: 'Unit',
    withNames: 'Show duties with names',
    withNamesHint: 'Only if needed: the names then also lie with the service that fetches the calendar.',
    make: 'Make an address',
    made: 'This is the new address. It can be seen only now.',
    copy: 'Copy the address',
    copied: 'Copied',
    existing: 'Your addresses',
    none: 'No address yet.',
    since: (date) => `made on ${date}`,
    revoke: 'Revoke',
    revokeOf: (what) => `Revoke the address for ${what}`,
    revoked: 'The address is revoked. Programs that subscribed to it get nothing any more.',
    how: 'How it is done',
    steps: [
      ['Outlook', 'Open the calendar, “Add calendar”, “Subscribe from web”, paste the address.'],
      ['Thunderbird', 'New calendar, “On the network”, paste the address.'],
      ['iPhone and iPad', 'Settings, Apps, Calendar, Accounts, “Add subscribed calendar”, paste the address.'],
      ['Android', 'Use an app for subscriptions, such as ICSx⁵, and paste the address there.']
    ]
  },
  feed: {
    person: (town, name) => `${town}: ${name}`,
    unit: (town, unit) => `${town}: ${unit}`,
    duty: (unit) => `Duty: ${unit}`,
    dutyOf: (unit, name) => `Duty: ${unit} (${name})`,
    post: (state, title) => `Post (${state}): ${title}`,
    campaign: (title) => `Campaign: ${title}`,
    review: (title) => `Review of the campaign: ${title}`,
    meeting: (title) => `Meeting: ${title}`
  }
}
