// Groups short texts by what they ask: each pair is compared by its marks (rare ones count more), and the two groups that
// are most alike on average become one as long as they are alike enough. Named by the words that set a group apart.
import { marksOf, type Marks, type Weights } from './marks.ts'
import { isIdle, wordsOf } from './text.ts'

export interface Text {
  id: string
  text: string
}

export interface Group {
  name: string
  ids: string[]
}

/** So many are compared each with each; further ones join the group they are nearest to. */
const mostCompared = 300
/** Two groups are one from this likeness on. */
const alike = 0.11
/** One more joins a group from this likeness on. */
const joins = 0.14
/** All are about one post: the words themselves tell them apart, not what they have to do with. */
const weights: Weights = { stem: 3, pair: 1.5, piece: 0.35, field: 0.5, area: 0 }

type Vector = Map<number, number>

/** Groups the texts; those that are like no other are left out. Biggest group first. */
export function groupTexts(texts: Text[]): Group[] {
  const vectors = vectorsOf(texts)
  const compared = texts.slice(0, mostCompared)
  let groups = compared.map((_, at) => [at])
  const near = compared.map((_, a) => compared.map((__, b) => (b < a ? cosine(vectors[a]!, vectors[b]!) : 0)))
  const between = (a: number, b: number) => (a > b ? near[a]![b]! : near[b]![a]!)
  // The likeness of two groups is that of all their pairs on average; kept by group, so that each joining costs one row.
  const average = groups.map((_, a) => groups.map((__, b) => (a === b ? 0 : between(a, b))))
  const size = groups.map(() => 1)
  const live = new Set(groups.keys())
  for (;;) {
    let best = { a: -1, b: -1, near: alike }
    for (const a of live)
      for (const b of live) if (b < a && average[a]![b]! >= best.near) best = { a, b, near: average[a]![b]! }
    if (best.a === -1) break
    const { a, b } = best
    for (const c of live)
      average[b]![c] = average[c]![b] =
        (average[b]![c]! * size[b]! + average[a]![c]! * size[a]!) / (size[a]! + size[b]!)
    groups[b] = [...groups[b]!, ...groups[a]!]
    size[b]! += size[a]!
    live.delete(a)
  }
  groups = [...live].map((at) => groups[at]!).filter((group) => group.length > 1)
  const centres = groups.map((group) => centreOf(group.map((at) => vectors[at]!)))
  for (let at = mostCompared; at < texts.length; at += 1) {
    const place = nearest(vectors[at]!, centres)
    if (place !== null) groups[place]!.push(at)
  }
  const words = texts.map(({ text }) => text)
  return groups
    .toSorted((a, b) => b.length - a.length)
    .map((group) => ({
      ids: group.map((at) => texts[at]!.id),
      name: nameOf(
        group.map((at) => words[at]!),
        words
      )
    }))
}

/** Which of the groups (the texts of each) every new text belongs to; null: to none. */
export function joinGroups(groups: string[][], texts: string[]): (number | null)[] {
  const flat = groups.flat()
  const vectors = vectorsOf([...flat, ...texts].map((text) => ({ id: '', text })))
  let from = 0
  const centres = groups.map((group) => centreOf(vectors.slice(from, (from += group.length))))
  return texts.map((_, at) => nearest(vectors[flat.length + at]!, centres))
}

/** Up to three words that stand in this group's texts and seldom in the others, as they are mostly written. */
export function nameOf(group: string[], all: string[]): string {
  const count = (texts: string[]) => {
    const found = new Map<string, { texts: number; said: Map<string, number> }>()
    for (const text of texts) {
      const seen = new Set<string>()
      for (const word of wordsOf(text)) {
        if (isIdle(word) || word.stem.length < 3) continue
        const one = found.get(word.stem) ?? { texts: 0, said: new Map() }
        if (!seen.has(word.stem)) one.texts += 1
        seen.add(word.stem)
        one.said.set(word.said, (one.said.get(word.said) ?? 0) + 1)
        found.set(word.stem, one)
      }
    }
    return found
  }
  const own = count(group)
  const everywhere = count(all)
  return [...own]
    .map(([stem, { texts, said }]) => ({
      said: [...said].toSorted((a, b) => b[1] - a[1])[0]![0],
      telling: (texts / group.length) * Math.log(1 + all.length / everywhere.get(stem)!.texts),
      texts
    }))
    .filter(({ texts }) => texts > 1 || group.length === 1)
    .toSorted((a, b) => b.telling - a.telling)
    .slice(0, 3)
    .map(({ said }) => said)
    .join(', ')
}

function vectorsOf(texts: Text[]): Vector[] {
  const marks: Marks[] = texts.map(({ text }) => marksOf(text, true, weights))
  const among = new Map<number, number>()
  for (const { all } of marks) for (const mark of all.keys()) among.set(mark, (among.get(mark) ?? 0) + 1)
  return marks.map(({ all }) => {
    const weigh = (mark: number, weight: number) => weight * Math.log(1 + marks.length / among.get(mark)!)
    let square = 0
    for (const [mark, weight] of all) square += weigh(mark, weight) ** 2
    const length = Math.sqrt(square) || 1
    const vector: Vector = new Map()
    // What only one text has makes it unlike the others, and need not be compared.
    for (const [mark, weight] of all) if (among.get(mark)! > 1) vector.set(mark, weigh(mark, weight) / length)
    return vector
  })
}

function unit(vector: Vector): Vector {
  const length = Math.sqrt([...vector.values()].reduce((sum, one) => sum + one * one, 0)) || 1
  for (const [mark, one] of vector) vector.set(mark, one / length)
  return vector
}

function centreOf(vectors: Vector[]): Vector {
  const sum: Vector = new Map()
  for (const vector of vectors) for (const [mark, one] of vector) sum.set(mark, (sum.get(mark) ?? 0) + one)
  return unit(sum)
}

function nearest(vector: Vector, centres: Vector[]): number | null {
  let best: { at: number | null; near: number } = { at: null, near: joins }
  for (const [at, centre] of centres.entries()) {
    const near = cosine(vector, centre)
    if (near >= best.near) best = { at, near }
  }
  return best.at
}

function cosine(a: Vector, b: Vector): number {
  const [small, big] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [mark, one] of small) sum += one * (big.get(mark) ?? 0)
  return sum
}
