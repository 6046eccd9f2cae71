// What the composer is given and sends. Each panel beside the text has its own part, in `side/`.
import type { PicturesData, TypedPictures } from './side/pictures.ts'
import type { PlanData, TypedPlan } from './side/plan.ts'
import type { ReleaseData, TypedRelease } from './side/release.ts'
import type { ServesData, TypedServes } from './side/serves.ts'
import type { TypedWhen } from './side/when.ts'
import type { TypedWhere, WhereData } from './side/where.ts'

/** What a person typed, in all fields. */
export interface TypedPost extends TypedRelease, TypedWhere, TypedWhen, TypedServes, TypedPlan, TypedPictures {
  revision: number
  title: string
  lead: string
  body: string
  unit: string
  language: string
  comments: string
}

export interface ComposerData extends ReleaseData, WhereData, ServesData, PlanData, PicturesData {
  language: 'de' | 'en'
  /** Null while nothing was saved yet. */
  post: {
    id: string
    state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'withdrawn'
    hasDraft: boolean
    path: string
    scheduledAt: Date | null
    scheduleProblem: string | null
    withdrawnAt: Date | null
    withdrawalReason: string | null
  } | null
  typed: TypedPost
  units: { id: string; name: string; depth: number; above: string[] }[]
  zone: string
  /** Who writes: several people may share a device. */
  owner: string
}

export interface ComposerFailure {
  action: string
  problem: string
  fields: Record<string, string>
  typed: TypedPost
  stale?: { title: string; lead: string; body: string }
}
