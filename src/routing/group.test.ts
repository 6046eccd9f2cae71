import { expect, test } from 'vitest'
import { groupTexts, joinGroups, type Text } from './group.ts'

const asked: [string, string][] = [
  ['price', 'Warum ist der Eintritt so teuer geworden?'],
  ['price', '8 Euro Eintritt?? Das kann sich keine Familie leisten'],
  ['price', 'Eintritt für Kinder ist viel zu teuer'],
  ['price', 'Warum kostet der Eintritt jetzt das Doppelte, teuer!'],
  ['water', 'Das Wasser war gestern eiskalt'],
  ['water', 'Wie warm ist das Wasser im Becken?'],
  ['water', 'Wasser viel zu kalt, meine Kinder haben gefroren'],
  ['park', 'Wo soll man da parken, alle Parkplätze voll'],
  ['park', 'Kein Parkplatz mehr frei, ich musste im Wald parken'],
  ['park', 'Gibt es weitere Parkplätze am Bad?'],
  ['alone', 'Liebe Grüße aus Kanada, Onkel Herbert']
]
const texts: Text[] = asked.map(([kind, text], at) => ({ id: `${kind} ${at}`, text }))

test('texts that ask the same stand together, and a group is named by what it asks', () => {
  const groups = groupTexts(texts)
  const pure = groups.filter(({ ids }) => new Set(ids.map((id) => id.split(' ')[0])).size === 1)
  expect(groups.length).toBeGreaterThanOrEqual(3)
  expect(pure).toHaveLength(groups.length)
  expect(groups.find(({ ids }) => ids[0]!.startsWith('price'))!.name).toContain('Eintritt')
  expect(groups.flatMap(({ ids }) => ids)).not.toContain('alone 10')
})

test('what comes later joins the group that asks the same, or none', () => {
  const groups = ['price', 'water', 'park'].map((kind) => asked.filter(([one]) => one === kind).map(([, text]) => text))
  expect(
    joinGroups(groups, ['Der Eintritt ist echt zu teuer', 'Parkplätze sind alle voll', 'Ein Gedicht über Vögel'])
  ).toEqual([0, 2, null])
})

test('three hundred texts are grouped in little time', () => {
  const many = Array.from({ length: 400 }, (_, at) => ({ id: String(at), text: `${asked[at % 10]![1]} ${at}` }))
  const from = performance.now()
  const groups = groupTexts(many)
  expect(groups.reduce((sum, { ids }) => sum + ids.length, 0)).toBeGreaterThan(380)
  expect(performance.now() - from).toBeLessThan(10_000)
})
