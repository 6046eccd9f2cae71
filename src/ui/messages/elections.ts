/** Texts of the time before elections: settings, banner, checklist, whose account a channel is. */
export const de = {
  title: 'Wahlen',
  intro:
    'Vor einer Wahl darf eine Verwaltung nicht in den Wahlkampf wirken. In der Zeit der Zurückhaltung braucht jeder Beitrag eine zweite Person, die eine Prüfliste bestätigt. Antworten auf Fragen gehen weiter hinaus. Erlasse Ihres Landes gehen vor.',
  emptyTitle: 'Noch keine Wahl eingetragen',
  emptyText:
    'Wahltage setzt das Land oder die Kommune fest. Tragen Sie den nächsten ein, oder lesen Sie eine Liste ein; die Zurückhaltung beginnt dann von selbst.',
  running: (until: string) => `Zurückhaltung bis ${until}`,
  list: 'Eingetragene Wahlen',
  restraintOf: (name: string) => `Zurückhaltung: ${name}`,
  past: 'Vorbei',
  name: 'Wahl',
  nameHint: 'Zum Beispiel: Landtagswahl, Bürgermeisterwahl, Bürgerentscheid zum Freibad.',
  kind: 'Art',
  kinds: {
    europe: 'Europawahl',
    federal: 'Bundestagswahl',
    land: 'Landtagswahl',
    local: 'Kommunalwahl',
    decision: 'Bürgerentscheid'
  },
  day: 'Wahltag',
  from: 'Zurückhaltung ab',
  fromHint: 'Leer: sechs Wochen vorher, vor einem Bürgerentscheid vier.',
  to: 'bis einschließlich',
  toHint: 'Leer: bis zum Wahltag. Bei einer Stichwahl bitte deren Tag.',
  period: (from: string, to: string) => `Zurückhaltung ${from} bis ${to}`,
  add: 'Wahl eintragen',
  change: 'Speichern',
  changeOf: (name: string) => `${name} ändern`,
  remove: 'Entfernen',
  removeText: 'Die Wahl und ihre Zurückhaltung entfallen. Was für Beiträge bestätigt wurde, bleibt bei ihnen.',
  saved: 'Gespeichert.',
  removed: 'Die Wahl ist entfernt.',
  importTitle: 'Liste einlesen',
  importText:
    'Eine Tabelle (CSV) mit der Kopfzeile Wahl;Tag;Art;von;bis oder ein Kalender (.ics). Art, von und bis dürfen fehlen. Was schon da ist, wird geändert und nicht doppelt eingetragen; stimmt eine Zeile nicht, wird nichts übernommen.',
  importFile: 'Datei',
  importDo: 'Wahlen einlesen',
  imported: (added: number, changed: number) => `Neu: ${added}, geändert: ${changed}.`,
  checklist: 'Prüfliste',
  checklistIntro:
    'Wer einen Beitrag in dieser Zeit freigibt, bestätigt jeden dieser Sätze. Das bleibt beim Beitrag stehen.',
  confirm: 'Bitte jeden Satz bestätigen',
  confirmedBy: (name: string, elections: string) => `Prüfliste bestätigt von ${name} (${elections})`,
  somebody: 'jemandem',
  banner: (names: string, until: string) => `Vor der Wahl: ${names}. Zurückhaltung bis ${until}.`,
  bannerLabel: 'Was das heißt',
  account: {
    title: 'Wessen Konto',
    kinds: { office: 'Amt', person: 'Person', candidate: 'Bewerbung um ein Amt' },
    holder: 'Name der Person',
    hint: 'Das Konto einer Person ist überall so gekennzeichnet. Auf dem einer Bewerbung veröffentlicht und antwortet das Amt nie.',
    save: 'Speichern',
    of: (kind: string, name: string) => `${kind}: ${name}`
  }
}

export const en: typeof de = {
  title: 'Elections',
  intro:
    'Before an election an administration must not act upon the campaign. In the time of restraint every post needs a second person who confirms a checklist. Answers to questions still go out. Rules of your Land come first.',
  emptyTitle: 'No election entered yet',
  emptyText:
    'The Land or the municipality sets the days of elections. Enter the next one, or read in a list; restraint then begins by itself.',
  running: (until) => `Restraint until ${until}`,
  list: 'Elections entered',
  restraintOf: (name) => `Restraint: ${name}`,
  past: 'Over',
  name: 'Election',
  nameHint: 'For example: state election, election of the mayor, local decision on the pool.',
  kind: 'Kind',
  kinds: {
    europe: 'European election',
    federal: 'Federal election',
    land: 'State election',
    local: 'Local election',
    decision: 'Local decision'
  },
  day: 'Day of the election',
  from: 'Restraint from',
  fromHint: 'Empty: six weeks before, four before a local decision.',
  to: 'until and including',
  toHint: 'Empty: until the day of the election. With a run-off, its day.',
  period: (from, to) => `Restraint ${from} to ${to}`,
  add: 'Enter election',
  change: 'Save',
  changeOf: (name) => `Change ${name}`,
  remove: 'Remove',
  removeText: 'The election and its restraint are gone. What was confirmed for posts stays with them.',
  saved: 'Saved.',
  removed: 'The election is removed.',
  importTitle: 'Read in a list',
  importText:
    'A table (CSV) with the head line Name;Day;Kind;From;To, or a calendar (.ics). Kind, from and to may be left out. What is there already is changed and not entered twice; if one line is wrong, nothing is taken.',
  importFile: 'File',
  importDo: 'Read elections in',
  imported: (added, changed) => `New: ${added}, changed: ${changed}.`,
  checklist: 'Checklist',
  checklistIntro: 'Whoever approves a post in this time confirms each of these sentences. That is kept with the post.',
  confirm: 'Please confirm each sentence',
  confirmedBy: (name, elections) => `Checklist confirmed by ${name} (${elections})`,
  somebody: 'somebody',
  banner: (names, until) => `Before the election: ${names}. Restraint until ${until}.`,
  bannerLabel: 'What this means',
  account: {
    title: 'Whose account',
    kinds: { office: 'office', person: 'person', candidate: 'candidacy' },
    holder: 'Name of the person',
    hint: 'A person’s account is marked as such everywhere. On a candidate’s account the office never publishes nor answers.',
    save: 'Save',
    of: (kind, name) => `${kind}: ${name}`
  }
}
