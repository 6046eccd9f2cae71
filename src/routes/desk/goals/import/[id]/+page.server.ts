import { error, redirect } from '@sveltejs/kit'
import { applyImport, discardImport, previewImport } from '#goals/import.ts'
import type { RowStatus } from '#goals/plan-goals.ts'
import { refused } from '#hooks/refused.ts'
import { NotFound } from '#platform/refusal.ts'
import { messages, refusalText } from '#ui/messages/messages.ts'
import { asReader, idShape, valuesIn } from '../../forms.ts'
import type { Actions, PageServerLoad } from './$types'

/** Rows of one page of the preview. */
const perPage = 100

export const load: PageServerLoad = async ({ locals, params, url }) => {
  if (!idShape.test(params.id)) error(404, 'notFound')
  const { name, kind, plan, mark } = await asReader(locals, (tx, who) => previewImport(tx, who, params.id)).catch(
    (problem: unknown) => {
      if (problem instanceof NotFound) error(404, 'notFound')
      throw problem
    }
  )
  const t = messages(locals.language).goals
  const counts: Record<RowStatus, number> = { new: 0, changed: 0, unchanged: 0, error: 0 }
  for (const { status } of plan.rows) counts[status]++
  const isAll = counts.error === 0 || url.searchParams.has('all')
  const rows = isAll ? plan.rows : plan.rows.filter(({ status }) => status === 'error')
  const from = Math.max(0, Number.parseInt(url.searchParams.get('from') ?? '', 10) || 0)
  const link = (at: number): string => `?${new URLSearchParams({ ...(isAll && { all: '' }), from: String(at) })}`
  return {
    name,
    kind,
    mark,
    counts,
    isAll,
    unknownColumns: plan.unknownColumns,
    rows: rows.slice(from, from + perPage).map(({ line, name: title, status, changes, problems }) => ({
      line,
      name: title,
      status,
      said:
        status === 'error'
          ? problems.map(({ column, key, data }) => t.inColumn(column, refusalText(locals.language, key, data)))
          : status === 'new'
            ? []
            : changes.map(({ field, before, after }) => t.changesTo(field, short(before), short(after)))
    })),
    before: from > 0 ? link(Math.max(0, from - perPage)) : null,
    next: from + perPage < rows.length ? link(from + perPage) : null
  }
}

/** Long texts are told by how they begin. */
function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119).trimEnd()}…` : text
}

export const actions: Actions = {
  apply: async ({ locals, params, request }) => {
    const values = valuesIn(await request.formData())
    try {
      await asReader(locals, (tx, who) => applyImport(tx, who, { id: params.id, mark: values.mark ?? '' }))
    } catch (problem) {
      return refused(problem, locals.language, {})
    }
    redirect(303, '/desk/goals?done=imported')
  },
  discard: async ({ locals, params }) => {
    await asReader(locals, (tx, who) => discardImport(tx, who, params.id))
    redirect(303, '/desk/goals/import')
  }
}
