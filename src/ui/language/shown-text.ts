import { isSaidBeside } from '#language/post-checks.ts'

/** A picture with words in it, as the library knows it. */
export interface ShownText {
  id: string
  token: string
  alt: string
  /** The library says why it needs no description: all of it stands in the text. */
  isExcused: boolean
}

const inText = /!\[((?:\\.|[^\]\\]){0,1500})\]\(\/media\/([\w-]+)\/[^)\s]*\)/g

/** The pictures with words that a post shows, each with whether its words stand in the post, too. */
export function picturesToCheck(
  shown: readonly ShownText[],
  post: { title: string; lead: string; body: string; imageId: string }
): { showsText: true; textBeside: boolean }[] {
  // What describes a picture is not beside it.
  const text = `${post.title}\n${post.lead}\n${post.body.replace(inText, '')}`
  const placed = new Map([...post.body.matchAll(inText)].map((match) => [match[2]!, match[1]!]))
  return shown
    .filter((one) => one.id === post.imageId || placed.has(one.token))
    .map((one) => ({
      showsText: true,
      textBeside: one.isExcused || isSaidBeside(`${one.alt} ${placed.get(one.token) ?? ''}`, text)
    }))
}
