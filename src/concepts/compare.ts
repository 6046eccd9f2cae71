// What changed between two states of a concept, word by word.
import { diffWordsWithSpace } from 'diff'
import type { Tx } from '#platform/database/database.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { factsFor } from './facts.ts'
import { findChannel, readConcept, readVersion } from './read.ts'
import { type Section, sectionKinds, shippedSections } from './shipped.ts'

/** A state of a concept: an adopted version, the shipped text (0), or what stands in the editor. */
export type State = number | 'draft'

export interface Piece {
  kind: 'same' | 'added' | 'removed'
  text: string
}

export interface Difference {
  id: string
  title: string
  pieces: Piece[]
}

/** The sections that differ, in their order. @throws NotAllowed, NotFound */
export async function compareConcept(
  tx: Tx,
  who: Who,
  input: { channel: string; from: State; to: State }
): Promise<Difference[]> {
  const channel = await findChannel(tx, input.channel)
  must(who, 'concept.write', channel.unit_id)
  const sectionsOf = async (state: State): Promise<Section[]> => {
    if (state === 'draft') return (await readConcept(tx, who, input.channel)).sections
    if (state === 0) return shippedSections(channel.network, await factsFor(tx, channel))
    return (await readVersion(tx, input.channel, state)).sections
  }
  return differences(await sectionsOf(input.from), await sectionsOf(input.to))
}

/** The sections of two texts that differ, with those that only one of them has. */
export function differences(before: Section[], after: Section[]): Difference[] {
  const ids = [...new Set([...sectionKinds(), ...before, ...after].map(({ id }) => id))]
  return ids.flatMap((id): Difference[] => {
    const [old, fresh] = [before.find((one) => one.id === id), after.find((one) => one.id === id)]
    const [oldText, freshText] = [old?.text.trim() ?? '', fresh?.text.trim() ?? '']
    if (oldText === freshText) return []
    return [{ id, title: fresh?.title ?? old?.title ?? id, pieces: piecesOf(oldText, freshText) }]
  })
}

/** Two texts that have little in common are shown as a whole instead of being compared for ever. */
const patienceMs = 300

function piecesOf(before: string, after: string): Piece[] {
  const found = diffWordsWithSpace(before, after, { timeout: patienceMs })
  if (!found) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after }
    ]
  }
  return found.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value
  }))
}
