// Difficult strings for tests of everything that shows what somebody wrote: a published list (The Big List of Naughty Strings
// by Max Woolf and others, MIT licence, from npm) and the shapes that the OWASP cheat sheet on filter evasion describes.
import naughty from 'big-list-of-naughty-strings' with { type: 'json' }
import { payloads } from '#platform/html/payloads.fixture.ts'

/** Every string of both lists that is not empty. */
export const difficult: string[] = [...new Set([...payloads, ...(naughty as string[])])].filter(
  (one) => one.trim() !== ''
)

/** As few texts of at most so many signs as hold all of them. */
export function packed(most: number): string[] {
  const texts: string[] = []
  for (const one of difficult) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + one.length + 2 <= most) texts[texts.length - 1] = `${last}\n\n${one}`
    else texts.push(one.slice(0, most))
  }
  return texts
}
