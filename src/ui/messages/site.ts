/** Texts of the public site. */
export const de = {
  mainNavigation: 'Hauptnavigation',
  toStart: 'Zur Startseite',
  topics: 'Themen',
  subscribe: 'Abo',
  legalNavigation: 'Rechtliches',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  accessibility: 'Barrierefreiheit',
  otherLanguage: 'English',
  madeWith: 'Diese Seite speichert nichts auf Ihrem Gerät und fragt niemanden sonst.'
}

export const en: typeof de = {
  mainNavigation: 'Main navigation',
  toStart: 'To the start page',
  topics: 'Topics',
  subscribe: 'Subscribe',
  legalNavigation: 'Legal',
  imprint: 'Imprint',
  privacy: 'Privacy',
  accessibility: 'Accessibility',
  otherLanguage: 'Deutsch',
  madeWith: 'This site stores nothing on your device and asks nobody else.'
}
