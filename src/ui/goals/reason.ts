import type { Suggestion } from '#goals/suggest.ts'
import type { Messages } from '../messages/messages.ts'

/** Why a goal is suggested, in words. */
export function reasonText(reason: Suggestion['reason'], t: Messages['goals']): string {
  switch (reason.kind) {
    case 'campaign':
      return t.suggest.campaign
    case 'words':
      return t.suggest.words(reason.words)
    case 'posts':
      return t.suggest.posts(reason.title)
    case 'unit':
      return t.suggest.unit
  }
}
