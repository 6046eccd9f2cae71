import { type Add, type Reading, whole } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

const ending = /(?:ung|ungen|heit|heiten|keit|keiten|tion|tionen|tät|nahme|nahmen|ierung|barkeit)$/
/** Everyday things that end so: no action hides in them. Compounds end like them. */
const things =
  /(?:zeitung|wohnung|verwaltung|kleidung|heizung|leitung|versicherung|abteilung|umgebung|sitzung|veranstaltung|ausstellung|rechnung|siedlung|einrichtung|bevölkerung|regierung|satzung|ordnung|quittung|meinung|lösung|führung|vorstellung|bildung|stiftung|haltung|zeichnung|richtung|überraschung|hoffnung|(?<!über)prüfung|forschung|beratung|kreuzung|mündung|währung|nahrung|öffnung|verbindung|bedingung|erfahrung|stimmung|erinnerung|erkältung|teilnahme|verpflegung|bescheinigung|versorgung|impfung|übung|station|information|situation|region|nation|funktion|aktion|million|tradition|redaktion|position|generation|aktion|attraktion|religion|organisation|institution|delegation|universität|aktivität|fakultät|identität|qualität|realität|gesundheit|sicherheit|freiheit|mehrheit|minderheit|kindheit|einheit|gelegenheit|krankheit|wahrheit|gewohnheit|neuheit|möglichkeit|tätigkeit|öffentlichkeit|persönlichkeit|sehenswürdigkeit|schwierigkeit|ausnahme|einnahme|aufnahme|(?:zeitung|wohnung|sitzung|veranstaltung|ausstellung|rechnung|siedlung|einrichtung|lösung|führung|vorstellung|leitung|abteilung|meinung|ordnung|satzung|versicherung|bedingung|erfahrung|prüfung|übung|impfung|kreuzung)en|(?:information|station|region|million|aktion|funktion|organisation)en|(?:möglichkeit|schwierigkeit|krankheit|sehenswürdigkeit)en|ausnahmen|einnahmen|aufnahmen|dung)$/

/** Three verbs turned into nouns in a sentence, or two in a short one: who does what disappears. */
export function nominalStyle(reading: Reading, sentence: Sentence, add: Add): void {
  let count = 0
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { kind, capital, lower } = reading.tokens[i]!
    if (kind !== 'word' || !capital || lower.length < 6 || lower.length > 60) continue
    if (ending.test(lower) && !things.test(lower)) count++
  }
  // A heading of two or three words is a title, not a style.
  if (sentence.words < 4 || (count < 3 && (count < 2 || sentence.words > 10))) return
  add({ rule: 'nominalStyle', severity: 'hint', reason: 'nominalStyle', data: { count }, ...whole(sentence) })
}
