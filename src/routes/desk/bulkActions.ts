// Acting on several conversations at once, and keeping filters as a view.
import { type BulkAct, actOnAll, undoAll } from '#dialogue/bulk.ts'
import { readFilters } from '#dialogue/filters.ts'
import { dropView, saveView } from '#dialogue/saved-views.ts'
import type { Person } from '#people/types.ts'
import { newId } from '#platform/id.ts'
import { field } from '#routes/failing.ts'
import { act, choice, idOrNull } from './acting.ts'

export const bulkActions = {
  bulk: act(
    'bulk',
    (tx, who, form) =>
      actOnAll(tx, who, form.getAll('chosen').map(String).filter(idOrNull), bulkAct(who, field(form, 'do'))),
    ({ finding }, _form, { done, refused }) => finding.bulk.done(done, refused),
    ({ id }) => id
  ),
  undoBulk: act(
    'undoBulk',
    (tx, who, form) => undoAll(tx, who, idOrNull(field(form, 'bulk')) ?? newId()),
    ({ finding }, _form, count) => finding.bulk.undone(count)
  ),
  saveView: act(
    'saveView',
    (tx, who, form) =>
      saveView(tx, who, {
        name: field(form, 'name'),
        // Only what is a filter is kept.
        query: new URLSearchParams(
          Object.entries(readFilters(new URLSearchParams(field(form, 'query')))).map(([name, value]) => [
            name,
            value === true ? '1' : String(value)
          ])
        ).toString(),
        unit: choice(form, 'share') ?? null
      }),
    ({ finding }) => finding.saved.done
  ),
  dropView: act(
    'dropView',
    (tx, who, form) => dropView(tx, who, idOrNull(field(form, 'saved')) ?? newId()),
    ({ finding }) => finding.saved.dropped
  )
}

/** What was chosen: `close`, `unit:<id>`, `me`, `priority:high`. */
function bulkAct(who: Person, chosen: string): BulkAct {
  const [name, of = ''] = chosen.split(':')
  if (name === 'unit') return { act: 'assign', unit: idOrNull(of) ?? undefined }
  if (name === 'me') return { act: 'assign', person: who.id }
  if (name === 'priority') return { act: 'priority', priority: of }
  return { act: name === 'reopen' || name === 'wait' ? name : 'close' }
}
