/** Words that every page needs. */
export const de = {
  languageName: 'Deutsch',
  skipToContent: 'Zum Inhalt springen',
  save: 'Speichern',
  cancel: 'Abbrechen',
  close: 'Schließen',
  undo: 'Rückgängig machen',
  delete: 'Löschen',
  edit: 'Bearbeiten',
  back: 'Zurück',
  more: 'Mehr',
  search: 'Suche',
  searchFor: 'Suchbegriff',
  searchDo: 'Suchen',
  optional: 'freiwillig',
  required: 'Pflichtfeld',
  error: 'Fehler',
  charactersLeft: (left: number) =>
    left >= 0 ? `Noch ${left.toLocaleString('de')} Zeichen` : `${(-left).toLocaleString('de')} Zeichen zu viel`,
  newer: 'Neuere',
  older: 'Ältere',
  pages: 'Seiten',
  loading: 'Wird geladen …',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  notice: { info: 'Hinweis', success: 'Erledigt', warning: 'Achtung', danger: 'Fehler' },
  errors: {
    notFoundTitle: 'Diese Seite gibt es hier nicht',
    notFound:
      'Vielleicht ist die Adresse nicht vollständig, oder der Beitrag wurde zurückgezogen. Die Suche oder die Startseite helfen weiter.',
    notAllowedTitle: 'Diese Seite ist nicht für Sie freigegeben',
    notAllowed:
      'Wenn Sie den Zugang für Ihre Arbeit brauchen, wenden Sie sich an die Redaktion. Ihr Konto ist in Ordnung.',
    failedTitle: 'Das hat gerade nicht geklappt',
    failed:
      'Der Fehler liegt bei uns, nicht bei Ihnen. Bitte laden Sie die Seite in einer Minute neu. Was Sie abgeschickt haben, ging entweder ganz oder gar nicht durch.',
    reference: (reference: string) => `Wenn Sie uns schreiben, nennen Sie bitte diese Kennung: ${reference}`,
    toStart: 'Zur Startseite',
    toSearch: 'Zur Suche',
    again: 'Neu laden'
  }
}

export const en: typeof de = {
  languageName: 'English',
  skipToContent: 'Skip to content',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  delete: 'Delete',
  edit: 'Edit',
  back: 'Back',
  more: 'More',
  search: 'Search',
  searchFor: 'Search for',
  searchDo: 'Search',
  optional: 'optional',
  required: 'required',
  error: 'Error',
  charactersLeft: (left) =>
    left >= 0
      ? `${left.toLocaleString('en-GB')} characters left`
      : `${(-left).toLocaleString('en-GB')} characters too many`,
  newer: 'Newer',
  older: 'Older',
  pages: 'Pages',
  loading: 'Loading …',
  signIn: 'Sign in',
  signOut: 'Sign out',
  notice: { info: 'Note', success: 'Done', warning: 'Please note', danger: 'Error' },
  errors: {
    notFoundTitle: 'There is no such page here',
    notFound: 'The address may be incomplete, or the post was withdrawn. The search or the start page will help.',
    notAllowedTitle: 'This page is not open to you',
    notAllowed: 'If you need it for your work, please ask the editors. Nothing is wrong with your account.',
    failedTitle: 'That did not work just now',
    failed:
      'The fault is ours, not yours. Please reload the page in a minute. What you sent went through either completely or not at all.',
    reference: (reference) => `If you write to us, please mention this reference: ${reference}`,
    toStart: 'To the start page',
    toSearch: 'To the search',
    again: 'Reload'
  }
}
