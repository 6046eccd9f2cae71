// What ships about elections (content/elections.json): how long restraint lasts unless somebody decides otherwise, and what to
// check before a post goes out in that time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installation } from '#platform/installation.ts'

export const electionKinds = ['europe', 'federal', 'land', 'local', 'decision'] as const
export type ElectionKind = (typeof electionKinds)[number]

/** One thing to confirm. */
export interface CheckItem {
  id: string
  de: string
  en: string
}

interface Rules {
  restraintDays: Record<ElectionKind, number>
  checklist: CheckItem[]
}

let read: Rules | null = null

function rules(): Rules {
  read ??= JSON.parse(readFileSync(join(installation(), 'content/elections.json'), 'utf8')) as Rules
  return read
}

/** What whoever approves a post in a time of restraint has to confirm. */
export function checklist(): CheckItem[] {
  return rules().checklist
}

/** How many days before an election restraint begins by default. */
export function restraintDays(kind: ElectionKind): number {
  return rules().restraintDays[kind]
}
