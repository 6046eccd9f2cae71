/** Texts of the media library. */
const mb = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('de')} KB`
    : `${(bytes / 1_048_576).toLocaleString('de', { maximumFractionDigits: 1 })} MB`
const mbEn = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en')} KB`
    : `${(bytes / 1_048_576).toLocaleString('en', { maximumFractionDigits: 1 })} MB`

export const de = {
  title: 'Mediathek',
  intro: 'Bilder, Videos und Dokumente der Kommune, mit allem, wovon ihre Verwendung abhängt.',
  size: mb,
  kind: { image: 'Bild', video: 'Video', document: 'Dokument' },
  kinds: { image: 'Bilder', video: 'Videos', document: 'Dokumente' },
  allKinds: 'Alle Arten',
  kindLabel: 'Art',
  unitLabel: 'Organisationseinheit',
  allUnits: 'Alle Organisationseinheiten',
  noUnit: 'keine',
  filterLabel: 'Zeigen',
  filter: {
    none: 'Alles, was verwendet werden kann',
    'without-alt': 'Ohne Bildbeschreibung',
    'consent-ends': 'Einwilligung läuft aus',
    unused: 'Nirgends verwendet',
    withdrawn: 'Zurückgezogen',
    retired: 'Ausgemustert'
  },
  search: 'Mediathek durchsuchen',
  searchHint: 'Name, Beschreibung, Unterschrift, Urheber, Quelle',
  show: 'Anzeigen',
  viewLabel: 'Ansicht',
  grid: 'Kacheln',
  list: 'Liste',
  empty: 'Noch nichts hier',
  emptyText: 'Was Sie hier hochladen, können alle in ihren Beiträgen verwenden, mit Beschreibung, Urheber und Rechten.',
  nothing: 'Nichts gefunden',
  nothingText: 'Mit einem anderen Wort oder weniger Filtern klappt es vielleicht.',
  upload: 'Hochladen',
  uploadTitle: 'Dateien hochladen',
  uploadFiles: 'Dateien',
  uploadHint: (imageMb: number, videoMb: number, documentMb: number) =>
    `Bilder (JPEG, PNG, WebP, AVIF, GIF) bis ${imageMb} MB, Videos (MP4, WebM) bis ${videoMb} MB, PDF bis ${documentMb} MB. Ort, Kamera und Namen werden aus dem entfernt, was andere sehen; das Original bleibt verschlossen aufbewahrt.`,
  uploadNone: 'Bitte wählen Sie mindestens eine Datei.',
  uploading: (name: string) => `${name} wird hochgeladen`,
  processing: 'wird geprüft …',
  cancel: 'Abbrechen',
  uploadFailed: 'Das Hochladen ist abgebrochen. Bitte versuchen Sie es noch einmal.',
  uploaded: 'Ist jetzt in der Mediathek.',
  uploadedThere: 'Ist schon in der Mediathek.',
  uploadedCount: (count: number) => (count === 1 ? 'Eine Datei ist da.' : `${count} Dateien sind da.`),
  open: 'Öffnen und beschreiben',
  untitled: 'ohne Namen',
  badges: {
    withoutAlt: 'ohne Beschreibung',
    decorative: 'Schmuckbild',
    withdrawn: 'zurückgezogen',
    retired: 'ausgemustert',
    consentEnds: (day: string) => `Einwilligung bis ${day}`,
    consentOpen: 'Einwilligung fehlt noch',
    withoutCaptions: 'ohne Untertitel',
    erased: 'Dateien gelöscht'
  }
}

export const en: typeof de = {
  title: 'Media library',
  intro: 'Pictures, videos and documents of the municipality, with everything their use depends on.',
  size: mbEn,
  kind: { image: 'Picture', video: 'Video', document: 'Document' },
  kinds: { image: 'Pictures', video: 'Videos', document: 'Documents' },
  allKinds: 'All kinds',
  kindLabel: 'Kind',
  unitLabel: 'Unit',
  allUnits: 'All units',
  noUnit: 'none',
  filterLabel: 'Show',
  filter: {
    none: 'Everything that can be used',
    'without-alt': 'Without a description',
    'consent-ends': 'Consent runs out',
    unused: 'Used nowhere',
    withdrawn: 'Withdrawn',
    retired: 'Retired'
  },
  search: 'Search the media library',
  searchHint: 'Name, description, caption, author, source',
  show: 'Show',
  viewLabel: 'View',
  grid: 'Grid',
  list: 'List',
  empty: 'Nothing here yet',
  emptyText: 'What you upload here can be used by everybody in their posts, with description, author and rights.',
  nothing: 'Nothing found',
  nothingText: 'Another word or fewer filters may help.',
  upload: 'Upload',
  uploadTitle: 'Upload files',
  uploadFiles: 'Files',
  uploadHint: (imageMb, videoMb, documentMb) =>
    `Pictures (JPEG, PNG, WebP, AVIF, GIF) up to ${imageMb} MB, videos (MP4, WebM) up to ${videoMb} MB, PDF up to ${documentMb} MB. Place, camera and names are removed from what others see; the original is kept locked away.`,
  uploadNone: 'Please choose at least one file.',
  uploading: (name) => `${name} is being uploaded`,
  processing: 'being checked …',
  cancel: 'Cancel',
  uploadFailed: 'The upload broke off. Please try again.',
  uploaded: 'Is in the media library now.',
  uploadedThere: 'Is in the media library already.',
  uploadedCount: (count) => (count === 1 ? 'One file is there.' : `${count} files are there.`),
  open: 'Open and describe',
  untitled: 'without a name',
  badges: {
    withoutAlt: 'no description',
    decorative: 'decorative',
    withdrawn: 'withdrawn',
    retired: 'retired',
    consentEnds: (day) => `consent until ${day}`,
    consentOpen: 'consent still missing',
    withoutCaptions: 'no captions',
    erased: 'files erased'
  }
}
