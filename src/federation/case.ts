import type { RawIncoming } from '#channels/contract.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Json } from './activityJson.ts'
import type { OwnActor } from './actors.ts'
import type { Home } from './home.ts'
import type { Standing } from './standing.ts'
import type { Kept } from './kept.ts'

/** Everything one step of understanding needs. */
export interface Case {
  tx: Tx
  standing: Standing
  home: Home
  actors: OwnActor[]
  raw: RawIncoming
  kept: Kept
  activity: Json
  /** Who did it, proven. */
  actor: string
  at: Date
}
