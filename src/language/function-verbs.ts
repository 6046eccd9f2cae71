// The list of function-verb phrases that ships: "in Anspruch nehmen" says "nutzen" in three words.
import entries from '../../content/language/function-verbs.json' with { type: 'json' }
import { addPhrase, noPhrases, type Phrases } from './phrases.ts'

export interface FunctionVerb {
  /** Forms of the verb that completes the phrase. */
  verb: Forms
  /** The plain verb: infinitive, participle, third person where they can be put in place. */
  plain: string[]
  /** The noun hangs on a preposition, so that the plain verb takes the same object. */
  prepositional: boolean
}

export interface Forms {
  infinitive: string
  present: string
  participle: string
  others: string[]
}

// infinitive, third person, participle, others
const table = `
nehmen nimmt genommen nehme nehmt nahm nahmen;stellen stellt gestellt stelle stellte stellten;stehen steht gestanden stehe stand standen
kommen kommt gekommen komme kam kamen;bringen bringt gebracht bringe brachte brachten;finden findet gefunden finde fand fanden
setzen setzt gesetzt setze setzte setzten;geben gibt gegeben gebe gab gaben;erlangen erlangt erlangt erlangte erlangten;haben hat gehabt habe hatte hatten
aufwerfen aufwirft aufgeworfen aufzuwerfen warf;treffen trifft getroffen treffe traf trafen;fassen fasst gefasst fasse fasste fassten
ergreifen ergreift ergriffen ergreife ergriff;beziehen bezieht bezogen beziehe bezog;gewähren gewährt gewährt gewährte;halten hält gehalten halte hielt hielten
aufnehmen aufnimmt aufgenommen aufzunehmen;treten tritt getreten trete trat traten;gehen geht gegangen ging gingen;ziehen zieht gezogen ziehe zog zogen
geraten gerät geraten geriet gerieten;vorlegen vorlegt vorgelegt vorzulegen;auslegen auslegt ausgelegt auszulegen;erstatten erstattet erstattet erstatte erstattete
erteilen erteilt erteilt erteile erteilte erteilten;leisten leistet geleistet leiste leistete leisteten;machen macht gemacht mache machte machten
unterbreiten unterbreitet unterbreitet unterbreitete;vertreten vertritt vertreten vertrete vertrat vertraten;sein ist gewesen sind bin war waren
äußern äußert geäußert äußerte äußerten;erheben erhebt erhoben erhebe erhob erhoben;schenken schenkt geschenkt schenke schenkte
unterziehen unterzieht unterzogen unterzog;vornehmen vornimmt vorgenommen vorzunehmen;durchführen durchführt durchgeführt durchzuführen
tragen trägt getragen trage trug trugen;schaffen schafft geschaffen schuf;legen legt gelegt lege legte legten;erzielen erzielt erzielt erzielte
anstellen anstellt angestellt anzustellen;üben übt geübt übte;ausüben ausübt ausgeübt auszuüben;aussprechen ausspricht ausgesprochen auszusprechen
`

const forms = new Map<string, Forms>()
for (const line of table.split(/[;\n]/)) {
  const [infinitive = '', present = '', participle = '', ...others] = line.trim().split(' ')
  if (infinitive) forms.set(infinitive, { infinitive, present, participle, others })
}

let list: Phrases<FunctionVerb[]> | undefined

/** The nouns of the phrases, each with the verbs that make it one. */
export function functionVerbs(): Phrases<FunctionVerb[]> {
  if (list) return list
  const byNoun = new Map<string, FunctionVerb[]>()
  for (const { find, verb, say } of entries)
    for (const noun of find.split('|')) {
      const known = byNoun.get(noun) ?? []
      const prepositional = /^[a-zäöü]+ [A-ZÄÖÜ]/.test(noun) && !noun.startsWith('der ') && !noun.startsWith('ein ')
      known.push({ verb: forms.get(verb)!, plain: say.split('|'), prepositional })
      byNoun.set(noun, known)
    }
  list = noPhrases()
  for (const [noun, verbs] of byNoun) addPhrase(list, noun, verbs)
  return list
}
