/**
 * What every delivery needs to know of a municipality: its actors, its key, its rules about other servers. Rarely changed and
 * always asked for, so kept in memory; the journal says when it is no longer true.
 */
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import { askingKey, ownActors, type OwnActor } from './actors.ts'
import { domainsOf } from './addresses.ts'
import { homeOf, type Home } from './home.ts'
import type { SigningKey } from './signing.ts'

export interface Standing {
  home: Home
  actors: OwnActor[]
  /** What questions to other servers are signed with; null without an actor. */
  key: SigningKey | null
  rules: ReadonlyMap<string, 'block' | 'hold'>
}

/** In case a note was lost. */
const keptMs = 30_000
const mostKept = 2000
const kept = new Map<string, { standing: Standing; until: number }>()
let isListening = false

/** The standing of the municipality the transaction stands in. */
export async function standingOf(tx: Tx): Promise<Standing> {
  return known(tx.municipalityId) ?? remember(tx.municipalityId, await read(tx))
}

/** The same outside of a transaction. */
export async function standingNow(municipalityId: string): Promise<Standing> {
  return known(municipalityId) ?? remember(municipalityId, await inMunicipality(municipalityId, read))
}

/** What is settled about the server of an address, or of a domain above it. */
export function ruleFor({ rules }: Standing, address: string | null): 'block' | 'hold' | null {
  for (const domain of domainsOf(address)) {
    const rule = rules.get(domain)
    if (rule) return rule
  }
  return null
}

function known(municipalityId: string): Standing | null {
  const found = kept.get(municipalityId)
  return found && found.until > now().getTime() ? found.standing : null
}

function remember(municipalityId: string, standing: Standing): Standing {
  listen()
  if (kept.size >= mostKept) kept.clear()
  kept.set(municipalityId, { standing, until: now().getTime() + keptMs })
  return standing
}

async function read(tx: Tx): Promise<Standing> {
  const home = await homeOf(tx)
  const rows = await tx.selectFrom('domain_rule').select(['domain', 'rule']).limit(50_000).execute()
  return {
    home,
    actors: await ownActors(tx, home),
    key: await askingKey(tx, home),
    rules: new Map(rows.map(({ domain, rule }) => [domain, rule as 'block' | 'hold']))
  }
}

function listen(): void {
  if (isListening) return
  isListening = true
  const changes = /^(municipality|domain|channel)\.|^actor\.(created|changed)$/
  onJournal((note) => {
    if (note.subjects === null || note.kinds.some((kind) => changes.test(kind))) kept.delete(note.municipalityId)
  })
  onGap(() => kept.clear())
}
