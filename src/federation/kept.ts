/** What is kept of a delivery: as it came, and beside it what had to be fetched to understand it. */
import type { Json } from './activityJson.ts'
import type { RemoteActor } from './author.ts'

export interface Kept {
  /** Exactly what was sent. */
  activity: Json
  /** The same in the usual form, when it came in another. */
  usual?: Json
  /** How the actor's word was proven although somebody else signed the delivery. */
  proven?: 'proof' | 'origin'
  /** Why it could not be proven. */
  unproven?: string
  /** Fetched from where they belong; null: could not be fetched. */
  object?: Json | null
  /** The object is gone where it belongs. */
  isGone?: boolean
  actors?: Record<string, RemoteActor | null>
}
