/** Texts on the shape of pictures and on what belongs to videos and documents. */
export const de = {
  crops: 'Ausschnitte',
  cropsIntro:
    'Worauf es im Bild ankommt, bleibt in jedem Zuschnitt zu sehen. Klicken Sie auf die Stelle oder geben Sie sie als Zahl an: 0 ist links oder oben, 100 ist rechts oder unten.',
  focal: 'Blickpunkt',
  focalX: 'Von links, in Prozent',
  focalY: 'Von oben, in Prozent',
  cropPlace: {
    card: 'Listen der Website (3:2)',
    share: 'Vorschau beim Teilen (1,91:1)',
    article: 'Über dem Beitrag',
    fediverse: 'Im Fediverse'
  },
  cropMode: 'Ausschnitt',
  cropModes: { whole: 'ganzes Bild', focal: 'nach dem Blickpunkt', hand: 'selbst festlegen' },
  cropX: 'Links, in Prozent',
  cropY: 'Oben, in Prozent',
  cropWidth: 'Breite, in Prozent',
  cropHeight: 'Höhe, in Prozent',
  cropHeightFixed: 'Die Höhe folgt aus der Form.',
  cropsDo: 'Ausschnitte machen',
  cropPreview: (place: string) => `So sieht es aus: ${place}`,
  captions: 'Untertitel',
  captionsIntro:
    'Für Menschen, die nicht hören, und für alle ohne Ton. Ohne Untertitel lässt sich ein Video nicht veröffentlichen, es sei denn, es gibt einen Grund.',
  captionsLanguage: 'Sprache',
  captionsLanguages: {
    de: 'Deutsch',
    en: 'Englisch',
    tr: 'Türkisch',
    ar: 'Arabisch',
    uk: 'Ukrainisch',
    ru: 'Russisch',
    pl: 'Polnisch',
    fr: 'Französisch'
  } as Record<string, string>,
  captionsFile: 'WebVTT-Datei (.vtt)',
  captionsDo: 'Untertitel hochladen',
  captionsRemove: (language: string) => `Untertitel entfernen: ${language}`,
  captionsException: 'Grund, warum keine nötig sind',
  captionsExceptionHint: 'Zum Beispiel: Im Video wird nicht gesprochen.',
  captionsExceptionDo: 'Grund speichern',
  poster: 'Standbild',
  posterIntro: 'Steht, bevor das Video läuft. Es läuft nie von selbst.',
  posterFile: 'Bilddatei',
  posterDo: 'Standbild hochladen',
  videoNote:
    'Videos werden so gezeigt, wie sie sind; umgerechnet wird nichts. Was alle Browser abspielen: MP4 mit H.264 und AAC, WebM mit VP8, VP9 oder AV1.',
  documentNote:
    'PDF sind Anlagen zum Herunterladen. Was Bürgerinnen und Bürger lesen sollen, gehört in den Beitrag selbst: PDF sind auf dem Telefon schwer zu lesen und oft nicht barrierefrei (BITV 2.0).',
  documentSigned:
    'Dieses PDF ist elektronisch signiert. Damit die Unterschrift gültig bleibt, wird es unverändert angeboten, auch mit Namen darin.'
}

export const en: typeof de = {
  crops: 'Crops',
  cropsIntro:
    'What matters in the picture stays visible in every crop. Click on the spot or give it as numbers: 0 is left or top, 100 is right or bottom.',
  focal: 'Focal point',
  focalX: 'From the left, in percent',
  focalY: 'From the top, in percent',
  cropPlace: {
    card: 'Lists of the site (3:2)',
    share: 'Preview when shared (1.91:1)',
    article: 'Above the post',
    fediverse: 'In the Fediverse'
  },
  cropMode: 'Crop',
  cropModes: { whole: 'whole picture', focal: 'by the focal point', hand: 'by hand' },
  cropX: 'Left, in percent',
  cropY: 'Top, in percent',
  cropWidth: 'Width, in percent',
  cropHeight: 'Height, in percent',
  cropHeightFixed: 'The height follows from the shape.',
  cropsDo: 'Make the crops',
  cropPreview: (place) => `This is how it looks: ${place}`,
  captions: 'Captions',
  captionsIntro:
    'For people who do not hear, and for everybody without sound. A video cannot be published without captions unless there is a reason.',
  captionsLanguage: 'Language',
  captionsLanguages: {
    de: 'German',
    en: 'English',
    tr: 'Turkish',
    ar: 'Arabic',
    uk: 'Ukrainian',
    ru: 'Russian',
    pl: 'Polish',
    fr: 'French'
  },
  captionsFile: 'WebVTT file (.vtt)',
  captionsDo: 'Upload captions',
  captionsRemove: (language) => `Remove captions: ${language}`,
  captionsException: 'Reason why none are needed',
  captionsExceptionHint: 'For example: nobody speaks in the video.',
  captionsExceptionDo: 'Save the reason',
  poster: 'Poster',
  posterIntro: 'Shown before the video plays. It never plays by itself.',
  posterFile: 'Picture file',
  posterDo: 'Upload the poster',
  videoNote:
    'Videos are shown as they are; nothing is converted. What all browsers play: MP4 with H.264 and AAC, WebM with VP8, VP9 or AV1.',
  documentNote:
    'PDF files are attachments to download. What citizens should read belongs into the post itself: PDF is hard to read on a telephone and often not accessible (BITV 2.0).',
  documentSigned:
    'This PDF is signed electronically. To keep the signature valid it is offered unchanged, with the names in it.'
}
