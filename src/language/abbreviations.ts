// Abbreviations with full stops: what they mean, how they are spoken, and whether a sentence may end with them.

export interface Abbreviation {
  /** In full, as spoken. */
  full: string
  /** Everybody knows it: no mark. */
  known: boolean
  mayEnd: boolean
}

// `k`: known to everybody; `e`: may end a sentence; `n`: only before a number, elsewhere it is a word or an initial. "z. B." and "z.B." are the same.
const table = `
z. B.|zum Beispiel| ; d. h.|das heißt| ; u. a.|unter anderem|e ; u. Ä.|und Ähnliches|e ; o. Ä.|oder Ähnliches|e ; u. U.|unter Umständen|
z. T.|zum Teil| ; z. Zt.|zurzeit| ; z. Z.|zurzeit| ; z. K.|zur Kenntnis|e ; z. H.|zu Händen| ; z. Hd.|zu Händen| ; i. d. R.|in der Regel|
i. A.|im Auftrag|k ; i. V.|in Vertretung|k ; i. V. m.|in Verbindung mit| ; i. S. d.|im Sinne des| ; i. S. v.|im Sinne von| ; i. R. d.|im Rahmen der|
i. H. v.|in Höhe von| ; i. d. F.|in der Fassung| ; i. Allg.|im Allgemeinen| ; i. e. S.|im engeren Sinne| ; i. w. S.|im weiteren Sinne| ; m. E.|meines Erachtens|
o. g.|oben genannt| ; o. a.|oben angeführt| ; s. o.|siehe oben|e ; s. u.|siehe unten|e ; s. a.|siehe auch| ; u. g.|unten genannt| ; n. n.|noch nicht bekannt|e
v. a.|vor allem| ; v. H.|Prozent|e ; v. Chr.|vor Christus|ke ; n. Chr.|nach Christus|ke ; a. D.|außer Dienst|ke ; a. a. O.|am angegebenen Ort|e ; p. a.|im Jahr|e
u. v. m.|und vieles mehr|e ; u. v. a.|und viele andere|e ; u. s. w.|und so weiter|ke ; usw.|und so weiter|ke ; etc.|und so weiter|ke ; usf.|und so fort|e
bzw.|beziehungsweise| ; ggf.|vielleicht| ; ggfs.|vielleicht| ; evtl.|vielleicht| ; ca.|etwa|k ; inkl.|mit| ; exkl.|ohne| ; einschl.|mit| ; ausschl.|nur| ; zzgl.|plus|
abzgl.|minus| ; bzgl.|zu| ; betr.|zu| ; gem.|nach| ; lt.|nach| ; vgl.|vergleiche| ; sog.|so genannt| ; insb.|vor allem| ; insbes.|vor allem| ; entspr.|entsprechend|
erf.|nötig| ; event.|vielleicht| ; max.|höchstens| ; min.|mindestens| ; mind.|mindestens| ; mtl.|jeden Monat|e ; tgl.|täglich| ; jährl.|jährlich| ; wg.|wegen|
vorauss.|voraussichtlich| ; voraus.|voraussichtlich| ; zw.|zwischen| ; zus.|zusammen| ; zusätzl.|zusätzlich| ; schriftl.|schriftlich| ; tel.|am Telefon| ; telef.|am Telefon|
pers.|persönlich| ; verh.|verheiratet| ; geb.|geboren|k ; gest.|gestorben|k ; ehem.|ehemals| ; allg.|allgemein| ; städt.|städtisch| ; öffentl.|öffentlich| ; gesetzl.|gesetzlich|
Abs.|Absatz| ; Art.|Artikel|n ; Nr.|Nummer|k ; Nrn.|Nummern| ; Ziff.|Ziffer| ; Buchst.|Buchstabe| ; lit.|Buchstabe| ; Kap.|Kapitel| ; Abschn.|Abschnitt| ; Anl.|Anlage|
Anm.|Anmerkung| ; Abb.|Abbildung| ; Tab.|Tabelle| ; Bsp.|Beispiel| ; evt.|vielleicht| ; Az.|Aktenzeichen| ; AZ.|Aktenzeichen| ; Bd.|Band| ; Hrsg.|Herausgeber| ; Jg.|Jahrgang| ; Jh.|Jahrhundert|ke ; Std.|Stunden|ke ; Min.|Minuten|ke ; Sek.|Sekunden|ke
Mio.|Millionen|k ; Mrd.|Milliarden|k ; Tsd.|Tausend|k ; Tel.|Telefon|k ; Str.|Straße|ke ; Pl.|Platz|e ; St.|Sankt|k ; Hbf.|Hauptbahnhof|ke ; Bhf.|Bahnhof|ke ; Zi.|Zimmer| ; Zi.-Nr.|Zimmer Nummer|
Tel.-Nr.|Telefonnummer|k ; Haus-Nr.|Hausnummer|k ; Hs.-Nr.|Hausnummer| ; Flst.|Flurstück| ; Flst.-Nr.|Flurstück Nummer| ; Gmk.|Gemarkung| ; Geb.|Gebäude|
Dr.|Doktor|k ; Prof.|Professor|k ; Dipl.|Diplom|k ; Ing.|Ingenieur|k ; Dipl.-Ing.|Diplom Ingenieur|k ; med.|medizin|k ; jur.|juris|k ; phil.|philosophie|k ; rer.|rerum|k ; nat.|naturalium|k ; hc.|honoris causa|k
Fr.|Frau|ke ; Hr.|Herr|k ; Hrn.|Herrn|k ; Fam.|Familie|k ; Pfr.|Pfarrer|k ; Bgm.|Bürgermeister| ; stv.|stellvertretend| ; stellv.|stellvertretend|
Mo.|Montag|ke ; Di.|Dienstag|ke ; Mi.|Mittwoch|ke ; Do.|Donnerstag|ke ; Fr.|Freitag|ke ; Sa.|Samstag|ke ; So.|Sonntag|ke
Jan.|Januar|ke ; Feb.|Februar|ke ; Apr.|April|ke ; Aug.|August|ke ; Sep.|September|ke ; Sept.|September|ke ; Okt.|Oktober|ke ; Nov.|November|ke ; Dez.|Dezember|ke
Ausg.|Ausgabe| ; Beschl.|Beschluss| ; Bekl.|Beklagter| ; Kfz.|Auto| ; qm.|Quadratmeter|ke ; EW.|Einwohner|e ; Einw.|Einwohner|e ; gez.|gezeichnet|k ; Unterz.|Unterzeichner|
f.|folgende| ; ff.|folgende| ; S.|Seite|n ; vs.|gegen| ; bes.|besonders| ; sonst.|sonstige| ; versch.|verschiedene| ; jew.|jeweils| ; zzt.|zurzeit| ; spät.|spätestens| ; u. d. N.|unter dem Namen|
`

