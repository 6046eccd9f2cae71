// Cuts a German text into words and their stems, so that "Schlaglöcher", "schlagloecher" and "Schlagloch" are one.

export interface Word {
  /** As it was written. */
  said: string
  /** In small letters without umlauts. */
  bare: string
  stem: string
}

const word = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu
/** A text is read so far; who writes more has said it by then. */
const mostSigns = 6000

/** The words of a text in their order; addresses on the web and of mails count as one each and are left out. */
export function wordsOf(text: string): Word[] {
  const read = text.slice(0, mostSigns).replace(/https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+/gi, ' ')
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
