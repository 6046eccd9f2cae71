// The one way in which names become parts of addresses.
import slugify from '@sindresorhus/slugify'

const longest = 60

/**
 * A name as a part of an address: small letters, digits and hyphens, at most 60 characters.
 * @param fallback what it is called when nothing of the name is left (a name of emoji alone)
 */
export function slugOf(name: string, fallback: string): string {
  const slug = slugify(name, {
    customReplacements: [
      ['&', ' und '],
      ['€', ' Euro '],
      ['§', ' Paragraf ']
    ]
  })
  if (slug.length <= longest) return slug || fallback
  // Cut between words, so that no half word stands in an address.
  const cut = slug.slice(0, longest)
  const end = cut.lastIndexOf('-')
  return end > longest / 2 ? cut.slice(0, end) : cut
}

/** The first of `name`, `name-2`, `name-3` … that is not taken. */
export function firstFree(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  for (let number = 2; ; number++) {
    const next = `${slug}-${number}`
    if (!taken.has(next)) return next
  }
}
