// What changed from one version to the next, in words.
import { diffArrays, diffWordsWithSpace } from 'diff'

/** A stretch of a text: as it was, taken out, or put in. */
export interface Stretch {
  kind: 'same' | 'out' | 'in'
  text: string
}

/** A paragraph, heading or line of a list with its stretches. */
export interface Passage {
  stretches: Stretch[]
}

/** Beyond this many changed words in one passage the whole passage counts as changed: nobody reads that word by word. */
const mostEdits = 400
const timeoutMs = 500

/**
 * Compares two texts by their passages and within a changed passage by words. Passages that stayed are left out where many of them
 * follow each other; then one with `…` stands for them.
 */
export function compareTexts(before: string, after: string): Passage[] {
  const changes = diffArrays(passagesOf(before), passagesOf(after), { timeout: timeoutMs })
  if (!changes) return [whole('out', before), whole('in', after)]
  const passages: Passage[] = []
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index]!
    const next = changes[index + 1]
    if (!change.added && !change.removed) {
      passages.push(...unchanged(change.value, index === 0, !next))
    } else if (change.removed && next?.added) {
      passages.push(...paired(change.value, next.value))
      index++
    } else {
      passages.push(...change.value.map((text) => whole(change.added ? 'in' : 'out', text)))
    }
  }
  return passages
}

/** Passages that were replaced, each beside the one that took its place. */
function paired(before: string[], after: string[]): Passage[] {
  const passages: Passage[] = []
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [old, fresh] = [before[index], after[index]]
    if (old === undefined) passages.push(whole('in', fresh!))
    else if (fresh === undefined) passages.push(whole('out', old))
    else passages.push({ stretches: words(old, fresh) })
  }
  return passages
}

function words(before: string, after: string): Stretch[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: mostEdits, timeout: timeoutMs })
  if (!changes)
    return [
      { kind: 'out', text: before },
      { kind: 'in', text: after }
    ]
  const stretches = changes.map(({ value, added, removed }): Stretch => ({
    kind: added ? 'in' : removed ? 'out' : 'same',
    text: value
  }))
  return joined(stretches)
}

/** Changes with nothing but a space between them are one: whole words out, whole words in, instead of a flicker of both. */
function joined(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = []
  let out = ''
  let fresh = ''
  const close = (): void => {
    if (out) result.push({ kind: 'out', text: out })
    if (fresh) result.push({ kind: 'in', text: fresh })
    out = fresh = ''
  }
  for (const [index, { kind, text }] of stretches.entries()) {
    if (kind === 'out') out += text
    else if (kind === 'in') fresh += text
    else if (out && fresh && !text.trim() && stretches[index + 1]) {
      out += text
      fresh += text
    } else {
      close()
      result.push({ kind, text })
    }
  }
  close()
  return result
}

/** Two passages around a change say where it is. */
function unchanged(texts: string[], isFirst: boolean, isLast: boolean): Passage[] {
  if (isFirst && isLast) return []
  const around = 1
  const head = isFirst ? 0 : around
  const tail = isLast ? 0 : around
  if (texts.length <= head + tail + 1) return texts.map((text) => whole('same', text))
  return [
    ...texts.slice(0, head).map((text) => whole('same', text)),
    whole('same', '…'),
    ...texts.slice(texts.length - tail).map((text) => whole('same', text))
  ]
}

function whole(kind: Stretch['kind'], text: string): Passage {
  return { stretches: [{ kind, text }] }
}

/** The passages of a Markdown text as people read them: without the signs of form. */
function passagesOf(markdown: string): string[] {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, '$1 ($2)')
    .split(/\n{2,}|\n(?=\s*(?:[-*+]|\d+\.|#|>|\|))/)
    .map((passage) =>
      passage
        .replace(/^\s*(#{1,6}|>|[-*+])\s+/gm, '')
        .replace(/(\*\*|__|`)/g, '')
        .replaceAll(/\\([\\`*_[\]<>#+-])/g, '$1')
        .replace(/\s+/g, ' ')
        .trim()
    )
    .filter(Boolean)
}
