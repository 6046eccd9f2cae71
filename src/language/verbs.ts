// What can be told of German verbs by their shape, with lists where the shape lies.

const words = (list: string) => new Set(list.trim().split(/\s+/))

/** Forms of "werden" that make a passive together with a participle. */
export const werden = words('wird werden wurde wurden werde wirst werdet würde würden worden')
/** Forms of "sein" that make an order together with "zu". */
export const sein = words('ist sind war waren sei seien wäre wären')
/** Finite verbs that end the search for a participle: another predicate begins. */
export const otherFinite = words(
  'hat haben hatte hatten habe ist sind war waren kann können konnte konnten könnte könnten muss müssen musste mussten soll sollen sollte sollten will wollen wollte wollten darf dürfen durfte durften möchte möchten lässt lassen bleibt bleiben gilt gelten gibt'
)
/** Words that open a subordinate clause wherever they stand behind a comma. */
export const subordinators = words(
  'dass weil wenn ob obwohl obgleich sobald solange sofern soweit sooft nachdem bevor ehe indem falls damit da als während wie sodass wodurch womit wofür wogegen woran worauf woraus worin worüber worum wovon wozu wo woher wohin was wer wen wem wessen warum weshalb weswegen wann welche welcher welches welchen welchem deren dessen denen'
)
/** May open a relative clause, or only be an article. */
export const relatives = words('der die das den dem')
export const prepositions = words(
  'an auf aus bei durch für gegen in mit nach über um unter von vor zu zwischen hinter neben ohne seit trotz wegen während gegenüber innerhalb außerhalb aufgrund anhand mithilfe bis laut statt ab'
)
export const conjunctions = words('und oder sowie bzw beziehungsweise sondern aber als wie denn')

const detachable =
  'abgelehnt|ab|an|aufrecht|auf|aus|bei|bekannt|bereit|bloß|dar|dazu|davon|durch|einher|ein|empor|entgegen|entlang|fehl|fern|fest|fort|frei|gegenüber|gleich|gut|heim|heraus|herbei|herein|her|herum|herunter|hervor|hinaus|hinein|hin|hinweg|hinzu|hoch|instand|kennen|klar|krank|los|mit|nach|nieder|offen|preis|quer|richtig|ruhig|sicher|statt|still|teil|über|umher|um|unter|voran|voraus|vorbei|vorweg|vor|wahr|weg|weiter|wieder|zurück|zusammen|zu'
const withGe = new RegExp(`^(?:${detachable})?(ge.+(?:t|en|an))$`)
const inner = new RegExp(`^(?:${detachable})(?:be|er|ver|ent|emp|zer)[a-zäöüß]{2,}t$`)
const inseparable = /^(?:be|er|ver|zer|ent|emp|miss|über|unter|hinter|wider|durch|um|voll|wieder|ob)[a-zäöüß]{3,}t$/

/** Begin with "ge" and end like a participle, but are none. */
const notGe = words(
  `gegen gehen geben gelten gehören gewinnen genießen gelingen geschehen gestalten gewähren genehmigen gewährleisten gebrauchen gefährden
  genügen gestatten geraten gebären gedenken gestern gewöhnen genesen gern gesamt gerecht gesund geht gefällt gewinnt genügt gelingt geschieht genießt gerät
  geringen geheimen genauen gelben gewissen gemeinsamen gesamten gerechten gesunden gehorchen geleiten gefrieren geehrt gewandt gelegen gegebenen gezielt`
)
/** "-ten" is an ending of adjectives ("gesperrten"), except in these. */
const strongTen =
  /(?:gehalten|gebeten|geboten|gestritten|geschnitten|geritten|getreten|gelitten|geraten|gebraten|geschritten)$/
