import { error, redirect } from '@sveltejs/kit'
import { archiveGoal, restoreGoal } from '#goals/archive.ts'
import { changeGoal } from '#goals/change.ts'
import { nothing, servedCounts } from '#goals/counts.ts'
import { historyOf } from '#goals/history.ts'
import {
  addIndicator,
  archiveIndicator,
  changeIndicator,
  removeValue,
  restoreIndicator,
  setValue
} from '#goals/indicators.ts'
import { addLink, removeLink } from '#goals/link.ts'
import { mergeGoals } from '#goals/merge.ts'
import { moveGoal } from '#goals/move.ts'
import { readGoal } from '#goals/read.ts'
import { campaignsOf, postsOf, shown, talksOf } from '#goals/served.ts'
import { goalPath } from '#goals/shared.ts'
import { isWithin, parentsOf, readTree } from '#goals/tree.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Stale } from '#platform/refusal.ts'
import { messages } from '#ui/messages/messages.ts'
import { asReader, chosen, goalIn, idOrNull, idShape, indicatorIn, unitChoices, valueIn, valuesIn } from '../forms.ts'
import { changesInWords } from './words.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  if (!idShape.test(params.id)) error(404, 'notFound')
  const { language, municipality } = locals
  return asReader(locals, async (tx, who) => {
    const goal = await readGoal(tx, who, params.id)
    const tree = await readTree(tx)
    const counts = await servedCounts(tx)
    const below = tree.filter((node) => node.parentId === goal.id)
    const before = Number.parseInt(url.searchParams.get('before') ?? '', 10)
    const history = await historyOf(tx, goal.id, Number.isFinite(before) ? before : null)
    const nodes = new Map(tree.map((node) => [node.id, node]))
    const parents = parentsOf(tree)
    const path: { id: string; name: string }[] = []
    for (let at = nodes.get(goal.parentId ?? ''); at && path.length < 20; at = nodes.get(at.parentId ?? ''))
      path.unshift({ id: at.id, name: at.name })
    const choice = ({ id, name, depth }: { id: string; name: string; depth: number }) => ({ id, name, depth })
    return {
      goal: { ...goal, sitePath: goalPath(goal.mergedInto ?? goal) },
      path,
      below: below.map((node) => ({ ...choice(node), served: counts.get(node.id) ?? nothing })),
      planned: await postsOf(tx, goal.id, 'planned'),
      said: await postsOf(tx, goal.id, 'said'),
      talks: await talksOf(tx, who, goal.id),
      campaigns: await campaignsOf(tx, goal.id),
      history: {
        changes: changesInWords(history, messages(language).goals, language),
        next: history.next,
        isFirst: !Number.isFinite(before)
      },
      units: await unitChoices(tx, who),
      others: tree.filter((node) => node.id !== goal.id).map(choice),
      parents: tree.filter((node) => !isWithin(parents, node.id, goal.id)).map(choice),
      mayWrite: may(who, 'goal.write', goal.unitId) && !goal.archivedAt,
      mayRestore: may(who, 'goal.write', goal.unitId) && goal.archivedAt !== null && !goal.mergedInto,
      shown,
      today: dayIn(now(), municipality.timeZone),
      zone: municipality.timeZone,
      done: url.searchParams.get('done')
    }
  })
}

type Values = Record<string, string>

/** A form of the page; what it did shows in the page, what it refused shows at the form. */
function act(form: string, work: (tx: Tx, who: Person, values: Values, goal: string) => Promise<unknown>): Action {
  return async ({ request, locals, params }) => {
    const values = valuesIn(await request.formData())
    // Several indicators have the same forms.
    const name = values.indicator ? `${form}-${values.indicator}` : form
    try {
      if (!idShape.test(params.id)) error(404, 'notFound')
      await asReader(locals, (tx, who) => work(tx, who, values, params.id))
    } catch (problem) {
      // What was typed is kept, and saved over what somebody else saved only when the person says so once more.
      if (problem instanceof Stale) values.revision = String(problem.data.revision)
      return refused(problem, locals.language, values, name)
    }
    return { saved: name }
  }
}

export const actions: Actions = {
  change: act('change', (tx, who, values, goal) =>
    changeGoal(tx, who, { ...goalIn(values), goal, revision: Number.parseInt(values.revision ?? '', 10) })
  ),
  move: act('move', (tx, who, values, goal) => moveGoal(tx, who, { goal, parent: idOrNull(values.parent) })),
  archive: act('archive', (tx, who, _values, goal) => archiveGoal(tx, who, { goal })),
  restore: act('restore', (tx, who, _values, goal) => restoreGoal(tx, who, { goal })),
  merge: async ({ request, locals, params }) => {
    const values = valuesIn(await request.formData())
    let into: string
    try {
      into = chosen(values, 'into')
      await asReader(locals, (tx, who) => mergeGoals(tx, who, { goal: params.id, into }))
    } catch (problem) {
      return refused(problem, locals.language, values, 'merge')
    }
    redirect(303, `/desk/goals/${into}?done=merged`)
  },
  addLink: act('addLink', (tx, who, values, goal) =>
    addLink(tx, who, {
      goal,
      kind: values.kind === 'paper' ? 'paper' : 'web',
      title: values.title ?? '',
      url: values.url ?? ''
    })
  ),
  removeLink: act('removeLink', (tx, who, values, goal) => removeLink(tx, who, { goal, link: chosen(values, 'link') })),
  addIndicator: act('addIndicator', (tx, who, values, goal) => addIndicator(tx, who, { goal, ...indicatorIn(values) })),
  changeIndicator: act('changeIndicator', (tx, who, values, goal) =>
    changeIndicator(tx, who, { goal, indicator: chosen(values, 'indicator'), ...indicatorIn(values) })
  ),
  archiveIndicator: act('archiveIndicator', (tx, who, values, goal) =>
    archiveIndicator(tx, who, { goal, indicator: chosen(values, 'indicator') })
  ),
  restoreIndicator: act('restoreIndicator', (tx, who, values, goal) =>
    restoreIndicator(tx, who, { goal, indicator: chosen(values, 'indicator') })
  ),
  setValue: act('setValue', (tx, who, values, goal) =>
    setValue(tx, who, {
      goal,
      indicator: chosen(values, 'indicator'),
      day: values.day ?? '',
      value: valueIn(values)
    })
  ),
  removeValue: act('removeValue', (tx, who, values, goal) =>
    removeValue(tx, who, { goal, indicator: chosen(values, 'indicator'), day: values.day ?? '' })
  )
}
