/** Texts of the composer's editor: its tools, its dialogs, and what it says when it leaves something out. */
const number = (value: number): string => value.toLocaleString('de')
const numberEn = (value: number): string => value.toLocaleString('en-GB')

export const de = {
  tools: 'Textgestaltung',
  heading: 'Zwischenüberschrift',
  subheading: 'Kleine Zwischenüberschrift',
  bold: 'Fett (Strg+B)',
  italic: 'Kursiv (Strg+I)',
  bullets: 'Liste',
  numbers: 'Nummerierte Liste',
  quote: 'Zitat',
  link: 'Link (Strg+K)',
  picture: 'Bild in den Text setzen',
  pictureWords: 'Bildbeschreibung',
  pictureWordsDo: 'Beschreibung übernehmen',
  pictureMissing: 'Bitte wählen Sie eine Bilddatei.',
  table: 'Tabelle einfügen',
  undo: 'Rückgängig (Strg+Z)',
  redo: 'Wiederholen (Strg+Umschalt+Z)',
  addRow: 'Zeile darunter einfügen',
  addRowShort: '+ Zeile',
  addColumn: 'Spalte rechts einfügen',
  addColumnShort: '+ Spalte',
  removeRow: 'Zeile entfernen',
  removeRowShort: '− Zeile',
  removeColumn: 'Spalte entfernen',
  removeColumnShort: '− Spalte',
  removeTable: 'Tabelle entfernen',
  showMarkdown: 'Markdown anzeigen',
  understood: 'Verstanden',
  hint: 'Strg+B macht fett, Strg+K setzt einen Link. Die Leiste darüber ist mit Tab und den Pfeiltasten zu erreichen.',
  linkTitle: 'Link',
  linkWords: 'Linktext',
  linkWordsHint: 'Sagt, wohin er führt: „Öffnungszeiten des Freibads“.',
  linkSaysNothing: 'Wer nur die Links vorgelesen bekommt, erfährt hier nicht, wohin es geht. Nennen Sie das Ziel.',
  linkAddress: 'Adresse',
  linkAddressHint: 'https://…, eine E-Mail-Adresse oder eine Seite der eigenen Website, die mit / beginnt.',
  linkAddressWrong: 'Das ist keine Adresse, zu der ein Link führen kann.',
  linkDo: 'Link setzen',
  linkRemove: 'Link entfernen',
  refused: {
    tooLong: (count: number, most: number) =>
      `Das Eingefügte hat ${number(count)} Zeichen, ein Beitrag fasst ${number(most)}. Es wurde nicht übernommen; Ihr Text ist unverändert. Fügen Sie es in Teilen ein, oder hängen Sie es als Datei an.`,
    pictures: (count: number) =>
      `${count === 1 ? 'Ein Bild wurde' : `${number(count)} Bilder wurden`} nicht übernommen. Setzen Sie Bilder über den Knopf „Bild“ ein, dann bekommen sie eine Beschreibung.`,
    plain: () => 'Das Eingefügte war zu umfangreich für die Gestaltung. Übernommen wurde der reine Text.'
  } as Record<'tooLong' | 'pictures' | 'plain', (count: number, most: number) => string>
}

export const en: typeof de = {
  tools: 'Text formatting',
  heading: 'Heading',
  subheading: 'Small heading',
  bold: 'Bold (Ctrl+B)',
  italic: 'Italic (Ctrl+I)',
  bullets: 'List',
  numbers: 'Numbered list',
  quote: 'Quotation',
  link: 'Link (Ctrl+K)',
  picture: 'Put a picture into the text',
  pictureWords: 'Description of the picture',
  pictureWordsDo: 'Use this description',
  pictureMissing: 'Please choose a picture file.',
  table: 'Insert a table',
  undo: 'Undo (Ctrl+Z)',
  redo: 'Redo (Ctrl+Shift+Z)',
  addRow: 'Insert a row below',
  addRowShort: '+ row',
  addColumn: 'Insert a column to the right',
  addColumnShort: '+ column',
  removeRow: 'Remove the row',
  removeRowShort: '− row',
  removeColumn: 'Remove the column',
  removeColumnShort: '− column',
  removeTable: 'Remove the table',
  showMarkdown: 'Show Markdown',
  understood: 'Understood',
  hint: 'Ctrl+B makes bold, Ctrl+K sets a link. Reach the bar above by Tab and the arrow keys.',
  linkTitle: 'Link',
  linkWords: 'Link text',
  linkWordsHint: 'Says where it leads: "Opening hours of the pool".',
  linkSaysNothing: 'Whoever has only the links read out does not learn where this one leads. Name the goal.',
  linkAddress: 'Address',
  linkAddressHint: 'https://…, an e-mail address, or a page of your own site that begins with /.',
  linkAddressWrong: 'This is no address that a link can lead to.',
  linkDo: 'Set the link',
  linkRemove: 'Remove the link',
  refused: {
    tooLong: (count, most) =>
      `What you pasted has ${numberEn(count)} characters, a post holds ${numberEn(most)}. It was left out; your text is unchanged. Paste it in parts, or attach it as a file.`,
    pictures: (count) =>
      `${count === 1 ? 'One picture was' : `${numberEn(count)} pictures were`} left out. Add pictures with the button "picture", so that they get a description.`,
    plain: () => 'What you pasted was too big for its formatting. Its plain text was taken.'
  }
}
