// Which goals a text might serve: by its campaign, its unit and its words. Only ever offered, never set.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { limits } from './shared.ts'

export interface SuggestInput {
  unitId: string | null
  campaignId?: string | null
  text: string
  /** Goals it serves already. */
  without?: string[]
}

export interface Suggestion {
  id: string
  name: string
  /** Why: the strongest reason. */
  reason:
    { kind: 'campaign' } | { kind: 'words'; words: string[] } | { kind: 'posts'; title: string } | { kind: 'unit' }
}

/** How many suggestions are made at most. */
const most = 4
/** Words of a text that are looked at, and posts it is compared with: it is asked while somebody types. */
const words = 300
const recentPosts = 200

/** Stems that stand in every other text of a town hall, and in many a goal. */
const commonplace = new Set(
  'stadt gemeind kreis burg einwohn mensch leut jahr platz neue gut gross best mehr viel immer heut kommun verwalt rathaus amt'.split(
    ' '
  )
)

/** Whether a stem says what a text is about. */
function isTelling(lexeme: string): boolean {
  return lexeme.length >= 4 && !commonplace.has(lexeme)
}

/** Suggests goals, the likeliest first. */
export async function suggestGoals(tx: Tx, input: SuggestInput): Promise<Suggestion[]> {
  const goals = await tx
    .selectFrom('goal')
    .select(['id', 'name', 'unit_id'])
    .select(sql<string[]>`tsvector_to_array(search)`.as('lexemes'))
    .select(sql<string[]>`tsvector_to_array(to_tsvector('german', name))`.as('named'))
    .where('archived_at', 'is', null)
    .limit(limits.goals)
    .execute()
  if (goals.length === 0) return []
  const said = await lexemesOf(tx, input.text)
  const campaign = input.campaignId ? await goalsOfCampaign(tx, input.campaignId) : new Set<string>()
  const posts = said.size > 0 ? await similarPosts(tx, [...said.keys()]) : new Map<string, Similar>()
  const rarity = rarityOf(goals)
  const joined = [...said.keys()].join(' ')

  const scored = goals
    .filter((goal) => !input.without?.includes(goal.id))
    .map((goal) => {
      const hits = goal.lexemes.filter((lexeme) => said.has(lexeme) && isTelling(lexeme))
      // German glues words together: a goal's "radweg" is in the text's "fahrradweg".
      const inside = goal.named.filter(
        (one) => one.length >= 5 && isTelling(one) && !said.has(one) && joined.includes(one)
      )
      const weight = (lexeme: string): number => (goal.named.includes(lexeme) ? 2 : 1) * (rarity.get(lexeme) ?? 1)
      const byWords =
        hits.reduce((sum, one) => sum + weight(one), 0) + inside.reduce((sum, one) => sum + weight(one) / 2, 0)
      const similar = posts.get(goal.id)
      const byPosts = similar ? Math.min(1.5, similar.rank * 10) : 0
      const byCampaign = campaign.has(goal.id) ? 5 : 0
      const byUnit = input.unitId && goal.unit_id === input.unitId ? 0.75 : 0
      const found = [...hits, ...inside].toSorted((a, b) => weight(b) - weight(a)).slice(0, 3)
      return { goal, byCampaign, byWords, byPosts, byUnit, found, similar }
    })
    // The unit alone says little where it has many goals, and a common word alone says nothing.
    .filter((one) => one.byCampaign > 0 || one.byWords >= 1 || one.byPosts >= 0.5 || one.byUnit > 0)
    .toSorted((a, b) => scoreOf(b) - scoreOf(a) || a.goal.name.localeCompare(b.goal.name, 'de'))
  return scored.slice(0, most).map((one) => ({ id: one.goal.id, name: one.goal.name, reason: reasonOf(one, said) }))
}

interface Scored {
  byCampaign: number
  byWords: number
  byPosts: number
  byUnit: number
  found: string[]
  similar: Similar | undefined
}

function scoreOf(one: Scored): number {
  return one.byCampaign + Math.min(one.byWords, 4) + one.byPosts + one.byUnit
}

function reasonOf(one: Scored, said: Map<string, string>): Suggestion['reason'] {
  if (one.byCampaign > 0) return { kind: 'campaign' }
  if (one.byWords >= 1 && one.byWords >= one.byPosts)
    return { kind: 'words', words: [...new Set(one.found.map((lexeme) => wordOf(lexeme, said)))] }
  if (one.byPosts >= 0.5 && one.similar) return { kind: 'posts', title: one.similar.title }
  return { kind: 'unit' }
}

/** The word of the text in which a stem was found. */
function wordOf(lexeme: string, said: Map<string, string>): string {
  return said.get(lexeme) ?? [...said].find(([other]) => other.includes(lexeme))?.[1] ?? lexeme
}

/** The stems of a text's words, each with the word as it was written. PostgreSQL knows German better than we do. */
async function lexemesOf(tx: Tx, text: string): Promise<Map<string, string>> {
  const found = text.slice(0, 20_000).match(/[\p{L}][\p{L}-]{3,40}/gu) ?? []
  const distinct = [...new Map(found.map((word) => [word.toLocaleLowerCase('de'), word])).values()].slice(0, words)
  if (distinct.length === 0) return new Map()
  const { rows } = await sql<{ word: string; lexemes: string[] }>`
    select word, tsvector_to_array(to_tsvector('german', word)) as lexemes from unnest(${distinct}::text[]) as word`.execute(
    tx
  )
  return new Map(rows.flatMap(({ word, lexemes }) => lexemes.map((lexeme) => [lexeme, word] as const)).toReversed())
}

/** A word that many goals share says little about any of them. */
function rarityOf(goals: { lexemes: string[] }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { lexemes } of goals) for (const one of lexemes) counts.set(one, (counts.get(one) ?? 0) + 1)
  return new Map([...counts].map(([lexeme, count]) => [lexeme, 1 / Math.sqrt(count)]))
}

async function goalsOfCampaign(tx: Tx, campaignId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('campaign_goal')
    .select('goal_id')
    .where('campaign_id', '=', campaignId)
    .limit(100)
    .execute()
  return new Set(rows.map((row) => row.goal_id))
}

interface Similar {
  title: string
  rank: number
}

/** Goals of those among the newest posts that share the most words with the text. Relies on post_published. */
async function similarPosts(tx: Tx, lexemes: string[]): Promise<Map<string, Similar>> {
  const query = lexemes
    .slice(0, 80)
    .map((lexeme) => `'${lexeme.replace(/['\\]/g, '')}'`)
    .join(' | ')
  const { rows } = await sql<{ goal_id: string; title: string; rank: number }>`
    select pg.goal_id, near.draft_title as title, near.rank from (
      select id, draft_title, ts_rank(search, to_tsquery('simple', ${query}), 1) as rank from (
        select id, draft_title, search from post where state = 'published' order by published_at desc, id desc limit ${recentPosts}
      ) as recent where search @@ to_tsquery('simple', ${query}) order by rank desc limit 5
    ) as near join post_goal pg on pg.post_id = near.id order by near.rank desc`.execute(tx)
  const similar = new Map<string, Similar>()
  for (const { goal_id, title, rank } of rows) if (!similar.has(goal_id)) similar.set(goal_id, { title, rank })
  return similar
}
