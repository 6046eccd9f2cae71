import type { Add, Reading } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

/** Longer than this many letters stumbles. */
const most = 15
/** Names and titles stay in one piece. */
const names =
  /(?:straße|straßen|platz|gasse|allee|weg|ring|brücke|burg|stadt|dorf|hausen|heim|bürgermeister|bürgermeisterin|bürgermeisters|bürgermeisterinnen|innen)$|^(?:bundes|landes)(?:regierung|kanzler|präsident)|^ober(?:bürger)/
/** The joint of a compound can be told behind these endings … */
const joint = /^(.{3,}?(?:ungs|heits|keits|schafts|tions|täts|ions|lings|tums|eits))([a-zäöüß]{4,})$/
/** … or before these words. */
const second =
  /^(.{4,})(gesetz|gesetze|verordnung|maßnahme|maßnahmen|verfahren|versammlung|veranstaltung|gebühr|gebühren|behörde|behörden|beleuchtung|versorgung|bescheid|bescheide|bescheinigung|antrag|anträge|anlage|anlagen|stelle|stellen|stätte|stätten|beauftragte|beauftragten|nutzungsplan|erlaubnis|genehmigung|vereinbarung|partner|partnerin|arbeiten|betreuung|verwaltung|zeiten|sitzung|satzung|unterricht|schutz|verkehr|beitrag|beiträge|formular|formulare|haus|häuser|amt|ämter|plan|pläne|konzept|strecke|zone|zonen)$/

/** Nouns of more than 15 letters; a hyphen is suggested where the joint can be told. */
export function longCompound(reading: Reading, sentence: Sentence, add: Add): void {
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { kind, capital, text, offset } = reading.tokens[i]!
    if (kind !== 'word' || text.length <= most || text.length > 100 || !capital) continue
    let from = 0
    for (const part of text.split(/[-‑]/)) {
      const letters = part.replaceAll('\u00ad', '').length
      if (letters > most && !names.test(part.toLowerCase()) && !/[*:_·]/.test(part)) {
        const hyphened = withHyphen(part)
        add({
          rule: 'longCompound',
          severity: 'hint',
          reason: 'longCompound',
          data: { count: letters, ...(hyphened && { say: hyphened }) },
          ...(hyphened && { replacement: hyphened }),
          offset: offset + from,
          length: part.length
        })
        break
      }
      from += part.length + 1
    }
  }
}

/** `Informations-Veranstaltung`, or undefined where the joint is not sure. */
function withHyphen(word: string): string | undefined {
  const [, first, rest] = joint.exec(word) ?? second.exec(word) ?? []
  if (!first || !rest || /-/.test(word)) return undefined
  return `${first}-${rest[0]!.toUpperCase()}${rest.slice(1)}`
}