/** Participles of strong verbs with a prefix that is never parted. */
const strong = words(
  `beschlossen vergeben verboten entschieden empfohlen betrieben verschoben beschrieben betreten vergessen verlassen verwiesen bewiesen erwiesen erhoben
  erlassen entnommen übernommen unternommen vernommen entworfen erworben umworben beworben unterschrieben überschritten überwiesen unterbrochen versprochen begonnen
  besprochen widersprochen verstanden bezogen entzogen erzogen vollzogen überzogen unterzogen verbunden entbunden erfunden empfunden überwunden beladen entladen
  verladen überladen befohlen verloren bewogen erwogen betrogen erschlossen verschlossen entlassen überlassen unterlassen hinterlassen übertragen ertragen berufen
  widerrufen beraten verraten empfangen begangen hintergangen umgangen übergangen zerrissen zerschnitten beschnitten verglichen verliehen entliehen verschrieben
  vertrieben bestritten vermieden unterschieden vergolten enthoben behoben vergossen beschossen befahren überfahren zerstoßen übersehen vorhergesehen versehen
  unterhalten erhalten behalten einbehalten vorbehalten vorenthalten überfallen befallen verdorben verworfen unterworfen besessen umschrieben nachvollzogen einbezogen
  einberufen miteinbezogen bekommen erfahren getan abgetan verborgen verbogen erschienen entsprochen anempfohlen untersagt`
)
/** Also infinitives: behind "wird" they rather speak of the future. */
const alsoInfinitive = words(
  'bekommen erhalten behalten erfahren unterhalten vergessen verlassen ertragen übersehen betragen verfahren einbehalten'
)
/** End in t with such a prefix, but are finite, adjectives or adverbs. */
const notInseparable = words(
  `bereit bekannt erneut ernst erst beliebt bewusst überhaupt umsonst besteht entsteht versteht enthält erhält behält beträgt beginnt bekommt verlässt vergisst erscheint
  befindet betrifft entfällt entspricht verspricht bespricht erwirbt bewirbt beschließt verliert verbietet empfiehlt beweist erweist bezieht verschiebt erhebt besitzt
  verbringt erfährt verläuft verfällt ergeht ergibt vergeht begibt unterscheidet überlegt umweltgerecht bedarfsgerecht umfangreichst obliegt verhält unterliegt vermehrt
  verantwort umgeht unbekannt durchdacht bestimmt berufsbedingt berechtigt übernimmt unternimmt unterbricht verbleibt bedeutet beruht verfügt erfolgt`
)

/** Whether a word in small letters has the shape of an uninflected past participle. */
export function isParticiple(lower: string): boolean {
  if (lower.length < 5 || lower.length > 40) return lower === 'getan'
  if (strong.has(lower)) return true
  const ge = withGe.exec(lower)
  if (ge) {
    const core = ge[1]!
    if (notGe.has(core) || notGe.has(lower) || core === 'geworden') return false
    if (core.endsWith('en')) {
      if (core.endsWith('ten')) return strongTen.test(core)
      return (
        !/(?:enen|nden|samen|igen|lichen|eren|eiten|ungen|ieten)$/.test(core) ||
        /(?:funden|bunden|wunden|schwunden|stiegen|schwiegen|wiegen|worden|froren|schoren|schienen|sunden)$/.test(core)
      )
    }
    return !core.endsWith('an') || core === 'getan'
  }
  if (lower.endsWith('iert')) return !notInseparable.has(lower)
  if (inner.test(lower)) return true
  return inseparable.test(lower) && !notInseparable.has(lower)
}

/** Whether "wird" and this word together can only be a passive. */
export function isOnlyParticiple(lower: string): boolean {
  return !alsoInfinitive.has(lower)
}

const infix = new RegExp(
  `^(?:${detachable}|zurecht|bevor|überein|da|teil|vorbei|hinter)zu[a-zäöüß]{2,}(?:en|ern|eln|tun|sein)$`
)
/** Begin like an infinitive with "zu" inside, but are something else. */
const notInfix = words('dazu hinzu anzugen auszubildenden auszugsweisen abzugsfähigen')

/** `einzureichen`, `vorzulegen`. */
export function isInfinitiveWithZuInside(lower: string): boolean {
  return lower.length <= 40 && infix.test(lower) && !notInfix.has(lower) && !/(?:ungen|enden|igen|lichen)$/.test(lower)
}

const notInfinitive = words(
  `den einen meinen deinen seinen ihren unseren euren diesen jenen allen vielen beiden anderen keinen welchen denen wenigen einigen mehreren manchen solchen ersten zweiten dritten letzten
  nächsten zwischen neben gegen außen innen oben unten hinten morgen gestern sieben zehn dann schon schön klein groß gern`
)

/** A verb's basic form, as far as the ending tells. */
export function isInfinitive(lower: string): boolean {
  return lower.length <= 40 && /(?:en|ern|eln|tun|sein|gehn)$/.test(lower) && !notInfinitive.has(lower)
}

/** Whether a word in small letters may be a finite verb at a clause's end. */
export function mayBeVerb(lower: string): boolean {
  return werden.has(lower) || otherFinite.has(lower) || sein.has(lower) || /(?:t|en|ern|eln|te|ten)$/.test(lower)
}