/** By the first part, with the parts that must follow it; longer ones first. */
const byFirst = new Map<string, { parts: string[]; beforeNumber: boolean; abbreviation: Abbreviation }[]>()
for (const entry of table.split(/[;\n]/)) {
  const [written = '', full = '', flags = ''] = entry.split('|').map((part) => part.trim())
  if (!written) continue
  const parts = written.split('.').map((part) => part.trim())
  parts.pop()
  const list = byFirst.get(parts[0]!) ?? []
  const abbreviation = { full, known: flags.includes('k'), mayEnd: flags.includes('e') }
  list.push({ parts, beforeNumber: flags.includes('n'), abbreviation })
  list.sort((a, b) => b.parts.length - a.parts.length)
  byFirst.set(parts[0]!, list)
}

/**
 * The abbreviation whose first part stands at `from..to` and is followed by a full stop.
 * @returns its end behind the last full stop, or null
 */
export function abbreviationAt(
  text: string,
  from: number,
  to: number
): { end: number; abbreviation: Abbreviation } | null {
  if (to - from > 12 || text[to] !== '.') return null
  const first = text.slice(from, to)
  // "Z. B." begins a sentence as well.
  const candidates = byFirst.get(first) ?? byFirst.get(first.toLowerCase())
  for (const { parts, beforeNumber, abbreviation } of candidates ?? []) {
    const end = match(text, to + 1, parts)
    if (end === -1 || (beforeNumber && !/^\s?[\dIVX]/.test(text.slice(end, end + 2)))) continue
    return { end, abbreviation }
  }
  return null
}

/** Where the parts behind the first one end, each with at most one blank before it. */
function match(text: string, from: number, parts: readonly string[]): number {
  let at = from
  for (const part of parts.slice(1)) {
    const blank = text.charCodeAt(at)
    if (blank === 32 || blank === 0xa0 || blank === 0x2009 || blank === 0x202f) at++
    if (!text.startsWith(part, at) || text[at + part.length] !== '.') return -1
    at += part.length + 1
  }
  return at
}
