import { type Add, type Reading, span } from '../reading.ts'

/** What needs no words. */
const known = new Set(
  `EU BRD DDR USA UN UNO UNESCO NATO ARD ZDF SWR NDR WDR MDR BR HR RBB CDU CSU SPD FDP AfD BSW TÜV ADAC DRK DLRG THW AWO VHS WC PC TV DVD CD USB PDF FAQ SMS PIN TAN QR IBAN BIC
  LKW PKW KFZ EC WLAN LED VW BMW OK AG GmbH eV EG OG UG DG NRW BW NINA URL RSS ICE IC S U A B C D E G H I K L M N O P R T V W X Y Z II III IV VI VII VIII IX XI XII EM WM TSV SV FC SC TV FSV VfB VfL
  DB DHL AOK HNO IT KI GPS CO2 CO Kfz Lkw Pkw`
    .trim()
    .split(/\s+/)
)

/**
 * Abbreviations that nobody explains: letters in a row (ÖPNV) that never stand beside a bracket, and those with full stops
 * unless everybody knows them. The first place counts.
 */
export function abbreviations(reading: Reading, add: Add): void {
  const { tokens } = reading
  const explained = new Set<string>()
  for (let i = 0; i < tokens.length; i++) {
    reading.steps++
    const token = tokens[i]!
    if (!isInitials(token.text)) continue
    // "Öffentlicher Nahverkehr (ÖPNV)" or "ÖPNV (öffentlicher Nahverkehr)".
    if (tokens[i - 1]?.text === '(' || tokens[i + 1]?.text === '(') explained.add(token.text)
  }
  const seen = new Set<string>()
  for (let i = 0; i < tokens.length; i++) {
    reading.steps++
    const { kind, text, abbreviation } = tokens[i]!
    if (seen.has(text)) continue
    const at = span(reading, i, i)
    if (kind === 'abbreviation' && !abbreviation!.known) {
      // The same may come with a different full stop: at a sentence's end it must stay.
      const replacement = abbreviation!.full
      const endsSentence =
        abbreviation!.mayEnd && /^[\s)]*(?:$|[A-ZÄÖÜ\n])/.test(reading.text.slice(tokens[i]!.end, tokens[i]!.end + 3))
      add({
        rule: 'abbreviation',
        severity: 'hint',
        reason: 'abbreviation.short',
        data: { say: replacement },
        ...(!endsSentence && { replacement }),
        ...at
      })
      seen.add(text)
    } else if (kind === 'word' && isInitials(text) && !known.has(text) && !explained.has(text)) {
      if (!isAmongCapitals(reading, i)) {
        add({ rule: 'abbreviation', severity: 'warning', reason: 'abbreviation.unexplained', ...at })
        seen.add(text)
      }
    }
  }
}

/** ÖPNV, BImSchG, FFH; not Hallo, not a name with one capital. */
function isInitials(text: string): boolean {
  if (text.length < 2 || text.length > 8) return false
  if (!/^[A-ZÄÖÜ][A-Za-zÄÖÜäöü0-9]*$/.test(text)) return false
  const capitals = text.replace(/[^A-ZÄÖÜ]/g, '').length
  return capitals === text.length || (capitals >= 3 && capitals >= text.length / 2)
}

/** Part of a line that SHOUTS. */
function isAmongCapitals(reading: Reading, index: number): boolean {
  const shouts = (at: number) => {
    const text = reading.tokens[at]?.text ?? ''
    return /^[A-ZÄÖÜ]{2,}$/.test(text) && !known.has(text)
  }
  return shouts(index - 1) || shouts(index + 1)
}
