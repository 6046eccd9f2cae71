/** What stands around a conversation, in this order. One line each: a panel brings its own heading and decides when it shows. */
import Case from '../../cases/CasePanel.svelte'
import Ask from './Ask.svelte'
import Assign from './Assign.svelte'
import Checklist from './Checklist.svelte'
import Clock from './Clock.svelte'
import Details from './Details.svelte'
import Forward from './Forward.svelte'
import Goals from './Goals.svelte'
import GoalLine from './GoalLine.svelte'
import Join from './Join.svelte'
import Moderation from './Moderation.svelte'
import type { Plugged } from './panel.ts'
import RoutingLine from './RoutingLine.svelte'
import Split from './Split.svelte'
import Reported from './Reported.svelte'
import States from './States.svelte'
import Watchers from './Watchers.svelte'

/** Lines in the head, always seen: as few as can be. */
export const lines: Plugged[] = [
  { part: Reported, actions: [] },
  { part: GoalLine, actions: [] },
  { part: Clock, actions: [] },
  { part: RoutingLine, actions: [] }
]

/** Buttons in the head. */
export const tools: Plugged[] = [
  { part: Assign, actions: ['assign'] },
  { part: States, actions: [] }
]

/** Panels that open and close: beside the timeline on a wide screen, below the head on others. */
export const panels: Plugged[] = [
  { part: Case, actions: ['case', 'caseService', 'casePhoto', 'caseForward', 'caseForwardMove'] },
  { part: Details, actions: ['details'] },
  { part: Moderation, actions: [] },
  { part: Goals, actions: ['serve'] },
  { part: Checklist, actions: ['check', 'checklist', 'tick', 'uncheck'] },
  { part: Ask, actions: ['ask', 'withdraw'] },
  { part: Forward, actions: ['forward'] },
  { part: Watchers, actions: ['watch', 'unwatch'] },
  { part: Join, actions: ['merge', 'unmerge', 'link', 'unlink', 'likewise'] },
  { part: Split, actions: ['split'] }
]

/** Refusals of these are shown where they happened. */
export const shownInPlace = new Set(
  ['answer', 'note'].concat([...lines, ...tools, ...panels].flatMap(({ actions }) => actions))
)
