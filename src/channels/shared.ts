/**
 * What a channel makes of a post, decided the same way in the browser while somebody writes and on the server when it
 * counts. Each network says it for itself in its folder's `shared.ts`; this file lists them.
 */
import { fediverseVariant } from './fediverse/shared.ts'
import { practiceVariant } from './practice/shared.ts'
import { siteVariant } from './site/shared.ts'

/** The post as its author writes it. */
export interface Master {
  title: string
  lead: string
  /** Markdown. */
  body: string
  form: 'note' | 'article'
  /** What was corrected, which every channel shows. */
  correction: string | null
  /** Of the post: what the program adds to it is said in its language. */
  language: string
}

/** What a channel says. */
export interface VariantText {
  title: string
  text: string
  /** Stands above a text that is hidden until somebody wants to see it; empty: none. */
  warning: string
}

/** One message on the network: the whole variant, or a piece of a thread. */
export interface Part {
  title: string
  text: string
  correction: string
  /** The link to the page stands here. */
  hasLink: boolean
  /** Its length as the network counts. */
  count: number
}

export interface VariantProblem {
  /** An error is in the way of publishing. */
  kind: 'error' | 'warning'
  key: 'empty' | 'tooLong' | 'nearLimit' | 'thread' | 'tooManyParts' | 'followersServers' | 'warningTooLong'
  /** How many signs or parts. */
  count: number
}

export interface VariantRules {
  /** False: it shows the post itself, there is nothing to adapt. */
  adapts: boolean
  /** How the composer shows it. */
  looks: 'site' | 'microblog' | 'plain'
  /** Has a place for a warning above the text. */
  hasWarning(form: Master['form']): boolean
  /** The longest message in the network's own count; null: none. */
  limit(form: Master['form']): number | null
  /** Counts as the network does. */
  count(text: string): number
  /** What it says when nobody wrote anything for it. */
  derive(master: Master): VariantText
  /** The messages it becomes, in their order. */
  split(variant: VariantText, master: Master): Part[]
  check(variant: VariantText, master: Master): VariantProblem[]
}

const rules = new Map<string, VariantRules>([
  ['site', siteVariant],
  ['fediverse', fediverseVariant],
  ['practice', practiceVariant]
])

/** The rules of a network; one without any shows the post as the site does. */
export function variantRules(network: string): VariantRules {
  return rules.get(network) ?? siteVariant
}
