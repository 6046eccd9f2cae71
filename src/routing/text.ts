// Cuts a German text into words and their stems, so that "Schlaglöcher", "schlagloecher" and "Schlagloch" are one.

export interface Word {
  /** As it was written. */
  said: string
  /** In small letters without umlauts. */
  bare: string
  stem: string
}

const word = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu
/** Each part ends where the next begins: a text of nothing but `@` must not take the cube of its length. */
const addresses = /https?:\/\/\S+|www\.\S+|[^\s@]{1,64}@[^\s@.]+\.[^\s@]+/gi
/** A text is read so far; who writes more has said it by then. */
const mostSigns = 6000

/** The words of a text in their order; addresses on the web and of mails count as one each and are left out. */
export function wordsOf(text: string): Word[] {
  const read = text.slice(0, mostSigns).replace(addresses, ' ')
  return Array.from(read.matchAll(word), ([said]) => {
    const bare = bareOf(said)
    return { said, bare, stem: stemOf(bare) }
  })
}

/** Small letters; umlauts and how they are written without a German keyboard become the plain letter. */
export function bareOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[-'’]/g, '')
    .replace(/ä|ae/g, 'a')
    .replace(/ö|oe/g, 'o')
    .replace(/ü|ue/g, 'u')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

/** Takes endings off, in the manner of CISTEM (Weißweiler and Fraser 2017), and nothing in front. */
export function stemOf(bare: string): string {
  let stem = bare
  while (stem.length > 3) {
    if (stem.length > 5 && /(?:em|er|nd)$/.test(stem)) stem = stem.slice(0, -2)
    else if (stem.length > 4 && stem.endsWith('t')) stem = stem.slice(0, -1)
    else if (/[esn]$/.test(stem)) stem = stem.slice(0, -1)
    else break
  }
  return stem
}
/** Words that say nothing about who is asked. */
const idle = new Set(
  (
    'aber alle allem allen aller alles als also am an andere auch auf aus bei beim bin bis bitte da dabei dafür damit dann daran ' +
    'das dass dazu dem den denn der des deshalb die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem ' +
    'einen einer eines einfach einmal er es etwas euch euer eure für ganz geht gibt gut hab habe haben hallo hat hatte hatten hätte ' +
    'hier ich ihm ihn ihnen ihr ihre ihrem ihren im immer in ins ist ja jede jeder jetzt kann kein keine können könnte könnten lg ' +
    'liebe lieben mal man mehr mein meine meinem meinen meiner mfg mich mir mit moin muss na nach nicht nichts noch nochmal nun nur ' +
    'ob oder ohne schon sehr sei seid sein seine seit sich sie sind so soll sollen sollte sonst tag team um und uns unser unsere vom ' +
    'von vor war warum was weil welche wenn wer werden wie wieder wir wird wo wurde wäre würde zu zum zur über freundliche grüße ' +
    'grüßen freundlichen viel viele gar gestern heute danke dank vielen geehrte damen herren guten morgen abend servus gruß nen ne nich net ned is des i a'
  )
    .split(' ')
    .map(bareOf)
)

/** Whether a word says nothing about who is asked. */
export function isIdle({ bare }: Word): boolean {
  return bare.length < 2 || idle.has(bare) || /^\d+$/.test(bare)
}
