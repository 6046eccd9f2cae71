// Every kind of event the journal may hold, with the data each carries: ids and figures, never personal content.

/** Who did it. `id` is the person's id for staff, otherwise null. */
export interface EventActor {
  kind: 'person' | 'citizen' | 'remote' | 'system'
  id: string | null
}

/** An event before it has a position. */
export interface PendingEvent {
  at: Date
  actor: EventActor
  kind: EventKind
  subjectKind: SubjectKind
  subjectId: string
  data: EventData
}

/** An event as readers get it. */
export interface JournalEvent extends PendingEvent {
  position: number
}

export type EventData = Record<string, string | number | boolean | null | string[]>

export type SubjectKind =
  | 'municipality'
  | 'unit'
  | 'person'
  | 'goal'
  | 'topic'
  | 'election'
  | 'audience'
  | 'card'
  | 'campaign'
  | 'council'
  | 'media'
  | 'channel'
  | 'post'
  | 'publication'
  | 'contact'
  | 'conversation'
  | 'authority'
  | 'message'
  | 'case'
  | 'actor'
  | 'domain'
  | 'erasure'
  | 'privacy'
  | 'duty'
  | 'calendar'
  | 'review'
  | 'template'
  | 'series'
  | 'crisis'
  | 'warning'
  | 'routing'
  | 'storm'
  | 'decision'
  | 'report'
  | 'evidence'

/** `subject.what-happened`, in the past tense. */
export type EventKind = `${SubjectKind}.${string}`
