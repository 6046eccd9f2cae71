// Syllables by groups of vowels, not by hyphenation (which never parts a single letter: "A-bend"), with what German and
// borrowed words do differently.

const vowels = new Set('aeiouyäöüáàâéèêëíìîïóòôúùûæœøå')
/** Two letters, one sound. All other neighbours are two syllables: "Ra-di-o", "The-a-ter". */
const pairs = new Set('ai au äu ei eu ie aa ee oo ou ey ay oy oi'.split(' '))

/** A pair that falls apart here: one syllable more for each match. */
const split = new RegExp(
  [
    // Prefix before a vowel: be-urteilen, ge-impft, ge-ehrt.
    'beinhalt|beirr|geimpf|geirr|beur(?:teil|laub|kund)|beunr|geehr|geend|geerbt|geerd|geeb|beend|beerd|beerb|beeng|beehr|reinstall|reinteg|reinvest',
    // -eum, -aeum.
    'museum|petroleum|linoleum|lyzeum|kolosseum|mausoleum|läum|matthäus',
    // -een, -oo-, -ell.
    'ideen|alleen|armeen|museen|orchideen|tourneen|seen$|feen$|koop|koord|zoolog|reell',
    // i-e in -ient, -ienz, -iell, -ietät and in plurals: Fa-mi-li-en, but Fa-mi-lie.
    'hygien|klient|patient|orient|quotient|zient|ienz|ambient|ingredien|iell(?=e?[nrsm]?$)|ietät',
    '(?:famili|feri|medi|lini|seri|prämi|foli|akti|studi|immobili|materiali|kriteri|tragödi|komödi|petersili|kastani|hosti|lili|bakteri|akazi|hortensi|gremi|prinzipi|magnoli|dahli|gerani|fuchsi|pini)e(?=n)',
    '(?:itali|spani|belgi|rumäni|bulgari|syri|asi|indi|albani|georgi|sloweni|kroati|serbi|bosni|tunesi|algeri|argentini|brasili|australi|jordani)e(?=n)',
    'ukraine|mosaik|archaisch|prosaisch|naiv|kokain|oisch|oist|protein|koffein|athei',
    // The joint of a compound: Gemeinde-initiative, Pflege-eltern.
    'gemeinde[iu](?=[nm])|gemeindee(?!i)|adresseen|pflege[iu](?=n)|pflegee(?!i)|hilfee(?!i)|gebäudee(?!i)|nahmeu|kita[ui]|kitaa(?!u)|klimaa(?!u)|europaa(?!u)'
  ].join('|'),
  'g'
)

/** Letters that are not heard: one syllable less for each match. */
const silent = new RegExp(
  [
    'niveau|bureau|plateau|milieu|duisburg|juist|suite|biskuit|goethe|moers|soest|itzehoe|coesfeld|straelen|raesfeld|voerde|^oer(?=-)',
    'team|stream|beamer|feat|leasing|clean|dead|reader|dealer|jeans|beat(?=s|$)|load|board|coach|roadm|toast',
    '(?<=on|off|hot|air|time|pipe|dead)line|home|page(?=s|$|-)|website|update|upgrade|service|software|hardware|^live|-live|phone|(?<=fac)ebook|youtube|office|image(?=s|$|-)|bike|lifestyle|template|code(?![rn])|likes?$|game(?=s|$)|space|guide'
  ].join('|'),
  'g'
)

/** How a capital letter of an abbreviation is spoken. */
const spelled = /^[A-ZÄÖÜ]{2,6}$/
const spokenAsWord = new Set([
  'NINA',
  'KITA',
  'TÜV',
  'DIN',
  'PIN',
  'APP',
  'NATO',
  'UNESCO',
  'UNICEF',
  'KERN',
  'MINT',
  'BAFÖG'
])

/**
 * Syllables of one word, at least one.
 * @example countSyllables('Bürgerinnen') // 4
 */
export function countSyllables(word: string): number {
  if (spelled.test(word) && !spokenAsWord.has(word)) return word.length + 2 * (word.split('Y').length - 1)
  const lower = word.toLowerCase()
  let count = groups(lower)
  if (lower.length > 3 && lower.length <= 80) {
    count += matches(lower, split) - matches(lower, silent)
    if (endsInIen(lower)) count++
  }
  return Math.max(1, count)
}

function groups(lower: string): number {
  let count = 0
  for (let i = 0; i < lower.length; i++) {
    const char = lower[i]!
    if (!vowels.has(char)) continue
    const next = lower[i + 1]
    // Qu-elle, Yo-ga.
    if (char === 'u' && lower[i - 1] === 'q') continue
    if (char === 'y' && next !== undefined && vowels.has(next) && (i === 0 || lower[i - 1] === '-')) continue
    count++
    if (next !== undefined && pairs.has(char + next)) i++
  }
  return count
}

/** Kopi-en, Energi-en; not Wien, schien, frei-en; those of the list above are counted there. */
function endsInIen(lower: string): boolean {
  if (!lower.endsWith('ien') || vowels.has(lower.at(-4) ?? '')) return false
  if (lower === 'knien') return true
  return groups(lower) > 1 && !lower.endsWith('hien') && matches(lower.slice(-14), split) === 0
}

function matches(lower: string, pattern: RegExp): number {
  pattern.lastIndex = 0
  let count = 0
  while (pattern.test(lower)) count++
  return count
}
