// Forms of what a conversation is about and who reads along.
import { settleDetails } from '#dialogue/details.ts'
import { unwatch, watch } from '#dialogue/watch.ts'
import { field } from '#routes/failing.ts'
import { act, choice, conversationOf } from './acting.ts'

export const detailActions = {
  details: act(
    'details',
    (tx, who, form) =>
      settleDetails(tx, who, {
        ...conversationOf(form),
        priority: field(form, 'priority'),
        topic: choice(form, 'topic'),
        place: field(form, 'place'),
        coordinates: field(form, 'coordinates')
      }),
    ({ work }) => work.detailsSaved
  ),
  watch: act(
    'watch',
    (tx, who, form) => watch(tx, who, { ...conversationOf(form), person: choice(form, 'person') }),
    ({ work }) => work.watching
  ),
  unwatch: act(
    'unwatch',
    (tx, who, form) => unwatch(tx, who, { ...conversationOf(form), person: choice(form, 'person') }),
    ({ work }) => work.unwatched
  )
}
